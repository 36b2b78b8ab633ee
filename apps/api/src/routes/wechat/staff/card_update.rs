//! `POST /v2/wechat/accounts/{account}/wecom/messages/{messageId}/card-update`

use application::wechat::wecom::messages::OrderCardUpdateCommand;
use domain::ids::CardUpdateId;
use domain::text::single_line;
use domain::wechat::wecom::message::CardChange;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::account_name;
use super::card::CardBody;
use super::content::StaffContent;
use crate::answer::{Answer, Rendered};
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted, once};
use crate::wire::envelope::Success;

/// Longest text of a button that was answered, in characters.
const LONGEST_TEXT: usize = 32;

/// What a card becomes: one of the two.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CardUpdateRequest {
    /// Its buttons say this, at most 32 characters, and cannot be tapped any more.
    #[schema(example = "已确认")]
    button_text: Option<String>,
    /// It becomes this card. It holds no materials.
    card: Option<Box<CardBody>>,
}

/// An order to change a card.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CardUpdateBody {
    /// Its id.
    id: Uuid,
    /// For how many who answered.
    #[schema(example = 3)]
    people: u64,
}

pub(super) fn endpoint() -> Endpoint {
    endpoint!(
        Access::Require(Permission::SendMessages),
        NotFound,
        NobodyAnswered,
        Conflict
    )
    .once()
}

/// Change a card for those who answered on it.
///
/// Each answer allows one change within 24 hours; of several answers of a member the newest is used. Jobs make the
/// changes; what became of each is told with the answers.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/wecom/messages/{messageId}/card-update",
    operation_id = "updateStaffMessageCard",
    tag = "wechat",
    params(
        ("account" = String, Path, description = "Our name of the WeCom account.", example = "staff"),
        ("messageId" = uuid::Uuid, Path, description = "The message.")
    ),
    request_body = CardUpdateRequest,
    responses((status = 202, description = "It will be changed.", body = Success<CardUpdateBody>))
)]
async fn handle(call: Call, body: Submitted<CardUpdateRequest>) -> Result<Rendered, ApiError> {
    let (account, message, context) = (account_name(&call), call.id("messageId")?, call.context());
    let change = change(body.value)?;
    once::create(&call, &body.bytes, move |app, id| async move {
        let command = OrderCardUpdateCommand {
            id: CardUpdateId::from_uuid(id),
            account,
            message,
            change,
            context,
        };
        let update = app.staff.update_card.run(&command).await?;
        Ok(Answer::accepted(CardUpdateBody {
            id: update.id.uuid(),
            people: update.people,
        }))
    })
    .await
}

fn change(request: CardUpdateRequest) -> Result<CardChange, ApiError> {
    match (request.button_text, request.card) {
        (Some(text), None) => match single_line(&text, 1..=LONGEST_TEXT) {
            Ok(text) => Ok(CardChange::ButtonText(text)),
            Err(fault) => Err(ApiError::invalid("buttonText", fault.to_string())),
        },
        (None, Some(card)) => {
            let form = StaffContent::TemplateCard { card }.form(String::new())?;
            if !form.materials.is_empty() {
                return Err(ApiError::invalid("card.lines", "a changed card holds no materials"));
            }
            Ok(CardChange::Card(form.wire))
        }
        _ => Err(ApiError::invalid("buttonText", "give either buttonText or card")),
    }
}
