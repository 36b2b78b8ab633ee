//! What a rule listens for.

/// What makes a rule answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// Somebody begins to follow, with or without a scene.
    Subscribe,
    /// Somebody scans a code of this scene, or follows through it.
    Scan {
        /// The scene; case matters.
        scene: String,
    },
    /// Somebody taps the menu button of this key.
    MenuKey {
        /// The key; case matters.
        key: String,
    },
    /// Somebody types a text.
    Text(TextMatch),
    /// Somebody sends anything, and no other rule answers it. Events (scans, taps, follows) are not sent.
    Default,
}

/// How a typed text is compared. Exact and contained texts are compared [folded](super::folded).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TextMatch {
    /// The whole text.
    Exact(String),
    /// A part of the text.
    Contains(String),
    /// A regular expression that matches somewhere in the text as it was typed, white space at its ends aside.
    Pattern(String),
}

impl Trigger {
    /// The stable name of its kind, used in the API and in storage.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Subscribe => "subscribe",
            Self::Scan { .. } => "scan",
            Self::MenuKey { .. } => "menuKey",
            Self::Text(TextMatch::Exact(_)) => "textExact",
            Self::Text(TextMatch::Contains(_)) => "textContains",
            Self::Text(TextMatch::Pattern(_)) => "textPattern",
            Self::Default => "default",
        }
    }

    /// What it compares with; `None` where there is nothing to compare.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Subscribe | Self::Default => None,
            Self::Scan { scene: value }
            | Self::MenuKey { key: value }
            | Self::Text(TextMatch::Exact(value) | TextMatch::Contains(value) | TextMatch::Pattern(value)) => {
                Some(value)
            }
        }
    }

    /// The trigger of that name and value. `None` when there is no such name or the value is missing.
    #[must_use]
    pub fn from_parts(name: &str, value: Option<String>) -> Option<Self> {
        Some(match (name, value) {
            ("subscribe", _) => Self::Subscribe,
            ("default", _) => Self::Default,
            ("scan", Some(scene)) => Self::Scan { scene },
            ("menuKey", Some(key)) => Self::MenuKey { key },
            ("textExact", Some(text)) => Self::Text(TextMatch::Exact(text)),
            ("textContains", Some(text)) => Self::Text(TextMatch::Contains(text)),
            ("textPattern", Some(text)) => Self::Text(TextMatch::Pattern(text)),
            _ => return None,
        })
    }

    /// Whether it is a regular expression.
    #[must_use]
    pub const fn is_pattern(&self) -> bool {
        matches!(self, Self::Text(TextMatch::Pattern(_)))
    }

    /// How closely it describes a message: of two triggers that both match, the greater one is meant. What names the
    /// whole message comes first, then the longest part of it, then a pattern, then following at large.
    #[must_use]
    pub fn specificity(&self) -> (u8, usize) {
        match self {
            Self::Scan { .. } | Self::MenuKey { .. } | Self::Text(TextMatch::Exact(_)) => (4, 0),
            Self::Text(TextMatch::Contains(part)) => (3, part.chars().count()),
            Self::Text(TextMatch::Pattern(_)) => (2, 0),
            Self::Subscribe => (1, 0),
            Self::Default => (0, 0),
        }
    }
}
