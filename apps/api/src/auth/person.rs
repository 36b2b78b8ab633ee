//! The person of a request: a bearer token, or the cookie of a browser that signed in.

use actix_web::HttpRequest;
use ports::identity::PersonSession;

use super::bearer;
use super::cookies::{Cookies, Keepsake};
use crate::error::{ApiError, Code};
use crate::state::ApiState;

/// Who it is. A bearer token that is not good is not made good by a cookie.
///
/// # Errors
/// When nobody is signed in.
pub(super) fn session_of(request: &HttpRequest, state: &ApiState) -> Result<PersonSession, ApiError> {
    let cookie = || Cookies::of(state).read(request, Keepsake::Person);
    let token = bearer::token(request.headers()).map(str::to_owned).or_else(cookie);
    let token = token.ok_or_else(no_person)?;
    Ok(state.app.know_person.session(&token)?)
}

/// No person is signed in.
pub(crate) fn no_person() -> ApiError {
    ApiError::new(
        Code::Unauthenticated,
        "Sign in through WeChat first: GET /v2/wechat/oauth/start in its browser, POST /v2/mini-program/login in a mini program.",
    )
}
