//! What a rule says to a person: its answer with the person's and the event's facts, cut to what WeChat takes.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::ids::EventId;
use domain::wechat::rules::{ReplyRule, fitted, named_placeholders, texts_of};
use domain::wechat::{Article, Music, Reply};
use ports::StoreError;
use ports::events::{EventCard, EventDirectory};
use ports::wechat::rules::{PersonCard, PersonFacts};

use crate::notifications::Placeholders;

/// Fills the answers of rules.
#[derive(Clone)]
pub struct RuleAnswers {
    /// Events that rules belong to.
    pub directory: Arc<dyn EventDirectory>,
    /// People; without it nobody is known.
    pub people: Option<Arc<dyn PersonFacts>>,
}

/// Rules that would answer a message, in order, up to the first that certainly can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::wechat) struct Candidates {
    pub(in crate::wechat) rules: Vec<Arc<ReplyRule>>,
    pub(in crate::wechat) answers_event: bool,
}

impl Candidates {
    /// What the first rule says, where no store has to be asked for it.
    pub(in crate::wechat) fn settled(&self) -> Option<Reply> {
        let rule = self.rules.first().filter(|rule| rule.details().event.is_none())?;
        let answer = &rule.details().answer;
        let has_placeholders = texts_of(answer).into_iter().any(|text| text.contains("{{"));
        (!has_placeholders).then(|| fitted(answer.clone(), self.answers_event))
    }
}

/// Counts an answer that a rule gave.
pub(in crate::wechat) fn count_answer() {
    metrics::counter!("reply_rule_answers_total").increment(1);
}

impl RuleAnswers {
    /// The answer of the first rule whose event is there; `None` when there is no such rule.
    pub(in crate::wechat) async fn first(
        &self,
        candidates: &Candidates,
        person: Option<&PersonRef>,
    ) -> Result<Option<Reply>, StoreError> {
        for rule in &candidates.rules {
            if let Some(reply) = self.render(rule, person, candidates.answers_event).await? {
                count_answer();
                return Ok(Some(reply));
            }
        }
        Ok(None)
    }

    /// What a rule says; `None` when the event it belongs to is gone.
    pub(in crate::wechat) async fn render(
        &self,
        rule: &ReplyRule,
        person: Option<&PersonRef>,
        answers_event: bool,
    ) -> Result<Option<Reply>, StoreError> {
        let mut facts = match rule.details().event {
            Some(event) => match self.event(event).await? {
                Some(card) => Placeholders::of_event(&card),
                None => return Ok(None),
            },
            None => Placeholders::default(),
        };
        let answer = &rule.details().answer;
        let mut names = texts_of(answer).into_iter().flat_map(named_placeholders);
        if names.any(|name| name.starts_with("person.")) {
            facts = facts.with_person(&self.person(person).await);
        }
        Ok(Some(fitted(filled(answer, &facts), answers_event)))
    }

    async fn event(&self, id: EventId) -> Result<Option<EventCard>, StoreError> {
        Ok(self.directory.card(id).await?.filter(|card| !card.deleted))
    }

    /// A greeting without a name is better than none: a failure counts as not knowing the person.
    async fn person(&self, person: Option<&PersonRef>) -> PersonCard {
        let (Some(people), Some(person)) = (&self.people, person) else {
            return PersonCard::default();
        };
        match people.card(person).await {
            Ok(card) => card.unwrap_or_default(),
            Err(error) => {
                tracing::warn!(error = %error, "a person's facts could not be read; the answer goes without");
                PersonCard::default()
            }
        }
    }
}

fn filled(answer: &Reply, facts: &Placeholders) -> Reply {
    let text = |text: &str| facts.fill(text);
    let address = |url: &str| facts.fill_address(url);
    match answer {
        Reply::Text(content) => Reply::Text(text(content)),
        Reply::News(articles) => Reply::News(
            articles
                .iter()
                .map(|article| Article {
                    title: text(&article.title),
                    description: text(&article.description),
                    picture_url: address(&article.picture_url),
                    url: address(&article.url),
                })
                .collect(),
        ),
        Reply::Video {
            media_id,
            title,
            description,
        } => Reply::Video {
            media_id: media_id.clone(),
            title: text(title),
            description: text(description),
        },
        Reply::Music(music) => Reply::Music(Music {
            title: text(&music.title),
            description: text(&music.description),
            url: address(&music.url),
            high_quality_url: address(&music.high_quality_url),
            thumb_media_id: music.thumb_media_id.clone(),
        }),
        Reply::Silence | Reply::Image { .. } | Reply::Voice { .. } | Reply::HumanService { .. } => answer.clone(),
    }
}
