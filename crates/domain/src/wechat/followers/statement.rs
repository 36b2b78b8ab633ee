//! Which of two statements about a person is the newer one.

use std::time::Duration;

use uuid::Uuid;

use crate::ids::MessageId;
use crate::time::Timestamp;

/// Somebody said at some time whether a person follows. Statements are ordered by time; of those of one second, WeChat's
/// finest, one of a message is newer than one of a list, and of two messages the one received later is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    at: Timestamp,
    by: Uuid,
}

impl Statement {
    /// How far our clock may be ahead of WeChat's. An event of the minute before a list was asked for counts as newer
    /// than the list: where it is older in truth, the list says the same.
    const SKEW: Duration = Duration::from_mins(1);

    /// What an event says that WeChat dated `create_time` (seconds).
    #[must_use]
    pub fn of_message(message: MessageId, create_time: i64) -> Self {
        Self {
            at: Timestamp::from_unix_seconds(create_time),
            by: message.uuid(),
        }
    }

    /// What a list or profile says that was asked for at `asked_at` or later.
    #[must_use]
    pub fn of_list(asked_at: Timestamp) -> Self {
        let second = asked_at.minus(Self::SKEW).unix_seconds();
        Self {
            at: Timestamp::from_unix_seconds(second),
            by: Uuid::nil(),
        }
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(at: Timestamp, by: Uuid) -> Self {
        Self { at, by }
    }

    /// When it was said.
    #[must_use]
    pub const fn at(self) -> Timestamp {
        self.at
    }

    /// The message that said it; nil for a list.
    #[must_use]
    pub const fn by(self) -> Uuid {
        self.by
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(number: u128, second: i64) -> Statement {
        Statement::of_message(MessageId::from_uuid(Uuid::from_u128(number)), second)
    }

    #[test]
    fn of_one_second_the_later_received_is_newer_and_a_list_older() {
        assert!(message(1, 100) < message(2, 100));
        assert!(message(9, 100) < message(1, 101));
        let list = Statement::of_list(Timestamp::from_unix_seconds(160));
        assert!(list < message(1, 100) && message(1, 99) < list);
    }
}
