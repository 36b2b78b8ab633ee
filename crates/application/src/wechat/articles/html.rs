//! The HTML of articles: what WeChat shows stays, what it would drop without a word is told.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::{Builder, UrlRelative};
use domain::ids::MaterialId;
use domain::text::shortened;

/// How articles name our own pictures.
const MATERIAL: &str = "material:";
/// Hosts whose pictures WeChat shows.
const PICTURE_HOSTS: [&str; 2] = ["mmbiz.qpic.cn", "mmbiz.qlogo.cn"];
/// Schemes that a link may have.
const LINK_SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];

/// HTML that was looked through.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    /// Without scripts and what else WeChat drops.
    pub(super) html: String,
    /// Our pictures in it, in order; one may come twice.
    pub(super) materials: Vec<MaterialId>,
    /// Pictures that WeChat would drop.
    pub(super) faults: Vec<String>,
    /// How many pictures had an address.
    judged: usize,
}

/// Cleans HTML as it was written.
pub(super) fn clean(html: &str) -> Cleaned {
    passed(html, BTreeMap::new())
}

/// Clean HTML with our pictures under these addresses.
pub(super) fn with_addresses(html: &str, addresses: BTreeMap<MaterialId, String>) -> String {
    passed(html, addresses).html
}

fn passed(html: &str, addresses: BTreeMap<MaterialId, String>) -> Cleaned {
    let seen = Arc::new(Mutex::new(Cleaned::default()));
    let filter = Filter {
        seen: Arc::clone(&seen),
        addresses,
    };
    let html = Builder::default()
        .add_tags(["section", "font", "tt"])
        .add_generic_attributes(["style", "align"])
        .add_tag_attributes("font", ["color", "size", "face"])
        // All schemes that come up, for the filter to judge: what is dropped before it is not told.
        .add_url_schemes(["material", "data", "blob", "file"])
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(move |element, attribute, value| filter.judge(element, attribute, value))
        .clean(html)
        .to_string();
    let mut cleaned = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    // Neither texts nor values hold a bare `<`, so each of these is an element.
    if html.matches("<img").count() > cleaned.judged {
        cleaned
            .faults
            .push("a picture has no address that WeChat takes".to_owned());
    }
    cleaned.html = html;
    cleaned
}

struct Filter {
    seen: Arc<Mutex<Cleaned>>,
    addresses: BTreeMap<MaterialId, String>,
}

impl Filter {
    fn judge<'a>(&self, element: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
        match attribute {
            "src" if element == "img" => self.picture(value),
            "href" => is_link(value).then_some(Cow::Borrowed(value)),
            "style" => self.style(value),
            "src" | "cite" | "background" => None,
            _ => Some(Cow::Borrowed(value)),
        }
    }

    fn picture<'a>(&self, source: &'a str) -> Option<Cow<'a, str>> {
        let source = source.trim();
        self.note(|seen| seen.judged += 1);
        if let Some(id) = source.strip_prefix(MATERIAL) {
            let Ok(id) = id.parse::<MaterialId>() else {
                return self.fault(format!(
                    "{:?} names no material: write material:<id>",
                    shortened(source, 80)
                ));
            };
            self.note(|seen| seen.materials.push(id));
            let address = self.addresses.get(&id).cloned();
            return Some(Cow::Owned(address.unwrap_or_else(|| format!("{MATERIAL}{id}"))));
        }
        if is_at_wechat(source) {
            return Some(Cow::Borrowed(source));
        }
        let name = shortened(source, 80);
        self.fault(format!(
            "the picture {name:?} is not at WeChat, which would drop it: upload it as a material and name it material:<id>"
        ))
    }

    fn style<'a>(&self, style: &'a str) -> Option<Cow<'a, str>> {
        let plain = style.to_ascii_lowercase();
        // An escape hides what it means, and no editor writes one.
        if plain.contains('\\') || plain.contains("expression(") || plain.contains("javascript:") {
            return None;
        }
        for part in plain.split("url(").skip(1) {
            let address = part.trim_start().trim_start_matches(['"', '\'']);
            if !is_at_wechat(address) {
                let address = address.split([')', '"', '\'']).next().unwrap_or_default();
                let name = shortened(address, 80);
                return self.fault(format!("the background {name:?} is not at WeChat, which would drop it"));
            }
        }
        Some(Cow::Borrowed(style))
    }

    fn fault<T>(&self, fault: String) -> Option<T> {
        self.note(|seen| {
            if !seen.faults.contains(&fault) {
                seen.faults.push(fault);
            }
        });
        None
    }

    fn note(&self, note: impl FnOnce(&mut Cleaned)) {
        note(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

fn is_link(address: &str) -> bool {
    let plain = address.trim().to_ascii_lowercase();
    LINK_SCHEMES.iter().any(|scheme| plain.starts_with(scheme))
}

/// Whether WeChat keeps a picture of this address.
fn is_at_wechat(address: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    host.is_some_and(|host| PICTURE_HOSTS.contains(&host))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "019ad3a5-7c4b-7000-8000-0000000000a1";

    #[test]
    fn styles_and_sections_stay_and_scripts_go() {
        let kept =
            r#"<section style="color: red;"><p style="text-align:center">正文 <strong>粗</strong></p></section>"#;
        let cleaned = clean(&format!("{kept}<script>alert(1)</script><p onclick=\"x()\">b</p>"));
        assert_eq!(cleaned.html, format!("{kept}<p>b</p>"));
        assert_eq!(cleaned.faults, Vec::<String>::new());
        assert_eq!(
            clean(&cleaned.html).html,
            cleaned.html,
            "cleaning twice changes nothing"
        );
    }

    #[test]
    fn links_that_run_something_go() {
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "material:x",
            "/relative",
        ] {
            let cleaned = clean(&format!(r#"<a href="{bad}">a</a>"#));
            assert_eq!(cleaned.html, "<a>a</a>", "{bad}");
        }
        let good = r#"<a href="https://example.com/?a=b">a</a>"#;
        assert_eq!(clean(good).html, good);
    }

    #[test]
    fn pictures_are_materials_or_wechats_own() {
        let cleaned = clean(&format!(
            r#"<img src="material:{}"><img src="https://mmbiz.qpic.cn/a/0?wx_fmt=png">"#,
            ID.to_uppercase()
        ));
        assert_eq!(cleaned.materials, [ID.parse::<MaterialId>().unwrap()]);
        assert!(cleaned.html.contains(&format!("material:{ID}")), "{}", cleaned.html);
        assert_eq!(cleaned.faults, Vec::<String>::new());
    }

    #[test]
    fn pictures_from_elsewhere_are_told_and_not_kept() {
        let sources = [
            "https://example.com/a.png",
            "http://mmbiz.qpic.cn.example.com/a",
            "https://mmbiz.qpic.cn:80@example.com/a",
            "data:image/png;base64,AAAA",
            "/a.png",
            "material:7",
            "javascript:x",
            "",
        ];
        for source in sources {
            let cleaned = clean(&format!(r#"<p>a<img src="{source}"></p>"#));
            assert_eq!(cleaned.faults.len(), 1, "{source}: {cleaned:?}");
            assert!(!cleaned.html.contains("src="), "{}", cleaned.html);
        }
    }

    #[test]
    fn backgrounds_from_elsewhere_are_told() {
        let told = clean(r#"<p style="background: url('https://example.com/a.png')">a</p>"#);
        assert_eq!((told.html.as_str(), told.faults.len()), ("<p>a</p>", 1));
        let own = r#"<p style="background:url(https://mmbiz.qpic.cn/a)">a</p>"#;
        assert_eq!(clean(own).html, own);
        assert_eq!(clean(r#"<p style="background:u\72l(x)">a</p>"#).html, "<p>a</p>");
    }

    #[test]
    fn addresses_take_the_place_of_materials_and_of_nothing_else() {
        let html = format!(r#"<p>src="material:{ID}"</p><img src="material:{ID}">"#);
        let addresses = BTreeMap::from([(ID.parse().unwrap(), "http://mmbiz.qpic.cn/x?a=1&b=2".to_owned())]);
        let out = with_addresses(&clean(&html).html, addresses);
        let expected = format!(r#"<p>src="material:{ID}"</p><img src="http://mmbiz.qpic.cn/x?a=1&amp;b=2">"#);
        assert_eq!(out, expected);
    }
}
