//! The card that replaces the one a WeCom member tapped.

use super::sink::Sink;
use crate::inbound::Node;

/// A card of text (`text_notice`), the reply `update_template_card`. Texts longer than shown are cut by the platform;
/// more facts or jumps than allowed make it refuse the card, so [`super::PassiveReply::fit_for_wecom`] drops them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextNoticeCard {
    /// Where it comes from; 20 characters or fewer.
    pub source: Option<String>,
    /// The title, 36 characters or fewer; it or `sub_title` must be there.
    pub title: Option<String>,
    /// What stands under the title, 44 characters or fewer.
    pub description: Option<String>,
    /// What stands out, such as a number: 14 characters or fewer.
    pub emphasis: Option<String>,
    /// What the emphasis means; 22 characters or fewer.
    pub emphasis_description: Option<String>,
    /// The text, 160 characters or fewer.
    pub sub_title: Option<String>,
    /// Names with values, 6 or fewer.
    pub facts: Vec<CardFact>,
    /// Links, 3 or fewer.
    pub jumps: Vec<CardJump>,
    /// Where a tap on the card leads; must be there.
    pub url: String,
}

/// Most facts of a card.
pub const FACTS_MAX: usize = 6;
/// Most links of a card.
pub const JUMPS_MAX: usize = 3;

/// A name with a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardFact {
    /// The name, 5 characters or fewer.
    pub name: String,
    /// The value, 30 characters or fewer.
    pub value: String,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardJump {
    /// Its words, 18 characters or fewer.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

const CARD_TYPE: &str = "text_notice";
/// `Type` of an action that opens a page.
const OPENS_URL: i64 = 1;

impl TextNoticeCard {
    pub(super) fn write(&self, sink: &mut impl Sink) {
        sink.text("CardType", CARD_TYPE);
        if let Some(source) = &self.source {
            sink.element("Source", |sink| sink.text("Desc", source));
        }
        pair(sink, "MainTitle", self.title.as_deref(), self.description.as_deref());
        pair(
            sink,
            "EmphasisContent",
            self.emphasis.as_deref(),
            self.emphasis_description.as_deref(),
        );
        sink.optional("SubTitleText", self.sub_title.as_deref());
        sink.repeated("HorizontalContentList", &self.facts, |sink, fact| {
            sink.text("KeyName", &fact.name);
            sink.text("Value", &fact.value);
        });
        sink.repeated("JumpList", &self.jumps, |sink, jump| {
            sink.number("Type", OPENS_URL);
            sink.text("Title", &jump.title);
            sink.text("Url", &jump.url);
        });
        sink.element("CardAction", |sink| {
            sink.number("Type", OPENS_URL);
            sink.text("Url", &self.url);
        });
    }

    /// None when it is a card of another type.
    pub(super) fn read(card: Node<'_, '_>) -> Option<Self> {
        if card.text("CardType").as_deref() != Some(CARD_TYPE) {
            return None;
        }
        let part = |part: &str, field: &str| card.child(part).and_then(|part| part.as_written(field));
        let fact = |fact: Node<'_, '_>| CardFact {
            name: fact.as_written("KeyName").unwrap_or_default(),
            value: fact.as_written("Value").unwrap_or_default(),
        };
        let jump = |jump: Node<'_, '_>| CardJump {
            title: jump.as_written("Title").unwrap_or_default(),
            url: jump.as_written("Url").unwrap_or_default(),
        };
        Some(Self {
            source: part("Source", "Desc"),
            title: part("MainTitle", "Title"),
            description: part("MainTitle", "Desc"),
            emphasis: part("EmphasisContent", "Title"),
            emphasis_description: part("EmphasisContent", "Desc"),
            sub_title: card.as_written("SubTitleText"),
            facts: card.all("HorizontalContentList").map(fact).collect(),
            jumps: card.all("JumpList").map(jump).collect(),
            url: part("CardAction", "Url").unwrap_or_default(),
        })
    }
}

fn pair(sink: &mut impl Sink, name: &str, title: Option<&str>, description: Option<&str>) {
    if title.is_some() || description.is_some() {
        sink.element(name, |sink| {
            sink.optional("Title", title);
            sink.optional("Desc", description);
        });
    }
}
