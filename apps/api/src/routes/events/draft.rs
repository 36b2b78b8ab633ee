//! The facts of an event as requests submit them.

use domain::events::{EventDraft, WechatConfigDraft};
use domain::time::{Timestamp, Zone};
use domain::validation::FieldFaults;
use serde::Deserialize;
use utoipa::ToSchema;

use super::wechat_config::WechatConfigChange;
use crate::wire::{Instant, Object, Patch};

/// A new event. `title`, `start` and `end` are required.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewEvent {
    /// 1 to 200 characters on one line.
    #[schema(value_type = String, example = "春天的音乐会")]
    title: Option<String>,
    /// At most 10,000 characters.
    #[schema(example = "An evening of Debussy 🎹")]
    description: Option<String>,
    /// When it begins.
    #[schema(value_type = Instant)]
    start: Option<Instant>,
    /// When it ends, after it begins.
    #[schema(value_type = Instant)]
    end: Option<Instant>,
    /// The IANA zone it is shown in; `Asia/Shanghai` unless given.
    #[schema(example = "Asia/Shanghai")]
    zone: Option<String>,
    /// Where it takes place, at most 300 characters on one line.
    #[schema(example = "上海音乐厅")]
    location: Option<String>,
    /// Seats, 1 to 1,000,000; left out or `null` for no limit.
    #[schema(example = 300)]
    capacity: Option<i64>,
    /// Registration opens; unless given: with publishing.
    registration_opens_at: Option<Instant>,
    /// Registration closes; unless given: when the event ends.
    registration_closes_at: Option<Instant>,
    /// Check-in opens; unless given: with publishing.
    check_in_opens_at: Option<Instant>,
    /// Whether a check-in scan registers somebody who is not registered; `true` unless given.
    #[schema(example = true)]
    walk_ins: Option<bool>,
    /// How it meets people in WeChat.
    #[schema(value_type = Option<WechatConfigChange>)]
    wechat_config: Option<Object<WechatConfigChange>>,
}

impl NewEvent {
    /// The draft, or the required fields that are missing.
    pub(crate) fn into_draft(self) -> Result<EventDraft, FieldFaults> {
        let mut faults = FieldFaults::default();
        let title = faults.keep("title", self.title.ok_or("is required"));
        let start = faults.keep("start", self.start.ok_or("is required"));
        let end = faults.keep("end", self.end.ok_or("is required"));
        faults.check()?;
        let mut wechat = WechatConfigDraft::default();
        if let Some(Object(config)) = &self.wechat_config {
            config.apply(&mut wechat);
        }
        let at = |instant: Option<Instant>| instant.map(|Instant(at)| at);
        Ok(EventDraft {
            title: title.unwrap_or_default(),
            description: self.description.unwrap_or_default(),
            starts_at: at(start).unwrap_or(Timestamp::MIN),
            ends_at: at(end).unwrap_or(Timestamp::MIN),
            zone: self.zone.unwrap_or_else(|| Zone::DEFAULT_NAME.to_owned()),
            location: self.location.unwrap_or_default(),
            capacity: self.capacity,
            registration_opens_at: at(self.registration_opens_at),
            registration_closes_at: at(self.registration_closes_at),
            check_in_opens_at: at(self.check_in_opens_at),
            walk_ins: self.walk_ins.unwrap_or(true),
            wechat,
        })
    }
}

/// A change of an event: what is left out stays, `null` clears what can be empty.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct EventChange {
    /// 1 to 200 characters on one line.
    #[schema(value_type = String, required = false, example = "春天的音乐会")]
    #[serde(default)]
    title: Patch<String>,
    /// At most 10,000 characters.
    #[schema(value_type = Option<String>, example = "An evening of Debussy 🎹")]
    #[serde(default)]
    description: Patch<String>,
    /// When it begins.
    #[schema(value_type = Instant, required = false)]
    #[serde(default)]
    start: Patch<Instant>,
    /// When it ends, after it begins.
    #[schema(value_type = Instant, required = false)]
    #[serde(default)]
    end: Patch<Instant>,
    /// The IANA zone it is shown in.
    #[schema(value_type = String, required = false, example = "Asia/Shanghai")]
    #[serde(default)]
    zone: Patch<String>,
    /// Where it takes place, at most 300 characters on one line.
    #[schema(value_type = Option<String>, example = "上海音乐厅")]
    #[serde(default)]
    location: Patch<String>,
    /// Seats, 1 to 1,000,000; `null` for no limit.
    #[schema(value_type = Option<i64>, example = 300)]
    #[serde(default)]
    capacity: Patch<i64>,
    /// Registration opens; `null`: with publishing.
    #[schema(value_type = Option<Instant>)]
    #[serde(default)]
    registration_opens_at: Patch<Instant>,
    /// Registration closes; `null`: when the event ends.
    #[schema(value_type = Option<Instant>)]
    #[serde(default)]
    registration_closes_at: Patch<Instant>,
    /// Check-in opens; `null`: with publishing.
    #[schema(value_type = Option<Instant>)]
    #[serde(default)]
    check_in_opens_at: Patch<Instant>,
    /// Whether a check-in scan registers somebody who is not registered.
    #[schema(value_type = bool, required = false, example = true)]
    #[serde(default)]
    walk_ins: Patch<bool>,
    /// How it meets people in WeChat; merged field by field, `null` clears all of it.
    #[schema(value_type = Option<WechatConfigChange>)]
    #[serde(default)]
    wechat_config: Patch<Object<WechatConfigChange>>,
}

impl EventChange {
    /// Refuses `null` where there must be a value.
    pub(crate) fn check(&self) -> Result<(), FieldFaults> {
        let mut faults = FieldFaults::default();
        let required = [
            ("title", self.title.is_clear()),
            ("start", self.start.is_clear()),
            ("end", self.end.is_clear()),
            ("zone", self.zone.is_clear()),
            ("walkIns", self.walk_ins.is_clear()),
        ];
        for (field, _) in required.into_iter().filter(|(_, is_clear)| *is_clear) {
            faults.add(field, "must not be null");
        }
        faults.check()
    }

    /// Applies a checked change.
    pub(crate) fn apply(&self, draft: &mut EventDraft) {
        if let Patch::Set(title) = &self.title {
            draft.title.clone_from(title);
        }
        if let Patch::Set(zone) = &self.zone {
            draft.zone.clone_from(zone);
        }
        if let Patch::Set(walk_ins) = self.walk_ins {
            draft.walk_ins = walk_ins;
        }
        self.description.clone().apply_or(&mut draft.description, String::new());
        self.location.clone().apply_or(&mut draft.location, String::new());
        self.capacity.clone().apply(&mut draft.capacity);
        self.apply_times(draft);
        match &self.wechat_config {
            Patch::Absent => {}
            Patch::Clear => draft.wechat = WechatConfigDraft::default(),
            Patch::Set(Object(change)) => change.apply(&mut draft.wechat),
        }
    }

    fn apply_times(&self, draft: &mut EventDraft) {
        if let Patch::Set(Instant(at)) = self.start {
            draft.starts_at = at;
        }
        if let Patch::Set(Instant(at)) = self.end {
            draft.ends_at = at;
        }
        self.registration_opens_at
            .clone()
            .apply(&mut draft.registration_opens_at);
        self.registration_closes_at
            .clone()
            .apply(&mut draft.registration_closes_at);
        self.check_in_opens_at.clone().apply(&mut draft.check_in_opens_at);
    }
}

impl From<Instant> for Timestamp {
    fn from(Instant(at): Instant) -> Self {
        at
    }
}
