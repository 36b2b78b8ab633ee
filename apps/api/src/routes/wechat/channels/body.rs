//! Channels and codes as requests and answers spell them.

use domain::events::QrLifetime;
use domain::ids::EventId;
use domain::wechat::{Channel, ChannelDraft, SceneCode, ScenePrint, SceneTarget};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::wire::{Instant, Patch};

/// A promotion channel.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChannelBody {
    /// Its id.
    id: Uuid,
    /// Its name.
    #[schema(example = "地铁海报")]
    name: String,
    /// A note for those who look after it.
    #[schema(example = "人民广场站 3 号口")]
    note: String,
    /// The event that a scan registers for.
    event_id: Option<Uuid>,
    /// When it was set up.
    created_at: Instant,
    /// When it was last changed.
    updated_at: Instant,
}

impl From<&Channel> for ChannelBody {
    fn from(channel: &Channel) -> Self {
        let stored = channel.stored();
        Self {
            id: stored.id.uuid(),
            name: stored.draft.name.clone(),
            note: stored.draft.note.clone(),
            event_id: stored.draft.event.map(EventId::uuid),
            created_at: stored.created_at.into(),
            updated_at: stored.updated_at.into(),
        }
    }
}

/// A new channel.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewChannel {
    /// 1 to 60 characters on one line.
    #[schema(example = "地铁海报")]
    name: String,
    /// At most 500 characters.
    #[serde(default)]
    #[schema(example = "人民广场站 3 号口")]
    note: String,
    /// The event that a scan registers for; none: a scan is counted, and reply rules may answer it.
    event_id: Option<Uuid>,
}

impl From<NewChannel> for ChannelDraft {
    fn from(body: NewChannel) -> Self {
        Self {
            name: body.name,
            note: body.note,
            event: body.event_id.map(EventId::from_uuid),
        }
    }
}

/// A change of a channel: what is left out stays, `null` clears what can be empty.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ChannelChange {
    /// 1 to 60 characters on one line.
    #[schema(value_type = String, required = false, example = "地铁海报")]
    #[serde(default)]
    name: Patch<String>,
    /// At most 500 characters.
    #[schema(value_type = Option<String>)]
    #[serde(default)]
    note: Patch<String>,
    /// The event that a scan registers for.
    #[schema(value_type = Option<Uuid>)]
    #[serde(default)]
    event_id: Patch<Uuid>,
}

impl ChannelChange {
    pub(super) fn apply(self, draft: &mut ChannelDraft) {
        self.name.apply_or(&mut draft.name, String::new());
        self.note.apply_or(&mut draft.note, String::new());
        match self.event_id {
            Patch::Absent => {}
            Patch::Clear => draft.event = None,
            Patch::Set(event) => draft.event = Some(EventId::from_uuid(event)),
        }
    }
}

/// A scene QR code.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SceneCodeBody {
    /// Its id.
    id: Uuid,
    /// The event it leads to.
    event_id: Option<Uuid>,
    /// What a scan does at the event: `register` or `check-in`.
    #[schema(example = "register")]
    purpose: Option<&'static str>,
    /// The channel it leads to.
    channel_id: Option<Uuid>,
    /// What a scan brings back; stays when the code is made anew.
    #[schema(example = "ch-019ad3a57c4b70008000000000000000")]
    scene: String,
    /// Whether it works for good.
    #[schema(example = false)]
    permanent: bool,
    /// How often it was made anew.
    #[schema(example = 0)]
    renewals: u32,
    /// When it will be made anew; `null` for a permanent one.
    renews_at: Option<Instant>,
    /// When it was first made.
    created_at: Instant,
    /// What WeChat made last.
    #[serde(flatten)]
    print: PrintBody,
}

/// What WeChat made for a scene.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PrintBody {
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
    made_at: Instant,
}

impl From<ScenePrint> for PrintBody {
    fn from(print: ScenePrint) -> Self {
        Self {
            ticket: print.ticket,
            url: print.url,
            image_url: print.image_url,
            expires_at: print.expires_at.map(Into::into),
            made_at: print.made_at.into(),
        }
    }
}

impl From<SceneCode> for SceneCodeBody {
    fn from(code: SceneCode) -> Self {
        let renews_at = code.renew_at();
        let (event_id, purpose, channel_id) = match code.target {
            SceneTarget::Event { event, purpose } => (Some(event.uuid()), Some(purpose.name()), None),
            SceneTarget::Channel(channel) => (None, None, Some(channel.uuid())),
        };
        Self {
            id: code.id.uuid(),
            event_id,
            purpose,
            channel_id,
            scene: code.scene,
            permanent: code.lifetime == QrLifetime::Permanent,
            renewals: code.renewals,
            renews_at: renews_at.map(Into::into),
            created_at: code.created_at.into(),
            print: code.print.into(),
        }
    }
}
