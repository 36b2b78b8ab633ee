//! A conditional menu on the wire.

use application::wechat::menus::ConditionalDraft;
use domain::validation::FieldFaults;
use domain::wechat::menus::{Audience, ConditionalMenu, Platform};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::button::{ButtonBody, buttons_of, menu_of};
use crate::wire::Object;

/// A conditional menu (个性化菜单) being edited.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConditionalMenuBody {
    /// Its id.
    id: Uuid,
    /// What organizers call it.
    #[schema(example = "会员")]
    name: String,
    /// Who sees it.
    audience: AudienceBody,
    /// Its entries.
    #[schema(value_type = Vec<ButtonBody>)]
    buttons: Vec<Object<ButtonBody>>,
}

/// A conditional menu as requests submit it.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ConditionalSubmission {
    /// What organizers call it, at most 100 characters.
    #[serde(default)]
    #[schema(example = "会员")]
    name: String,
    /// Who sees it.
    #[schema(value_type = AudienceBody)]
    audience: Object<AudienceBody>,
    /// Its entries.
    #[schema(value_type = Vec<ButtonBody>)]
    buttons: Vec<Object<ButtonBody>>,
}

/// Who sees a conditional menu; all that is named must hold, and something must be named.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AudienceBody {
    /// Followers with this tag.
    #[serde(default)]
    #[schema(example = 101)]
    tag_id: Option<i64>,
    /// People on this platform: `ios`, `android` or `other`.
    #[serde(default)]
    #[schema(example = "ios")]
    platform: Option<String>,
}

impl From<Audience> for AudienceBody {
    fn from(audience: Audience) -> Self {
        Self {
            tag_id: audience.tag_id,
            platform: audience.platform.map(|platform| platform.name().to_owned()),
        }
    }
}

impl From<&ConditionalMenu> for ConditionalMenuBody {
    fn from(one: &ConditionalMenu) -> Self {
        Self {
            id: one.id.uuid(),
            name: one.name.clone(),
            audience: one.audience.into(),
            buttons: buttons_of(&one.menu),
        }
    }
}

impl ConditionalSubmission {
    /// The draft, or what is wrong with its audience.
    pub(super) fn into_draft(self) -> Result<ConditionalDraft, FieldFaults> {
        let Object(AudienceBody { tag_id, platform }) = self.audience;
        let mut faults = FieldFaults::default();
        let platform = platform.and_then(|name| {
            let known = Platform::from_name(&name).ok_or("must be one of ios, android, other");
            faults.keep("audience.platform", known)
        });
        faults.check()?;
        Ok(ConditionalDraft {
            name: self.name,
            audience: Audience { tag_id, platform },
            menu: menu_of(self.buttons),
        })
    }
}
