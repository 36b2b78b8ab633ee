//! The facts of an event that organizers edit.

use super::wechat_config::{WechatConfig, WechatConfigDraft};
use crate::text::{bounded, single_line};
use crate::time::{Timestamp, Zone};
use crate::validation::FieldFaults;

/// Unchecked facts, as submitted or stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDraft {
    /// 1 to 200 characters on one line.
    pub title: String,
    /// At most 10,000 characters.
    pub description: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends, after it begins.
    pub ends_at: Timestamp,
    /// IANA zone for display.
    pub zone: String,
    /// Where it takes place, at most 300 characters on one line.
    pub location: String,
    /// Seats, 1 to 1,000,000; `None` for no limit.
    pub capacity: Option<i64>,
    /// Registration opens; `None`: as soon as the event is published.
    pub registration_opens_at: Option<Timestamp>,
    /// Registration closes; `None`: when the event ends.
    pub registration_closes_at: Option<Timestamp>,
    /// Check-in opens; `None`: as soon as the event is published.
    pub check_in_opens_at: Option<Timestamp>,
    /// Whether somebody not registered who scans the check-in code is registered on the spot.
    pub walk_ins: bool,
    /// The WeChat side.
    pub wechat: WechatConfigDraft,
}

/// Checked facts of an event. Fields are public to read: an `EventDetails` only comes from [`EventDetails::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventDetails {
    /// 1 to 200 characters on one line.
    pub title: String,
    /// At most 10,000 characters.
    pub description: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends, after it begins.
    pub ends_at: Timestamp,
    /// Zone for display.
    pub zone: Zone,
    /// Where it takes place; may be empty.
    pub location: String,
    /// Seats; `None` for no limit.
    pub capacity: Option<u32>,
    /// Registration opens.
    pub registration_opens_at: Option<Timestamp>,
    /// Registration closes.
    pub registration_closes_at: Option<Timestamp>,
    /// Check-in opens.
    pub check_in_opens_at: Option<Timestamp>,
    /// Whether a check-in scan registers somebody who is not registered.
    pub walk_ins: bool,
    /// The WeChat side.
    pub wechat: WechatConfig,
}

impl EventDetails {
    /// Most seats an event can have.
    pub const MAX_CAPACITY: i64 = 1_000_000;

    /// Checks a draft.
    ///
    /// # Errors
    /// All faults at once, under the API's field names.
    pub fn check(draft: EventDraft) -> Result<Self, FieldFaults> {
        let mut faults = FieldFaults::default();
        let title = faults.keep("title", single_line(&draft.title, 1..=200));
        let description = faults.keep("description", bounded(&draft.description, 0..=10_000));
        let location = faults.keep("location", single_line(&draft.location, 0..=300));
        let zone = faults.keep("zone", draft.zone.parse::<Zone>());
        let capacity = draft
            .capacity
            .map(|seats| faults.keep("capacity", check_capacity(seats)));
        check_times(&draft, &mut faults);
        let wechat = WechatConfig::check(draft.wechat, &mut faults);
        match (title, description, location, zone, capacity, wechat) {
            (
                Some(title),
                Some(description),
                Some(location),
                Some(zone),
                capacity @ (None | Some(Some(_))),
                Some(wechat),
            ) => {
                faults.check()?;
                Ok(Self {
                    title,
                    description,
                    starts_at: draft.starts_at,
                    ends_at: draft.ends_at,
                    zone,
                    location,
                    capacity: capacity.flatten(),
                    registration_opens_at: draft.registration_opens_at,
                    registration_closes_at: draft.registration_closes_at,
                    check_in_opens_at: draft.check_in_opens_at,
                    walk_ins: draft.walk_ins,
                    wechat,
                })
            }
            _ => Err(faults),
        }
    }

    /// The facts as a draft, to change or store them.
    #[must_use]
    pub fn to_draft(&self) -> EventDraft {
        EventDraft {
            title: self.title.clone(),
            description: self.description.clone(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            zone: self.zone.name().to_owned(),
            location: self.location.clone(),
            capacity: self.capacity.map(i64::from),
            registration_opens_at: self.registration_opens_at,
            registration_closes_at: self.registration_closes_at,
            check_in_opens_at: self.check_in_opens_at,
            walk_ins: self.walk_ins,
            wechat: self.wechat.to_draft(),
        }
    }
}

fn check_capacity(seats: i64) -> Result<u32, String> {
    u32::try_from(seats)
        .ok()
        .filter(|seats| (1..=EventDetails::MAX_CAPACITY).contains(&i64::from(*seats)))
        .ok_or_else(|| {
            format!(
                "must be between 1 and {}, or absent for no limit",
                EventDetails::MAX_CAPACITY
            )
        })
}

fn check_times(draft: &EventDraft, faults: &mut FieldFaults) {
    if draft.ends_at <= draft.starts_at {
        faults.add("end", "must be after start");
    }
    if let Some(opens) = draft.registration_opens_at
        && opens >= draft.registration_closes_at.unwrap_or(draft.ends_at)
    {
        faults.add("registrationOpensAt", "must be before registration closes");
    }
    if draft
        .registration_closes_at
        .is_some_and(|closes| closes > draft.ends_at)
    {
        faults.add("registrationClosesAt", "must not be after end");
    }
    if draft.check_in_opens_at.is_some_and(|opens| opens >= draft.ends_at) {
        faults.add("checkInOpensAt", "must be before end");
    }
}
