//! The words of publications.

/// How far a publication is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PublicationState {
    /// WeChat has not taken it on yet.
    Pending,
    /// WeChat looks at it.
    Submitted,
    /// It can be read.
    Published,
    /// WeChat did not publish it.
    Failed,
    /// It may have been published or not: WeChat gave no answer.
    Unknown,
    /// The account took all of it back.
    Withdrawn,
    /// WeChat banned all of it.
    Removed,
}

impl PublicationState {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Submitted,
        Self::Published,
        Self::Failed,
        Self::Unknown,
        Self::Withdrawn,
        Self::Removed,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Submitted => "submitted",
            Self::Published => "published",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Withdrawn => "withdrawn",
            Self::Removed => "removed",
        }
    }

    /// By its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// Whether the draft is held for it.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Pending | Self::Submitted)
    }
}

/// Why WeChat did not publish it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureReason {
    /// The draft could not be brought to WeChat.
    NotPushed,
    /// WeChat did not take it on.
    Refused,
    /// Its claim to originality was refused (status 2).
    NotOriginal,
    /// An ordinary failure (status 3).
    Failed,
    /// Refused in review (status 4).
    ReviewRefused,
}

impl FailureReason {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::NotPushed,
        Self::Refused,
        Self::NotOriginal,
        Self::Failed,
        Self::ReviewRefused,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotPushed => "not_pushed",
            Self::Refused => "refused",
            Self::NotOriginal => "not_original",
            Self::Failed => "failed",
            Self::ReviewRefused => "review_refused",
        }
    }

    /// By its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// An article that can be read, or could.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedArticle {
    /// Its place, from 1.
    pub index: u32,
    /// Where it is.
    pub url: String,
    /// Whether it was taken back.
    pub is_withdrawn: bool,
}

impl PublishedArticle {
    /// Those of a report.
    #[must_use]
    pub fn of(articles: &[(u32, String)]) -> Vec<Self> {
        let one = |(index, url): &(u32, String)| Self {
            index: *index,
            url: url.clone(),
            is_withdrawn: false,
        };
        articles.iter().map(one).collect()
    }
}
