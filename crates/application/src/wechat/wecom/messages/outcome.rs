//! What an attempt to send came to, and what follows from it.

use domain::wechat::wecom::message::{
    MessagePart, OutcomeCounts, PartState, RecipientOutcome, SendReport, StaffMessage,
};
use ports::StoreError;
use ports::wechat::wecom::StaffMessageRepository;
use ports::wechat::{RefusalKind, WechatFailure};

use domain::time::Timestamp;

/// None of the recipients is valid.
const NOBODY_VALID: i64 = 81_013;

/// What an attempt came to.
#[derive(Debug, Clone)]
pub(super) enum End {
    /// WeCom took it.
    Sent(SendReport),
    /// WeCom refused it.
    Refused {
        /// Its code; none where we gave up before the call.
        code: Option<i64>,
        /// Why, safe to show.
        note: String,
        /// What that means for the recipients of the part.
        outcome: RecipientOutcome,
        /// Whether the other parts would be refused alike.
        for_all: bool,
    },
    /// It may have been sent, and repeating it is not harmless any more.
    Lost,
    /// Nothing more is tried.
    GivenUp(String),
}

impl End {
    /// A refusal. One that answers the repetition of an attempt without end says nothing about that attempt, unless it
    /// cannot have been answered otherwise.
    pub(super) fn refused(failure: &WechatFailure, is_again: bool) -> Self {
        let WechatFailure::Refused { code, kind, .. } = failure else {
            return Self::GivenUp(failure.to_string());
        };
        if *code == NOBODY_VALID {
            return Self::Refused {
                code: Some(*code),
                note: failure.to_string(),
                outcome: RecipientOutcome::Invalid,
                for_all: false,
            };
        }
        if is_again {
            return Self::Lost;
        }
        Self::Refused {
            code: (*code != 0).then_some(*code),
            note: failure.to_string(),
            outcome: RecipientOutcome::Failed,
            for_all: *kind != RefusalKind::Recipient,
        }
    }

    /// That it cannot be sent at all, to anybody.
    pub(super) const fn hopeless(note: String) -> Self {
        Self::Refused {
            code: None,
            note,
            outcome: RecipientOutcome::Failed,
            for_all: true,
        }
    }
}

/// Settles a part and what it takes along. The parts are those of the message; changed ones are stored.
pub(super) async fn settle(
    repository: &mut dyn StaffMessageRepository,
    message: &mut StaffMessage,
    parts: &mut [MessagePart],
    number: u32,
    end: &End,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut counted = Vec::new();
    for part in parts.iter_mut().filter(|part| part.is_open()) {
        let is_own = part.stored().number == number;
        if !is_own && !takes_along(end) {
            continue;
        }
        counted.extend(settle_part(repository, part, is_own, end, now).await?);
        repository.save_part(part).await?;
    }
    if let End::Refused {
        note, for_all: true, ..
    }
    | End::GivenUp(note) = end
    {
        message.stop(note.clone());
    }
    message.settle(counted, now);
    Ok(())
}

const fn takes_along(end: &End) -> bool {
    matches!(end, End::Refused { for_all: true, .. } | End::GivenUp(_))
}

async fn settle_part(
    repository: &mut dyn StaffMessageRepository,
    part: &mut MessagePart,
    is_own: bool,
    end: &End,
    now: Timestamp,
) -> Result<Vec<(RecipientOutcome, u64)>, StoreError> {
    let (id, number) = (part.stored().message, part.stored().number);
    let outcome = match end {
        End::Sent(report) => {
            let recipients = repository.recipients_of(id, number).await?;
            let outcomes = report.outcomes(&recipients);
            repository.settle(&outcomes).await?;
            part.sent(report.msg_id.clone(), now);
            return Ok(outcomes.into_iter().map(|(_, outcome)| (outcome, 1)).collect());
        }
        End::Lost => {
            part.lost(now);
            RecipientOutcome::Unknown
        }
        // What began elsewhere may have been sent.
        End::GivenUp(_) | End::Refused { .. } if part.stored().state == PartState::Sending && !answers(end, is_own) => {
            part.lost(now);
            RecipientOutcome::Unknown
        }
        End::GivenUp(note) => {
            part.failed(None, note.clone(), now);
            RecipientOutcome::Failed
        }
        End::Refused {
            code, note, outcome, ..
        } => {
            part.failed(*code, note.clone(), now);
            if is_own { *outcome } else { RecipientOutcome::Failed }
        }
    };
    let count = repository.settle_waiting(id, number, outcome).await?;
    Ok(vec![(outcome, count)])
}

/// Whether the end is WeCom's answer to this part.
const fn answers(end: &End, is_own: bool) -> bool {
    is_own && matches!(end, End::Refused { .. })
}

/// For the log of the process: how a message ended.
pub(super) fn tell(counts: &OutcomeCounts) {
    for (outcome, count) in [
        (RecipientOutcome::Accepted, counts.accepted),
        (RecipientOutcome::Invalid, counts.invalid),
        (RecipientOutcome::Unlicensed, counts.unlicensed),
        (RecipientOutcome::Failed, counts.failed),
        (RecipientOutcome::Unknown, counts.unknown),
    ] {
        metrics::counter!("staff_message_recipients_total", "outcome" => outcome.name()).increment(count);
    }
}
