//! `POST /v2/mini-program/profile`

use application::wechat::mini_program::OpenedProfile;
use ports::wechat::mini_program::{SealedClientData, SignedRawData};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answer::Answer;
use crate::auth::Access;
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::envelope::Success;

/// What `wx.getUserProfile` gave, unchanged.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ProfileRequest {
    /// The text exactly as WeChat gave it.
    #[schema(example = "{\"nickName\":\"微信用户\"}")]
    raw_data: String,
    /// Its signature.
    #[schema(example = "75e81ceda165f4ffa64f4068af58c64b8f54b88c")]
    signature: String,
    /// Base64.
    #[schema(example = "bm90IHNlYWxlZA==")]
    encrypted_data: String,
    /// Base64.
    #[schema(example = "r7BXXKkLb8qrSNn05n0qiA==")]
    iv: String,
}

/// A profile that WeChat signed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProfileBody {
    /// Who it is.
    person_id: Uuid,
    /// The name; a placeholder since late 2022.
    #[schema(example = "微信用户")]
    nick_name: Option<String>,
    /// The address of the picture; a placeholder since late 2022.
    #[schema(example = "https://thirdwx.qlogo.cn/mmopen/vi_32/0")]
    avatar_url: Option<String>,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Person, LoginRequired)
}

/// Check a profile that the client hands over. It is not kept.
///
/// Any fault of the data is answered with `LOGIN_REQUIRED`: nearly always a later login has replaced the session key.
#[utoipa::path(
    post,
    path = "/v2/mini-program/profile",
    operation_id = "openProfile",
    tag = "mini-program",
    request_body = ProfileRequest,
    responses((status = 200, description = "The profile is genuine.", body = Success<ProfileBody>))
)]
async fn handle(call: Call, body: Submitted<ProfileRequest>) -> Result<Answer<ProfileBody>, ApiError> {
    let (session, context) = (call.person()?, call.context());
    let ProfileRequest {
        raw_data,
        signature,
        encrypted_data,
        iv,
    } = body.value;
    let raw = SignedRawData { raw_data, signature };
    let data = SealedClientData { encrypted_data, iv };
    let OpenedProfile { person, profile } = call
        .work(move |app| async move { app.mini_program.open_profile.run(&session, &raw, &data, &context).await })
        .await?;
    Ok(Answer::ok(ProfileBody {
        person_id: person.uuid(),
        nick_name: profile.nick_name,
        avatar_url: profile.avatar_url,
    }))
}
