//! The signature that lets a page in WeChat call the JS-SDK (`wx.config`).

use sha1::{Digest, Sha1};

use crate::hex;

/// Signs a page: lower-case hex SHA-1 over ticket, nonce, timestamp (unix seconds) and URL in that order, none of them
/// percent-encoded (official JS-SDK page, appendix 1).
///
/// `url` is the page's address as the browser has it; a `#fragment` is not signed and is cut here.
#[must_use]
pub fn signature(jsapi_ticket: &str, nonce: &str, timestamp: i64, url: &str) -> String {
    let page = url.split('#').next().unwrap_or_default();
    let signed = format!("jsapi_ticket={jsapi_ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}");
    hex::sha1_text(&Sha1::digest(signed.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_does_not_change_the_signature() {
        let plain = signature("t", "n", 1, "https://a.example/?b=1");
        assert_eq!(signature("t", "n", 1, "https://a.example/?b=1#/route"), plain);
        assert_ne!(signature("t", "n", 1, "https://a.example/?b=2"), plain);
    }
}
