//! The scene value inside the `EventKey` of a follow.
//!
//! A new follower's `subscribe` event carries `qrscene_` + scene; a `SCAN` by someone who already follows carries the
//! bare scene. Other prefixes on `subscribe` (`last_trade_no_…`, `scanbarcode|…`) are not scenes.

/// What WeChat puts before the scene on `subscribe`, and there only.
pub const SUBSCRIBE_PREFIX: &str = "qrscene_";

/// The scene of a `subscribe` event. Exactly one prefix is removed, so a scene that itself begins with it survives.
///
/// ```
/// use wechat_protocol::scene::from_subscribe;
/// assert_eq!(from_subscribe("qrscene_qrscene_7"), Some("qrscene_7"));
/// assert_eq!(from_subscribe("last_trade_no_4200"), None);
/// ```
#[must_use]
pub fn from_subscribe(event_key: &str) -> Option<&str> {
    event_key
        .strip_prefix(SUBSCRIBE_PREFIX)
        .filter(|scene| !scene.is_empty())
}
