//! Make temporary codes anew before they end, so that what is shown goes on working.

use std::sync::Arc;
use std::time::Duration;

use domain::time::Timestamp;
use domain::wechat::{SceneCode, SceneTarget};
use ports::StoreError;
use ports::events::EventReads;
use ports::system::Clock;
use ports::wechat::{ChannelReads, SceneCodeRenewals, WechatApi, WechatFailure};

use super::issue_code::print;

/// How long whoever takes a code alone may make it anew; a code left behind is taken again after that.
const LEASE: Duration = Duration::from_mins(5);
/// Codes taken at a time.
const AT_A_TIME: u32 = 20;

/// Makes codes anew. Many may run; each code is made anew by one.
#[derive(Clone)]
pub struct RenewCodes {
    /// Codes that are due.
    pub renewals: Arc<dyn SceneCodeRenewals>,
    /// Channels.
    pub channels: Arc<dyn ChannelReads>,
    /// Events.
    pub events: Arc<dyn EventReads>,
    /// WeChat.
    pub wechat: Arc<dyn WechatApi>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// What one round came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Renewed {
    /// Codes taken.
    pub taken: usize,
    /// Of these, codes made anew.
    pub renewed: usize,
    /// Of these, codes that nobody wants any more.
    pub retired: usize,
}

impl Renewed {
    /// Whether more codes may be due than one round takes.
    #[must_use]
    pub const fn is_full(self) -> bool {
        self.taken == AT_A_TIME as usize
    }
}

impl RenewCodes {
    /// Takes codes that are due and makes them anew, one after the other.
    ///
    /// # Errors
    /// When the store fails; what WeChat does not make is tried again after a while.
    #[tracing::instrument(name = "use_case.wechat.renew_codes", skip_all)]
    pub async fn round(&self) -> Result<Renewed, StoreError> {
        let now = self.clock.now();
        let due = self.renewals.claim(now, now.plus(LEASE), AT_A_TIME).await?;
        let mut round = Renewed {
            taken: due.len(),
            ..Renewed::default()
        };
        for code in due {
            if !self.is_wanted(&code, now).await? {
                self.renewals.retire(code.id).await?;
                round.retired += 1;
            } else if self.renew(code).await? {
                round.renewed += 1;
            }
        }
        Ok(round)
    }

    /// A channel wants its codes as long as it is there, an event until it is over or called off.
    async fn is_wanted(&self, code: &SceneCode, now: Timestamp) -> Result<bool, StoreError> {
        Ok(match code.target {
            SceneTarget::Channel(channel) => self.channels.find(&code.account, channel).await?.is_some(),
            SceneTarget::Event { event, .. } => {
                let view = self.events.find(event).await?;
                view.is_some_and(|view| view.event.may_have_qr_codes().is_ok() && now < view.event.details().ends_at)
            }
        })
    }

    async fn renew(&self, mut code: SceneCode) -> Result<bool, StoreError> {
        let made = self
            .wechat
            .create_qr_code(&code.account, &code.scene, code.lifetime)
            .await;
        match made {
            Ok(issued) => {
                code.renewed(print(issued, self.clock.now()));
                let stored = self.renewals.renewed(&code).await?;
                metrics::counter!("wechat_codes_renewed_total").increment(u64::from(stored));
                Ok(stored)
            }
            Err(failure) => {
                report(&code, &failure);
                Ok(false)
            }
        }
    }
}

/// Whoever shows the code must hear of it before it ends.
fn report(code: &SceneCode, failure: &WechatFailure) {
    metrics::counter!("wechat_code_renewals_failed_total").increment(1);
    let ends = code.print.expires_at.map(|at| at.to_string()).unwrap_or_default();
    tracing::warn!(
        code.id = %code.id, account = code.account, ends, error = %failure,
        "a QR code was not made anew; it is tried again"
    );
}
