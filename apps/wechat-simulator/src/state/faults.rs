//! Faults that tests plant in the API.

use serde::{Deserialize, Serialize};

use crate::chance::Chance;

/// A fault as the control API takes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The path it concerns, or `*` for every one.
    pub api: String,
    /// Only calls of the account with this name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What happens.
    pub action: FaultAction,
    /// Lets so many matching calls pass before the first.
    #[serde(default)]
    pub after: u64,
    /// How often it happens in all; without it, until it is removed.
    #[serde(default)]
    pub times: Option<u64>,
    /// Only every n-th matching call.
    #[serde(default)]
    pub every: Option<u64>,
    /// Only with this probability (0 to 1).
    #[serde(default)]
    pub probability: Option<f64>,
}

/// What a fault does. `delayMs` can be combined with any of the others, of which there may be one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FaultAction {
    /// Waits before the call is handled; the call takes effect even if the caller has gone by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
    /// Answers this code; the call has no effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errcode: Option<i64>,
    /// The words that go with the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errmsg: Option<String>,
    /// Answers this HTTP status; the call has no effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// Closes the connection without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drop_connection: Option<Moment>,
    /// Answers a page of HTML with status 200; the call has no effect.
    #[serde(default, skip_serializing_if = "is_false")]
    pub html: bool,
    /// The call takes effect, but only half of the answer is sent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub truncate: bool,
}

/// When a connection is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Moment {
    /// Before the call takes effect.
    Before,
    /// After it took effect.
    After,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Fault {
    /// Why this fault makes no sense, if so.
    #[must_use]
    pub fn objection(&self) -> Option<&'static str> {
        let action = &self.action;
        let answers = [
            action.errcode.is_some(),
            action.http_status.is_some(),
            action.drop_connection.is_some(),
            action.html,
            action.truncate,
        ];
        let chosen = answers.iter().filter(|&&chosen| chosen).count();
        if self.api != "*" && !self.api.starts_with('/') {
            return Some("api must be a path that begins with / or the word *");
        }
        if chosen > 1 {
            return Some("an action may have one of errcode, httpStatus, dropConnection, html, truncate");
        }
        if chosen == 0 && action.delay_ms.is_none() {
            return Some("an action needs delayMs, errcode, httpStatus, dropConnection, html or truncate");
        }
        if action.http_status.is_some_and(|status| !(200..=599).contains(&status)) {
            return Some("httpStatus must be from 200 to 599");
        }
        if self.every == Some(0) {
            return Some("every must be at least 1");
        }
        if self
            .probability
            .is_some_and(|probability| !(0.0..=1.0).contains(&probability))
        {
            return Some("probability must be from 0 to 1");
        }
        None
    }
}

/// A planted fault and how often it has been met.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlantedFault {
    /// What was planted.
    #[serde(flatten)]
    pub fault: Fault,
    /// Calls to its path since it was planted.
    pub matched: u64,
    /// How often it happened.
    pub happened: u64,
}

/// All planted faults, in order.
#[derive(Debug, Default)]
pub struct Faults(Vec<PlantedFault>);

impl Faults {
    /// Plants a fault behind the others.
    pub fn plant(&mut self, fault: Fault) {
        self.0.push(PlantedFault {
            fault,
            matched: 0,
            happened: 0,
        });
    }

    /// What happens to a call of `api` by `account`: the first fault that applies.
    pub fn strike(&mut self, api: &str, account: &str, chance: &mut Chance) -> Option<FaultAction> {
        self.0
            .iter_mut()
            .find_map(|planted| planted.strike(api, account, chance))
    }

    /// All faults, spent ones too.
    #[must_use]
    pub fn list(&self) -> &[PlantedFault] {
        &self.0
    }

    /// Removes all, or those of one account.
    pub fn clear(&mut self, account: Option<&str>) {
        self.0
            .retain(|planted| account.is_some() && planted.fault.account.as_deref() != account);
    }
}

impl PlantedFault {
    fn strike(&mut self, api: &str, account: &str, chance: &mut Chance) -> Option<FaultAction> {
        let fault = &self.fault;
        let is_other = fault.account.as_deref().is_some_and(|only| only != account);
        if is_other || (fault.api != "*" && fault.api != api) || fault.times.is_some_and(|times| self.happened >= times)
        {
            return None;
        }
        self.matched += 1;
        let counted = self.matched.checked_sub(fault.after).filter(|counted| *counted > 0)?;
        let due = fault.every.is_none_or(|every| counted.is_multiple_of(every));
        if !due
            || fault
                .probability
                .is_some_and(|probability| !chance.happens(probability))
        {
            return None;
        }
        self.happened += 1;
        Some(fault.action.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planted(times: Option<u64>, every: Option<u64>) -> Faults {
        planted_after(0, times, every)
    }

    fn planted_after(after: u64, times: Option<u64>, every: Option<u64>) -> Faults {
        let mut faults = Faults::default();
        let action = FaultAction {
            errcode: Some(-1),
            ..FaultAction::default()
        };
        faults.plant(Fault {
            api: "/a".to_owned(),
            account: Some("default".to_owned()),
            action,
            after,
            times,
            every,
            probability: None,
        });
        faults
    }

    fn strikes(faults: &mut Faults, api: &str, calls: usize) -> Vec<bool> {
        let mut chance = Chance::new(Some(1));
        (0..calls)
            .map(|_| faults.strike(api, "default", &mut chance).is_some())
            .collect()
    }

    #[test]
    fn a_fault_happens_as_often_as_it_was_asked_to() {
        assert_eq!(
            strikes(&mut planted(Some(2), None), "/a", 4),
            [true, true, false, false]
        );
    }

    #[test]
    fn every_third_call_fails() {
        assert_eq!(
            strikes(&mut planted(None, Some(3)), "/a", 6),
            [false, false, true, false, false, true]
        );
    }

    #[test]
    fn the_first_calls_may_pass() {
        assert_eq!(
            strikes(&mut planted_after(2, Some(1), None), "/a", 4),
            [false, false, true, false]
        );
    }

    #[test]
    fn the_faults_of_one_account_can_be_removed() {
        let mut faults = planted(None, None);
        faults.clear(Some("other"));
        assert_eq!(faults.list().len(), 1);
        faults.clear(Some("default"));
        assert!(faults.list().is_empty());
    }

    #[test]
    fn other_paths_are_left_alone() {
        assert_eq!(strikes(&mut planted(None, None), "/b", 1), [false]);
    }
}
