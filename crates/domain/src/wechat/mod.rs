//! WeChat (微信) as the middle sees it: accounts, what arrived, what it means, what is answered.

pub mod account;
pub mod articles;
mod channel;
mod comments;
pub mod followers;
mod incoming;
pub mod mass;
pub mod materials;
pub mod menus;
pub mod mini_program;
mod product;
mod reply;
pub mod rules;
mod scene_code;
mod signal;
pub mod wecom;
mod window;

pub use channel::{Channel, ChannelDraft, ChannelHappened, StoredChannel};
pub use comments::Comments;
pub use incoming::{Incoming, IncomingKind};
pub use product::{MessageMode, Product};
pub use reply::{Article, Music, Reply};
pub use scene_code::{SceneCode, ScenePrint, SceneTarget};
pub use signal::{
    CardTapped, ConsentGiven, CopyrightFinding, MassCopyright, MassReport, MediaVerdict, PrivacyKind, PrivacyNotice,
    PublishReport, Signal, SubscriptionReport,
};
pub use window::{ContactWindow, Interaction, InteractionKind, contact_window};
