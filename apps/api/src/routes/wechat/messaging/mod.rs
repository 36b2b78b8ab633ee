//! Messages to people: templates (模板), consents (订阅授权), broadcasts (群发通知), messages to one person.

mod broadcast_body;
mod cancel_broadcast;
mod consents;
mod content;
mod create_broadcast;
mod delete_template;
mod error;
mod list_broadcasts;
mod list_deliveries;
mod list_templates;
mod map_template;
mod read_broadcast;
mod read_template;
mod send_message;
mod sync_templates;
mod template_body;
mod test_send;
mod typing;

use actix_web::http::header;
use application::notifications::templates::TemplateCommand;
use domain::attendance::PersonRef;
use domain::ids::{BroadcastId, MessageTemplateId};
use domain::notifications::template::MessageTemplate;
use ports::Total;

use self::template_body::MessageTemplateBody;
use super::administered;
use crate::answer::Answer;
use crate::endpoint::Endpoint;
use crate::error::ApiError;
use crate::http::{Call, etag};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        list_templates::endpoint(),
        sync_templates::endpoint(),
        read_template::endpoint(),
        delete_template::endpoint(),
        map_template::endpoint(),
        test_send::endpoint(),
        consents::endpoint(),
        send_message::endpoint(),
        typing::endpoint(),
        create_broadcast::endpoint(),
        list_broadcasts::endpoint(),
        read_broadcast::endpoint(),
        list_deliveries::endpoint(),
        cancel_broadcast::endpoint(),
    ]
}

/// `{templateId}` of the path: our id.
fn template_id(call: &Call) -> Result<MessageTemplateId, ApiError> {
    call.id("templateId")
}

/// `{broadcastId}` of the path.
fn broadcast_id(call: &Call) -> Result<BroadcastId, ApiError> {
    call.id("broadcastId")
}

/// The person whom `{openId}` names at the account of the path.
async fn person(call: &Call) -> Result<PersonRef, ApiError> {
    let open_id = call.http().match_info().get("openId").unwrap_or_default();
    match domain::text::single_line(open_id, 1..=128) {
        Ok(open_id) => Ok(PersonRef {
            account: administered::account(call).await?,
            open_id,
        }),
        Err(fault) => Err(ApiError::invalid("openId", fault.to_string())),
    }
}

/// The command about the template of the path, in the version that the request demands.
async fn command(call: &Call) -> Result<TemplateCommand, ApiError> {
    let (account, template) = (administered::account(call).await?, template_id(call)?);
    let present = || {
        let account = account.clone();
        async move {
            let found = call
                .work(move |app| async move { app.messaging.read_templates.find(&account, template).await })
                .await?;
            Ok(found.template.version)
        }
    };
    let expected_version = etag::demanded_version(call, present).await?;
    Ok(TemplateCommand {
        account,
        template,
        expected_version,
        context: call.context(),
    })
}

/// The template as it is now, with its tag.
fn present(template: &MessageTemplate, reachable: Option<Total>) -> Answer<MessageTemplateBody> {
    Answer::ok(MessageTemplateBody::of(template, reachable)).header(header::ETAG, &etag::tag(template.version))
}
