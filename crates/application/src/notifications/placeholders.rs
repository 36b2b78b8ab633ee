//! Filling an event's own texts with facts: `{{event.title}}`.

use domain::notifications::template::{PLACEHOLDERS, PlaceholderKind};
use domain::time::Timestamp;
use ports::events::EventCard;

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

    /// An example of every fact.
    #[must_use]
    pub fn example() -> Self {
        Self::default().or_example()
    }

    /// Adds an example for every placeholder of ours that has no fact.
    #[must_use]
    pub fn or_example(self) -> Self {
        self.filled_up(PlaceholderKind::example)
    }

    /// Adds nothing for every placeholder of ours that has no fact, so that people never read its name.
    #[must_use]
    pub fn completed(self) -> Self {
        self.filled_up(|_| "")
    }

    fn filled_up(mut self, fact: impl Fn(PlaceholderKind) -> &'static str) -> Self {
        for (name, kind) in PLACEHOLDERS {
            if !self.facts.iter().any(|(known, _)| *known == name) {
                self.facts.push((name, fact(kind).to_owned()));
            }
        }
        self
    }

    /// `text` with every known placeholder filled; unknown ones are left as they are, so that a slip is seen.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
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
            let name = placeholder.trim_start_matches('{').trim_end_matches('}').trim();
            match self.facts.iter().find(|(known, _)| *known == name) {
                Some((_, fact)) => filled.push_str(fact),
                None => filled.push_str(placeholder),
            }
            rest = after;
        }
        filled.push_str(rest);
        filled
    }
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
    fn what_is_not_known_of_somebody_reads_as_nothing() {
        assert_eq!(facts().completed().fill("票{{ticket.code}}"), "票");
    }

    #[test]
    fn an_open_brace_without_end_is_text() {
        assert_eq!(facts().fill("a {{event.title"), "a {{event.title");
        assert_eq!(facts().fill(""), "");
    }
}
