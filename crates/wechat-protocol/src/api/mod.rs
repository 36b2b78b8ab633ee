//! Typed requests and responses of the platform's HTTP API, without the HTTP.
//!
//! Every call goes to `https://api.weixin.qq.com` + a path from [`paths`], with `access_token` in the query (except the
//! token calls) and a JSON body. The JSON is raw UTF-8: some endpoints show `\uXXXX` escapes to the user as they are.

pub mod bounds;
pub mod call;
pub mod custom_message;
pub mod invalid;
pub mod mini_program;
pub mod paths;
pub mod qr_code;
pub mod tags;
pub mod template_message;
pub mod token;
pub mod wecom;

mod lenient;
mod loose;
mod response;
mod upload;

pub use bounds::{OutOfBounds, Unit};
pub use call::{ApiAnswer, ApiCall, Auth, Body, Method, Query, RawAnswer, UnwritableRequest};
pub use custom_message::{CustomMessage, CustomSendRequest};
pub use invalid::{InvalidRequest, Validity};
pub use qr_code::{QrCreateRequest, QrCreateResponse, QrRequestError, show_qrcode_url};
pub use response::{ApiFailure, Empty, ErrorCode, MalformedReason, read_response};
pub use tags::BatchTaggingRequest;
pub use template_message::{TemplateSendRequest, TemplateSendResponse};
pub use token::{TokenRequest, TokenResponse};
pub use upload::{Media, MediaOr, Upload, ascii_filename, read_media};

/// The host of the API.
pub const API_HOST: &str = "https://api.weixin.qq.com";
/// The host that serves the pictures of scene codes.
pub const MP_HOST: &str = "https://mp.weixin.qq.com";
