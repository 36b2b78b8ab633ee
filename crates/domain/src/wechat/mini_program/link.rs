//! Links that open the Mini Program from outside WeChat: URL schemes and URL links (加密 URL Scheme, URL Link).
//!
//! <https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-scheme/generateScheme.html>

use std::time::Duration;

use super::page::{EnvVersion, page, query};
use crate::ids::MiniProgramLinkId;
use crate::time::Timestamp;
use crate::validation::FieldFaults;

/// Kinds of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `weixin://dl/business/?t=…`, which an app or a page outside opens.
    Scheme,
    /// `https://wxaurl.cn/…`, which also goes into a text message.
    Link,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Scheme, Self::Link];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Link => "link",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How long a link works: 1 minute to 30 days (85401).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkLife {
    /// So many days.
    Days(u32),
    /// Until this instant; seconds count.
    Until(Timestamp),
}

impl LinkLife {
    /// The longest life, in days.
    pub const MAX_DAYS: u32 = 30;

    /// When it ends.
    #[must_use]
    pub fn ends(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Days(days) => now.plus(Duration::from_hours(24) * days),
            Self::Until(end) => Timestamp::from_unix_seconds(end.unix_seconds()),
        }
    }

    fn check(self, now: Timestamp, faults: &mut FieldFaults) {
        match self {
            Self::Days(days) if !(1..=Self::MAX_DAYS).contains(&days) => {
                faults.add("expireDays", format!("must be between 1 and {}", Self::MAX_DAYS));
            }
            Self::Until(_) if !is_life(self.ends(now).since(now)) => {
                faults.add("expiresAt", "must be 1 minute to 30 days from now");
            }
            _ => {}
        }
    }
}

fn is_life(life: Duration) -> bool {
    (Duration::from_mins(1)..=Duration::from_hours(24) * LinkLife::MAX_DAYS).contains(&life)
}

/// What is wanted of a link, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDraft {
    /// Its kind.
    pub kind: LinkKind,
    /// The page, without query; empty for the start page.
    pub page: String,
    /// Raw `a=1&b=2`, at most 1024 characters.
    pub query: String,
    /// Which version opens.
    pub version: EnvVersion,
    /// How long it works.
    pub life: LinkLife,
}

impl LinkDraft {
    /// The same, trimmed and found sound at `now`.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn checked(self, now: Timestamp) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let page = faults.keep("page", page(&self.page, 1_024, false));
        let query = faults.keep("query", query(&self.query, 1_024));
        self.life.check(now, &mut faults);
        faults.check()?;
        Ok(Self {
            page: page.unwrap_or_default(),
            query: query.unwrap_or_default(),
            ..self
        })
    }
}

/// A link that WeChat made. It never changes; it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MiniProgramLink {
    /// Its id.
    pub id: MiniProgramLinkId,
    /// Our name of the account.
    pub account: String,
    /// Its kind.
    pub kind: LinkKind,
    /// The page.
    pub page: String,
    /// Its query.
    pub query: String,
    /// Which version opens.
    pub version: EnvVersion,
    /// What WeChat made.
    pub url: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What happened to a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkHappened {
    /// WeChat made it.
    Made {
        /// Its kind.
        kind: LinkKind,
        /// The page.
        page: String,
        /// When it ends.
        expires_at: Timestamp,
    },
}

impl MiniProgramLink {
    /// A link that WeChat made of a checked draft.
    #[must_use]
    pub fn made(
        id: MiniProgramLinkId,
        account: &str,
        draft: LinkDraft,
        url: String,
        now: Timestamp,
    ) -> (Self, LinkHappened) {
        let link = Self {
            id,
            account: account.to_owned(),
            kind: draft.kind,
            expires_at: draft.life.ends(now),
            page: draft.page,
            query: draft.query,
            version: draft.version,
            url,
            created_at: now,
        };
        let happened = LinkHappened::Made {
            kind: link.kind,
            page: link.page.clone(),
            expires_at: link.expires_at,
        };
        (link, happened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(life: LinkLife) -> LinkDraft {
        LinkDraft {
            kind: LinkKind::Link,
            page: " pages/a ".to_owned(),
            query: "a=1".to_owned(),
            version: EnvVersion::Release,
            life,
        }
    }

    #[test]
    fn a_link_lives_a_minute_to_thirty_days() {
        let now = Timestamp::from_unix_seconds(1_800_000_000);
        let sound = |life| draft(life).checked(now).is_ok();
        assert!(sound(LinkLife::Days(1)) && sound(LinkLife::Days(30)));
        assert!(!sound(LinkLife::Days(0)) && !sound(LinkLife::Days(31)));
        let until = |seconds: i64| LinkLife::Until(Timestamp::from_unix_seconds(1_800_000_000 + seconds));
        assert!(sound(until(60)) && sound(until(30 * 86_400)));
        assert!(!sound(until(59)) && !sound(until(30 * 86_400 + 1)) && !sound(until(-5)));
        assert!(!sound(LinkLife::Until(Timestamp::MAX)));
        assert_eq!(draft(LinkLife::Days(1)).checked(now).unwrap().page, "pages/a");
    }
}
