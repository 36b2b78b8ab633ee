//! `POST /v2/events/{eventId}/qr-codes`

use application::events::IssueQrCodeCommand;
use domain::events::QrPurpose;
use domain::ids::QrCodeId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{QrCodeBody, lifetime_of};
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

/// Which code.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct QrCodeRequest {
    /// What a scan does.
    purpose: Purpose,
    /// Whether it works for good; an account has 100,000 of these in all.
    #[serde(default)]
    #[schema(example = false, default = false)]
    permanent: bool,
    /// How long a code that is not permanent works, 60 to 2,592,000 seconds; 30 days unless given.
    #[schema(example = 2_592_000)]
    expire_seconds: Option<i64>,
}

/// What a scan does.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Purpose {
    /// It registers.
    #[serde(alias = "registration", alias = "registering")]
    Register,
    /// It checks in.
    #[serde(alias = "checkin", alias = "checkIn")]
    CheckIn,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::ManageEvents),
        NotFound,
        WrongState,
        Upstream
    )
    .once()
}

/// Have WeChat make a QR code that registers or checks in.
#[utoipa::path(
    post,
    path = "/v2/events/{eventId}/qr-codes",
    operation_id = "issueQrCode",
    tag = "events",
    params(("eventId" = uuid::Uuid, Path, description = "The event.")),
    request_body = QrCodeRequest,
    responses((status = 201, description = "The code.", body = Success<QrCodeBody>))
)]
async fn handle(call: Call, body: Submitted<QrCodeRequest>) -> Result<Rendered, ApiError> {
    let (event, context) = (call.event_id()?, call.context());
    let (purpose, lifetime) = (
        body.value.purpose.into(),
        lifetime_of(body.value.permanent, body.value.expire_seconds)?,
    );
    once::create(&call, &body.bytes, move |app, id| async move {
        let id = QrCodeId::from_uuid(id);
        let code = app
            .issue_qr_code
            .run(IssueQrCodeCommand {
                id,
                event,
                purpose,
                lifetime,
                context,
            })
            .await?;
        Ok(Answer::created(QrCodeBody::from(code)))
    })
    .await
}

impl From<Purpose> for QrPurpose {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Register => Self::Register,
            Purpose::CheckIn => Self::CheckIn,
        }
    }
}
