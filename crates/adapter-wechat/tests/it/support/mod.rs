//! What the tests share: a scripted HTTP server, a platform that issues tokens, a token store and a clock.

mod clock;
mod platform;
mod server;
mod store;
mod world;

pub use clock::TestClock;
pub use platform::{Platform, STABLE_TOKEN, WECOM_TOKEN};
pub use server::{Act, Seen, Server};
pub use store::TestStore;
pub use world::{World, account, build, eventually, person, settings};

use adapter_wechat::WechatClient;
use domain::notifications::{CustomMessage, Link};
use ports::wechat::WechatFailure;
use ports::wechat::messaging::{FilledTemplate, MessagingApi};

/// Under which id every notice goes out.
pub const CLIENT_MSG_ID: &str = "0123456789abcdef0123456789abcdef";

/// A notice with one field.
pub fn notice() -> FilledTemplate {
    FilledTemplate {
        template_id: "TPL".to_owned(),
        fields: vec![("thing1".to_owned(), "年会🎉".to_owned())],
        link: Link::Nowhere,
    }
}

/// Sends a text to the [`person`].
pub async fn say(client: &WechatClient, text: &str) -> Result<(), WechatFailure> {
    let text = CustomMessage::Text(text.to_owned());
    client.send_custom(&person(), &text, None).await
}

/// Sends the [`notice`] to the [`person`].
pub async fn notify(client: &WechatClient) -> Result<Option<String>, WechatFailure> {
    client.send_filled(&person(), &notice(), CLIENT_MSG_ID).await
}
