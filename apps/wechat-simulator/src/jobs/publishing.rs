//! The end of a publication, and what the callback is told.

use serde_json::Value;

use crate::callback::{Field, Message};
use crate::state::State;
use crate::state::accounts::AccountId;
use crate::state::content::PublishOutcome;

const ARTICLE_ID_LENGTH: usize = 64;

/// Where an article is read.
#[must_use]
pub fn address(article_id: &str, place: usize) -> String {
    format!("http://mp.weixin.qq.com/s?__biz=simulated&mid={article_id}&idx={place}")
}

/// Ends a publication that is in progress and says what the callback is told: `PUBLISHJOBFINISH`. One that has ended
/// well may be deleted or banned afterwards, of which nothing is told. `None` when there is nothing to tell.
pub fn settle(
    state: &mut State,
    account: AccountId,
    publish_id: &str,
    outcome: PublishOutcome,
    failed: &[u32],
) -> Option<Message> {
    state.changed = true;
    let (fresh, now) = (state.chance.name(ARTICLE_ID_LENGTH), state.clock.now());
    let content = &mut state.accounts.get_mut(account)?.official.content;
    let publication = content.publications.get_mut(publish_id)?;
    if publication.outcome.is_some() {
        publication.outcome = Some(outcome);
        if let Some(article_id) = publication.article_id.as_ref()
            && outcome != PublishOutcome::Published
        {
            content.articles.remove(article_id);
        }
        return None;
    }
    publication.outcome = Some(outcome);
    if outcome.was_published() {
        let mut published = publication.draft.clone();
        publication.article_id = Some(fresh.clone());
        published.updated_at = now;
        for (place, article) in published.articles.iter_mut().enumerate() {
            article["url"] = Value::from(address(&fresh, place + 1));
            article["is_deleted"] = false.into();
        }
        if outcome == PublishOutcome::Published {
            content.articles.insert(fresh, published);
        }
    } else {
        publication.failed_articles = failed.to_vec();
        content
            .drafts
            .insert(publication.media_id.clone(), publication.draft.clone());
    }
    let publication = content.publications.get(publish_id)?;
    let mut info = vec![
        Field::number("publish_id", publish_id),
        Field::number("publish_status", outcome.status()),
    ];
    if let Some(article_id) = &publication.article_id {
        let count = publication.draft.articles.len();
        let mut detail = vec![Field::number("count", count)];
        detail.extend((1..=count).map(|place| {
            let url = Field::text("article_url", address(article_id, place));
            Field::group("item", vec![Field::number("idx", place), url])
        }));
        info.push(Field::text("article_id", article_id.as_str()));
        info.push(Field::group("article_detail", detail));
    }
    info.extend(
        publication
            .failed_articles
            .iter()
            .map(|place| Field::number("fail_idx", place)),
    );
    Some(Message::event("PUBLISHJOBFINISH").with_group("PublishEventInfo", info))
}
