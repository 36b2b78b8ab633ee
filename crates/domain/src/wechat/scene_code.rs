//! Scene codes (场景二维码) of every kind: where they lead, how long they live, when they are made anew.

use std::time::Duration;

use crate::events::{QrLifetime, QrPurpose};
use crate::ids::{ChannelId, EventId, QrCodeId};
use crate::time::Timestamp;

/// Where a scene leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SceneTarget {
    /// To an event.
    Event {
        /// The event.
        event: EventId,
        /// What a scan does there.
        purpose: QrPurpose,
    },
    /// To a promotion channel.
    Channel(ChannelId),
}

/// What WeChat made for a scene. Made anew, the scene stays: whatever shows the code anew goes on leading there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenePrint {
    /// WeChat's ticket, which also names the image.
    pub ticket: String,
    /// The address inside the code.
    pub url: String,
    /// Where WeChat serves the image.
    pub image_url: String,
    /// When it stops working; `None` for a permanent one.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub made_at: Timestamp,
}

/// A scene code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneCode {
    /// Its id.
    pub id: QrCodeId,
    /// Our name of the account that made it.
    pub account: String,
    /// The scene text that a scan brings back, unique per account.
    pub scene: String,
    /// Where it leads.
    pub target: SceneTarget,
    /// How long it was made for.
    pub lifetime: QrLifetime,
    /// What WeChat made last.
    pub print: ScenePrint,
    /// How often it was made anew.
    pub renewals: u32,
    /// When it was first made.
    pub created_at: Timestamp,
}

impl SceneCode {
    /// Made anew so long before its end, unless a tenth of its life is shorter.
    const AHEAD: Duration = Duration::from_hours(48);
    /// But not later than this before its end, for the shortest ones half of their life: codes that are due are looked
    /// for every half a minute, and a code must not end meanwhile.
    const AT_LEAST: Duration = Duration::from_secs(45);

    /// From when on it is to be made anew; never for a permanent one.
    #[must_use]
    pub fn renew_at(&self) -> Option<Timestamp> {
        let end = self.print.expires_at?;
        let life = end.since(self.print.made_at);
        let ahead = Self::AHEAD.min(life / 10);
        Some(end.minus(ahead.max(Self::AT_LEAST.min(life / 2))))
    }

    /// Takes what WeChat made anew.
    pub fn renewed(&mut self, print: ScenePrint) {
        self.print = print;
        self.renewals += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn made(lifetime: QrLifetime) -> SceneCode {
        let made_at = Timestamp::from_unix_seconds(1_800_000_000);
        let expires_at = match lifetime {
            QrLifetime::Permanent => None,
            QrLifetime::Temporary { seconds } => Some(made_at.plus(Duration::from_secs(seconds.into()))),
        };
        SceneCode {
            id: QrCodeId::from_uuid(Uuid::from_u128(1)),
            account: "default".to_owned(),
            scene: "ch-1".to_owned(),
            target: SceneTarget::Channel(ChannelId::from_uuid(Uuid::from_u128(2))),
            lifetime,
            print: ScenePrint {
                ticket: String::new(),
                url: String::new(),
                image_url: String::new(),
                expires_at,
                made_at,
            },
            renewals: 0,
            created_at: made_at,
        }
    }

    fn ahead(seconds: u32) -> u64 {
        let code = made(QrLifetime::Temporary { seconds });
        code.print.expires_at.unwrap().since(code.renew_at().unwrap()).as_secs()
    }

    #[test]
    fn a_code_is_renewed_two_days_or_a_tenth_of_its_life_ahead() {
        assert_eq!(ahead(QrLifetime::MAX_SECONDS), 2 * 86_400);
        assert_eq!(ahead(600), 60);
        assert_eq!(
            (ahead(300), ahead(60)),
            (45, 30),
            "codes are looked for every half a minute"
        );
        assert_eq!(made(QrLifetime::Permanent).renew_at(), None);
    }
}
