//! One upload at a time: whoever wants a copy takes the right to upload it, in the store, before WeChat is called.

use std::time::Duration;

use domain::ids::MaterialId;
use domain::time::Timestamp;
use domain::wechat::materials::{Asked, Claim, Material, MaterialHappened, UploadPlace, UploadedCopy};
use ports::StoreError;
use ports::wechat::WechatFailure;
use uuid::Uuid;

use super::tools::MaterialTools;
use crate::context::Context;
use crate::retry::retry_on_contention;
use crate::wechat::NoMediaId;

/// How long one process alone may upload. Longer than an attempt at a job may take.
pub(super) const LEASE: Duration = Duration::from_secs(40);

/// A copy that is wanted.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) account: &'a str,
    pub(super) material: MaterialId,
    pub(super) place: UploadPlace,
    /// What WeChat refused of late.
    pub(super) refused: Option<&'a str>,
}

/// What came of asking.
pub(super) enum Turn {
    /// It is there.
    Known(UploadedCopy),
    /// Somebody else uploads, until then at most.
    Busy(Timestamp),
    /// Ours to upload.
    Ours(Box<Mine>),
}

/// The right to upload.
pub(super) struct Mine {
    pub(super) material: Material,
    /// The copy before, which is still good for now.
    pub(super) before: Option<UploadedCopy>,
    pub(super) token: Uuid,
    pub(super) began: Timestamp,
}

/// How an upload ended.
pub(super) type Outcome = Result<(Option<String>, Option<String>), WechatFailure>;

impl MaterialTools {
    /// Asks for a copy, and takes the right to upload it where there is none and nobody has it.
    pub(super) async fn take_turn(&self, wanted: Wanted<'_>, app_id: &str) -> Result<Turn, NoMediaId> {
        let token = self.ids.next();
        retry_on_contention(|| self.try_turn(wanted, app_id, token)).await
    }

    async fn try_turn(&self, wanted: Wanted<'_>, app_id: &str, token: Uuid) -> Result<Turn, NoMediaId> {
        let now = self.clock.now();
        let locked = self.lock(wanted.account, wanted.material).await?;
        let mut locked = locked
            .filter(|locked| !locked.material.is_going())
            .ok_or(NoMediaId::NotFound)?;
        let mut upload = locked.upload(wanted.place, app_id, now);
        match upload.ask(app_id, wanted.refused, now) {
            Asked::Known(copy) => Ok(Turn::Known(copy)),
            Asked::Busy { before: Some(copy), .. } => Ok(Turn::Known(copy)),
            Asked::Busy { until, before: None } => Ok(Turn::Busy(until)),
            Asked::Free => {
                let before = upload.usable(now).cloned();
                let claim = Claim {
                    token,
                    until: now.plus(LEASE),
                };
                upload.claim(claim, now);
                let material = locked.material.clone();
                locked.put_upload(upload).await?;
                self.commit(locked, &Context::default()).await?;
                Ok(Turn::Ours(Box::new(Mine {
                    material,
                    before,
                    token,
                    began: now,
                })))
            }
        }
    }

    /// Stores how an upload ended. `goes_on` says that a job tries again when WeChat wants it later.
    pub(super) async fn conclude(
        &self,
        wanted: Wanted<'_>,
        mine: &Mine,
        outcome: &Outcome,
        goes_on: bool,
        context: &Context,
    ) -> Result<(), StoreError> {
        retry_on_contention(|| self.try_conclude(wanted, mine, outcome, goes_on, context)).await
    }

    async fn try_conclude(
        &self,
        wanted: Wanted<'_>,
        mine: &Mine,
        outcome: &Outcome,
        goes_on: bool,
        context: &Context,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let Some(mut locked) = self.lock(wanted.account, wanted.material).await? else {
            return Ok(());
        };
        let mut upload = locked.upload(wanted.place, "", now);
        let happened = match outcome {
            Ok((media_id, url)) => upload
                .succeed(mine.token, media_id.as_deref(), url.as_deref(), mine.began)
                .then_some(MaterialHappened::Uploaded(wanted.place)),
            Err(failure) => {
                let is_unanswered = matches!(failure, WechatFailure::Unanswered { .. });
                let goes_on = goes_on && !matches!(failure, WechatFailure::Refused { .. });
                let note = failure.to_string();
                let noted = upload.fail(mine.token, &note, is_unanswered, goes_on, now);
                let place = wanted.place;
                (noted && !goes_on).then_some(MaterialHappened::UploadFailed { place, note })
            }
        };
        if let Some(happened) = happened {
            locked.note(happened);
        }
        locked.put_upload(upload).await?;
        self.commit(locked, context).await.map(drop)
    }
}
