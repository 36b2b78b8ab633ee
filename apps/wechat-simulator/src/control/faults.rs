//! Faults: plant, list, remove.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Query};
use serde::Deserialize;
use serde_json::json;

use super::answer::ControlError;
use crate::state::faults::Fault;
use crate::world::World;

const MOST_FAULTS: usize = 1000;

/// One fault or a list of them.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Faults {
    /// A list.
    Many(Vec<Fault>),
    /// A single one.
    One(Fault),
}

/// `POST /control/faults`
pub async fn plant(world: Data<World>, faults: Json<Faults>) -> Result<HttpResponse, ControlError> {
    let faults = match faults.into_inner() {
        Faults::Many(faults) => faults,
        Faults::One(fault) => vec![fault],
    };
    if let Some(objection) = faults.iter().find_map(Fault::objection) {
        return Err(ControlError::Invalid(objection.to_owned()));
    }
    world.with(|state| {
        if state.faults.list().len() + faults.len() > MOST_FAULTS {
            return Err(ControlError::Invalid("there may be 1000 faults".to_owned()));
        }
        faults.into_iter().for_each(|fault| state.faults.plant(fault));
        Ok(HttpResponse::Created().json(json!({"items": state.faults.list()})))
    })
}

/// `GET /control/faults`
pub async fn list(world: Data<World>) -> HttpResponse {
    world.with(|state| HttpResponse::Ok().json(json!({"items": state.faults.list()})))
}

/// Query of `DELETE /control/faults`.
#[derive(Debug, Deserialize)]
pub struct Whose {
    account: Option<String>,
}

/// `DELETE /control/faults?account=`
pub async fn clear(world: Data<World>, whose: Query<Whose>) -> HttpResponse {
    world.with(|state| state.faults.clear(whose.account.as_deref()));
    HttpResponse::NoContent().finish()
}
