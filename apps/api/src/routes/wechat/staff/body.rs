//! A message, its parts, recipients and answers as answers show them.

use application::wechat::wecom::messages::StaffMessageDetails;
use domain::wechat::wecom::message::{CardAnswer, MessagePart, Recipient, RecipientKind, StaffMessage};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::{Instant, JsonText};

/// A message to members.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StaffMessageBody {
    /// Its id.
    id: Uuid,
    /// What kind of message.
    #[schema(example = "text-card")]
    kind: &'static str,
    /// As it was ordered.
    #[schema(value_type = Object)]
    content: JsonText,
    /// `no`, `confidential` or `within-corp`.
    #[schema(example = "no")]
    safe: &'static str,
    /// For how many seconds WeCom drops a repetition.
    #[schema(example = 1800)]
    duplicate_check_seconds: u32,
    /// `pending`, `sending`, `sent`, `partly-sent`, `failed`, `unknown` or `recalled`.
    #[schema(example = "partly-sent")]
    state: &'static str,
    /// Recipients by what became of them.
    recipients: CountsBody,
    /// `running`, `done` or `incomplete`, where it was to be taken back.
    recall: Option<&'static str>,
    /// Why it failed.
    error: Option<String>,
    /// When it was ordered.
    created_at: Instant,
    /// When its last part was settled.
    finished_at: Option<Instant>,
}

/// Recipients by what became of them; members of departments and tags are not counted one by one.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CountsBody {
    /// Named in all.
    #[schema(example = 3)]
    total: u64,
    /// WeCom took it for them.
    #[schema(example = 2)]
    accepted: u64,
    /// There are no such, or the application does not see them.
    #[schema(example = 1)]
    invalid: u64,
    /// Without a licence of the interface.
    unlicensed: u64,
    /// WeCom refused the call.
    failed: u64,
    /// It may have gone out.
    unknown: u64,
}

impl From<&StaffMessage> for StaffMessageBody {
    fn from(message: &StaffMessage) -> Self {
        let stored = message.stored();
        let counts = stored.counts;
        Self {
            id: stored.id.uuid(),
            kind: stored.content.kind.name(),
            content: JsonText(stored.content.ordered.clone()),
            safe: stored.options.safe.name(),
            duplicate_check_seconds: stored.options.duplicate_check_seconds,
            state: stored.state.name(),
            recipients: CountsBody {
                total: stored.recipients,
                accepted: counts.accepted,
                invalid: counts.invalid,
                unlicensed: counts.unlicensed,
                failed: counts.failed,
                unknown: counts.unknown,
            },
            recall: stored.recall.map(|recall| recall.name()),
            error: stored.error.clone(),
            created_at: stored.created_at.into(),
            finished_at: stored.finished_at.map(Into::into),
        }
    }
}

/// A message with its parts.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct StaffMessageDetailsBody {
    /// The message.
    #[serde(flatten)]
    message: StaffMessageBody,
    /// Its calls, of at most 1000 members each.
    parts: Vec<PartBody>,
}

/// One call of a message.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PartBody {
    /// Its number, from 1.
    #[schema(example = 1)]
    number: u32,
    /// `pending`, `sending`, `sent`, `failed`, `unknown` or `recalled`.
    #[schema(example = "sent")]
    state: &'static str,
    /// Attempts so far.
    #[schema(example = 1)]
    attempts: u32,
    /// When it was sent, failed or given up.
    settled_at: Option<Instant>,
    /// WeCom's id of it.
    #[schema(example = "CxZk3nG0T4Yb")]
    msg_id: Option<String>,
    /// WeCom's code, where it refused to send or to take back.
    #[schema(example = 81013)]
    wechat_code: Option<i64>,
    /// The same in words.
    note: Option<String>,
}

impl From<&MessagePart> for PartBody {
    fn from(part: &MessagePart) -> Self {
        let stored = part.stored();
        Self {
            number: stored.number,
            state: stored.state.name(),
            attempts: stored.attempts,
            settled_at: stored.settled_at.map(Into::into),
            msg_id: stored.msg_id.clone(),
            wechat_code: stored.code,
            note: stored.note.clone(),
        }
    }
}

impl From<&StaffMessageDetails> for StaffMessageDetailsBody {
    fn from(details: &StaffMessageDetails) -> Self {
        Self {
            message: StaffMessageBody::from(&details.message),
            parts: details.parts.iter().map(PartBody::from).collect(),
        }
    }
}

/// One recipient.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecipientBody {
    /// `everyone`, `user`, `party` or `tag`.
    #[schema(example = "user")]
    kind: &'static str,
    /// The user id, or the number of the department or tag.
    #[schema(example = "ZhangSan")]
    id: Option<String>,
    /// The part it belongs to.
    #[schema(example = 1)]
    part: u32,
    /// `waiting`, `accepted`, `invalid`, `unlicensed`, `failed` or `unknown`.
    #[schema(example = "accepted")]
    outcome: &'static str,
}

impl From<Recipient> for RecipientBody {
    fn from(recipient: Recipient) -> Self {
        Self {
            kind: recipient.kind.name(),
            part: recipient.part,
            outcome: recipient.outcome.name(),
            id: (recipient.kind != RecipientKind::Everyone).then_some(recipient.name),
        }
    }
}

/// What a member answered on a card.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AnswerBody {
    /// Its id.
    id: Uuid,
    /// Who.
    #[schema(example = "ZhangSan")]
    user_id: String,
    /// `button` or `menu`.
    #[schema(example = "button")]
    place: &'static str,
    /// The key of the button.
    #[schema(example = "accept")]
    key: String,
    /// What was chosen.
    selected: Vec<SelectionBody>,
    /// When.
    answered_at: Instant,
    /// Whether the answer can still change the card.
    can_change_card: bool,
    /// The change of the card that the answer was used for: `pending`, `sending`, `updated`, `failed` or `unknown`.
    #[schema(example = "updated")]
    update: Option<&'static str>,
    /// WeCom's code, where it refused the change.
    wechat_code: Option<i64>,
}

/// What was chosen for a question.
#[derive(Serialize, ToSchema)]
struct SelectionBody {
    /// The question's key.
    #[schema(example = "dinner")]
    question: String,
    /// The options' ids.
    #[schema(example = json!(["fish"]))]
    options: Vec<String>,
}

impl AnswerBody {
    pub(super) fn of(answer: &CardAnswer, now: domain::time::Timestamp) -> Self {
        let stored = answer.stored();
        let selected = stored.selected.iter().map(|one| SelectionBody {
            question: one.question.clone(),
            options: one.options.clone(),
        });
        Self {
            id: stored.id.uuid(),
            user_id: stored.user_id.clone(),
            place: stored.place.name(),
            key: stored.key.clone(),
            selected: selected.collect(),
            answered_at: stored.answered_at.into(),
            can_change_card: answer.has_good_code(now),
            update: stored.update.map(|update| update.state.name()),
            wechat_code: stored.update.and_then(|update| update.code),
        }
    }
}
