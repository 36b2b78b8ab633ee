//! Pages of a Mini Program, as codes and links name them.

/// Which version of the Mini Program opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EnvVersion {
    /// The published one (正式版).
    #[default]
    Release,
    /// The one testers try (体验版).
    Trial,
    /// The one in development (开发版).
    Develop,
}

impl EnvVersion {
    /// Every version.
    pub const ALL: [Self; 3] = [Self::Release, Self::Trial, Self::Develop];

    /// The stable name, which is WeChat's as well.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Trial => "trial",
            Self::Develop => "develop",
        }
    }

    /// The version of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.name() == name)
    }
}

/// A page's path as WeChat takes it: no slash before it (41030, 40165), visible ASCII only, and no query unless
/// `with_query`.
pub(super) fn page(text: &str, most: usize, with_query: bool) -> Result<String, String> {
    let text = text.trim();
    if text.len() > most {
        return Err(format!("must have at most {most} characters"));
    }
    if text.starts_with('/') {
        return Err("must not begin with a slash".to_owned());
    }
    if text.contains('#') || (!with_query && text.contains('?')) {
        return Err("must be a path without query".to_owned());
    }
    raw(text)
}

/// A query as WeChat takes it: raw `a=1&b=2`.
pub(super) fn query(text: &str, most: usize) -> Result<String, String> {
    let text = text.trim();
    if text.len() > most {
        return Err(format!("must have at most {most} characters"));
    }
    if text.starts_with('?') {
        return Err("must not begin with a question mark".to_owned());
    }
    raw(text)
}

fn raw(text: &str) -> Result<String, String> {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(text.to_owned())
    } else {
        Err("must be visible ASCII characters; encode others as %XX".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_path_without_a_slash_before_it() {
        assert_eq!(
            page(" pages/event/index ", 128, false),
            Ok("pages/event/index".to_owned())
        );
        for bad in ["/pages/a", "pages/a?b=1", "pages/a#b", "pages/活动", "pages/a b"] {
            assert!(page(bad, 128, false).is_err(), "{bad}");
        }
        assert!(page("pages/a?b=1", 128, true).is_ok());
        assert!(page(&"p".repeat(129), 128, true).is_err());
        assert!(query("a=1&b=%E6%B4%BB", 1024).is_ok() && query("?a=1", 1024).is_err());
    }
}
