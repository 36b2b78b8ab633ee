//! What a follow-up notice says.

use domain::attendance::Attendee;
use domain::notifications::template_fields::fitted;
use domain::notifications::{Channel, Link, NoticeKind, SkipReason};
use ports::events::EventCard;

use super::placeholders::Placeholders;

/// The channel of a notice about an attendee: the event's template where it has one, a customer-service text otherwise.
/// With it comes why it cannot be sent, where a field would hold what WeChat refuses.
pub(super) fn channel(
    kind: NoticeKind,
    card: &EventCard,
    attendee: &Attendee,
    ticket_code: &str,
) -> (Channel, Option<SkipReason>) {
    let facts = facts_of(card, attendee, ticket_code);
    match card.wechat.notice_template() {
        Some(template) => {
            let (fields, skipped) = filled_fields(&template.fields, &facts);
            let channel = Channel::Template {
                template_id: template.template_id.clone(),
                fields,
                link: Link::Nowhere,
            };
            (channel, skipped)
        }
        None => (Channel::text(text(kind, card, attendee, ticket_code)), None),
    }
}

/// What is known of an attendee and the event.
pub(super) fn facts_of(card: &EventCard, attendee: &Attendee, ticket_code: &str) -> Placeholders {
    let facts = Placeholders::of_event(card).with_ticket(ticket_code);
    match attendee.checked_in_at {
        Some(at) => facts.with_check_in(card, at),
        None => facts,
    }
}

/// Fields filled with facts, each as its type takes it; one that cannot be is left as it is and told.
pub(super) fn filled_fields(
    mapping: &[(String, String)],
    facts: &Placeholders,
) -> (Vec<(String, String)>, Option<SkipReason>) {
    let mut skipped = None;
    let fill = |(key, text): &(String, String)| {
        let filled = facts.fill(text);
        let value = fitted(key, &filled).unwrap_or_else(|_| {
            skipped = Some(SkipReason::UnfitField);
            filled
        });
        (key.clone(), value)
    };
    let fields = mapping.iter().map(fill).collect();
    (fields, skipped)
}

fn text(kind: NoticeKind, card: &EventCard, attendee: &Attendee, ticket_code: &str) -> String {
    let title = &card.title;
    match (kind, attendee.checked_in_at) {
        (NoticeKind::CheckedIn, Some(at)) => {
            let gate = attendee
                .checked_in_gate
                .as_deref()
                .map(|gate| format!("，{gate}"))
                .unwrap_or_default();
            format!(
                "《{title}》签到成功：{}{gate}。祝您玩得开心！",
                card.zone.date_and_clock_at(at)
            )
        }
        _ => {
            let start = card.zone.date_and_clock_at(card.starts_at);
            let place = if card.location.is_empty() {
                String::new()
            } else {
                format!("\n地点：{}", card.location)
            };
            format!("《{title}》报名成功！\n时间：{start}{place}\n票码：{ticket_code}\n入场时请出示票码。")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_wechat_would_refuse_is_told() {
        let mapping = |text: &str| vec![("time1".to_owned(), text.to_owned())];
        let facts = Placeholders::default().completed();
        assert_eq!(filled_fields(&mapping("09:41"), &facts).1, None);
        assert_eq!(
            filled_fields(&mapping("{{checkIn.time}}"), &facts).1,
            Some(SkipReason::UnfitField)
        );
    }
}
