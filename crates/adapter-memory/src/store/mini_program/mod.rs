//! The Mini Program: session keys, codes, links, content checks.

mod checks;
mod codes;
mod links;
mod session_keys;

use std::collections::BTreeMap;

use domain::attendance::PersonRef;
use domain::ids::{ContentCheckId, MiniProgramCodeId, MiniProgramLinkId};
use domain::time::Timestamp;
use domain::wechat::MediaVerdict;
use domain::wechat::mini_program::{ContentCheck, MiniProgramCode, MiniProgramLink};
use ports::wechat::mini_program::{CodePicture, StoredSessionKey};

use super::MemoryStore;
use super::pages::newest_first;
use super::state::{State, duplicate};
use super::transaction::Transaction;

/// What is known of Mini Programs.
#[derive(Clone, Default)]
pub(super) struct MiniProgramState {
    keys: BTreeMap<PersonRef, StoredSessionKey>,
    codes: BTreeMap<MiniProgramCodeId, (MiniProgramCode, CodePicture)>,
    /// Account and scene → the code whose target it stands for.
    scenes: BTreeMap<(String, String), MiniProgramCodeId>,
    links: BTreeMap<MiniProgramLinkId, MiniProgramLink>,
    checks: BTreeMap<ContentCheckId, ContentCheck>,
    /// Account and trace id → the verdict and when it was kept.
    verdicts: BTreeMap<(String, String), (MediaVerdict, Timestamp)>,
}

impl State {
    fn mini(&self) -> &MiniProgramState {
        &self.mini_program
    }
}
