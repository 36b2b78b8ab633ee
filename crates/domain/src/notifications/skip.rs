//! Why somebody is left out.

/// Why a delivery was not even tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SkipReason {
    /// The person has given no consent that is left for this template.
    NoConsent,
    /// The person did nothing of late that lets an account write (48 hours), or had all messages of that time.
    WindowClosed,
    /// A field of the template would hold what WeChat refuses (47003), such as no date where one must be.
    UnfitField,
    /// The broadcast was cancelled first.
    Cancelled,
}

impl SkipReason {
    /// All reasons.
    pub const ALL: [Self; 4] = [Self::NoConsent, Self::WindowClosed, Self::UnfitField, Self::Cancelled];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoConsent => "no-consent",
            Self::WindowClosed => "window-closed",
            Self::UnfitField => "unfit-field",
            Self::Cancelled => "cancelled",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}
