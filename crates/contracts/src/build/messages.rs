//! Messages from WeChat and their answers.

use domain::attendance::PersonRef;
use domain::ids::MessageId;
use domain::wechat::{Incoming, IncomingKind, Reply};
use ports::wechat::{Answer, AnswerMode, NewAnswer, NewMessage};

use super::{after, fresh, fresh_id, now};

/// A scan that waits for its answer; its recorder alone may work on it for five seconds.
#[must_use]
pub fn a_message(person: PersonRef) -> NewMessage {
    let incoming = Incoming {
        msg_type: "event".to_owned(),
        event: Some("SCAN".to_owned()),
        event_key: Some("spring".to_owned()),
        msg_id: None,
        content: None,
        kind: IncomingKind::Scan {
            scene: "spring".to_owned(),
            followed: false,
        },
        ..an_incoming(person)
    };
    waiting(incoming)
}

/// A text that waits for its answer.
#[must_use]
pub fn a_text_message(person: PersonRef, text: &str) -> NewMessage {
    let incoming = Incoming {
        content: Some(text.to_owned()),
        ..an_incoming(person)
    };
    waiting(incoming)
}

/// A text answer in the HTTP response.
#[must_use]
pub fn an_answer(id: MessageId, text: &str) -> NewAnswer {
    NewAnswer {
        id,
        answer: Answer {
            reply: Reply::Text(text.to_owned()),
            mode: AnswerMode::Passive,
        },
        jobs: Vec::new(),
    }
}

fn waiting(incoming: Incoming) -> NewMessage {
    NewMessage {
        id: fresh(MessageId::from_uuid),
        incoming,
        received_at: now(),
        reply: None,
        lease_until: after(5),
        jobs: Vec::new(),
    }
}

fn an_incoming(person: PersonRef) -> Incoming {
    let mut dedupe = [0xFF; 32];
    dedupe[16..].copy_from_slice(fresh_id().as_bytes());
    Incoming {
        person,
        to_user: "gh_7f083739789a".to_owned(),
        create_time: 1_796_089_259,
        msg_type: "text".to_owned(),
        event: None,
        event_key: None,
        // Above what a floating-point number holds.
        msg_id: Some(23_288_331_466_513_091),
        content: Some("你好 👋".to_owned()),
        kind: IncomingKind::Text,
        dedupe,
        raw: "<xml><Content><![CDATA[你好 👋]]></Content></xml>".to_owned(),
    }
}
