//! Show a mass message to one person before it is sent.

use std::sync::Arc;
use std::time::Duration;

use domain::text::single_line;
use domain::validation::FieldFaults;
use domain::wechat::mass::{MassState, PREVIEWS_PER_DAY};
use ports::rate::{Allowance, RateLimiter};
use ports::wechat::WechatFailure;
use ports::wechat::mass::{MassApi, MassPayload, PreviewPayload, PreviewPerson};

use super::error::MassError;
use super::media::{MassMedia, has_media, preview_of};
use super::tools::{MassCommand, MassTools};

const DAY: Duration = Duration::from_hours(24);
/// Longest name of a person, in characters.
const NAME: usize = 128;
/// WeChat does not take the media id.
const BAD_MEDIA_ID: i64 = 40_007;

/// Has WeChat show a draft to one person, at once. Repeating it shows it again.
#[derive(Clone)]
pub struct PreviewMass {
    pub(super) tools: MassTools,
    pub(super) api: Arc<dyn MassApi>,
    pub(super) media: MassMedia,
    pub(super) limiter: Arc<dyn RateLimiter>,
}

/// What to show to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewMassCommand {
    /// Which.
    pub on: MassCommand,
    /// Who looks.
    pub person: PreviewPerson,
    /// Of several pictures this one, from 1: WeChat shows one at a time.
    pub picture: u32,
}

impl PreviewMass {
    /// Runs it; answers WeChat's number of the preview.
    ///
    /// # Errors
    /// When it is no draft any more, there is no such picture, previews are used up, WeChat does not do it, or the store
    /// fails.
    #[tracing::instrument(name = "use_case.wechat.preview_mass", skip_all)]
    pub async fn run(&self, command: PreviewMassCommand) -> Result<u64, MassError> {
        let person = checked(command.person)?;
        let (account, id) = (&command.on.account, command.on.id);
        let message = self.tools.find(account, id).await?;
        if message.state() != MassState::Draft {
            return Err(MassError::WrongState(message.state()));
        }
        let content = &message.stored().content;
        let payload = self.media.payload(account, content, None).await?;
        shown(&payload, command.picture)?;
        self.count(account, &person).await?;
        match self.show(account, &person, &payload, command.picture).await {
            Err(MassError::Wechat(WechatFailure::Refused { code: BAD_MEDIA_ID, .. })) if has_media(&payload) => {
                let payload = self.media.renewed(account, content, &payload).await?;
                self.show(account, &person, &payload, command.picture).await
            }
            shown => shown,
        }
    }

    async fn show(
        &self,
        account: &str,
        person: &PreviewPerson,
        payload: &MassPayload,
        picture: u32,
    ) -> Result<u64, MassError> {
        let shown = shown(payload, picture)?;
        Ok(self.api.preview(account, person, &shown).await?)
    }

    /// WeChat counts previews by WeChat name, and none by open id. Without the limiter, WeChat alone counts.
    async fn count(&self, account: &str, person: &PreviewPerson) -> Result<(), MassError> {
        let PreviewPerson::WechatName(_) = person else {
            return Ok(());
        };
        let key = format!("mass-preview:{account}");
        match self.limiter.count(&key, PREVIEWS_PER_DAY, DAY).await {
            Ok(Allowance::Denied { retry_after }) => Err(MassError::PreviewsUsedUp { retry_after }),
            Ok(Allowance::Granted) => Ok(()),
            Err(error) => {
                tracing::warn!(%error, "a preview was not counted");
                Ok(())
            }
        }
    }
}

fn shown(payload: &MassPayload, picture: u32) -> Result<PreviewPayload, FieldFaults> {
    let place = usize::try_from(picture).unwrap_or(usize::MAX).checked_sub(1);
    place
        .and_then(|place| preview_of(payload, place))
        .ok_or_else(|| fault("picture", "there is no such picture"))
}

fn checked(person: PreviewPerson) -> Result<PreviewPerson, FieldFaults> {
    match person {
        PreviewPerson::OpenId(id) => match single_line(&id, 1..=NAME) {
            Ok(id) => Ok(PreviewPerson::OpenId(id)),
            Err(reason) => Err(fault("openId", &reason.to_string())),
        },
        PreviewPerson::WechatName(name) => match single_line(&name, 1..=NAME) {
            Ok(name) => Ok(PreviewPerson::WechatName(name)),
            Err(reason) => Err(fault("wechatName", &reason.to_string())),
        },
    }
}

fn fault(field: &'static str, reason: &str) -> FieldFaults {
    let mut faults = FieldFaults::default();
    faults.add(field, reason);
    faults
}
