//! How many permanent copies an account has of those it may have.

use domain::validation::FieldFaults;
use domain::wechat::Product;

use super::error::MaterialError;
use super::tools::MaterialTools;

/// Pictures and articles together (<https://developers.weixin.qq.com/doc/service/api/material/permanent/api_addmaterial.html>).
const PICTURES_AND_ARTICLES: u64 = 100_000;
/// Recordings, and videos.
const OTHERS: u64 = 1_000;

/// Reads the quota.
#[derive(Clone)]
pub struct ReadQuota(pub(super) MaterialTools);

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotaLine {
    /// There are.
    pub used: u64,
    /// There may be.
    pub limit: u64,
}

/// What an account has of permanent copies, also what was made in WeChat's console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaterialQuota {
    /// Pictures, previews and articles together.
    pub images: QuotaLine,
    /// Recordings.
    pub voices: QuotaLine,
    /// Videos.
    pub videos: QuotaLine,
}

impl ReadQuota {
    /// Runs it; WeChat is asked.
    ///
    /// # Errors
    /// When the account is unknown or no official account, or WeChat does not tell.
    #[tracing::instrument(name = "use_case.wechat.read_material_quota", skip_all)]
    pub async fn run(&self, account: &str) -> Result<MaterialQuota, MaterialError> {
        let setup = self.0.account(account).await?;
        if setup.product != Product::OfficialAccount {
            let mut faults = FieldFaults::default();
            faults.add("account", "only official accounts have permanent copies");
            return Err(faults.into());
        }
        let counts = self.0.api.permanent_counts(account).await?;
        let line = |used, limit| QuotaLine { used, limit };
        Ok(MaterialQuota {
            images: line(counts.image + counts.news, PICTURES_AND_ARTICLES),
            voices: line(counts.voice, OTHERS),
            videos: line(counts.video, OTHERS),
        })
    }
}
