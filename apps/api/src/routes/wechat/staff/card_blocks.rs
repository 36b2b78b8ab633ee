//! The blocks of a template card as requests submit them.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wechat_protocol::api::wecom::card::{
    ActionMenu, Button, ButtonSelection, CardImage, Checkbox, CheckboxOption, Choice, Emphasis, HorizontalContent,
    ImageTextArea, Jump, Link, MainTitle, MenuAction, QuoteArea, Select, Source, SubmitButton, VerticalContent,
};

use super::content::Materials;

/// Structs of a request that become a block of the protocol, field by field.
macro_rules! blocks {
    ($($(#[doc = $doc:literal])+ $body:ident => $block:ident {
        $($(#[doc = $field_doc:literal])+ $field:ident: $kind:ty => $target:ident $(= $convert:expr)?,)+
    })+) => {$(
        $(#[doc = $doc])+
        #[derive(Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub(super) struct $body {
            $($(#[doc = $field_doc])+ $field: $kind,)+
        }

        impl From<$body> for $block {
            fn from(body: $body) -> Self {
                Self { $($target: blocks!(@value body.$field $(, $convert)?),)+ }
            }
        }
    )+};
    (@value $value:expr) => { $value };
    (@value $value:expr, $convert:expr) => { $convert($value) };
}

blocks! {
    /// Where a card comes from.
    CardSourceBody => Source {
        /// A picture's address.
        icon_url: Option<String> => icon_url,
        /// At most 20.
        description: Option<String> => desc,
        /// 0 grey, 1 black, 2 red, 3 green.
        color: Option<u8> => desc_color,
    }
    /// A card's title.
    CardTitleBody => MainTitle {
        /// At most 36.
        title: Option<String> => title,
        /// At most 44.
        description: Option<String> => desc,
    }
    /// The menu in the corner of a card.
    CardMenu => ActionMenu {
        /// What it is for.
        description: Option<String> => desc,
        /// 1 to 3 with different keys.
        actions: Vec<CardMenuActionBody> => action_list = each,
    }
    /// A line of the menu.
    CardMenuActionBody => MenuAction {
        /// What it says.
        text: String => text,
        /// Comes back with a tap; 1 to 1024 bytes.
        key: String => key,
    }
    /// A quotation.
    CardQuoteBody => QuoteArea {
        /// Where a tap leads.
        link: Option<CardLink> => link = link,
        /// Its title.
        title: Option<String> => title,
        /// Its text.
        text: Option<String> => quote_text,
    }
    /// A large number or word.
    CardEmphasisBody => Emphasis {
        /// At most 14.
        title: Option<String> => title,
        /// At most 22.
        description: Option<String> => desc,
    }
    /// A link below a card.
    CardJumpBody => Jump {
        /// Where it leads.
        link: Option<CardLink> => link = link,
        /// 1 to 18.
        title: String => title,
    }
    /// A picture.
    CardImageBody => CardImage {
        /// Its address.
        url: String => url,
        /// Width to height in hundredths, 130 to 225; 130 without it.
        aspect_percent: Option<u16> => aspect_percent,
    }
    /// A small picture beside text.
    CardImageTextBody => ImageTextArea {
        /// Where a tap leads.
        link: Option<CardLink> => link = link,
        /// The title.
        title: Option<String> => title,
        /// The text.
        description: Option<String> => desc,
        /// The picture's address.
        image_url: String => image_url,
    }
    /// A paragraph.
    CardParagraphBody => VerticalContent {
        /// 1 to 38.
        title: String => title,
        /// At most 160.
        description: Option<String> => desc,
    }
    /// An answer to choose.
    CardChoiceBody => Choice {
        /// 1 to 128 bytes, different from the others'.
        id: String => id,
        /// 1 to 16.
        text: String => text,
    }
    /// A choice before buttons.
    SelectionOfCard => ButtonSelection {
        /// 1 to 1024 bytes; comes back with the choice.
        key: String => question_key,
        /// What is asked.
        title: Option<String> => title,
        /// 1 to 10.
        options: Vec<CardChoiceBody> => option_list = each,
        /// What is chosen at first.
        selected: Option<String> => selected_id,
    }
    /// One of several choices.
    CardSelectBody => Select {
        /// 1 to 1024 bytes, different from the others'; comes back with the choice.
        key: String => question_key,
        /// What is asked.
        title: Option<String> => title,
        /// 1 to 10.
        options: Vec<CardChoiceBody> => option_list = each,
        /// What is chosen at first.
        selected: Option<String> => selected_id,
    }
    /// What is voted on.
    CardCheckboxBody => Checkbox {
        /// 1 to 1024 bytes; comes back with the vote.
        key: String => question_key,
        /// Whether several answers may be chosen.
        several: bool => mode = u8::from,
        /// 1 to 20.
        options: Vec<CardCheckboxOptionBody> => option_list = each,
    }
    /// An answer to vote for.
    CardCheckboxOptionBody => CheckboxOption {
        /// 1 to 128 bytes, different from the others'.
        id: String => id,
        /// 1 to 17.
        text: String => text,
        /// Whether it is chosen at first.
        checked: Option<bool> => is_checked = Option::unwrap_or_default,
    }
    /// Sends what was chosen.
    CardSubmitBody => SubmitButton {
        /// 1 to 10.
        text: String => text,
        /// Comes back; 1 to 1024 bytes.
        key: String => key,
    }
}

fn each<T, U: From<T>>(list: Vec<T>) -> Vec<U> {
    list.into_iter().map(U::from).collect()
}

fn link(link: Option<CardLink>) -> Link {
    link.map_or_else(Link::none, Link::from)
}

/// Where a tap leads.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum CardLink {
    /// To a web page.
    Url {
        /// Its address.
        url: String,
    },
    /// To a Mini Program.
    #[serde(rename_all = "camelCase")]
    MiniProgram {
        /// Its app id.
        app_id: String,
        /// Its page; the start page without it.
        page: Option<String>,
    },
}

impl From<CardLink> for Link {
    fn from(link: CardLink) -> Self {
        match link {
            CardLink::Url { url } => Self::url(&url),
            CardLink::MiniProgram { app_id, page } => Self::mini_program(&app_id, page.as_deref()),
        }
    }
}

/// A line of name and value.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct LineOfCard {
    /// 1 to 5.
    name: String,
    /// At most 30.
    value: Option<String>,
    /// Makes it lead somewhere.
    to: Option<LineTarget>,
}

/// Where a line leads.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
enum LineTarget {
    /// To a web page.
    Url {
        /// Its address.
        url: String,
    },
    /// To a file.
    #[serde(rename_all = "camelCase")]
    File {
        /// The material.
        material_id: Uuid,
    },
    /// To a member.
    #[serde(rename_all = "camelCase")]
    Member {
        /// The user id.
        user_id: String,
    },
}

impl LineOfCard {
    pub(super) fn line(self, materials: &mut Materials) -> HorizontalContent {
        let mut line = HorizontalContent {
            keyname: self.name,
            value: self.value,
            ..HorizontalContent::default()
        };
        match self.to {
            None => {}
            Some(LineTarget::Url { url }) => (line.kind, line.url) = (1, Some(url)),
            Some(LineTarget::File { material_id }) => {
                (line.kind, line.media_id) = (2, Some(materials.place(material_id)));
            }
            Some(LineTarget::Member { user_id }) => (line.kind, line.userid) = (3, Some(user_id)),
        }
        line
    }
}

/// A button: comes back as an answer, or leads to a page.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum CardButtonBody {
    /// Comes back as an answer.
    Callback {
        /// 1 to 10.
        text: String,
        /// 1 to 4.
        style: Option<u8>,
        /// What comes back; 1 to 1024 bytes.
        key: String,
    },
    /// Leads to a page.
    Url {
        /// 1 to 10.
        text: String,
        /// 1 to 4.
        style: Option<u8>,
        /// The page.
        url: String,
    },
}

impl From<CardButtonBody> for Button {
    fn from(button: CardButtonBody) -> Self {
        match button {
            CardButtonBody::Callback { text, style, key } => Self {
                kind: 0,
                text,
                style,
                key: Some(key),
                url: None,
            },
            CardButtonBody::Url { text, style, url } => Self {
                kind: 1,
                text,
                style,
                key: None,
                url: Some(url),
            },
        }
    }
}
