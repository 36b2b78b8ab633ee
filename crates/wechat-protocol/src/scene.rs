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

/// Where a new follower came from: the forms of `EventKey` on `subscribe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FollowSource<'a> {
    /// They followed by themselves: no `EventKey`.
    Plain,
    /// They scanned a scene code (`qrscene_…`).
    Scene(&'a str),
    /// They followed after a payment (`last_trade_no_…`).
    Payment {
        /// The trade's number.
        trade_no: &'a str,
    },
    /// They scanned the barcode of a product (`scanbarcode|…`): what follows the mark.
    Barcode(&'a str),
    /// They scanned a picture (`scanimage|…`): what follows the mark.
    Picture(&'a str),
    /// Another form, as sent.
    Other(&'a str),
}

impl<'a> FollowSource<'a> {
    /// Reads `EventKey` of a `subscribe` event.
    ///
    /// ```
    /// use wechat_protocol::scene::FollowSource;
    /// assert_eq!(FollowSource::parse(Some("qrscene_7")), FollowSource::Scene("7"));
    /// assert_eq!(FollowSource::parse(Some("last_trade_no_42")), FollowSource::Payment { trade_no: "42" });
    /// assert_eq!(FollowSource::parse(None), FollowSource::Plain);
    /// ```
    #[must_use]
    pub fn parse(event_key: Option<&'a str>) -> Self {
        let Some(key) = event_key.map(str::trim).filter(|key| !key.is_empty()) else {
            return Self::Plain;
        };
        let after = |mark: &str| key.strip_prefix(mark).filter(|rest| !rest.is_empty());
        from_subscribe(key)
            .map(Self::Scene)
            .or_else(|| after("last_trade_no_").map(|trade_no| Self::Payment { trade_no }))
            .or_else(|| after("scanbarcode|").map(Self::Barcode))
            .or_else(|| after("scanimage|").map(Self::Picture))
            .unwrap_or(Self::Other(key))
    }
}
