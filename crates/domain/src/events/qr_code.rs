//! Scene QR codes (场景二维码): a scan tells which event is meant and what is wanted.

use super::event::EventState;
use crate::ids::{EventId, QrCodeId};
use crate::time::Timestamp;
use crate::wechat::{SceneCode, ScenePrint, SceneTarget};

/// What scanning a code does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QrPurpose {
    /// Registers the person who scans.
    Register,
    /// Checks in the person who scans.
    CheckIn,
}

impl QrPurpose {
    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::CheckIn => "check-in",
        }
    }

    /// The purpose of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Register, Self::CheckIn]
            .into_iter()
            .find(|purpose| purpose.name() == name)
    }
}

/// How long WeChat keeps a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QrLifetime {
    /// This many seconds, at most [`QrLifetime::MAX_SECONDS`].
    Temporary {
        /// Seconds from the making.
        seconds: u32,
    },
    /// For good; an account has 100,000 of these in all.
    Permanent,
}

impl QrLifetime {
    /// WeChat's longest life of a temporary code: 30 days.
    pub const MAX_SECONDS: u32 = 2_592_000;
    /// WeChat's shortest life of a temporary code that we ask for.
    pub const MIN_SECONDS: u32 = 60;
}

/// A code that WeChat made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrCode {
    /// Its id.
    pub id: QrCodeId,
    /// The event it belongs to.
    pub event: EventId,
    /// Our name of the WeChat account that made it.
    pub account: String,
    /// What a scan does.
    pub purpose: QrPurpose,
    /// The scene text that a scan brings back, unique per account.
    pub scene: String,
    /// WeChat's ticket, which also names the image.
    pub ticket: String,
    /// The address inside the code; rendering it gives the same code.
    pub url: String,
    /// Where WeChat serves the image.
    pub image_url: String,
    /// When it stops working; `None` for a permanent one.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl QrCode {
    /// The same code among the scene codes of every kind.
    #[must_use]
    pub fn as_scene_code(&self) -> SceneCode {
        let life = self.expires_at.map(|end| end.since(self.created_at).as_secs());
        SceneCode {
            id: self.id,
            account: self.account.clone(),
            scene: self.scene.clone(),
            target: SceneTarget::Event {
                event: self.event,
                purpose: self.purpose,
            },
            lifetime: life.map_or(QrLifetime::Permanent, |seconds| QrLifetime::Temporary {
                seconds: u32::try_from(seconds).unwrap_or(QrLifetime::MAX_SECONDS),
            }),
            print: ScenePrint {
                ticket: self.ticket.clone(),
                url: self.url.clone(),
                image_url: self.image_url.clone(),
                expires_at: self.expires_at,
                made_at: self.created_at,
            },
            renewals: 0,
            created_at: self.created_at,
        }
    }
}

/// A code cannot be made for an event in this state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the event is {}, so it gets no more QR codes", .state.name())]
pub struct QrCodeRefusal {
    /// The state it is in.
    pub state: EventState,
}
