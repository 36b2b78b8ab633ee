//! Answers on cards, and changing a card for those who answered.

use std::fmt;
use std::time::Duration;

use crate::ids::{CardUpdateId, MessageId, StaffMessageId};
use crate::time::Timestamp;

/// Where on a card somebody tapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerPlace {
    /// A button, or the button that submits choices.
    Button,
    /// The menu in the corner.
    Menu,
}

impl AnswerPlace {
    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Menu => "menu",
        }
    }

    /// The place of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Button, Self::Menu]
            .into_iter()
            .find(|place| place.name() == name)
    }
}

/// What was chosen for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSelection {
    /// The question's key.
    pub question: String,
    /// The options' ids.
    pub options: Vec<String>,
}

/// Where the change of a card stands for one who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UpdateState {
    /// To be made.
    Pending,
    /// An attempt began and nothing is known of its end.
    Sending,
    /// Made.
    Updated,
    /// WeCom refused it.
    Failed,
    /// It may have been made: the code was used up by an attempt without answer.
    Unknown,
}

impl UpdateState {
    const ALL: [Self; 5] = [Self::Pending, Self::Sending, Self::Updated, Self::Failed, Self::Unknown];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Updated => "updated",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether something is left to do.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Sending)
    }
}

/// What a card becomes. `Debug` shows which.
#[derive(Clone, PartialEq, Eq)]
pub enum CardChange {
    /// Its buttons say this and cannot be tapped any more.
    ButtonText(String),
    /// It becomes another card, in WeCom's spelling.
    Card(String),
}

impl fmt::Debug for CardChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ButtonText(_) => "ButtonText",
            Self::Card(_) => "Card",
        })
    }
}

/// An order to change a card for those who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardUpdate {
    /// Its id.
    pub id: CardUpdateId,
    /// The message.
    pub message: StaffMessageId,
    /// What the card becomes.
    pub change: CardChange,
    /// For how many.
    pub people: u64,
    /// When it was ordered.
    pub created_at: Timestamp,
}

/// The change of a card for one who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerUpdate {
    /// The order.
    pub id: CardUpdateId,
    /// Where it stands.
    pub state: UpdateState,
    /// WeCom's code, where it refused.
    pub code: Option<i64>,
}

/// What is stored of an answer. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredCardAnswer {
    /// The event that told it.
    pub id: MessageId,
    /// The message whose card it is.
    pub message: StaffMessageId,
    /// Who.
    pub user_id: String,
    /// Where on the card.
    pub place: AnswerPlace,
    /// The key of the button.
    pub key: String,
    /// What was chosen.
    pub selected: Vec<StaffSelection>,
    /// Lets the card be changed, once.
    pub response_code: Option<String>,
    /// When, as WeCom says.
    pub answered_at: Timestamp,
    /// The change that uses the code, if any.
    pub update: Option<AnswerUpdate>,
}

impl fmt::Debug for StoredCardAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredCardAnswer")
            .field("id", &self.id)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

/// An answer on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAnswer(StoredCardAnswer);

impl CardAnswer {
    /// How long a response code works. Sources name 24 and 72 hours; the shorter one is safe.
    pub const CODE_LASTS: Duration = Duration::from_hours(24);

    /// An answer as it is stored.
    #[must_use]
    pub const fn restore(stored: StoredCardAnswer) -> Self {
        Self(stored)
    }

    /// For storage.
    #[must_use]
    pub const fn stored(&self) -> &StoredCardAnswer {
        &self.0
    }

    /// Whether its code can still change the card.
    #[must_use]
    pub fn has_good_code(&self, now: Timestamp) -> bool {
        let in_time = now < self.0.answered_at.plus(Self::CODE_LASTS);
        self.0.response_code.is_some() && self.0.update.is_none() && in_time
    }

    /// Its code is kept for this change. Nothing happens where another has it.
    pub fn take_code(&mut self, id: CardUpdateId) {
        let state = UpdateState::Pending;
        self.0.update.get_or_insert(AnswerUpdate { id, state, code: None });
    }

    /// An attempt begins; answers whether an earlier one ended without answer.
    pub fn begin_update(&mut self) -> bool {
        self.0.update.as_mut().is_some_and(|update| {
            let is_again = update.state == UpdateState::Sending;
            if update.state.is_open() {
                update.state = UpdateState::Sending;
            }
            is_again
        })
    }

    /// How an attempt ended. What is settled stays.
    pub fn settle_update(&mut self, state: UpdateState, code: Option<i64>) {
        if let Some(update) = self.0.update.as_mut().filter(|update| update.state.is_open()) {
            (update.state, update.code) = (state, code);
        }
    }

    /// The newest answer with a good code of each who answered: a card shows the last change only.
    #[must_use]
    pub fn newest_good(mut answers: Vec<Self>, now: Timestamp) -> Vec<Self> {
        answers.retain(|answer| answer.has_good_code(now));
        answers.sort_by_key(|answer| (answer.0.user_id.to_ascii_lowercase(), answer.0.answered_at, answer.0.id));
        let mut newest: Vec<Self> = Vec::with_capacity(answers.len());
        for answer in answers {
            match newest.last_mut() {
                Some(last) if last.0.user_id.eq_ignore_ascii_case(&answer.0.user_id) => *last = answer,
                _ => newest.push(answer),
            }
        }
        newest
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn answer(number: u128, user: &str, at: i64) -> CardAnswer {
        CardAnswer::restore(StoredCardAnswer {
            id: MessageId::from_uuid(Uuid::from_u128(number)),
            message: StaffMessageId::from_uuid(Uuid::nil()),
            user_id: user.to_owned(),
            place: AnswerPlace::Button,
            key: "yes".to_owned(),
            selected: Vec::new(),
            response_code: Some(format!("code-{number}")),
            answered_at: Timestamp::from_unix_seconds(at),
            update: None,
        })
    }

    #[test]
    fn the_newest_good_code_of_each_is_used() {
        let mut used = answer(4, "wang", 9);
        used.take_code(CardUpdateId::from_uuid(Uuid::nil()));
        let mut without = answer(5, "zhao", 9);
        without.0.response_code = None;
        let all = vec![
            answer(1, "Li", 5),
            answer(2, "li", 7),
            answer(3, "zhang", -86_400),
            used,
            without,
        ];
        let newest = CardAnswer::newest_good(all, Timestamp::from_unix_seconds(10));
        let ids: Vec<_> = newest.iter().map(|answer| answer.0.id.uuid().as_u128()).collect();
        assert_eq!(ids, [2]);
        assert!(!format!("{newest:?}").contains("code-"));
    }

    #[test]
    fn a_code_belongs_to_one_change_and_a_settled_change_stays() {
        let mut one = answer(1, "li", 0);
        let first = CardUpdateId::from_uuid(Uuid::from_u128(1));
        one.take_code(first);
        one.take_code(CardUpdateId::from_uuid(Uuid::from_u128(2)));
        assert!(!one.begin_update());
        assert!(one.begin_update(), "the attempt before had no end");
        one.settle_update(UpdateState::Updated, None);
        one.settle_update(UpdateState::Failed, Some(1));
        let update = one.stored().update.unwrap();
        assert_eq!((update.id, update.state), (first, UpdateState::Updated));
    }
}
