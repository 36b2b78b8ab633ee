//! Drafts, publications, and reports on publications as they came.

mod draft_rows;
mod drafts;
mod json;
mod publication_rows;
mod publications;
mod reports;
