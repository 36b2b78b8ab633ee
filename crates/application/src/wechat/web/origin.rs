//! Which addresses are ours. Addresses are read as browsers read them (WHATWG URL), so that what is checked here is where a
//! browser goes.

use url::Url;

/// Longest address of a page, in bytes.
const LONGEST: usize = 2_048;
/// Where a sign-in may not lead: to itself.
const SIGN_IN: &str = "/v2/wechat/oauth/";
const STAFF_SIGN_IN: &str = "/v2/wecom/login/";

/// Where our pages are, and which others may speak with the WeChat client on our accounts' behalf.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebSettings {
    /// Our own address; without one nobody signs in on pages.
    pub origin: Option<PublicOrigin>,
    /// Further hosts whose pages may use the JS-SDK; each is also a JS-safe domain (JS 接口安全域名) in WeChat's console.
    pub js_domains: Vec<String>,
}

impl WebSettings {
    /// Whether pages are reached over TLS, so that cookies are for TLS only.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.origin.as_ref().is_some_and(PublicOrigin::is_secure)
    }

    /// Whether the page at `address` may use the JS-SDK: one of our own, or one of a configured host.
    #[must_use]
    pub fn may_sign(&self, address: &str) -> bool {
        let is_clean = !address.contains(|one: char| one.is_whitespace() || one.is_control() || one == '\\');
        let Some(url) = readable(address).filter(|_| is_clean) else {
            return false;
        };
        let is_own = self.origin.as_ref().is_some_and(|origin| origin.is_origin_of(&url));
        let host = url.host_str().unwrap_or_default();
        is_own || self.js_domains.iter().any(|domain| domain.eq_ignore_ascii_case(host))
    }
}

/// The address under which people reach this system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOrigin(Url);

impl PublicOrigin {
    /// Reads `http://…` or `https://…` with a host and without a user.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        readable(text).map(Self)
    }

    /// Whether it is `https`.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Where WeChat sends browsers back to.
    #[must_use]
    pub fn callback(&self) -> String {
        self.below(SIGN_IN)
    }

    /// Where WeCom sends the browsers of staff back to.
    #[must_use]
    pub fn staff_callback(&self) -> String {
        self.below(STAFF_SIGN_IN)
    }

    fn below(&self, folder: &str) -> String {
        format!("{}{folder}callback", self.0.as_str().trim_end_matches('/'))
    }

    /// The whole address of one of our pages, given as a path or in full; `None` when it leads anywhere else.
    #[must_use]
    pub fn own_page(&self, address: &str) -> Option<String> {
        if address.len() > LONGEST {
            return None;
        }
        let url = self.0.join(address).ok().filter(is_plain)?;
        let is_sign_in = [SIGN_IN, STAFF_SIGN_IN]
            .iter()
            .any(|folder| url.path().starts_with(folder));
        (self.is_origin_of(&url) && !is_sign_in).then(|| url.into())
    }

    fn is_origin_of(&self, url: &Url) -> bool {
        url.origin() == self.0.origin()
    }
}

fn readable(text: &str) -> Option<Url> {
    let url = (text.len() <= LONGEST).then(|| Url::parse(text).ok()).flatten();
    url.filter(is_plain)
}

/// A page on the web, without a user that could pass for a host.
fn is_plain(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin() -> PublicOrigin {
        PublicOrigin::parse("https://a.example").unwrap()
    }

    #[test]
    fn a_page_of_ours_is_given_as_a_path_or_in_full() {
        for (address, expected) in [
            ("", "https://a.example/"),
            ("/", "https://a.example/"),
            ("/e/1?x=1&y=2#part", "https://a.example/e/1?x=1&y=2#part"),
            ("/活动", "https://a.example/%E6%B4%BB%E5%8A%A8"),
            ("https://a.example/e", "https://a.example/e"),
            ("HTTPS://A.EXAMPLE:443/e", "https://a.example/e"),
            ("/%2F%2Fevil.example", "https://a.example/%2F%2Fevil.example"),
            ("/.//evil.example", "https://a.example//evil.example"),
            ("/e?next=//evil.example", "https://a.example/e?next=//evil.example"),
        ] {
            assert_eq!(origin().own_page(address).as_deref(), Some(expected), "{address}");
        }
    }

    #[test]
    fn no_address_leads_anywhere_else() {
        for address in [
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "\u{1}//evil.example",
            " //evil.example",
            "https://evil.example/",
            "https:\\\\evil.example",
            "https://a.example@evil.example/",
            "https://a.example:x@evil.example/",
            "https://user@a.example/",
            "https://a.example.evil.example/",
            "https://a.example:8443/",
            "http://a.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "wx://a.example",
            "/v2/wechat/oauth/start?returnTo=/",
            "/x/../v2/wechat/oauth/callback",
            "/v2/wecom/login/start",
            &format!("/{}", "x".repeat(2_048)),
        ] {
            assert_eq!(origin().own_page(address), None, "{address}");
        }
    }

    #[test]
    fn the_callback_lies_below_our_address() {
        assert_eq!(origin().callback(), "https://a.example/v2/wechat/oauth/callback");
        let below = PublicOrigin::parse("http://a.example:8080/app/").unwrap();
        assert_eq!(below.callback(), "http://a.example:8080/app/v2/wechat/oauth/callback");
        assert!(!below.is_secure());
    }

    #[test]
    fn only_our_pages_and_those_of_configured_hosts_are_signed() {
        let settings = WebSettings {
            origin: Some(origin()),
            js_domains: vec!["h5.example".to_owned()],
        };
        for address in [
            "https://a.example/e?x=1",
            "https://H5.example/",
            "http://h5.example:8080/活动",
        ] {
            assert!(settings.may_sign(address), "{address}");
        }
        for address in [
            "",
            "/e",
            "https://evil.example/",
            "http://a.example/",
            "https://x.h5.example/",
            "https://h5.example@evil.example/",
            "https://user@h5.example/",
            "https:\\\\h5.example/",
            "https://h5.example/ x",
            "file://h5.example/",
        ] {
            assert!(!settings.may_sign(address), "{address}");
        }
        assert!(!WebSettings::default().may_sign("https://a.example/"));
    }
}
