//! The WeChat API: what the product calls.
//!
//! An endpoint is a handler and one [`endpoint::Endpoint`] in the `ENDPOINTS` of its family; a new family is a file
//! with such a table and one line in `registry.rs`. The gate does the rest: token, faults, quota, journal.

pub mod answer;
pub mod call;
mod common;
pub mod endpoint;
mod fields;
mod files;
mod gate;
mod kinds;
mod mini_program;
mod multipart;
mod official_account;
mod record;
mod registry;
pub mod request;
mod respond;
mod route;
mod uploads;
mod wecom;
mod words;

use actix_web::web::{self, ServiceConfig};

pub use mini_program::phone::shown as shown_phone;
pub use official_account::PLATFORM;

/// The first parts of all paths of the API; all hosts of the platform are this one.
const ROOTS: &[&str] = &[
    "cgi-bin",
    "sns",
    "wxa",
    "wxaapi",
    "customservice",
    "connect",
    "wwopen",
    "wwlogin",
];

/// Routes of the API and of pictures of scene codes.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/cgi-bin/showqrcode", web::get().to(official_account::picture));
    config.route("/files/{key}", web::get().to(files::serve));
    for root in ROOTS {
        config.route(&format!("/{root}/{{path:.*}}"), web::to(gate::serve));
    }
}
