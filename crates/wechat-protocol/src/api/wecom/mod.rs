//! Calls of WeCom (企业微信), on a host of its own. Every app of a corp has its own secret and its own token.
//!
//! A failure's body carries the fields of a success as empty lists, so an answer's `errcode` is read before anything
//! else: a bad token must not look like an empty directory. Classify codes with `Product::WeCom`.
//!
//! Requests with limits have a `check`, which finds locally what the platform would refuse or silently cut.

pub mod agent;
pub mod appchat;
pub mod card;
pub mod department;
pub mod external_contact;
pub mod group_chat;
pub mod login;
pub mod media;
pub mod member;
pub mod menu;
pub mod message;
pub mod robot;
pub mod token;
pub mod user;
pub mod user_ids;

#[cfg(test)]
mod tests;

/// The host of WeCom's API.
pub const WECOM_HOST: &str = "https://qyapi.weixin.qq.com";

/// As `api_call!`, on WeCom's host.
macro_rules! wecom_call {
    ($call:ident $(<$life:lifetime>)?: $kind:ident $path:expr => $answer:ty, $again:ident $({ $($item:item)* })?) => {
        $crate::api::call::api_call!($call $(<$life>)?: $kind $path => $answer, $again {
            const HOST: &'static str = $crate::api::wecom::WECOM_HOST;
            $($($item)*)?
        });
    };
}
pub(crate) use wecom_call;

/// Checks an id of letters, digits and `_-@`, as tasks have them.
fn task_id(field: &'static str, id: &str) -> crate::api::Validity {
    use crate::api::{bounds, invalid::charset};
    bounds::bytes(field, id, 1..=128)?;
    charset(field, id, "ASCII letters, digits and _-@", |c| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@')
    })
}
