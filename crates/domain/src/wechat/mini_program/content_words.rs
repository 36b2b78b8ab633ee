//! The words of content security (内容安全): where content appears, what is checked, what is found.
//!
//! <https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html>

macro_rules! names {
    ($type:ident: $($variant:ident $name:literal),+ $(,)?) => {
        impl $type {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name, used in the API and in storage.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The one of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

/// Where content is to appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentScene {
    /// A profile.
    Profile,
    /// A comment, an answer.
    Comment,
    /// A forum.
    Forum,
    /// A social log.
    SocialLog,
}
names!(ContentScene: Profile "profile", Comment "comment", Forum "forum", SocialLog "social-log");

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedKind {
    /// A text.
    Text,
    /// A picture.
    Image,
    /// A recording.
    Audio,
}
names!(CheckedKind: Text "text", Image "image", Audio "audio");

/// What to do with content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentVerdict {
    /// Show it.
    Pass,
    /// Let a person look at it.
    Review,
    /// Do not show it.
    Risky,
}
names!(ContentVerdict: Pass "pass", Review "review", Risky "risky");

impl ContentVerdict {
    /// WeChat's word for it; a word that is not documented means [`Self::Review`].
    #[must_use]
    pub fn of_suggestion(suggestion: &str) -> Self {
        Self::from_name(suggestion).unwrap_or(Self::Review)
    }
}

/// Why content is to be reviewed although WeChat has not said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// WeChat could not be asked.
    Unavailable,
    /// WeChat refused to check it, such as for a person who has not visited within two hours (61010).
    Refused,
    /// WeChat could not fetch the medium (-1008), however often it was asked.
    Unfetchable,
    /// No verdict came within 30 minutes.
    TimedOut,
}
names!(Doubt: Unavailable "unavailable", Refused "refused", Unfetchable "unfetchable", TimedOut "timed-out");

/// What a check found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentFinding {
    /// What to do.
    pub verdict: ContentVerdict,
    /// WeChat's number of the finding: 100 normal, 10001 advertisement, 20001 politics, 20002 pornography, 20003 abuse,
    /// 20006 crime, 20008 fraud, 20012 vulgarity, 20013 copyright, 21000 other.
    pub label: Option<i64>,
    /// Why it is to be reviewed, where WeChat has not said so.
    pub doubt: Option<Doubt>,
}

impl ContentFinding {
    /// WeChat's own finding.
    #[must_use]
    pub const fn of_wechat(verdict: ContentVerdict, label: Option<i64>) -> Self {
        let doubt = None;
        Self { verdict, label, doubt }
    }

    /// To be reviewed, because WeChat said nothing.
    #[must_use]
    pub const fn doubtful(doubt: Doubt) -> Self {
        Self {
            verdict: ContentVerdict::Review,
            label: None,
            doubt: Some(doubt),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_of_wechat_means_that_a_person_looks() {
        assert_eq!(ContentVerdict::of_suggestion("pass"), ContentVerdict::Pass);
        assert_eq!(ContentVerdict::of_suggestion("risky"), ContentVerdict::Risky);
        for word in ["review", "PASS", "", "block"] {
            assert_eq!(ContentVerdict::of_suggestion(word), ContentVerdict::Review, "{word}");
        }
    }
}
