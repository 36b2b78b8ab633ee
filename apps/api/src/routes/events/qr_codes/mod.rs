//! An event's scene QR codes (场景二维码).

mod issue;
mod list;
mod statistics;

use domain::events::{QrCode, QrLifetime};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::wire::Instant;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![issue::endpoint(), list::endpoint(), statistics::endpoint()]
}

/// How long a code shall live, as a request says it.
///
/// # Errors
/// When it shall live for good and expire.
pub(crate) fn lifetime_of(permanent: bool, expire_seconds: Option<i64>) -> Result<QrLifetime, ApiError> {
    match expire_seconds {
        Some(_) if permanent => Err(ApiError::invalid("expireSeconds", "a permanent code does not expire")),
        _ if permanent => Ok(QrLifetime::Permanent),
        None => Ok(QrLifetime::Temporary {
            seconds: QrLifetime::MAX_SECONDS,
        }),
        // Out of range becomes 0, which the use case refuses with the bounds.
        Some(seconds) => Ok(QrLifetime::Temporary {
            seconds: u32::try_from(seconds).unwrap_or(0),
        }),
    }
}

/// A scene QR code that WeChat made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QrCodeBody {
    /// Its id.
    id: Uuid,
    /// The event.
    event_id: Uuid,
    /// `register` or `check-in`.
    #[schema(example = "register")]
    purpose: &'static str,
    /// What a scan brings back.
    #[schema(example = "ne-019ad3a57c4b70008000000000000000")]
    scene: String,
    /// WeChat's ticket.
    #[schema(example = "gQH47joAAAAAAAAAASxodHRwOi8v")]
    ticket: String,
    /// The address inside the code: render it yourself, or take the image.
    #[schema(example = "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI")]
    url: String,
    /// Where WeChat serves the image.
    #[schema(example = "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQH47joAAAAAAAAAASxodHRwOi8v")]
    image_url: String,
    /// When it stops working; `null` for a permanent one.
    expires_at: Option<Instant>,
    /// When it was made.
    created_at: Instant,
}

impl From<QrCode> for QrCodeBody {
    fn from(code: QrCode) -> Self {
        Self {
            id: code.id.uuid(),
            event_id: code.event.uuid(),
            purpose: code.purpose.name(),
            scene: code.scene,
            ticket: code.ticket,
            url: code.url,
            image_url: code.image_url,
            expires_at: code.expires_at.map(Into::into),
            created_at: code.created_at.into(),
        }
    }
}
