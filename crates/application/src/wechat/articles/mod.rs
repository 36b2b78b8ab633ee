//! Articles (图文) of an Official Account: drafts edited here and pushed to WeChat, published and followed until WeChat
//! says what became of them, taken back.

mod adapters;
mod conclude;
mod discard_draft;
mod edit_drafts;
mod error;
mod follow_publication;
mod hear_reports;
mod html;
mod prepare;
mod publish_draft;
mod publishing;
mod push_draft;
mod push_error;
mod pusher;
mod read_articles;
mod submission;
mod tools;
mod use_cases;
mod withdraw;

use std::time::Duration;

use ports::wechat::WechatFailure;

pub use adapters::ArticleAdapters;
pub use discard_draft::{DiscardDraft, DraftDiscarding};
pub use edit_drafts::{CreateDraft, CreateDraftCommand, DeleteDraft, EditDraft};
pub use error::ArticleError;
pub use follow_publication::{FollowPublication, PublicationFollowing};
pub use hear_reports::HearPublishReports;
pub use publish_draft::PublishArticles;
pub use publishing::{DraftPublishing, PublishDraft};
pub use push_draft::{DraftPushing, PushDraft, RequestPush};
pub use read_articles::ReadArticles;
pub use submission::validate;
pub use tools::DraftCommand;
pub use use_cases::{ArticleJobs, ArticleParts, ArticleUseCases};
pub use withdraw::{ArticleWithdrawing, WithdrawArticles, WithdrawCommand, WithdrawPublication};

/// What WeChat's clock and ours may differ by, when things there are told apart by when they changed.
const CLOCK_SKEW: Duration = Duration::from_mins(2);
/// WeChat knows no such draft or file.
const UNKNOWN_MEDIA: i64 = 40_007;

const fn is_unknown_media(failure: &WechatFailure) -> bool {
    matches!(
        failure,
        WechatFailure::Refused {
            code: UNKNOWN_MEDIA,
            ..
        }
    )
}
