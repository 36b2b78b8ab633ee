//! Copies of materials at WeChat: asked for, being uploaded by one process, there, expired.

use std::time::Duration;

use uuid::Uuid;

use crate::ids::MaterialId;
use crate::time::Timestamp;

/// How long WeChat keeps a temporary copy.
const TEMPORARY: Duration = Duration::from_hours(72);
/// A copy with less time left is replaced when it is asked for.
const RENEWED_BELOW: Duration = Duration::from_hours(6);
/// A copy with less time left may end before it is used.
const LEAST_LEFT: Duration = Duration::from_mins(10);
/// Longest note, in characters.
const MAX_NOTE: usize = 500;

/// What a copy at WeChat is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UploadPlace {
    /// Messages, for three days (临时素材).
    Temporary,
    /// Messages, menus and articles, until it is deleted (永久素材).
    Permanent,
    /// The text of articles, by its address, for ever (图文消息内的图片).
    Article,
}

impl UploadPlace {
    /// Every place.
    pub const ALL: [Self; 3] = [Self::Temporary, Self::Permanent, Self::Article];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Temporary => "temporary",
            Self::Permanent => "permanent",
            Self::Article => "article",
        }
    }

    /// The place of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.name() == name)
    }
}

/// How an upload stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UploadState {
    /// It is asked for or being carried out.
    Pending,
    /// WeChat has it.
    Uploaded,
    /// The last try did not succeed, and none is under way.
    Failed,
}

impl UploadState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Uploaded, Self::Failed];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Uploaded => "uploaded",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What WeChat calls its copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedCopy {
    /// Its media id; a picture in article texts has none.
    pub media_id: Option<String>,
    /// Its address, where it has one.
    pub url: Option<String>,
    /// When WeChat forgets it.
    pub expires_at: Option<Timestamp>,
}

impl UploadedCopy {
    /// What it is asked for by: its media id, or else its address.
    #[must_use]
    pub fn handle(&self) -> &str {
        self.media_id.as_deref().or(self.url.as_deref()).unwrap_or_default()
    }

    fn has_left(&self, least: Duration, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| end > now.plus(least))
    }
}

/// The sole right to upload, for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Names the holder.
    pub token: Uuid,
    /// Until then; its holder is taken to be dead afterwards.
    pub until: Timestamp,
}

/// What there is for somebody who asks for a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It is there and good.
    Known(UploadedCopy),
    /// Another process is uploading.
    Busy {
        /// At most until then.
        until: Timestamp,
        /// The copy before, which is still good for now.
        before: Option<UploadedCopy>,
    },
    /// Whoever asks is to claim and upload it.
    Free,
}

/// A copy of a material, wanted or there. Each field is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialUpload {
    /// Of which material.
    pub material: MaterialId,
    /// What it is good for.
    pub place: UploadPlace,
    /// The app id of the account when it was uploaded: another app knows none of its ids.
    pub app_id: String,
    /// How it stands.
    pub state: UploadState,
    /// What WeChat calls it.
    pub copy: Option<UploadedCopy>,
    /// Who is uploading. Stored before WeChat is called: one that ran out is an attempt without an answer.
    pub claim: Option<Claim>,
    /// Uploads without an answer, each of which may have left a permanent copy that nobody knows.
    pub unanswered: u32,
    /// What went wrong last; nothing after a success.
    pub last_error: Option<String>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl MaterialUpload {
    /// One that is about to be asked for.
    #[must_use]
    pub fn open(material: MaterialId, place: UploadPlace, app_id: &str, now: Timestamp) -> Self {
        Self {
            material,
            place,
            app_id: app_id.to_owned(),
            state: UploadState::Pending,
            copy: None,
            claim: None,
            unanswered: 0,
            last_error: None,
            updated_at: now,
        }
    }

    /// What there is for the app, given what WeChat refused of late (40007).
    #[must_use]
    pub fn ask(&mut self, app_id: &str, refused: Option<&str>, now: Timestamp) -> Asked {
        let is_refused = refused.is_some() && self.copy.as_ref().map(UploadedCopy::handle) == refused;
        if self.app_id != app_id || is_refused {
            app_id.clone_into(&mut self.app_id);
            self.copy = None;
        }
        let usable = self.usable(now);
        match (&self.claim, usable) {
            (_, Some(copy)) if copy.has_left(RENEWED_BELOW, now) => Asked::Known(copy.clone()),
            (Some(claim), usable) if claim.until > now => Asked::Busy {
                until: claim.until,
                before: usable.cloned(),
            },
            _ => Asked::Free,
        }
    }

    /// The copy, while it is good for something.
    #[must_use]
    pub fn usable(&self, now: Timestamp) -> Option<&UploadedCopy> {
        self.copy.as_ref().filter(|copy| copy.has_left(LEAST_LEFT, now))
    }

    /// Whether somebody is uploading at this moment.
    #[must_use]
    pub fn is_busy(&self, now: Timestamp) -> bool {
        self.claim.is_some_and(|claim| claim.until > now)
    }

    /// Asks for it on behalf of a job.
    pub const fn request(&mut self, now: Timestamp) {
        self.state = UploadState::Pending;
        self.updated_at = now;
    }

    /// Takes the sole right to upload; a holder before that left it lying is taken to have died without an answer.
    pub fn claim(&mut self, claim: Claim, now: Timestamp) {
        if self.claim.is_some() {
            self.count_unanswered();
        }
        self.claim = Some(claim);
        self.state = UploadState::Pending;
        self.updated_at = now;
    }

    /// WeChat has it, uploaded at `began` or later; `false` when the right to upload was lost meanwhile.
    pub fn succeed(&mut self, token: Uuid, media_id: Option<&str>, url: Option<&str>, began: Timestamp) -> bool {
        if !self.is_of(token) {
            self.count_unanswered();
            return false;
        }
        self.claim = None;
        self.state = UploadState::Uploaded;
        self.copy = Some(UploadedCopy {
            media_id: media_id.map(str::to_owned),
            url: url.map(str::to_owned),
            expires_at: (self.place == UploadPlace::Temporary).then(|| began.plus(TEMPORARY)),
        });
        self.last_error = None;
        self.updated_at = began;
        true
    }

    /// WeChat has it not, or nobody knows; `goes_on` says that a job tries again. `false` when the right to upload was
    /// lost meanwhile.
    pub fn fail(&mut self, token: Uuid, note: &str, is_unanswered: bool, goes_on: bool, now: Timestamp) -> bool {
        if is_unanswered {
            self.count_unanswered();
        }
        if !self.is_of(token) {
            return false;
        }
        self.claim = None;
        self.last_error = Some(crate::text::shortened(note, MAX_NOTE));
        self.state = match (self.usable(now), goes_on) {
            (Some(_), _) => UploadState::Uploaded,
            (None, true) => UploadState::Pending,
            (None, false) => UploadState::Failed,
        };
        self.updated_at = now;
        true
    }

    /// Nobody tries any more; `false` when there was nothing to give up.
    pub fn give_up(&mut self, now: Timestamp) -> bool {
        let is_waiting = self.state == UploadState::Pending && !self.is_busy(now);
        if is_waiting {
            self.state = UploadState::Failed;
            self.last_error
                .get_or_insert_with(|| "it was tried too often".to_owned());
            self.updated_at = now;
        }
        is_waiting
    }

    fn is_of(&self, token: Uuid) -> bool {
        self.claim.is_some_and(|claim| claim.token == token)
    }

    /// Only permanent copies stay where nobody knows them.
    const fn count_unanswered(&mut self) {
        if matches!(self.place, UploadPlace::Permanent) {
            self.unanswered = self.unanswered.saturating_add(1);
        }
    }
}

#[cfg(test)]
#[path = "upload_tests.rs"]
mod tests;
