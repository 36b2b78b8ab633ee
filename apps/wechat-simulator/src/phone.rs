//! The phone at `/`: one page, embedded in the binary.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, ServiceConfig};

/// No script, style or connection but our own; pictures of articles may come from anywhere.
const POLICY: &str = "default-src 'self'; connect-src 'self' ws: wss:; img-src * data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, content type and content of each file.
const FILES: &[(&str, &str, &str)] = &[
    ("/", "text/html; charset=utf-8", include_str!("../phone/index.html")),
    (
        "/phone/phone.css",
        "text/css; charset=utf-8",
        include_str!("../phone/phone.css"),
    ),
    ("/phone/icon.svg", "image/svg+xml", include_str!("../phone/icon.svg")),
    ("/phone/main.js", JAVASCRIPT, include_str!("../phone/main.js")),
    ("/phone/api.js", JAVASCRIPT, include_str!("../phone/api.js")),
    ("/phone/chat.js", JAVASCRIPT, include_str!("../phone/chat.js")),
    ("/phone/dom.js", JAVASCRIPT, include_str!("../phone/dom.js")),
    ("/phone/links.js", JAVASCRIPT, include_str!("../phone/links.js")),
    ("/phone/live.js", JAVASCRIPT, include_str!("../phone/live.js")),
    ("/phone/people.js", JAVASCRIPT, include_str!("../phone/people.js")),
    ("/phone/scan.js", JAVASCRIPT, include_str!("../phone/scan.js")),
    ("/phone/store.js", JAVASCRIPT, include_str!("../phone/store.js")),
    ("/phone/wire.js", JAVASCRIPT, include_str!("../phone/wire.js")),
    ("/phone/words.js", JAVASCRIPT, include_str!("../phone/words.js")),
];

/// Routes of the page and its parts.
pub fn routes(config: &mut ServiceConfig) {
    for &(path, content_type, content) in FILES {
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
