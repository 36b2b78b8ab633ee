//! When and how often the account may send a person customer-service messages.
//!
//! A message of the person allows 5 in 48 hours; a menu click, a follow and a scan allow 3 in one minute each; a payment
//! any number in 48 hours. In mini programs entering the session allows 2 in one minute.
//! Source: <https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage>.

use serde::{Deserialize, Serialize};

const MESSAGE_SECONDS: i64 = 48 * 3600;
const MESSAGE_COUNT: u32 = 5;
/// Messages after entering the session of a mini program.
const ENTER_COUNT: u32 = 2;
const ACTION_SECONDS: i64 = 60;
const ACTION_COUNT: u32 = 3;

/// What a person did that opens a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Interaction {
    /// Sent a message.
    Message,
    /// Tapped a menu item.
    Click,
    /// Followed the account.
    Follow,
    /// Scanned a scene code.
    Scan,
    /// Paid the account.
    Payment,
    /// Entered the customer-service session of a mini program.
    Enter,
}

/// Why a customer-service message may not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowRefusal {
    /// No window is open (45015).
    Closed,
    /// A window is open, but all its messages are used (45047).
    UsedUp,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Window {
    opened_by: Interaction,
    closes_at: i64,
    left: u32,
}

/// The windows of one person; at most one for each kind of interaction.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Windows(Vec<Window>);

impl Windows {
    /// The person did something: opens its window anew.
    pub fn open(&mut self, by: Interaction, now: i64) {
        let (seconds, left) = match by {
            Interaction::Message => (MESSAGE_SECONDS, MESSAGE_COUNT),
            // "48 hours, no count limit": no test sends four thousand million.
            Interaction::Payment => (MESSAGE_SECONDS, u32::MAX),
            Interaction::Enter => (ACTION_SECONDS, ENTER_COUNT),
            Interaction::Click | Interaction::Follow | Interaction::Scan => (ACTION_SECONDS, ACTION_COUNT),
        };
        self.0.retain(|window| window.opened_by != by && window.closes_at > now);
        self.0.push(Window {
            opened_by: by,
            closes_at: now + seconds,
            left,
        });
    }

    /// Uses one message of the window that closes first.
    ///
    /// # Errors
    /// [`WindowRefusal`] when there is nothing to use.
    pub fn spend(&mut self, now: i64) -> Result<(), WindowRefusal> {
        self.0.retain(|window| window.closes_at > now);
        if self.0.is_empty() {
            return Err(WindowRefusal::Closed);
        }
        let usable = self
            .0
            .iter_mut()
            .filter(|window| window.left > 0)
            .min_by_key(|window| window.closes_at);
        let window = usable.ok_or(WindowRefusal::UsedUp)?;
        window.left -= 1;
        Ok(())
    }

    /// The person left: nothing may be sent.
    pub fn close_all(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_allows_three_messages_in_a_minute() {
        let mut windows = Windows::default();
        windows.open(Interaction::Scan, 0);
        for _ in 0..3 {
            assert_eq!(windows.spend(59), Ok(()));
        }
        assert_eq!(windows.spend(59), Err(WindowRefusal::UsedUp));
        assert_eq!(windows.spend(60), Err(WindowRefusal::Closed));
    }

    #[test]
    fn the_window_that_closes_first_is_used_first() {
        let mut windows = Windows::default();
        windows.open(Interaction::Message, 0);
        windows.open(Interaction::Click, 0);
        for _ in 0..8 {
            assert_eq!(windows.spend(1), Ok(()));
        }
        assert_eq!(windows.spend(1), Err(WindowRefusal::UsedUp));
    }

    #[test]
    fn a_new_message_refills_its_window() {
        let mut windows = Windows::default();
        windows.open(Interaction::Message, 0);
        for _ in 0..5 {
            assert_eq!(windows.spend(1), Ok(()));
        }
        windows.open(Interaction::Message, 2);
        assert_eq!(windows.spend(3), Ok(()));
    }
}
