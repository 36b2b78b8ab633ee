//! Menus as answers show them.

use domain::wechat::menus::{Menu, MenuBoard, MenuFault, Publication, StoredBoard};
use serde::Serialize;
use utoipa::ToSchema;

use super::button::{ButtonBody, buttons_of};
use crate::wire::{Instant, Object};

/// The default menu being edited, and where publishing stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MenuBody {
    /// Its entries, from left to right.
    #[schema(value_type = Vec<ButtonBody>)]
    buttons: Vec<Object<ButtonBody>>,
    /// What WeChat would refuse in it and in the conditional menus; publishing waits until there is none.
    faults: Vec<FaultBody>,
    /// Where publishing stands.
    publication: MenuPublicationBody,
    /// When it was last edited; `null` before the first edit.
    updated_at: Option<Instant>,
    /// Counts edits of the default and conditional menus; also its `ETag`.
    #[schema(example = 3)]
    version: u64,
}

/// Something that WeChat would refuse.
#[derive(Serialize, ToSchema)]
pub(super) struct FaultBody {
    /// Where.
    #[schema(example = "buttons[0].subButtons[2].url")]
    at: String,
    /// Why.
    #[schema(example = "must be an http or https address")]
    reason: String,
}

/// Where publishing stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MenuPublicationBody {
    /// `none`, `pending`, `published` or `failed`.
    #[schema(example = "published")]
    state: &'static str,
    /// The version that is to be published.
    wanted_version: Option<u64>,
    /// The version that WeChat has.
    #[schema(example = 3)]
    published_version: Option<u64>,
    /// Since when.
    published_at: Option<Instant>,
    /// What went wrong last.
    error: Option<PublishErrorBody>,
}

/// Why publishing did not succeed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct PublishErrorBody {
    /// What is known.
    #[schema(example = "WeChat refused (40018): invalid button name size")]
    message: String,
    /// When.
    at: Instant,
    /// Whether it was given up; otherwise it is tried again.
    is_final: bool,
}

impl MenuBody {
    pub(super) fn of(board: Option<&MenuBoard>) -> Self {
        let nothing = Menu::default();
        let stored = board.map(MenuBoard::stored);
        Self {
            buttons: buttons_of(stored.map_or(&nothing, |stored| &stored.menu)),
            faults: board.map(|board| faults_of(board.faults())).unwrap_or_default(),
            publication: MenuPublicationBody::of(board),
            updated_at: stored.map(|stored| stored.updated_at.into()),
            version: stored.map_or(0, |stored| stored.edition),
        }
    }
}

impl MenuPublicationBody {
    fn of(board: Option<&MenuBoard>) -> Self {
        let stored = board.map(MenuBoard::stored);
        let published = stored.and_then(|stored| stored.published);
        Self {
            state: board.map_or(Publication::None, MenuBoard::publication).name(),
            wanted_version: stored
                .and_then(|stored| stored.wanted.as_ref())
                .map(|wanted| wanted.edition),
            published_version: published.map(|published| published.edition),
            published_at: published.map(|published| published.at.into()),
            error: stored.and_then(error_of),
        }
    }
}

fn error_of(stored: &StoredBoard) -> Option<PublishErrorBody> {
    stored.failure.as_ref().map(|failure| PublishErrorBody {
        message: failure.note.clone(),
        at: failure.at.into(),
        is_final: failure.is_final,
    })
}

pub(super) fn faults_of(faults: Vec<MenuFault>) -> Vec<FaultBody> {
    let body = |MenuFault { at, reason }| FaultBody { at, reason };
    faults.into_iter().map(body).collect()
}
