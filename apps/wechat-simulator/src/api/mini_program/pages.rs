//! The pages of a mini program.

use crate::api::call::Call;

impl Call<'_> {
    /// Whether this is a published page; its query and a slash in front do not matter here.
    #[must_use]
    pub fn has_page(&self, path: &str) -> bool {
        let page = path.split('?').next().unwrap_or_default().trim_start_matches('/');
        let pages = &self.account().mini.console.pages;
        pages.as_ref().is_none_or(|pages| pages.contains(page))
    }
}
