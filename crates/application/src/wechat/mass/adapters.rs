//! The ports of mass messages.

use std::sync::Arc;

use ports::wechat::mass::{EarlyMassReports, MassApi, MassStore};

/// Every port that mass messages need besides the common ones.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its port, which is documented")]
pub struct MassAdapters {
    pub store: Arc<dyn MassStore>,
    pub reports: Arc<dyn EarlyMassReports>,
    pub api: Arc<dyn MassApi>,
}
