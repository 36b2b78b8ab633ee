//! The HTTP response of a call, as a fault may have bent it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, LOCATION};
use actix_web::web::Bytes;
use futures::stream;
use serde_json::Value;

use super::answer::Answer;
use crate::state::faults::{FaultAction, Moment};

/// What is sent back.
#[derive(Debug)]
pub enum Shaped {
    /// The whole answer.
    Whole(Answer),
    /// Half of its JSON.
    Half(Value),
    /// A status of a broken gateway.
    Broken(u16),
    /// A page of a broken gateway.
    Page,
}

/// What is sent of an answer; `None` closes the connection.
#[must_use]
pub fn shape(answer: Option<Answer>, fault: Option<&FaultAction>) -> Option<Shaped> {
    let Some(answer) = answer else {
        return match fault {
            Some(FaultAction {
                http_status: Some(status),
                ..
            }) => Some(Shaped::Broken(*status)),
            Some(FaultAction { html: true, .. }) => Some(Shaped::Page),
            _ => None,
        };
    };
    match fault {
        Some(FaultAction {
            drop_connection: Some(Moment::After),
            ..
        }) => None,
        Some(FaultAction { truncate: true, .. }) => Some(Shaped::Half(answer.for_journal())),
        _ => Some(Shaped::Whole(answer)),
    }
}

/// Writes the response.
pub fn respond(shaped: Shaped) -> HttpResponse {
    match shaped {
        Shaped::Whole(answer) => whole(answer),
        Shaped::Half(answer) => {
            let text = answer.to_string();
            let half = text.floor_char_boundary(text.len() / 2);
            HttpResponse::Ok()
                .content_type("application/json")
                .body(text[..half].to_owned())
        }
        Shaped::Broken(status) => HttpResponse::build(status_code(status))
            .content_type("text/plain")
            .body("upstream unavailable"),
        Shaped::Page => HttpResponse::Ok()
            .content_type("text/html; charset=utf-8")
            .body("<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>"),
    }
}

/// A body that fails before its first byte makes the server close the connection with nothing sent.
pub fn nothing() -> HttpResponse {
    HttpResponse::Ok().streaming(stream::once(async {
        Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
    }))
}

fn whole(answer: Answer) -> HttpResponse {
    match answer {
        Answer::Json(value) => HttpResponse::Ok().json(value),
        Answer::File {
            content_type,
            disposition,
            content,
        } => {
            let mut response = HttpResponse::Ok();
            response.content_type(content_type);
            if let Some(disposition) = disposition {
                response.insert_header((CONTENT_DISPOSITION, disposition));
            }
            response.body(content)
        }
        Answer::Page(page) => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page),
        Answer::Redirect(address) => HttpResponse::Found().insert_header((LOCATION, address)).finish(),
        Answer::Status(status) => HttpResponse::build(status_code(status)).finish(),
    }
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY)
}
