//! Mass messages: the same to many followers. A person gets at most four a month from a service account, and the account
//! may make 60 calls a minute.
//!
//! That a call succeeds means that WeChat took the message; what became of it comes as `MASSSENDJOBFINISH`.

mod content;
mod manage;
mod send;

pub use content::{MassImages, MassMessage};
pub use manage::{
    DeleteMass, GetMassSpeed, GetMassStatus, MassSpeed, MassState, MassStatus, PreviewContent, PreviewMass,
    PreviewSent, PreviewTo, SetMassSpeed,
};
pub use send::{MassAudience, MassSent, SendMass, SendMassTo};
