//! Cutting a reply to what each product shows.

use std::borrow::Cow;

use super::{
    Article, PassiveReply, TEXT_MAX_BYTES,
    card::{FACTS_MAX, JUMPS_MAX},
    max_articles,
};
use crate::{
    inbound::{
        EventKind, MessageKind,
        events::{menu::MenuEvent, wecom_app::WeComAppEvent, wecom_card::CardEvent},
    },
    text::truncate_utf8_bytes,
};

/// Longest title of a WeCom video or article, in bytes of UTF-8.
pub const WECOM_TITLE_MAX_BYTES: usize = 128;
/// Longest description of a WeCom video or article, in bytes of UTF-8.
pub const WECOM_DESCRIPTION_MAX_BYTES: usize = 512;
/// Most articles of a WeCom reply.
pub const WECOM_ARTICLES_MAX: usize = 8;

impl PassiveReply {
    /// Cuts the reply to what an Official Account shows in answer to `kind`: text to [`TEXT_MAX_BYTES`] with an ellipsis,
    /// articles to [`max_articles`]. What would make WeChat say that the account is out of service — empty text, news
    /// without articles, WeCom's updates of cards — becomes an acknowledgement.
    #[must_use]
    pub fn fit_for(self, kind: &MessageKind) -> Self {
        match self.without_emptiness() {
            Self::Text { content } => Self::Text {
                content: cut(content, TEXT_MAX_BYTES),
            },
            Self::News { mut articles } => {
                articles.truncate(max_articles(kind));
                Self::News { articles }
            }
            Self::UpdateButton { .. } | Self::UpdateTemplateCard(_) => Self::Success,
            other => other,
        }
    }

    /// What a Mini Program may answer: only the transfer to customer service; anything else goes by the API, and becomes
    /// an acknowledgement here.
    #[must_use]
    pub fn fit_for_mini_program(self) -> Self {
        match self {
            Self::TransferCustomerService { .. } => self,
            _ => Self::Success,
        }
    }

    /// Cuts the reply to what WeCom shows in answer to `kind`. A kind that takes no answer, or none of this sort, gets an
    /// acknowledgement.
    #[must_use]
    pub fn fit_for_wecom(self, kind: &MessageKind) -> Self {
        let fits = match &self {
            Self::UpdateButton { .. } | Self::UpdateTemplateCard(_) => is_card_tap(kind),
            Self::Music { .. } | Self::TransferCustomerService { .. } => false,
            _ => takes_wecom_answer(kind),
        };
        if fits {
            self.without_emptiness().within_wecom_limits()
        } else {
            Self::Success
        }
    }

    fn without_emptiness(self) -> Self {
        match self {
            Self::Text { content } if content.trim().is_empty() => Self::Success,
            Self::News { articles } if articles.is_empty() => Self::Success,
            other => other,
        }
    }

    fn within_wecom_limits(self) -> Self {
        match self {
            Self::Text { content } => Self::Text {
                content: cut(content, TEXT_MAX_BYTES),
            },
            Self::Video {
                media_id,
                title,
                description,
            } => Self::Video {
                media_id,
                title: title.map(|title| cut(title, WECOM_TITLE_MAX_BYTES)),
                description: description.map(|text| cut(text, WECOM_DESCRIPTION_MAX_BYTES)),
            },
            Self::News { articles } => Self::News {
                articles: articles.into_iter().take(WECOM_ARTICLES_MAX).map(fit_article).collect(),
            },
            Self::UpdateTemplateCard(mut card) => {
                card.facts.truncate(FACTS_MAX);
                card.jumps.truncate(JUMPS_MAX);
                Self::UpdateTemplateCard(card)
            }
            other => other,
        }
    }
}

fn fit_article(article: Article) -> Article {
    Article {
        title: cut(article.title, WECOM_TITLE_MAX_BYTES),
        description: cut(article.description, WECOM_DESCRIPTION_MAX_BYTES),
        ..article
    }
}

fn cut(text: String, max_bytes: usize) -> String {
    match truncate_utf8_bytes(&text, max_bytes) {
        Cow::Owned(cut) => cut,
        Cow::Borrowed(part) if part.len() < text.len() => part.to_owned(),
        Cow::Borrowed(_) => text,
    }
}

fn is_card_tap(kind: &MessageKind) -> bool {
    matches!(
        kind,
        MessageKind::Event(EventKind::Card(CardEvent::Tapped(_) | CardEvent::Menu(_)))
    )
}

/// Messages, and the events that a member caused by coming, tapping or scanning.
fn takes_wecom_answer(kind: &MessageKind) -> bool {
    match kind {
        MessageKind::Event(event) => matches!(
            event,
            EventKind::Subscribe { .. }
                | EventKind::Location { .. }
                | EventKind::Click { .. }
                | EventKind::View { .. }
                | EventKind::Menu(MenuEvent::ViewMiniProgram { .. } | MenuEvent::ScanAwaiting(_))
                | EventKind::WeComApp(WeComAppEvent::Entered { .. })
                | EventKind::Card(CardEvent::Menu(_))
        ),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{InboundMessage, Limits, reply::TextNoticeCard};

    fn kind(fields: &str) -> MessageKind {
        let body = format!(
            "<xml><ToUserName>c</ToUserName><FromUserName>u</FromUserName><CreateTime>1</CreateTime>{fields}</xml>"
        );
        InboundMessage::parse(body.as_bytes(), Limits::default()).unwrap().kind
    }

    fn event(name: &str) -> MessageKind {
        kind(&format!(
            "<MsgType>event</MsgType><Event>{name}</Event><EventKey>k</EventKey><TaskId>t</TaskId>"
        ))
    }

    fn text(content: &str) -> PassiveReply {
        PassiveReply::Text {
            content: content.into(),
        }
    }

    #[test]
    fn long_text_is_cut_to_the_limit_and_empty_text_is_silence() {
        let fit = |content: String| match text(&content).fit_for(&event("unsubscribe")) {
            PassiveReply::Text { content } => content,
            _ => String::new(),
        };
        assert_eq!(fit("a".repeat(2048)), "a".repeat(2048));
        let cut = fit("中".repeat(1000));
        assert!(cut.len() <= 2048 && cut.len() > 2040 && cut.ends_with("中…"));
        assert_eq!(text(" \n").fit_for(&event("CLICK")), PassiveReply::Success);
    }

    #[test]
    fn one_article_answers_a_message_and_eight_an_event() {
        let news = |count| PassiveReply::News {
            articles: vec![Article::default(); count],
        };
        let said = kind("<MsgType>text</MsgType><Content>x</Content>");
        assert_eq!(news(10).fit_for(&said), news(1));
        assert_eq!(news(10).fit_for(&event("CLICK")), news(8));
        assert_eq!(news(0).fit_for(&event("CLICK")), PassiveReply::Success);
        assert_eq!(news(10).fit_for_wecom(&said), news(8));
    }

    #[test]
    fn each_product_gets_only_what_it_takes() {
        let button = || PassiveReply::UpdateButton {
            replace_name: "已处理".into(),
        };
        let transfer = || PassiveReply::TransferCustomerService { account: None };
        assert_eq!(button().fit_for(&event("CLICK")), PassiveReply::Success);
        let card = PassiveReply::UpdateTemplateCard(Box::default());
        assert_eq!(card.fit_for(&event("CLICK")), PassiveReply::Success);
        assert_eq!(button().fit_for_wecom(&event("click")), PassiveReply::Success);
        assert_eq!(button().fit_for_wecom(&event("template_card_event")), button());
        assert_eq!(transfer().fit_for_mini_program(), transfer());
        assert_eq!(text("x").fit_for_mini_program(), PassiveReply::Success);
        assert_eq!(transfer().fit_for_wecom(&event("click")), PassiveReply::Success);
        for takes_none in ["unsubscribe", "template_card_event", "unheard_of"] {
            assert_eq!(
                text("x").fit_for_wecom(&event(takes_none)),
                PassiveReply::Success,
                "{takes_none}"
            );
        }
        for takes_text in ["subscribe", "enter_agent", "CLICK", "view", "template_card_menu_event"] {
            assert_eq!(text("x").fit_for_wecom(&event(takes_text)), text("x"), "{takes_text}");
        }
    }

    #[test]
    fn a_card_keeps_as_many_parts_as_wecom_allows() {
        let card = TextNoticeCard {
            facts: vec![Default::default(); 9],
            jumps: vec![Default::default(); 9],
            ..TextNoticeCard::default()
        };
        let fitted = PassiveReply::UpdateTemplateCard(Box::new(card)).fit_for_wecom(&event("template_card_event"));
        assert!(
            matches!(fitted, PassiveReply::UpdateTemplateCard(card) if (card.facts.len(), card.jumps.len()) == (6, 3))
        );
    }
}
