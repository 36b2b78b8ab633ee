//! The id of a request: the client's own where it is sound, a fresh one otherwise.

use std::sync::Arc;

use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::{HttpMessage as _, HttpRequest, web};

use crate::answer::Stamp;
use crate::state::ApiState;

/// The header it comes and goes in.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

const LONGEST: usize = 128;

/// The id under which a request is known here.
#[derive(Clone)]
pub struct RequestId(pub Arc<str>);

impl RequestId {
    /// Of a request with these headers.
    pub fn of(headers: &HeaderMap, state: &ApiState) -> Self {
        match headers
            .get(&HEADER)
            .and_then(|value| value.to_str().ok())
            .filter(|text| is_sound(text))
        {
            Some(text) => Self(text.into()),
            None => {
                let mut buffer = uuid::Uuid::encode_buffer();
                Self((&*state.app.adapters().ids.next().hyphenated().encode_lower(&mut buffer)).into())
            }
        }
    }
}

fn is_sound(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_allowed)
}

/// Time and request id for an answer to this request.
pub fn stamp(request: &HttpRequest) -> Stamp {
    let state = request
        .app_data::<web::Data<ApiState>>()
        .expect("every route is registered with the state");
    let request_id = match request.extensions().get::<RequestId>() {
        Some(id) => Arc::clone(&id.0),
        None => RequestId::of(request.headers(), state).0,
    };
    Stamp {
        time: state.app.adapters().clock.now(),
        request_id,
    }
}

#[cfg(test)]
mod tests {
    use super::is_sound;

    #[test]
    fn ids_that_could_break_a_log_line_are_not_taken_over() {
        for sound in ["a", "7f3e.2-x_9", &"x".repeat(128)] {
            assert!(is_sound(sound), "{sound}");
        }
        for unsound in ["", "a b", "a\"b", "签到", &"x".repeat(129)] {
            assert!(!is_sound(unsound), "{unsound}");
        }
    }
}
