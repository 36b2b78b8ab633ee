//! What the Mini Program needs from outside: WeChat's API, what its client hands over, and the keeping of session keys,
//! codes, links and content checks.

mod api;
mod checks;
mod client_data;
mod codes;
mod links;
mod session_keys;

pub use api::{CodePicture, LinkState, MiniProgramApi, MiniProgramLogin, TextToCheck};
pub use checks::{
    CheckFilter, ContentCheckReads, ContentCheckRepository, ContentChecksStore, ContentChecksTransaction, EarlyVerdicts,
};
pub use client_data::{ClientData, ClientDataFault, ClientProfile, SealedClientData, SignedRawData};
pub use codes::{CodeFilter, CodeReads, CodeRepository, CodesStore, CodesTransaction, SceneMeaning, StoredPicture};
pub use links::{LinkFilter, LinkReads, LinkRepository, LinksStore, LinksTransaction};
pub use session_keys::{SessionKeys, StoredSessionKey};
