//! A template as answers show it.

use domain::notifications::template::MessageTemplate;
use domain::notifications::template_fields::FieldKind;
use ports::Total;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::Instant;

/// A template of an account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageTemplateBody {
    /// Our id.
    id: Uuid,
    /// WeChat's id.
    #[schema(example = "ngqIpbwh8bUfcSsECmogfXcV14J0tQlEpBO27izEYtY")]
    template_id: String,
    /// `template`, `subscribe-once` or `subscribe-long`.
    #[schema(example = "template")]
    kind: &'static str,
    /// Its title.
    #[schema(example = "报名成功通知")]
    title: String,
    /// The form.
    #[schema(example = "活动名称：{{thing1.DATA}}\n时间：{{time2.DATA}}")]
    content: String,
    /// WeChat's example; may be empty.
    #[schema(example = "活动名称：年会\n时间：15:01")]
    example: String,
    /// Its fields in the order of the form.
    fields: Vec<MessageTemplateFieldBody>,
    /// Whether it can be sent: it is there, and every field is mapped.
    #[schema(example = true)]
    ready: bool,
    /// People who allow a message under it, for `subscribe-once`, when one template is asked for.
    #[schema(example = 120)]
    reachable_people: Option<u64>,
    /// Whether there may be more than `reachablePeople`.
    #[schema(example = false)]
    reachable_is_lower_bound: bool,
    /// When WeChat last told of it.
    synced_at: Instant,
    /// When WeChat no longer told of it.
    gone_at: Option<Instant>,
    /// Its version.
    #[schema(example = 2)]
    version: u64,
}

/// One field of a template.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MessageTemplateFieldBody {
    /// WeChat's key.
    #[schema(example = "thing1")]
    key: String,
    /// What stands before it in the form.
    #[schema(example = "活动名称")]
    label: String,
    /// Its type, `other` for what we do not know.
    #[schema(example = "thing")]
    kind: &'static str,
    /// What it may hold, where that is limited to a few values.
    choices: Vec<String>,
    /// What goes into it; `null` until it is mapped.
    #[schema(example = "{{event.title}}")]
    text: Option<String>,
}

impl MessageTemplateBody {
    pub(super) fn of(template: &MessageTemplate, reachable: Option<Total>) -> Self {
        let found = &template.found;
        let text = |key: &str| {
            let mapped = template.mapping.iter().find(|(mapped, _)| mapped == key);
            mapped.map(|(_, text)| text.clone())
        };
        let fields = found.fields().into_iter().map(|field| MessageTemplateFieldBody {
            kind: FieldKind::of(&field.key).name(),
            text: text(&field.key),
            key: field.key,
            label: field.label,
            choices: field.choices,
        });
        Self {
            id: template.id.uuid(),
            template_id: found.template_id.clone(),
            kind: found.kind.name(),
            title: found.title.clone(),
            content: found.content.clone(),
            example: found.example.clone(),
            fields: fields.collect(),
            ready: template.is_ready(),
            reachable_people: reachable.map(|total| match total {
                Total::Exactly(count) | Total::AtLeast(count) => count,
            }),
            reachable_is_lower_bound: matches!(reachable, Some(Total::AtLeast(_))),
            synced_at: template.synced_at.into(),
            gone_at: template.gone_at.map(Into::into),
            version: template.version,
        }
    }
}
