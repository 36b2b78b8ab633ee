//! From WeChat's message to ours.

use domain::attendance::PersonRef;
use domain::wechat::{Incoming, IncomingKind, Product};
use wechat_protocol::dedupe::dedupe_digest;
use wechat_protocol::inbound::TemplateStatus;
use wechat_protocol::inbound::events::menu::MenuEvent;
use wechat_protocol::{EventKind, InboundMessage, Limits, MessageKind};

use super::reply::Answered;
use super::signals::{person_of, signal_of};

/// Longest ids and names that are kept, in characters; WeChat's own are far shorter.
const LONGEST_ID: usize = 128;
const LONGEST_TYPE: usize = 64;

/// A message that was read.
pub struct Arrived {
    /// The message.
    pub incoming: Incoming,
    /// The WeCom application it is for.
    pub agent_id: Option<i64>,
    /// What decides which answers fit.
    pub answered: Answered,
}

/// Reads a message in the clear; `None` when it cannot be understood. Unknown kinds are understood: they are kept.
pub fn read(account: &str, product: Product, body: Vec<u8>) -> Option<Arrived> {
    let message = InboundMessage::parse(&body, Limits::default()).ok()?;
    let dedupe = dedupe_digest(account, &message, &body);
    let raw = String::from_utf8(body).ok().filter(|raw| !raw.contains('\0'))?;
    let answered = Answered::of(product, &message.kind);
    let open_id = person_of(&message.kind).unwrap_or(message.from_user);
    let (kind, content, job_id) = kind_of(message.kind);
    let incoming = Incoming {
        person: PersonRef {
            account: account.to_owned(),
            open_id,
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
    is_storable(&incoming).then_some(Arrived {
        incoming,
        agent_id: message.agent_id,
        answered,
    })
}

/// What it asks for, the text of a text message, and the id of a reported job.
fn kind_of(kind: MessageKind) -> (IncomingKind, Option<String>, Option<u64>) {
    match kind {
        MessageKind::Text { content, .. } => (IncomingKind::Text, Some(content), None),
        MessageKind::Event(event) => {
            let job_id = event.job_id();
            (event_of(event), None, job_id)
        }
        _ => (IncomingKind::Other, None, None),
    }
}

fn event_of(event: EventKind) -> IncomingKind {
    match event {
        EventKind::Subscribe { scene: Some(scene), .. } => IncomingKind::Scan { scene, followed: true },
        EventKind::Subscribe { scene: None, .. } => IncomingKind::Followed,
        EventKind::Scan { scene, .. } => IncomingKind::Scan { scene, followed: false },
        EventKind::Unsubscribe => IncomingKind::Unfollowed,
        EventKind::Click { key } => IncomingKind::MenuKey { key },
        EventKind::Menu(event) => menu_key(event),
        EventKind::TemplateSendJobFinish { msg_id, status } => IncomingKind::TemplateReport {
            msg_id,
            delivered: status == TemplateStatus::Success,
            status: status_text(status),
        },
        other => signal_of(other).map_or(IncomingKind::Other, IncomingKind::Signal),
    }
}

/// The key of the button whose work came back; buttons without one are kept as they are.
fn menu_key(event: MenuEvent) -> IncomingKind {
    let key = match event {
        MenuEvent::ScanPushed(scan) | MenuEvent::ScanAwaiting(scan) => scan.key,
        MenuEvent::Pictures { key, .. } | MenuEvent::Place { key, .. } => key,
        _ => String::new(),
    };
    if key.is_empty() {
        IncomingKind::Other
    } else {
        IncomingKind::MenuKey { key }
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
