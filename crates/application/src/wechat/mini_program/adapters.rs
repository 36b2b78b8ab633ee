//! The ports of the Mini Program.

use std::sync::Arc;

use ports::identity::{PersonSessions, PhonesStore};
use ports::system::SecretSealer;
use ports::wechat::AccountBook;
use ports::wechat::mini_program::{
    ClientData, CodeReads, CodesStore, ContentCheckReads, ContentChecksStore, EarlyVerdicts, LinkReads, LinksStore,
    MiniProgramApi, SessionKeys,
};

/// Every port that the use cases of the Mini Program need besides the common ones.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port, which is documented")]
pub struct MiniProgramAdapters {
    pub api: Arc<dyn MiniProgramApi>,
    pub client_data: Arc<dyn ClientData>,
    pub accounts: Arc<dyn AccountBook>,
    pub sealer: Arc<dyn SecretSealer>,
    pub person_sessions: Arc<dyn PersonSessions>,
    pub session_keys: Arc<dyn SessionKeys>,
    pub phones: Arc<dyn PhonesStore>,
    pub codes: Arc<dyn CodesStore>,
    pub code_reads: Arc<dyn CodeReads>,
    pub links: Arc<dyn LinksStore>,
    pub link_reads: Arc<dyn LinkReads>,
    pub checks: Arc<dyn ContentChecksStore>,
    pub check_reads: Arc<dyn ContentCheckReads>,
    pub verdicts: Arc<dyn EarlyVerdicts>,
}
