//! The end of a mass message, and what the callback is told.

use std::sync::Arc;

use serde_json::Value;

use super::publishing::address;
use crate::callback::{Field, Message};
use crate::state::accounts::AccountId;
use crate::state::chat::ChatBody;
use crate::state::content::{Mass, MassOutcome, MassStatus, Sending};
use crate::state::notices::NewNotice;
use crate::state::records::Channel;
use crate::state::{State, beijing_month};

const ARTICLE_ID_LENGTH: usize = 64;

/// Ends a mass message that is in progress and says what the callback is told: `MASSSENDJOBFINISH`. `None` when there is
/// none in progress.
pub fn settle(state: &mut State, account: AccountId, msg_id: u64, decided: &Sending) -> Option<Message> {
    state.changed = true;
    let fresh = state.chance.name(ARTICLE_ID_LENGTH);
    let now = state.clock.now();
    let known = state.accounts.get_mut(account)?;
    let content = &mut known.official.content;
    let mass = content.masses.get_mut(&msg_id.to_string())?;
    if mass.status != MassStatus::Sending {
        return None;
    }
    let allowed = mass.recipients.len();
    let sent = match decided.outcome {
        MassOutcome::Sent => allowed.saturating_sub(decided.errors),
        MassOutcome::Failed | MassOutcome::Refused(_) => 0,
    };
    if decided.outcome == MassOutcome::Sent {
        mass.status = MassStatus::Sent;
        if let Some((_, draft)) = &mut mass.draft {
            draft.updated_at = now;
            for (place, article) in draft.articles.iter_mut().enumerate() {
                article["url"] = Value::from(address(&fresh, place + 1));
            }
            mass.article_id = Some(fresh.clone());
            content.articles.insert(fresh, draft.clone());
        }
    } else {
        mass.status = MassStatus::Failed;
        if let Some((media_id, draft)) = &mass.draft {
            content.drafts.insert(media_id.clone(), draft.clone());
        }
    }
    let mass = mass.clone();
    for open_id in &mass.recipients[..sent] {
        reach(state, account, open_id, msg_id, &mass);
    }
    Some(event(msg_id, &mass, decided, sent))
}

fn reach(state: &mut State, account: AccountId, open_id: &str, msg_id: u64, mass: &Mass) {
    let month = beijing_month(state.clock.now());
    let Some(known) = state.accounts.get_mut(account) else {
        return;
    };
    known.official.content.count_received(open_id, month);
    let notice = NewNotice {
        account: Arc::clone(&known.name),
        open_id: open_id.to_owned(),
        channel: Channel::Mass,
        client_msg_id: None,
        template_id: None,
        content: mass.message.clone(),
        msgid: Some(msg_id),
    };
    state.notices.record(notice);
    let line = ChatBody::Custom {
        msg_type: mass.msg_type.clone(),
        message: match &mass.draft {
            Some((_, draft)) => draft.shown(&mass.message),
            None => mass.message.clone(),
        },
    };
    state.show(account, open_id, line, None);
}

fn event(msg_id: u64, mass: &Mass, decided: &Sending, sent: usize) -> Message {
    let status = match decided.outcome {
        MassOutcome::Sent => "send success".to_owned(),
        MassOutcome::Failed => "send fail".to_owned(),
        MassOutcome::Refused(reason) => format!("err({reason})"),
    };
    let allowed = mass.recipients.len();
    let mut message = Message::event("MASSSENDJOBFINISH")
        .with_number("MsgID", msg_id)
        .with("Status", status)
        .with_number("TotalCount", mass.total)
        .with_number("FilterCount", allowed)
        .with_number("SentCount", sent)
        .with_number("ErrorCount", allowed - sent);
    if let Some(copyright) = &decided.copyright {
        message = message.with_group("CopyrightCheckResult", copyright_fields(copyright));
    }
    if let (Some(article_id), Some((_, draft))) = (&mass.article_id, &mass.draft) {
        let items = (1..=draft.articles.len()).map(|place| {
            let url = Field::text("ArticleUrl", address(article_id, place));
            Field::group("item", vec![Field::number("ArticleIdx", place), url])
        });
        let fields = vec![
            Field::number("Count", draft.articles.len()),
            Field::group("ResultList", items.collect()),
        ];
        message = message.with_group("ArticleUrlResult", fields);
    }
    message
}

fn copyright_fields(copyright: &Value) -> Vec<Field> {
    let list = copyright["ResultList"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let items = list.iter().map(|item| {
        let fields = item.as_object().into_iter().flatten();
        let fields = fields.map(|(name, value)| match value {
            Value::String(text) => Field::text(name, text.as_str()),
            other => Field::number(name, other),
        });
        Field::group("item", fields.collect())
    });
    vec![
        Field::number("Count", list.len()),
        Field::group("ResultList", items.collect()),
        Field::number("CheckState", copyright["CheckState"].as_i64().unwrap_or(1)),
    ]
}
