//! Filling an event's own texts with facts: `{{event.title}}`.

use domain::time::Timestamp;
use ports::events::EventCard;
use ports::wechat::rules::PersonCard;

/// The facts that a text may name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placeholders {
    facts: Vec<(&'static str, String)>,
}

impl Placeholders {
    /// The facts of an event: `event.title`, `event.location`, `event.start`, `event.end`.
    #[must_use]
    pub fn of_event(card: &EventCard) -> Self {
        Self {
            facts: vec![
                ("event.title", card.title.clone()),
                ("event.location", card.location.clone()),
                ("event.start", card.zone.date_and_clock_at(card.starts_at)),
                ("event.end", card.zone.date_and_clock_at(card.ends_at)),
            ],
        }
    }

    /// Adds `ticket.code`.
    #[must_use]
    pub fn with_ticket(mut self, code: &str) -> Self {
        self.facts.push(("ticket.code", code.to_owned()));
        self
    }

    /// Adds `checkIn.time`, in the event's zone.
    #[must_use]
    pub fn with_check_in(mut self, card: &EventCard, at: Timestamp) -> Self {
        self.facts.push(("checkIn.time", card.zone.date_and_clock_at(at)));
        self
    }

    /// Adds `person.nickname` and `person.remark`; what is not known is empty.
    #[must_use]
    pub fn with_person(mut self, card: &PersonCard) -> Self {
        let known = |fact: &Option<String>| fact.clone().unwrap_or_default();
        self.facts.push(("person.nickname", known(&card.nickname)));
        self.facts.push(("person.remark", known(&card.remark)));
        self
    }

    /// `text` with every known placeholder filled; unknown ones are left as they are, so that a slip is seen.
    /// `{{name|word}}` becomes the word where the fact is empty.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        self.fill_with(text, str::to_owned)
    }

    /// As [`Self::fill`] for an address: facts are percent-encoded (RFC 3986), so that none ends its part of it.
    #[must_use]
    pub fn fill_address(&self, address: &str) -> String {
        self.fill_with(address, percent_encoded)
    }

    fn fill_with(&self, text: &str, written: impl Fn(&str) -> String) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find("{{") {
            let (before, from_open) = rest.split_at(open);
            filled.push_str(before);
            let Some(close) = from_open.find("}}") else {
                rest = from_open;
                break;
            };
            let (placeholder, after) = from_open.split_at(close + 2);
            let inside = placeholder.trim_start_matches('{').trim_end_matches('}');
            let (name, word) = inside.split_once('|').unwrap_or((inside, ""));
            match self.facts.iter().find(|(known, _)| *known == name.trim()) {
                Some((_, fact)) if fact.is_empty() => filled.push_str(&written(word.trim())),
                Some((_, fact)) => filled.push_str(&written(fact)),
                None => filled.push_str(placeholder),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Placeholders {
        Placeholders {
            facts: vec![("event.title", "春 {{event.title}}".to_owned())],
        }
    }

    #[test]
    fn known_names_are_filled_once_and_unknown_ones_stay() {
        assert_eq!(
            facts().fill("《{{ event.title }}》{{nobody}}"),
            "《春 {{event.title}}》{{nobody}}"
        );
    }

    #[test]
    fn a_fact_that_is_not_known_gives_way_to_a_word() {
        let nobody = Placeholders::default().with_person(&PersonCard::default());
        assert_eq!(
            nobody.fill("您好，{{person.nickname | 朋友}}{{person.remark}}！"),
            "您好，朋友！"
        );
        let somebody = Placeholders::default().with_person(&PersonCard {
            nickname: Some("小 春&".to_owned()),
            remark: None,
        });
        assert_eq!(somebody.fill("{{person.nickname|朋友}}"), "小 春&");
        assert_eq!(
            somebody.fill_address("https://example.com/?n={{person.nickname}}"),
            "https://example.com/?n=%E5%B0%8F%20%E6%98%A5%26"
        );
    }

    #[test]
    fn an_open_brace_without_end_is_text() {
        assert_eq!(facts().fill("a {{event.title"), "a {{event.title");
        assert_eq!(facts().fill(""), "");
    }
}
