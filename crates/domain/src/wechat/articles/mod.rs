//! Articles (图文) of an Official Account: drafts (草稿) and their publications (发布).

mod article;
mod check;
mod draft;
mod print;
mod publication;
mod publication_words;
mod push;

pub use article::{ArticleBody, ArticleFault, Crop, Crops, DraftArticle};
pub use check::{check_articles, limits};
pub use draft::{Draft, DraftHappened, DraftRefusal, StoredDraft};
pub use print::ArticlePrint;
pub use publication::{Publication, PublicationHappened, StoredPublication, Withdrawal, WithdrawalRefusal};
pub use publication_words::{FailureReason, PublicationState, PublishedArticle};
pub use push::{AddAttempt, At, PushFailure, PushPlan, PushState, Pushed};
