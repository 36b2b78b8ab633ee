//! The ports of WeCom's directory and external contacts.

use std::sync::Arc;

use ports::wechat::AccountBook;
use ports::wechat::wecom::{ContactReads, ContactsApi, CorpRecords, DirectoryApi, DirectoryReads};

/// Every port that these use cases need besides the common ones.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port, which is documented")]
pub struct CorpAdapters {
    pub accounts: Arc<dyn AccountBook>,
    pub records: Arc<dyn CorpRecords>,
    pub directory: Arc<dyn DirectoryReads>,
    pub contacts: Arc<dyn ContactReads>,
    pub directory_api: Arc<dyn DirectoryApi>,
    pub contacts_api: Arc<dyn ContactsApi>,
}
