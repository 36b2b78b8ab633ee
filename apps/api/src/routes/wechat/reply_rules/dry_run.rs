//! `POST /v2/wechat/accounts/{account}/reply-rules/dry-run`

use application::wechat::rules::Question;
use domain::text::{bounded, single_line};
use domain::validation::FieldFaults;
use serde::Deserialize;
use utoipa::ToSchema;

use super::judged::DryRunBody;
use crate::answer::Answer;
use crate::auth::{Access, Permission};
use crate::endpoint::{Endpoint, endpoint};
use crate::error::ApiError;
use crate::http::{Call, Submitted};
use crate::wire::Instant;
use crate::wire::envelope::Success;

pub(super) fn endpoint() -> Endpoint {
    endpoint!(Access::Require(Permission::ManageWechat), NotFound)
}

/// What is asked.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DryRunRequest {
    /// The message.
    message: AskedMessage,
    /// As of this instant; now unless given.
    at: Option<Instant>,
}

/// A message somebody might send.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
enum AskedMessage {
    /// A text is typed.
    Text {
        /// At most 4,096 characters.
        #[schema(example = "你们在哪里？")]
        text: String,
    },
    /// A code is scanned.
    Scan {
        /// Its scene.
        #[schema(example = "ne-019ad3a57c4b70008000000000000000")]
        scene: String,
        /// Whether the scan makes the person a follower.
        #[serde(default)]
        followed: bool,
    },
    /// A menu button is tapped.
    MenuKey {
        /// Its key.
        #[schema(example = "CALENDAR")]
        key: String,
    },
    /// Somebody follows without a scene.
    Subscribe,
}

impl AskedMessage {
    fn question(self) -> Result<Question, FieldFaults> {
        let mut faults = FieldFaults::default();
        let question = match self {
            Self::Text { text } => Question::Text(
                faults
                    .keep("message.text", bounded(&text, 0..=4_096))
                    .unwrap_or_default(),
            ),
            Self::Scan { scene, followed } => Question::Scan {
                scene: faults
                    .keep("message.scene", single_line(&scene, 1..=128))
                    .unwrap_or_default(),
                followed,
            },
            Self::MenuKey { key } => Question::MenuKey(
                faults
                    .keep("message.key", single_line(&key, 1..=128))
                    .unwrap_or_default(),
            ),
            Self::Subscribe => Question::Subscribe,
        };
        faults.check()?;
        Ok(question)
    }
}

/// Ask what would be answered to a message. Nobody is registered, nothing is recorded or sent.
#[utoipa::path(
    post,
    path = "/v2/wechat/accounts/{account}/reply-rules/dry-run",
    operation_id = "dryRunReplyRules",
    tag = "wechat",
    params(("account" = String, Path, description = "Our name of the account.", example = "default")),
    request_body = DryRunRequest,
    responses((status = 200, description = "What would be answered, and why.", body = Success<DryRunBody>))
)]
async fn handle(call: Call, body: Submitted<DryRunRequest>) -> Result<Answer<DryRunBody>, ApiError> {
    let account = super::account(&call).await?;
    let at = body.value.at.map(|Instant(at)| at);
    let question = body.value.message.question()?;
    let answer = call
        .work(move |app| async move { app.reply_rules.dry_run.run(&account, &question, at).await })
        .await?;
    Ok(Answer::ok(DryRunBody::from(answer)))
}
