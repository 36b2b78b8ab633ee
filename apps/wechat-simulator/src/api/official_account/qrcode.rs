//! Scene QR codes: `POST /cgi-bin/qrcode/create` and the picture at `GET /cgi-bin/showqrcode`.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use serde_json::{Map, Value, json};

use crate::api::answer::{Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, OFFICIAL_ACCOUNT};
use crate::state::codes::Code;
use crate::world::World;

/// Scene codes.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint::post(OFFICIAL_ACCOUNT, "/cgi-bin/qrcode/create", create)];

const LONGEST_EXPIRY: i64 = 2_592_000;
/// What WeChat takes when a temporary code names no expiry.
const DEFAULT_EXPIRY: i64 = 30;
const LONGEST_SCENE: usize = 64;
const MOST_PERMANENT: u64 = 100_000;
/// Permanent codes of both kinds together.
const MOST_PERMANENT_CODES: usize = 100_000;
const PICTURE_PIXELS: u32 = 430;

/// Creates a code, or returns the existing one of a permanent scene.
pub fn create(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let action_name = body
        .get("action_name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let scene = scene(&action_name, &body)?;
    let expire_seconds = expiry(&action_name, &body)?;
    let now = call.now();
    let codes = &call.account().codes;
    if expire_seconds.is_none() {
        if let Some(code) = codes.permanent(&action_name, &scene) {
            return Ok(Done::read(answer(code, None)));
        }
        if codes.permanent_count() >= MOST_PERMANENT_CODES {
            return Err(Refusal::new(45029));
        }
    }
    let code = Code {
        ticket: call.state.chance.ticket(),
        url: call.state.chance.code_url(),
        scene,
        action_name,
        created_at: now,
        expires_at: expire_seconds.map(|seconds| now + seconds),
    };
    let answer = answer(&code, expire_seconds);
    call.state.add_code(call.id, code);
    Ok(Done::changed(answer))
}

fn answer(code: &Code, expire_seconds: Option<i64>) -> Value {
    let mut answer = json!({"ticket": code.ticket, "url": code.url});
    if let Some(seconds) = expire_seconds {
        answer["expire_seconds"] = Value::from(seconds);
    }
    answer
}

fn scene(action_name: &str, body: &Map<String, Value>) -> Result<String, Refusal> {
    let scene = body
        .get("action_info")
        .and_then(|info| info.get("scene"))
        .ok_or_else(|| Refusal::new(40053))?;
    let number = || scene.get("scene_id").and_then(Value::as_u64);
    let text = || scene.get("scene_str").and_then(Value::as_str);
    let value = match action_name {
        "QR_SCENE" => number()
            .filter(|&id| id > 0 && id <= u64::from(u32::MAX))
            .map(|id| id.to_string()),
        "QR_LIMIT_SCENE" => number()
            .filter(|&id| (1..=MOST_PERMANENT).contains(&id))
            .map(|id| id.to_string()),
        "QR_STR_SCENE" | "QR_LIMIT_STR_SCENE" => text()
            .filter(|text| (1..=LONGEST_SCENE).contains(&text.chars().count()))
            .map(str::to_owned),
        _ => return Err(Refusal::new(40052)),
    };
    value.ok_or_else(|| Refusal::new(40053))
}

/// Seconds a temporary code lives; `None` for a permanent one.
fn expiry(action_name: &str, body: &Map<String, Value>) -> Result<Option<i64>, Refusal> {
    if action_name.starts_with("QR_LIMIT") {
        return Ok(None);
    }
    match body.get("expire_seconds") {
        None | Some(Value::Null) => Ok(Some(DEFAULT_EXPIRY)),
        Some(given) => match given.as_i64() {
            Some(seconds @ 1..=LONGEST_EXPIRY) => Ok(Some(seconds)),
            _ => Err(Refusal::with(40053, "invalid expire_seconds")),
        },
    }
}

/// The picture of a code, as SVG; 404 for an unknown ticket.
pub async fn picture(world: Data<World>, query: Query<HashMap<String, String>>) -> HttpResponse {
    let ticket = query.get("ticket").map(String::as_str).unwrap_or_default();
    let url = world.with(|state| {
        let mut accounts = state.accounts.iter();
        accounts.find_map(|(_, account)| Some(account.codes.by_ticket(ticket)?.url.clone()))
    });
    match url.as_deref().and_then(draw) {
        Some(picture) => HttpResponse::Ok().content_type("image/svg+xml").body(picture),
        None => HttpResponse::NotFound().finish(),
    }
}

fn draw(url: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(url, EcLevel::M).ok()?;
    Some(
        code.render::<svg::Color<'_>>()
            .min_dimensions(PICTURE_PIXELS, PICTURE_PIXELS)
            .build(),
    )
}
