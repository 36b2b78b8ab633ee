//! [`AccountHealth`]: what can be asked about an account now.

use async_trait::async_trait;
use domain::time::Timestamp;
use ports::wechat::{AccountHealth, ApiQuota, RefusalKind, WechatFailure};
use wechat_protocol::api::official_account::quota::GetQuota;

use crate::client::WechatClient;
use crate::failure::refused;

#[async_trait]
impl AccountHealth for WechatClient {
    async fn check(&self, account: &str) -> Result<(), WechatFailure> {
        self.check_access(account).await
    }

    async fn token_expires_at(&self, account: &str) -> Result<Option<Timestamp>, WechatFailure> {
        Ok(self.account(account).await?.caller().keeper().expires_at().await)
    }

    async fn quota(&self, account: &str, api: &str) -> Result<ApiQuota, WechatFailure> {
        let call = GetQuota::new(api).map_err(|error| refused(RefusalKind::Content, error.to_string()))?;
        let report = self.call(account, &call).await?;
        Ok(ApiQuota {
            daily_limit: report.quota.daily_limit,
            used: report.quota.used,
            remaining: report.quota.remain,
        })
    }
}
