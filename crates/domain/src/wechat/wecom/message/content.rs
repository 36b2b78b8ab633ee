//! What a message holds.

use std::fmt;

use crate::ids::MaterialId;

/// What kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StaffMessageKind {
    /// Text.
    Text,
    /// A picture.
    Image,
    /// A recording.
    Voice,
    /// A video.
    Video,
    /// A file.
    File,
    /// A card of text that leads to a page (文本卡片).
    TextCard,
    /// Articles elsewhere (图文).
    News,
    /// Articles that WeCom keeps (mpnews).
    MpNews,
    /// Text with marks; only the WeCom client shows it.
    Markdown,
    /// A notice of a linked Mini Program (小程序通知).
    MiniProgramNotice,
    /// A card with text, pictures, buttons or choices (模板卡片).
    TemplateCard,
}

impl StaffMessageKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::Image,
        Self::Voice,
        Self::Video,
        Self::File,
        Self::TextCard,
        Self::News,
        Self::MpNews,
        Self::Markdown,
        Self::MiniProgramNotice,
        Self::TemplateCard,
    ];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::File => "file",
            Self::TextCard => "text-card",
            Self::News => "news",
            Self::MpNews => "mp-news",
            Self::Markdown => "markdown",
            Self::MiniProgramNotice => "mini-program-notice",
            Self::TemplateCard => "template-card",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whether members may pass a message on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Safe {
    /// They may.
    #[default]
    No,
    /// It is confidential; not for news (40074).
    Confidential,
    /// Inside the corporation; for articles that WeCom keeps only.
    WithinCorp,
}

impl Safe {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::No, Self::Confidential, Self::WithinCorp];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Confidential => "confidential",
            Self::WithinCorp => "within-corp",
        }
    }

    /// The choice of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|safe| safe.name() == name)
    }

    /// Whether WeCom takes it for this kind of message.
    #[must_use]
    pub const fn fits(self, kind: StaffMessageKind) -> bool {
        match self {
            Self::No => true,
            Self::Confidential => !matches!(kind, StaffMessageKind::News),
            Self::WithinCorp => matches!(kind, StaffMessageKind::MpNews),
        }
    }
}

/// A message's content in two spellings: ours, as it was ordered, and WeCom's, as it is sent, held to WeCom's limits when
/// it was ordered. Materials stand in WeCom's spelling as `"material:<id>"` until they are sent. `Debug` shows the kind.
#[derive(Clone, PartialEq, Eq)]
pub struct ContentForm {
    /// What kind of message.
    pub kind: StaffMessageKind,
    /// As it was ordered: a JSON object.
    pub ordered: String,
    /// As WeCom takes it: the JSON object under the name of its `msgtype`.
    pub wire: String,
    /// The materials in it, each once.
    pub materials: Vec<MaterialId>,
    /// Names a card among all of the application's cards.
    pub task_id: Option<String>,
}

impl fmt::Debug for ContentForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentForm")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl ContentForm {
    /// What stands for a material where WeCom wants a media id.
    #[must_use]
    pub fn place_of(material: MaterialId) -> String {
        format!("material:{material}")
    }

    /// WeCom's spelling with the media ids of the materials: `media` answers each. Only whole JSON strings are places, so
    /// that a text that mentions a material stays as it is. Media ids are ASCII without quotes.
    #[must_use]
    pub fn with_media<'a>(&self, media: impl Fn(MaterialId) -> Option<&'a str>) -> String {
        self.materials
            .iter()
            .fold(self.wire.clone(), |text, material| match media(*material) {
                Some(media_id) => {
                    let place = format!("\"{}\"", Self::place_of(*material));
                    text.replace(&place, &format!("\"{media_id}\""))
                }
                None => text,
            })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn names_lead_back() {
        for kind in StaffMessageKind::ALL {
            assert_eq!(StaffMessageKind::from_name(kind.name()), Some(kind));
        }
        for safe in Safe::ALL {
            assert_eq!(Safe::from_name(safe.name()), Some(safe));
        }
    }

    #[test]
    fn media_ids_take_the_places_of_materials_and_nothing_else() {
        let material = MaterialId::from_uuid(Uuid::from_u128(7));
        let place = ContentForm::place_of(material);
        let form = ContentForm {
            kind: StaffMessageKind::Video,
            ordered: "{}".to_owned(),
            wire: format!("{{\"media_id\":\"{place}\",\"title\":\"see {place}\"}}"),
            materials: vec![material],
            task_id: None,
        };
        let sent = form.with_media(|asked| (asked == material).then_some("MEDIA"));
        assert_eq!(sent, format!("{{\"media_id\":\"MEDIA\",\"title\":\"see {place}\"}}"));
        assert_eq!(form.with_media(|_| None), form.wire);
        assert!(!format!("{form:?}").contains("media_id"));
    }

    #[test]
    fn what_may_be_kept_confidential_depends_on_the_kind() {
        assert!(Safe::Confidential.fits(StaffMessageKind::Text) && !Safe::Confidential.fits(StaffMessageKind::News));
        assert!(Safe::WithinCorp.fits(StaffMessageKind::MpNews) && !Safe::WithinCorp.fits(StaffMessageKind::Text));
    }
}
