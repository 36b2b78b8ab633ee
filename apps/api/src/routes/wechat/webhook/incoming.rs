//! From WeChat's message to ours.

use domain::attendance::PersonRef;
use domain::wechat::{Incoming, IncomingKind};
use wechat_protocol::dedupe::dedupe_digest;
use wechat_protocol::inbound::TemplateStatus;
use wechat_protocol::{EventKind, InboundMessage, Limits, MessageKind};

/// Longest ids and names that are kept, in characters; WeChat's own are far shorter.
const LONGEST_ID: usize = 128;
const LONGEST_TYPE: usize = 64;

/// Reads a message in the clear; `None` when it cannot be understood. Unknown kinds are understood: they are kept.
pub fn read(account: &str, body: Vec<u8>) -> Option<Incoming> {
    let message = InboundMessage::parse(&body, Limits::default()).ok()?;
    let dedupe = dedupe_digest(account, &message, &body);
    let raw = String::from_utf8(body).ok().filter(|raw| !raw.contains('\0'))?;
    let (kind, content, job_id) = kind_of(message.kind);
    let incoming = Incoming {
        person: PersonRef {
            account: account.to_owned(),
            open_id: message.from_user,
        },
        to_user: message.to_user,
        create_time: message.create_time,
        msg_type: message.msg_type,
        event: message.event,
        event_key: message.event_key,
        msg_id: message.msg_id.or(job_id),
        content,
        kind,
        dedupe,
        raw,
    };
    is_storable(&incoming).then_some(incoming)
}

/// What it asks for, the text of a text message, and the id of a reported job.
fn kind_of(kind: MessageKind) -> (IncomingKind, Option<String>, Option<u64>) {
    match kind {
        MessageKind::Text { content, .. } => (IncomingKind::Text, Some(content), None),
        MessageKind::Event(event) => {
            let (kind, job_id) = event_of(event);
            (kind, None, job_id)
        }
        _ => (IncomingKind::Other, None, None),
    }
}

fn event_of(event: EventKind) -> (IncomingKind, Option<u64>) {
    match event {
        EventKind::Subscribe { scene: Some(scene), .. } => (IncomingKind::Scan { scene, followed: true }, None),
        EventKind::Subscribe { scene: None, .. } => (IncomingKind::Followed, None),
        EventKind::Scan { scene, .. } => (IncomingKind::Scan { scene, followed: false }, None),
        EventKind::Unsubscribe => (IncomingKind::Unfollowed, None),
        EventKind::Click { key } => (IncomingKind::MenuKey { key }, None),
        EventKind::TemplateSendJobFinish { msg_id, status } => {
            let delivered = status == TemplateStatus::Success;
            (
                IncomingKind::TemplateReport {
                    msg_id,
                    delivered,
                    status: status_text(status),
                },
                Some(msg_id),
            )
        }
        other => (IncomingKind::Other, other.job_id()),
    }
}

/// WeChat's own words for each outcome.
fn status_text(status: TemplateStatus) -> String {
    match status {
        TemplateStatus::Success => "success".to_owned(),
        TemplateStatus::UserBlocked => "failed:user block".to_owned(),
        TemplateStatus::SystemFailed => "failed: system failed".to_owned(),
        TemplateStatus::Other(text) => text,
    }
}

/// Whether every database can keep it: no NUL, which an entity or escape could bring in, and no endless names.
fn is_storable(message: &Incoming) -> bool {
    let fits = |text: &str, most: usize| text.len() <= most && !text.contains('\0');
    let is_clean = |text: Option<&str>| text.is_none_or(|text| !text.contains('\0'));
    fits(&message.person.open_id, LONGEST_ID)
        && fits(&message.to_user, LONGEST_ID)
        && fits(&message.msg_type, LONGEST_TYPE)
        && message.event.as_deref().is_none_or(|event| fits(event, LONGEST_ID))
        && is_clean(message.event_key.as_deref())
        && is_clean(message.content.as_deref())
}
