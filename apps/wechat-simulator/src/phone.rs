//! The phone at `/`: one page, embedded in the binary.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, ServiceConfig};

/// No script, style or connection but our own; pictures of articles may come from anywhere, and so may the pages that
/// the phone's browser opens.
const POLICY: &str = "default-src 'self'; connect-src 'self' ws: wss:; img-src * data:; frame-src http: https:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

macro_rules! files {
    ($content_type:expr, $($name:literal),+ $(,)?) => {
        &[$((concat!("/phone/", $name), $content_type, include_str!(concat!("../phone/", $name)))),+]
    };
}

/// Path, content type and content of a file.
type File = (&'static str, &'static str, &'static str);

const PAGES: &[File] = &[
    ("/", "text/html; charset=utf-8", include_str!("../phone/index.html")),
    ("/phone/icon.svg", "image/svg+xml", include_str!("../phone/icon.svg")),
];

const STYLES: &[File] = files!(CSS, "base.css", "desk.css", "phone.css", "messages.css", "tools.css");

const SCRIPTS: &[File] = files!(
    JAVASCRIPT,
    "about.js",
    "api.js",
    "authorize.js",
    "browser.js",
    "cards.js",
    "chat.js",
    "chats.js",
    "composer.js",
    "consent.js",
    "dom.js",
    "extras.js",
    "faults.js",
    "lines.js",
    "links.js",
    "live.js",
    "main.js",
    "markup.js",
    "menubar.js",
    "messages.js",
    "notes.js",
    "people.js",
    "phone.js",
    "phones.js",
    "platform.js",
    "pretty.js",
    "preview.js",
    "program.js",
    "scanner.js",
    "store.js",
    "theme.js",
    "tools.js",
    "wire.js",
    "words-en.js",
    "words-zh.js",
    "words.js",
);

/// Routes of the page and its parts.
pub fn routes(config: &mut ServiceConfig) {
    for &(path, content_type, content) in [PAGES, STYLES, SCRIPTS].into_iter().flatten() {
        config.route(path, web::get().to(move || async move { file(content_type, content) }));
    }
}

fn file(content_type: &'static str, content: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(content)
}
