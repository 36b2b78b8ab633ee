//! Typed requests and responses of the platform's HTTP API, without the HTTP.
//!
//! Every call is a type that implements [`ApiCall`]: it says where it goes, what it sends, who it says it comes from,
//! whether it may be repeated, and what its answer is. A client needs one function for all of them:
//!
//! ```
//! use wechat_protocol::api::official_account::menus::{Button, ButtonAction, CreateMenu};
//! use wechat_protocol::api::{ApiAnswer, ApiCall, ApiFailure, Body, RawAnswer};
//!
//! fn call<C: ApiCall>(call: &C, token: &str) -> Result<C::Answer, ApiFailure> {
//!     let url = format!("{}{}?access_token={token}", C::HOST, C::PATH); // and `call.query()`, percent-encoded
//!     let Ok(Body::Json(json)) = call.body() else { panic!("only JSON is sent here") };
//! #   fn send(_: String, _: Vec<u8>) -> Vec<u8> { br#"{"errcode":0,"errmsg":"ok"}"#.to_vec() }
//!     let body = send(url, json); // over any HTTP client
//!     C::Answer::read(RawAnswer::of(&body))
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sign_up = ButtonAction::View { url: "https://example.com/events".into() };
//! let menu = CreateMenu::new(vec![Button::new("活动报名", sign_up)])?; // all that WeChat would refuse is an error here
//! call(&menu, "TOKEN")?;
//! # Ok(())
//! # }
//! ```
//!
//! Requests check WeChat's limits when they are built, see [`OutOfBounds`]. Answers are read leniently: a number may be a
//! string, a list its only element, and unknown fields are ignored. JSON is raw UTF-8: some endpoints show `\uXXXX`
//! escapes to people as they are.

pub mod bounds;
pub mod call;
pub mod invalid;
pub mod mini_program;
pub mod official_account;
pub mod paths;
pub mod template_fields;
pub mod wecom;

mod lenient;
mod loose;
mod response;
mod upload;

pub use bounds::{OutOfBounds, Unit};
pub use call::{ApiAnswer, ApiCall, Auth, Body, Method, Query, RawAnswer, UnwritableRequest};
pub use invalid::{InvalidRequest, Validity};
pub use official_account::custom_message::{CustomMessage, CustomSendRequest};
pub use official_account::qr_code::{QrCreateRequest, QrCreateResponse, QrRequestError, show_qrcode_url};
pub use official_account::tags::BatchTaggingRequest;
pub use official_account::template_message::{TemplateSendRequest, TemplateSendResponse};
pub use official_account::token::{NewTokenRequest, TokenRequest, TokenResponse};
pub use response::{ApiFailure, Empty, ErrorCode, MalformedReason, read_response};
pub use upload::{Media, MediaOr, Upload, ascii_filename, read_media};

/// The host of the API.
pub const API_HOST: &str = "https://api.weixin.qq.com";
/// The host that serves the pictures of scene codes.
pub const MP_HOST: &str = "https://mp.weixin.qq.com";
