//! Look at channels, their codes and what they brought.

use std::sync::Arc;

use domain::ids::{ChannelId, EventId, QrCodeId};
use domain::wechat::{Channel, SceneCode, ScenePrint, SceneTarget};
use ports::wechat::{ChannelReads, ScanCount, ScanCounts, SceneCodeFilter, SceneCodeReads, SceneCodeRenewals};
use ports::{Page, PageQuery};

use super::error::ChannelError;

/// Everything that is read about channels and codes.
#[derive(Clone)]
pub struct ReadChannels {
    /// Channels.
    pub channels: Arc<dyn ChannelReads>,
    /// Codes.
    pub codes: Arc<dyn SceneCodeReads>,
    /// What was made anew.
    pub renewals: Arc<dyn SceneCodeRenewals>,
    /// Scans.
    pub counts: Arc<dyn ScanCounts>,
}

/// Days, both included, `2026-12-01`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

/// How many permanent codes an account has made, as far as we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeQuota {
    /// Made.
    pub used: u64,
}

impl CodeQuota {
    /// WeChat allows so many permanent codes for an account's whole life.
    pub const LIMIT: u64 = 100_000;

    /// Whether few are left: nine in ten are made.
    #[must_use]
    pub const fn is_scarce(self) -> bool {
        self.used * 10 >= Self::LIMIT * 9
    }
}

impl ReadChannels {
    /// One channel.
    ///
    /// # Errors
    /// When it is unknown or the store fails.
    pub async fn find(&self, account: &str, id: ChannelId) -> Result<Channel, ChannelError> {
        let found = self.channels.find(account, id).await?;
        found.ok_or(ChannelError::Unknown(id))
    }

    /// An account's channels, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, account: &str, page: PageQuery) -> Result<Page<Channel>, ChannelError> {
        Ok(self.channels.list(account, page).await?)
    }

    /// An account's codes, newest first.
    ///
    /// # Errors
    /// When a channel is named that is unknown, or the store fails.
    pub async fn codes(
        &self,
        account: &str,
        filter: SceneCodeFilter,
        page: PageQuery,
    ) -> Result<Page<SceneCode>, ChannelError> {
        if let Some(channel) = filter.channel {
            self.find(account, channel).await?;
        }
        Ok(self.codes.list_codes(account, filter, page).await?)
    }

    /// What was made for a code before, newest first.
    ///
    /// # Errors
    /// When the code is unknown or the store fails.
    pub async fn code_history(&self, account: &str, id: QrCodeId) -> Result<Vec<ScenePrint>, ChannelError> {
        let code = self.codes.find_code(id).await?;
        code.filter(|code| code.account == account)
            .ok_or(ChannelError::UnknownCode(id))?;
        Ok(self.renewals.history(id).await?)
    }

    /// Scans of all codes of a channel, by day and code.
    ///
    /// # Errors
    /// When the channel is unknown or the store fails.
    pub async fn channel_scans(
        &self,
        account: &str,
        id: ChannelId,
        days: &Days,
    ) -> Result<Vec<ScanCount>, ChannelError> {
        self.find(account, id).await?;
        let filter = SceneCodeFilter {
            channel: Some(id),
            event: None,
        };
        let mut codes = Vec::new();
        let mut page = PageQuery::Number {
            page: 1,
            size: PageQuery::MAX_SIZE,
        };
        loop {
            let part = self.codes.list_codes(account, filter, page).await?;
            codes.extend(part.items.iter().map(|code| code.id));
            let Some(last) = part.next else { break };
            page = PageQuery::After {
                last,
                size: PageQuery::MAX_SIZE,
            };
        }
        Ok(self.counts.counts(&codes, &days.from, &days.to).await?)
    }

    /// Scans of one code of an event, by day.
    ///
    /// # Errors
    /// When the event has no such code or the store fails.
    pub async fn event_code_scans(
        &self,
        event: EventId,
        id: QrCodeId,
        days: &Days,
    ) -> Result<Vec<ScanCount>, ChannelError> {
        let code = self.codes.find_code(id).await?;
        code.filter(|code| matches!(code.target, SceneTarget::Event { event: own, .. } if own == event))
            .ok_or(ChannelError::UnknownCode(id))?;
        Ok(self.counts.counts(&[id], &days.from, &days.to).await?)
    }

    /// How many scans of an account led nowhere.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unknown_scans(&self, account: &str, days: &Days) -> Result<u64, ChannelError> {
        Ok(self.counts.unknown_scans(account, &days.from, &days.to).await?)
    }

    /// How many permanent codes an account has made.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn quota(&self, account: &str) -> Result<CodeQuota, ChannelError> {
        let used = self.codes.permanent_codes(account).await?;
        Ok(CodeQuota { used })
    }
}
