//! Mini Program codes (小程序码): pictures that open a page.
//!
//! <https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html>

use super::page::{EnvVersion, page};
use crate::ids::MiniProgramCodeId;
use crate::text::single_line;
use crate::time::Timestamp;
use crate::validation::FieldFaults;

/// Longest scene, in characters.
const MAX_SCENE_CHARS: usize = 32;
/// What a scene may consist of besides ASCII letters and digits.
const SCENE_PUNCTUATION: &str = "!#$&'()*+,/:;=?@-._~";
/// Longest target that a short scene can stand for, in characters.
pub const MAX_TARGET_CHARS: usize = 512;

/// Kinds of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// Round, for a page and a scene; any number of them (`getwxacodeunlimit`).
    Unlimited,
    /// Round, for a path with its query; an account makes [`CodeKind::LIFETIME_TOTAL`] in all (`getwxacode`).
    Limited,
    /// Square, for a path with its query; counts together with [`CodeKind::Limited`] (`createwxaqrcode`).
    Square,
}

impl CodeKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Unlimited, Self::Limited, Self::Square];
    /// Codes of the limited kinds that an account makes in its whole life (45029).
    pub const LIFETIME_TOTAL: u64 = 100_000;

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unlimited => "unlimited",
            Self::Limited => "limited",
            Self::Square => "square",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it counts against [`Self::LIFETIME_TOTAL`].
    #[must_use]
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Limited | Self::Square)
    }

    const fn longest_page(self) -> usize {
        match self {
            Self::Unlimited | Self::Limited => 1_024,
            Self::Square => 128,
        }
    }
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Reads `#1AAD19`.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// Writes `#1AAD19`.
    #[must_use]
    pub fn to_hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

/// How a code looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeLook {
    /// 280 to 1280 pixels.
    pub width: u32,
    /// The colour of the lines; black unless given.
    pub line_color: Option<Rgb>,
    /// Whether the background is transparent.
    pub transparent: bool,
}

impl CodeLook {
    /// WeChat's own width.
    pub const DEFAULT_WIDTH: u32 = 430;
}

/// What is wanted of a code, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeDraft {
    /// Its kind.
    pub kind: CodeKind,
    /// The page; empty for the start page of an unlimited code. The other kinds take a query with it.
    pub page: String,
    /// Unlimited codes: what the page gets as `scene`, 1 to 32 characters of `A-Za-z0-9!#$&'()*+,/:;=?@-._~`.
    pub scene: Option<String>,
    /// Unlimited codes, instead of a scene: what a short scene of ours stands for, at most [`MAX_TARGET_CHARS`].
    pub target: Option<String>,
    /// How it looks.
    pub look: CodeLook,
    /// Which version opens; for unlimited and limited codes.
    pub version: EnvVersion,
    /// Unlimited codes: whether WeChat refuses a page that the published version has not.
    pub check_page: bool,
}

/// A Mini Program code. It never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MiniProgramCode {
    /// Its id.
    pub id: MiniProgramCodeId,
    /// Our name of the account.
    pub account: String,
    /// Its kind.
    pub kind: CodeKind,
    /// The page, with its query where the kind takes one.
    pub page: String,
    /// What the page gets; of an unlimited code.
    pub scene: Option<String>,
    /// What the scene stands for.
    pub target: Option<String>,
    /// How it looks.
    pub look: CodeLook,
    /// Which version opens.
    pub version: EnvVersion,
    /// Whether the page had to exist.
    pub check_page: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What happened to a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeHappened {
    /// WeChat made it.
    Made {
        /// Its kind.
        kind: CodeKind,
        /// The page.
        page: String,
        /// The scene.
        scene: Option<String>,
    },
}

impl MiniProgramCode {
    /// Plans a code. The scene that stands for a target is made from the id, so a repeat plans the same.
    ///
    /// # Errors
    /// Every field that breaks a rule.
    pub fn plan(id: MiniProgramCodeId, account: &str, draft: &CodeDraft, now: Timestamp) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let with_query = draft.kind.is_counted();
        let page = faults.keep("page", page(&draft.page, draft.kind.longest_page(), with_query));
        let target = draft.target.as_deref();
        let target = target.and_then(|target| faults.keep("target", single_line(target, 1..=MAX_TARGET_CHARS)));
        check_look(draft.look, &mut faults);
        let scene = match draft.kind {
            CodeKind::Unlimited => scene_of(id, draft, &mut faults),
            CodeKind::Limited | CodeKind::Square => {
                check_has_no_scene(draft, &mut faults);
                None
            }
        };
        faults.check()?;
        Ok(Self {
            id,
            account: account.to_owned(),
            kind: draft.kind,
            page: page.unwrap_or_default(),
            scene,
            target,
            look: draft.look,
            version: draft.version,
            check_page: draft.check_page,
            created_at: now,
        })
    }

    /// What is logged once it is made.
    #[must_use]
    pub fn made(&self) -> CodeHappened {
        CodeHappened::Made {
            kind: self.kind,
            page: self.page.clone(),
            scene: self.scene.clone(),
        }
    }
}

fn check_look(look: CodeLook, faults: &mut FieldFaults) {
    if !(280..=1_280).contains(&look.width) {
        faults.add("width", "must be between 280 and 1280");
    }
}

fn check_has_no_scene(draft: &CodeDraft, faults: &mut FieldFaults) {
    if draft.page.trim().is_empty() {
        faults.add("page", "must not be empty");
    }
    if draft.scene.is_some() {
        faults.add(
            "scene",
            "goes with unlimited codes only; put it into the query of the page",
        );
    }
    if draft.target.is_some() {
        faults.add("target", "goes with unlimited codes only");
    }
}

fn scene_of(id: MiniProgramCodeId, draft: &CodeDraft, faults: &mut FieldFaults) -> Option<String> {
    match (&draft.scene, &draft.target) {
        (Some(scene), None) => faults.keep("scene", checked_scene(scene)),
        (None, Some(_)) => Some(short_scene(id)),
        (None, None) => {
            faults.add("scene", "is required, or a target that it shall stand for");
            None
        }
        (Some(_), Some(_)) => {
            faults.add("target", "gets a scene of its own: leave the scene out");
            None
        }
    }
}

fn checked_scene(scene: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || SCENE_PUNCTUATION.contains(c);
    if !(1..=MAX_SCENE_CHARS).contains(&scene.chars().count()) {
        return Err(format!("must have 1 to {MAX_SCENE_CHARS} characters"));
    }
    if !scene.chars().all(allowed) {
        return Err(format!("must consist of ASCII letters, digits and {SCENE_PUNCTUATION}"));
    }
    Ok(scene.to_owned())
}

/// A UUID in 22 characters of base 62: the fewer characters, the coarser the dots of the code.
fn short_scene(id: MiniProgramCodeId) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = id.uuid().as_u128();
    let mut scene = [b'0'; 22];
    for place in scene.iter_mut().rev() {
        *place = usize::try_from(rest % 62).map_or(b'0', |digit| DIGITS[digit]);
        rest /= 62;
    }
    scene.map(char::from).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn draft(kind: CodeKind) -> CodeDraft {
        CodeDraft {
            kind,
            page: "pages/event/index".to_owned(),
            scene: None,
            target: None,
            look: CodeLook {
                width: CodeLook::DEFAULT_WIDTH,
                line_color: None,
                transparent: false,
            },
            version: EnvVersion::Release,
            check_page: true,
        }
    }

    fn plan(draft: &CodeDraft) -> Result<MiniProgramCode, FieldFaults> {
        MiniProgramCode::plan(
            MiniProgramCodeId::from_uuid(Uuid::from_u128(u128::MAX)),
            "mini",
            draft,
            Timestamp::MIN,
        )
    }

    fn faulty(draft: &CodeDraft) -> Vec<&'static str> {
        plan(draft).unwrap_err().iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn a_target_gets_a_scene_that_fits_and_is_the_same_when_repeated() {
        let wanted = CodeDraft {
            target: Some("event/019ad3a5-7c4b-7000-8000-0000000000a1".to_owned()),
            ..draft(CodeKind::Unlimited)
        };
        let scene = plan(&wanted).unwrap().scene.unwrap();
        assert_eq!(scene.len(), 22);
        assert!(checked_scene(&scene).is_ok());
        assert_eq!(plan(&wanted).unwrap().scene.unwrap(), scene);
    }

    #[test]
    fn different_ids_have_different_scenes() {
        let scene = |number| short_scene(MiniProgramCodeId::from_uuid(Uuid::from_u128(number)));
        assert_eq!(scene(0), "0".repeat(22));
        assert_ne!(scene(u128::MAX), scene(u128::MAX - 1));
        assert!(scene(61).ends_with('z') && scene(62).ends_with("10"));
    }

    #[test]
    fn a_scene_is_of_32_characters_that_wechat_takes() {
        let with = |scene: &str| CodeDraft {
            scene: Some(scene.to_owned()),
            ..draft(CodeKind::Unlimited)
        };
        assert!(plan(&with("e=1&p=check-in")).is_ok() && plan(&with(&"a".repeat(32))).is_ok());
        for bad in ["", &"a".repeat(33), "活动", "a%20b", "a b"] {
            assert_eq!(faulty(&with(bad)), ["scene"], "{bad}");
        }
        assert_eq!(faulty(&draft(CodeKind::Unlimited)), ["scene"]);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let mut wrong = draft(CodeKind::Square);
        wrong.page = format!("/{}", "p".repeat(128));
        wrong.scene = Some("s".to_owned());
        wrong.target = Some(String::new());
        wrong.look.width = 279;
        assert_eq!(faulty(&wrong), ["page", "scene", "target", "width"]);
    }

    #[test]
    fn colours_are_read_as_they_are_written() {
        assert_eq!(Rgb::from_hex("#1aad19"), Some(Rgb(0x1A, 0xAD, 0x19)));
        assert_eq!(Rgb(0x1A, 0xAD, 0x19).to_hex(), "#1AAD19");
        for bad in ["", "1AAD19", "#1AAD1", "#1AAD1G", "#活动", "#+1+1+1"] {
            assert_eq!(Rgb::from_hex(bad), None, "{bad}");
        }
    }
}
