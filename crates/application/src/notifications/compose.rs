//! What a follow-up notice says.

use domain::attendance::Attendee;
use domain::events::NoticeTemplate;
use domain::notifications::{Channel, NoticeKind};
use domain::text::shortened;
use ports::events::EventCard;

use super::placeholders::Placeholders;

/// The channel of a notice about an attendee: the event's template where it has one, a customer-service text otherwise.
pub(super) fn channel(kind: NoticeKind, card: &EventCard, attendee: &Attendee, ticket_code: &str) -> Channel {
    let mut facts = Placeholders::of_event(card).with_ticket(ticket_code);
    if let Some(at) = attendee.checked_in_at {
        facts = facts.with_check_in(card, at);
    }
    match card.wechat.notice_template() {
        Some(template) => filled_template(template, &facts),
        None => Channel::Custom {
            text: text(kind, card, attendee, ticket_code),
        },
    }
}

fn filled_template(template: &NoticeTemplate, facts: &Placeholders) -> Channel {
    let fields = template
        .fields
        .iter()
        .map(|(key, text)| (key.clone(), fitting(key, &facts.fill(text))))
        .collect();
    Channel::Template {
        template_id: template.template_id.clone(),
        fields,
    }
}

/// WeChat's limit of a template value goes by the key's type and counts characters; it refuses empty values (47003).
fn fitting(key: &str, value: &str) -> String {
    let kind = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let limit = match kind {
        "thing" => 20,
        "name" => 10,
        "phrase" | "symbol" => 5,
        "character_string" | "number" | "letter" => 32,
        "car_number" => 8,
        "phone_number" => 17,
        _ => 200,
    };
    let value = shortened(value.trim(), limit);
    if value.is_empty() { "-".to_owned() } else { value }
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
    fn template_values_fit_their_type_and_are_never_empty() {
        assert_eq!(fitting("thing1", &"春".repeat(30)).chars().count(), 20);
        assert_eq!(fitting("phrase3", "报名成功啦啦"), "报名成功…");
        assert_eq!(fitting("thing2", "  "), "-");
    }
}
