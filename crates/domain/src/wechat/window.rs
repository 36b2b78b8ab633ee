//! When a person may be sent a customer-service message (客服消息), and how many.
//!
//! What a person does opens a window. Source, read 2026-09:
//! <https://developers.weixin.qq.com/doc/service/guide/product/message/Service_Center_messages.html> for official
//! accounts, <https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/customer-message/customer-message.html>
//! for mini programs. A payment opens one, too (48 hours, any number); WeChat posts no message for it.

use std::time::Duration;

use crate::time::Timestamp;

/// What a person did that opens a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InteractionKind {
    /// Sent a message.
    Message,
    /// Tapped a key of the menu (`CLICK`, `scancode_push`, `scancode_waitmsg`) or an item of a menu message.
    MenuTap,
    /// Began to follow the account, by a scene code or not.
    Follow,
    /// Scanned a scene code as a follower.
    Scan,
    /// Opened the customer-service session of a mini program (`user_enter_tempsession`).
    OpenSession,
}

const TWO_DAYS: Duration = Duration::from_hours(48);
const MINUTE: Duration = Duration::from_mins(1);

impl InteractionKind {
    /// WeChat's `Event`s of these kinds, in lower case.
    pub const EVENTS: [&'static str; 6] = [
        "click",
        "scancode_push",
        "scancode_waitmsg",
        "subscribe",
        "scan",
        "user_enter_tempsession",
    ];

    /// The kind of a message: by its `Event` in any case, or by having none. `menu_item` says that a text came from a tap
    /// on an item of a menu message (it has a `bizmsgmenuid`).
    #[must_use]
    pub fn of(event: Option<&str>, menu_item: bool) -> Option<Self> {
        let Some(event) = event else {
            return Some(if menu_item { Self::MenuTap } else { Self::Message });
        };
        match event.to_ascii_lowercase().as_str() {
            "click" | "scancode_push" | "scancode_waitmsg" => Some(Self::MenuTap),
            "subscribe" => Some(Self::Follow),
            "scan" => Some(Self::Scan),
            "user_enter_tempsession" => Some(Self::OpenSession),
            _ => None,
        }
    }

    /// The stable name, used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::MenuTap => "menu-tap",
            Self::Follow => "follow",
            Self::Scan => "scan",
            Self::OpenSession => "open-session",
        }
    }

    /// How long the window is open.
    #[must_use]
    pub const fn lasts(self) -> Duration {
        match self {
            Self::Message => TWO_DAYS,
            Self::MenuTap | Self::Follow | Self::Scan | Self::OpenSession => MINUTE,
        }
    }

    /// How many messages may be sent in it.
    #[must_use]
    pub const fn messages(self) -> u32 {
        match self {
            Self::Message => 5,
            Self::MenuTap | Self::Follow | Self::Scan => 3,
            Self::OpenSession => 2,
        }
    }
}

/// Something a person did, at WeChat's time of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interaction {
    /// What.
    pub kind: InteractionKind,
    /// When.
    pub at: Timestamp,
}

/// An open window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactWindow {
    /// Until when messages may be sent.
    pub open_until: Timestamp,
    /// How many more; may be none until the person acts again.
    pub remaining: u32,
    /// What opened it.
    pub opened_by: InteractionKind,
}

/// The window that lets most be sent at `now`, given what the person did and when messages were sent to them, in any
/// order. `None`: the person must act first.
///
/// WeChat does not say how windows that overlap share their numbers. Each is counted by itself here, with every message
/// sent since it opened: that never promises more than WeChat allows.
#[must_use]
pub fn contact_window(interactions: &[Interaction], sent: &[Timestamp], now: Timestamp) -> Option<ContactWindow> {
    interactions
        .iter()
        .map(|interaction| window(*interaction, sent))
        .filter(|window| now < window.open_until)
        .max_by_key(|window| (window.remaining > 0, window.open_until, window.remaining))
}

fn window(interaction: Interaction, sent: &[Timestamp]) -> ContactWindow {
    let Interaction { kind, at } = interaction;
    let used = sent.iter().filter(|sent| **sent >= at).count();
    ContactWindow {
        open_until: at.plus(kind.lasts()),
        remaining: kind.messages().saturating_sub(u32::try_from(used).unwrap_or(u32::MAX)),
        opened_by: kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_unix_seconds(second)
    }

    fn did(kind: InteractionKind, second: i64) -> Interaction {
        Interaction { kind, at: at(second) }
    }

    #[test]
    fn a_message_opens_two_days_with_five_messages() {
        let done = [did(InteractionKind::Message, 100)];
        let window = contact_window(&done, &[at(99), at(100), at(200)], at(300)).unwrap();
        assert_eq!(window.open_until, at(100 + 48 * 3_600));
        assert_eq!((window.remaining, window.opened_by), (3, InteractionKind::Message));
        assert_eq!(contact_window(&done, &[], at(100 + 48 * 3_600)), None);
    }

    #[test]
    fn a_tap_a_scan_and_a_follow_open_a_minute_with_three() {
        for kind in [InteractionKind::MenuTap, InteractionKind::Follow, InteractionKind::Scan] {
            let window = contact_window(&[did(kind, 100)], &[], at(159)).unwrap();
            assert_eq!((window.open_until, window.remaining), (at(160), 3));
            assert_eq!(contact_window(&[did(kind, 100)], &[], at(160)), None);
        }
    }

    #[test]
    fn the_session_of_a_mini_program_opens_a_minute_with_two() {
        let window = contact_window(&[did(InteractionKind::OpenSession, 100)], &[], at(101)).unwrap();
        assert_eq!(window.remaining, 2);
    }

    #[test]
    fn a_tap_helps_where_the_messages_of_two_days_are_used_up() {
        let done = [did(InteractionKind::Message, 100), did(InteractionKind::MenuTap, 1_000)];
        let sent = [at(101), at(102), at(103), at(104), at(105), at(1_001)];
        let window = contact_window(&done, &sent, at(1_010)).unwrap();
        assert_eq!((window.opened_by, window.remaining), (InteractionKind::MenuTap, 2));
        let later = contact_window(&done, &sent, at(2_000)).unwrap();
        assert_eq!((later.opened_by, later.remaining), (InteractionKind::Message, 0));
    }

    #[test]
    fn a_newer_message_opens_a_new_window() {
        let done = [did(InteractionKind::Message, 100), did(InteractionKind::Message, 500)];
        let window = contact_window(&done, &[at(101), at(102)], at(600)).unwrap();
        assert_eq!((window.open_until, window.remaining), (at(500 + 48 * 3_600), 5));
    }

    #[test]
    fn whoever_did_nothing_cannot_be_reached() {
        assert_eq!(contact_window(&[], &[], at(1)), None);
    }

    #[test]
    fn kinds_are_told_by_event_in_any_case() {
        assert_eq!(InteractionKind::of(None, false), Some(InteractionKind::Message));
        assert_eq!(InteractionKind::of(None, true), Some(InteractionKind::MenuTap));
        assert_eq!(InteractionKind::of(Some("TEMPLATESENDJOBFINISH"), false), None);
        assert_eq!(
            InteractionKind::of(Some("VIEW"), false),
            None,
            "only taps on keys open a window"
        );
        for event in InteractionKind::EVENTS {
            assert!(InteractionKind::of(Some(&event.to_uppercase()), false).is_some());
        }
    }
}
