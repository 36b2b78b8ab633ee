//! What people read in the chat, in Chinese: friendly, short, and telling what to do next.

use domain::attendance::{CheckInRefusal, RegisterRefusal};
use domain::events::AutoReply;
use domain::time::Timestamp;
use ports::events::EventCard;

use crate::notifications::Placeholders;

/// The answer to a registration that was made now.
pub(super) fn registered(card: &EventCard, ticket_code: &str) -> String {
    own_message(card, ticket_code, None).unwrap_or_else(|| {
        let start = card.zone.date_and_clock_at(card.starts_at);
        format!("您已成功报名《{}》，{start} 开始，期待与您相见！", card.title)
    })
}

/// The answer to somebody who was registered before.
pub(super) fn already_registered(card: &EventCard, ticket_code: &str) -> String {
    let note = format!("您已报名《{}》，无需重复报名。", card.title);
    with_own_message(card, ticket_code, None, note)
}

/// The answer to a check-in that was made now.
pub(super) fn checked_in(card: &EventCard, ticket_code: &str, at: Timestamp) -> String {
    let note = format!("签到成功：{}。欢迎参加《{}》！", card.zone.clock_at(at), card.title);
    with_own_message(card, ticket_code, Some(at), note)
}

/// Why there is no seat.
pub(super) fn not_registered(card: &EventCard, refusal: &RegisterRefusal) -> String {
    let title = &card.title;
    match refusal {
        RegisterRefusal::NotOpenYet { opens_at } => not_open_yet(card, "报名", *opens_at),
        RegisterRefusal::Closed => format!("抱歉，《{title}》的报名已截止。"),
        RegisterRefusal::Over => over(card),
        RegisterRefusal::Cancelled => cancelled(card),
        RegisterRefusal::NoSuchEvent => gone(),
        RegisterRefusal::Full => format!("抱歉，《{title}》的名额已满。"),
    }
}

/// Why somebody is not checked in.
pub(super) fn not_checked_in(card: &EventCard, refusal: &CheckInRefusal, now: Timestamp) -> String {
    let title = &card.title;
    match refusal {
        CheckInRefusal::NotOpenYet { opens_at } => not_open_yet(card, "签到", *opens_at),
        CheckInRefusal::Over => over(card),
        CheckInRefusal::Cancelled => cancelled(card),
        CheckInRefusal::NoSuchEvent => gone(),
        CheckInRefusal::NotRegistered { walk_in: Some(refusal) } => not_registered(card, refusal),
        CheckInRefusal::NotRegistered { walk_in: None } => {
            format!("您还没有报名《{title}》，请先扫描报名二维码，或咨询现场工作人员。")
        }
        CheckInRefusal::AlreadyCheckedIn { at, gate } => {
            let gate = gate.as_deref().map(|gate| format!("在 {gate} ")).unwrap_or_default();
            format!("您已于 {} {gate}签到《{title}》，无需重复签到。", when(card, *at, now))
        }
    }
}

/// What answers a typed code: the text made for it, or what a scan would have said.
pub(super) fn for_typed_code(card: &EventCard, as_scanned: String) -> Option<String> {
    match card.wechat.auto_reply() {
        AutoReply::ScanMessage => Some(as_scanned),
        AutoReply::Silent => None,
        AutoReply::Text(text) => Some(Placeholders::of_event(card).fill(text)),
    }
}

fn own_message(card: &EventCard, ticket_code: &str, at: Option<Timestamp>) -> Option<String> {
    let mut facts = Placeholders::of_event(card).with_ticket(ticket_code);
    if let Some(at) = at {
        facts = facts.with_check_in(card, at);
    }
    card.wechat.scan_message().map(|text| facts.fill(text))
}

fn with_own_message(card: &EventCard, ticket_code: &str, at: Option<Timestamp>, note: String) -> String {
    match own_message(card, ticket_code, at) {
        Some(text) => format!("{text}\n\n{note}"),
        None => note,
    }
}

fn not_open_yet(card: &EventCard, what: &str, opens_at: Option<Timestamp>) -> String {
    let title = &card.title;
    match opens_at {
        Some(at) => format!(
            "《{title}》的{what}将于 {} 开放，请届时再来。",
            card.zone.date_and_clock_at(at)
        ),
        None => format!("《{title}》的{what}还没有开放，请稍后再来。"),
    }
}

fn over(card: &EventCard) -> String {
    format!("《{}》已结束，感谢您的关注，期待下次相见。", card.title)
}

fn cancelled(card: &EventCard) -> String {
    let reason = card
        .cancel_reason
        .as_deref()
        .map(|reason| format!("原因：{reason}"))
        .unwrap_or_default();
    format!("很抱歉，《{}》已取消。{reason}", card.title)
}

fn gone() -> String {
    "抱歉，这个活动已不存在，请向主办方确认最新的二维码。".to_owned()
}

/// `09:41` today, `2026-12-01 09:41` on any other day.
fn when(card: &EventCard, at: Timestamp, now: Timestamp) -> String {
    if card.zone.same_day(at, now) {
        card.zone.clock_at(at)
    } else {
        card.zone.date_and_clock_at(at)
    }
}
