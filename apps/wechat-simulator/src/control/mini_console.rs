//! What the console of a mini program and the platform decide.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Query};
use serde::{Deserialize, Deserializer};

use super::acting::Answer;
use super::which::Which;
use crate::world::World;

/// Body of `POST /control/mini-program`; what is absent stays.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// `null` accepts any page again.
    #[serde(default, deserialize_with = "present")]
    pages: Option<Option<BTreeSet<String>>>,
    published: Option<bool>,
    /// How many counted codes may still be made.
    codes_left: Option<u64>,
    words: Option<BTreeMap<String, i64>>,
    blocked: Option<BTreeSet<String>>,
}

#[expect(clippy::option_option, reason = "absent and null mean different things")]
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// `POST /control/mini-program?account=`
pub async fn change(world: Data<World>, which: Query<Which>, change: Json<Change>) -> Answer {
    let change = change.into_inner();
    world.with(|state| {
        let account = which.find(state)?;
        state.changed = true;
        let mini = &mut state.accounts[account].mini;
        let made = mini.codes_made;
        let console = &mut mini.console;
        console.pages = change.pages.unwrap_or_else(|| console.pages.take());
        console.published = change.published.unwrap_or(console.published);
        console.code_limit = change
            .codes_left
            .map_or(console.code_limit, |left| made.saturating_add(left));
        if let Some(words) = change.words {
            console.words = words;
        }
        if let Some(blocked) = change.blocked {
            console.blocked = blocked;
        }
        Ok(HttpResponse::Ok().json(console))
    })
}
