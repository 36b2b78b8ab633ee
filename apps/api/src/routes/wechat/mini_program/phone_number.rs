//! `POST /v2/mini-program/phone-number`

use application::wechat::mini_program::PhoneProof;
use ports::wechat::mini_program::SealedClientData;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::Answer;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

/// What the phone-number button gave: `code`, or `encryptedData` and `iv`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PhoneNumberRequest {
    /// The button's code; works once within five minutes.
    #[schema(example = "b2f1c7e0a5d94f0e")]
    code: Option<String>,
    /// Base64, from base libraries before 2.21.2.
    #[schema(example = "bm90IHNlYWxlZA==")]
    encrypted_data: Option<String>,
    /// Base64.
    #[schema(example = "r7BXXKkLb8qrSNn05n0qiA==")]
    iv: Option<String>,
}

/// The number that WeChat vouches for, as its owner may see it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PhoneNumberBody {
    /// With its country's code; all but the last four digits are hidden.
    #[schema(example = "+86 *******0000")]
    masked: String,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Person, LoginRequired, PhoneCodeInvalid, RateLimited, Upstream)
}

/// Have WeChat vouch for the person's phone number, and keep it.
#[utoipa::path(
    post,
    path = "/v2/mini-program/phone-number",
    operation_id = "verifyPhoneNumber",
    tag = "mini-program",
    request_body = PhoneNumberRequest,
    responses((status = 200, description = "The number is kept.", body = Success<PhoneNumberBody>))
)]
async fn handle(call: Call, body: Submitted<PhoneNumberRequest>) -> Result<Answer<PhoneNumberBody>, ApiError> {
    let (session, context) = (call.person()?, call.context());
    let proof = body.value.proof()?;
    let phone = call
        .work(move |app| async move { app.mini_program.verify_phone.run(&session, proof, &context).await })
        .await?;
    Ok(Answer::ok(PhoneNumberBody { masked: phone.masked() }))
}

impl PhoneNumberRequest {
    fn proof(self) -> Result<PhoneProof, ApiError> {
        match (self.code, self.encrypted_data, self.iv) {
            (Some(code), None, None) if (1..=256).contains(&code.len()) => Ok(PhoneProof::Code(code)),
            (Some(_), None, None) => Err(ApiError::invalid("code", "must have 1 to 256 characters")),
            (None, Some(encrypted_data), Some(iv)) => Ok(PhoneProof::Data(SealedClientData { encrypted_data, iv })),
            _ => Err(ApiError::invalid(
                "code",
                "is required, or encryptedData and iv instead",
            )),
        }
    }
}
