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

/// A notice with one field.
pub fn notice() -> ports::wechat::TemplateMessage {
    ports::wechat::TemplateMessage {
        template_id: "TPL".to_owned(),
        fields: vec![("thing1".to_owned(), "年会🎉".to_owned())],
        client_msg_id: "0123456789abcdef0123456789abcdef".to_owned(),
    }
}
