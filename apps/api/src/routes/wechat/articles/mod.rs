//! Articles (图文) of an official account: drafts (草稿) and their publications (发布).

mod article;
mod create_draft;
mod delete_draft;
mod draft_body;
mod edit_draft;
mod error;
mod list_drafts;
mod list_publications;
mod publication_body;
mod publish;
mod push;
mod read_draft;
mod read_publication;
mod validate;
mod withdraw;

use actix_web::http::header;
use application::wechat::articles::DraftCommand;
use domain::ids::DraftId;
use domain::wechat::articles::Draft;

use self::draft_body::DraftBody;
use super::administered::account;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list_drafts::endpoint(),
        create_draft::endpoint(),
        // Before the path that takes an id there.
        validate::endpoint(),
        read_draft::endpoint(),
        edit_draft::endpoint(),
        delete_draft::endpoint(),
        push::endpoint(),
        publish::endpoint(),
        list_publications::endpoint(),
        read_publication::endpoint(),
        withdraw::endpoint(),
    ]
}

/// The command about the draft of the path, in the version that the request demands.
async fn command(call: &Call) -> Result<DraftCommand, ApiError> {
    let (account, draft) = (account(call).await?, call.id::<DraftId>("draftId")?);
    let present = || {
        let account = account.clone();
        async move {
            let found = call
                .work(move |app| async move { app.articles.read.draft(&account, draft).await })
                .await?;
            Ok(found.stored().edition)
        }
    };
    Ok(DraftCommand {
        expected_edition: etag::demanded_version(call, present).await?,
        account,
        draft,
        context: call.context(),
    })
}

/// The draft as it is now, with its tag.
fn present(draft: &Draft) -> Answer<DraftBody> {
    tagged(Answer::ok(DraftBody::from(draft)), draft)
}

fn tagged<T: serde::Serialize>(answer: Answer<T>, draft: &Draft) -> Answer<T> {
    answer.header(header::ETAG, &etag::tag(draft.stored().edition))
}

/// What cannot be undone must be said twice.
fn require_confirmed(confirm: bool) -> Result<(), ApiError> {
    match confirm {
        true => Ok(()),
        false => Err(ApiError::invalid("confirm", "must be true: this cannot be undone")),
    }
}
