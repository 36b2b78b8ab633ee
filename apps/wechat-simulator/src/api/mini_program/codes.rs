//! Codes of mini programs (小程序码) and their older form.

use serde_json::{Map, Value};

use super::picture::png;
use crate::api::answer::{Answer, Done, Refusal};
use crate::api::call::Call;
use crate::api::endpoint::{Endpoint, MINI_PROGRAM};
use crate::api::fields;

/// Codes.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint::post(MINI_PROGRAM, "/wxa/getwxacode", limited),
    Endpoint::post(MINI_PROGRAM, "/wxa/getwxacodeunlimit", unlimited),
    Endpoint::post(MINI_PROGRAM, "/cgi-bin/wxaapp/createwxaqrcode", square),
];

const LONGEST_PATH: usize = 1024;
const LONGEST_SQUARE_PATH: usize = 128;
const LONGEST_SCENE: usize = 32;
const WIDTHS: std::ops::RangeInclusive<i64> = 280..=1280;
const USUAL_WIDTH: i64 = 430;
/// Beside letters and digits.
const SCENE_SIGNS: &str = "!#$&'()*+,/:;=?@-._~";

/// A code for a path; all in all there may be 100,000.
fn limited(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    version(&body)?;
    let path = path(call, &body, LONGEST_PATH)?;
    let width = width(&body)?;
    count(call)?;
    picture(&format!("https://wxa.example.invalid/{path}"), width)
}

/// The older form of a code, out of the same 100,000.
fn square(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    let path = path(call, &body, LONGEST_SQUARE_PATH)?;
    let width = width(&body)?;
    count(call)?;
    picture(&format!("https://wxa.example.invalid/{path}"), width)
}

fn path(call: &Call<'_>, body: &Map<String, Value>, longest: usize) -> Result<String, Refusal> {
    let path = fields::text(body, "path");
    if path.is_empty() || path.len() > longest {
        return Err(Refusal::new(40159));
    }
    if !call.has_page(path) {
        return Err(Refusal::new(41030));
    }
    Ok(path.to_owned())
}

/// A code with a scene; there may be any number.
fn unlimited(call: &mut Call<'_>) -> Result<Done, Refusal> {
    let body = call.object()?;
    version(&body)?;
    let scene = fields::text(&body, "scene");
    if scene.chars().count() > LONGEST_SCENE {
        return Err(Refusal::new(40169));
    }
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || SCENE_SIGNS.contains(character);
    if scene.is_empty() || !scene.chars().all(is_allowed) {
        return Err(Refusal::new(40129));
    }
    let page = fields::text(&body, "page");
    if page.starts_with('/') || page.contains('?') {
        return Err(Refusal::new(41030));
    }
    let checks = body.get("check_path").and_then(Value::as_bool).unwrap_or(true);
    if checks && !page.is_empty() && !call.has_page(page) {
        return Err(Refusal::new(41030));
    }
    picture(
        &format!("https://wxa.example.invalid/{page}?scene={scene}"),
        width(&body)?,
    )
}

fn version(body: &Map<String, Value>) -> Result<(), Refusal> {
    match fields::text(body, "env_version") {
        "" | "release" | "trial" | "develop" => Ok(()),
        _ => Err(Refusal::new(40097)),
    }
}

fn width(body: &Map<String, Value>) -> Result<usize, Refusal> {
    let width = match body.get("width") {
        None | Some(Value::Null) => Some(USUAL_WIDTH),
        Some(width) => fields::whole(width).filter(|width| WIDTHS.contains(width)),
    };
    let width = width.and_then(|width| usize::try_from(width).ok());
    width.ok_or_else(|| Refusal::new(40097))
}

fn count(call: &mut Call<'_>) -> Result<(), Refusal> {
    let mini = &mut call.account_mut().mini;
    if mini.codes_made >= mini.console.code_limit {
        return Err(Refusal::new(45029));
    }
    mini.codes_made += 1;
    Ok(())
}

fn picture(text: &str, width: usize) -> Result<Done, Refusal> {
    let content = png(text, width).ok_or_else(|| Refusal::new(40159))?;
    let answer = Answer::File {
        content_type: "image/png".to_owned(),
        disposition: None,
        content: content.into(),
    };
    Ok(Done {
        took_effect: true,
        ..Done::with(answer)
    })
}
