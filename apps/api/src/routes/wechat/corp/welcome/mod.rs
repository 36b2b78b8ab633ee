//! The message that welcomes new external contacts (欢迎语).

mod body;
mod edit;
mod read;

use actix_web::http::header;
use application::wechat::wecom::contacts::WelcomeState;

use body::WelcomeMessageBody;

use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::http::etag;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![read::endpoint(), edit::endpoint()]
}

/// The message as it is now, with its tag.
fn present(state: WelcomeState) -> Answer<WelcomeMessageBody> {
    let version = state.setting.as_ref().map_or(0, |setting| setting.version);
    Answer::ok(WelcomeMessageBody::from(state)).header(header::ETAG, &etag::tag(version))
}
