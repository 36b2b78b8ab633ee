//! Whether what a person wrote or uploaded is fit to be shown.
//!
//! <https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/sec-center/sec-check/msgSecCheck.html>

use serde::{Deserialize, Serialize, Serializer};

use crate::{
    api::{
        ApiFailure, bounds,
        call::{api_call, debug_showing},
        invalid::{InvalidRequest, Validity, present, rule},
        lenient, loose,
    },
    quirks::optional_number_or_string,
};

/// The code by which the first version of the text check says "risky".
pub const RISKY_CONTENT: i64 = 87014;

/// Where content is to appear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Scene {
    /// A profile.
    Profile = 1,
    /// A comment.
    Comment = 2,
    /// A forum.
    Forum = 3,
    /// A social log.
    SocialLog = 4,
}

impl Serialize for Scene {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*self as u8)
    }
}

/// The version of the checks that answers with a suggestion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version2;

impl Serialize for Version2 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(2)
    }
}

/// Checks a text. The person must have visited within the last two hours (61010). `Debug` shows the scene only.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CheckText {
    /// The writer.
    pub openid: String,
    /// Where it is to appear.
    pub scene: Scene,
    /// Always 2.
    pub version: Version2,
    /// The text, 1 to 2500 characters.
    pub content: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The writer's nickname.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// The writer's signature line; in [`Scene::Profile`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
}
debug_showing!(CheckText, scene);
api_call!(CheckText: post "/wxa/msg_sec_check" => TextCheck, repeatable);

impl CheckText {
    /// Checks a text alone.
    #[must_use]
    pub fn new(openid: &str, scene: Scene, content: &str) -> Self {
        Self {
            openid: openid.to_owned(),
            scene,
            version: Version2,
            content: content.to_owned(),
            title: None,
            nickname: None,
            signature: None,
        }
    }

    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the writer is missing, the text is empty or longer than 2500 characters, or a signature line is outside a
    /// profile.
    pub fn check(&self) -> Validity {
        present("openid", &self.openid)?;
        bounds::characters("content", &self.content, 1..=2500)?;
        let fits = self.signature.is_none() || self.scene == Scene::Profile;
        rule("signature", fits, "in a profile only")
    }
}

/// The first version of the text check: no person, no suggestion, [`RISKY_CONTENT`] for risky. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CheckTextPlainly {
    /// The text.
    pub content: String,
}
debug_showing!(CheckTextPlainly);
api_call!(CheckTextPlainly: post "/wxa/msg_sec_check" => TextCheck, repeatable);

/// The answer to either check of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct TextCheck {
    /// The verdict; none from the first version.
    #[serde(default)]
    pub result: Option<Verdict>,
    /// What each strategy says.
    #[serde(default, deserialize_with = "lenient::list")]
    pub detail: Vec<Finding>,
    /// Names the check to the platform's support.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub trace_id: Option<String>,
}

/// A verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Verdict {
    /// What to do.
    pub suggest: Suggestion,
    /// Why: 100 normal, 10001 advertisement, 20001 politics, 20002 pornography, 20003 abuse, 20006 crime, 20008 fraud,
    /// 20012 vulgarity, 20013 copyright, 21000 other.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub label: Option<i64>,
}

/// What to do with content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Suggestion {
    /// Show it.
    Pass,
    /// Let a person look at it.
    Review,
    /// Do not show it.
    Risky,
    /// A word that is not documented; treat it as [`Suggestion::Review`].
    #[serde(other)]
    Unknown,
}

/// What one strategy says. `Debug` leaves the keyword out, which is a person's own word.
#[derive(Clone, PartialEq, Deserialize)]
pub struct Finding {
    /// The strategy's name.
    #[serde(default, deserialize_with = "loose::or_default")]
    pub strategy: String,
    /// 0 when the strategy worked.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub errcode: Option<i64>,
    /// What to do.
    #[serde(default)]
    pub suggest: Option<Suggestion>,
    /// Why, see [`Verdict::label`].
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub label: Option<i64>,
    /// How sure, 0 to 100.
    #[serde(default)]
    pub prob: Option<f64>,
    /// The word that gave rise to it.
    #[serde(default, deserialize_with = "loose::optional_text")]
    pub keyword: Option<String>,
}
debug_showing!(Finding, strategy, errcode, suggest, label, prob);

/// Equal numbers are enough here: probabilities are finite, as JSON has no others.
impl Eq for Finding {}

/// What either version of the text check says.
///
/// # Errors
/// Any failure but the first version's "risky".
pub fn suggestion(answer: Result<TextCheck, ApiFailure>) -> Result<Suggestion, ApiFailure> {
    match answer {
        Ok(check) => Ok(check.result.map_or(Suggestion::Pass, |verdict| verdict.suggest)),
        Err(ApiFailure::Refused(refusal)) if refusal.code == RISKY_CONTENT => Ok(Suggestion::Risky),
        Err(failure) => Err(failure),
    }
}

/// Checks a picture or a recording of at most 10 MB. The verdict comes within 30 minutes as an event, perhaps before this
/// answer is stored. `Debug` shows kind and scene.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CheckMedia {
    /// Where the platform fetches it; open to everybody.
    pub media_url: String,
    /// What it is.
    pub media_type: CheckedMedia,
    /// Always 2.
    pub version: Version2,
    /// Where it is to appear.
    pub scene: Scene,
    /// Who uploaded it; must have visited within the last two hours (61010).
    pub openid: String,
}
debug_showing!(CheckMedia, media_type, scene);
api_call!(CheckMedia: post "/wxa/media_check_async" => MediaCheck, once);

/// What kind of medium is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CheckedMedia {
    /// A recording.
    Audio = 1,
    /// A picture.
    Image = 2,
}

impl Serialize for CheckedMedia {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(*self as u8)
    }
}

impl CheckMedia {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the address is not of the web or the person is missing.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        let of_web = self.media_url.starts_with("https://") || self.media_url.starts_with("http://");
        rule("media_url", of_web, "begins with http:// or https://")?;
        present("openid", &self.openid)
    }
}

/// The answer to [`CheckMedia`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MediaCheck {
    /// Comes again with the verdict.
    pub trace_id: String,
}
