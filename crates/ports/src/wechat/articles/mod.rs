//! What drafts and publications need from outside: their keeping, reports as they came, and WeChat's API.

mod api;
mod reports;
mod store;

pub use api::{ArticlesApi, ArticlesThere, DraftThere, OutgoingArticle, OutgoingBody, Submitted};
pub use reports::PublishReports;
pub use store::{
    ArticlesStore, ArticlesTransaction, DraftReads, DraftRepository, DraftView, PublicationFilter, PublicationReads,
    PublicationRepository,
};
