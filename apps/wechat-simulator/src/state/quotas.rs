//! How often each API may be called in a day (Beijing time).

use std::collections::HashMap;

use super::{beijing_day, beijing_month};

const DEFAULT_DAILY_LIMIT: u64 = 500_000;
const TEMPLATE_DAILY_LIMIT: u64 = 100_000;
const CONDITIONAL_MENU_DAILY_LIMIT: u64 = 2000;
const TRYMATCH_DAILY_LIMIT: u64 = 20_000;
const CLASSIC_TOKEN_DAILY_LIMIT: u64 = 2000;
const CLEARS_A_MONTH: u32 = 10;
const SINGLE_CLEARS_A_MONTH: u32 = 50;

/// What is left of an API's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Calls allowed.
    pub daily_limit: u64,
    /// Calls made.
    pub used: u64,
}

/// The quotas of all APIs.
#[derive(Debug, Default)]
pub struct Quotas {
    day: i64,
    used: HashMap<String, u64>,
    limits: HashMap<String, u64>,
    clears: (i64, u32),
    single_clears: (i64, u32),
}

impl Quotas {
    /// Counts a call; false when the day's limit is reached (45009).
    pub fn spend(&mut self, api: &str, now: i64) -> bool {
        let quota = self.look_at(api, now);
        if quota.used >= quota.daily_limit {
            return false;
        }
        *self.used.entry(api.to_owned()).or_default() += 1;
        true
    }

    /// What is left of today.
    pub fn look_at(&mut self, api: &str, now: i64) -> Quota {
        let today = beijing_day(now);
        if self.day != today {
            self.day = today;
            self.used.clear();
            self.limits.clear();
        }
        let daily_limit = self.limits.get(api).copied().unwrap_or_else(|| usual_limit(api));
        Quota {
            daily_limit,
            used: self.used.get(api).copied().unwrap_or_default(),
        }
    }

    /// Leaves `remaining` calls of this API for today.
    pub fn leave(&mut self, api: &str, remaining: u64, now: i64) {
        let used = self.look_at(api, now).used;
        self.limits.insert(api.to_owned(), used + remaining);
    }

    /// Gives every API a fresh day; false when that was done ten times this month (48006).
    pub fn clear(&mut self, now: i64) -> bool {
        let may = count(&mut self.clears, CLEARS_A_MONTH, now);
        if may {
            self.used.clear();
            self.limits.clear();
        }
        may
    }

    /// Gives one API a fresh day; false when that was done fifty times this month (48006).
    pub fn clear_one(&mut self, api: &str, now: i64) -> bool {
        let may = count(&mut self.single_clears, SINGLE_CLEARS_A_MONTH, now);
        if may {
            self.used.remove(api);
            self.limits.remove(api);
        }
        may
    }
}

fn count(used: &mut (i64, u32), most: u32, now: i64) -> bool {
    let month = beijing_month(now);
    if used.0 != month {
        *used = (month, 0);
    }
    let may = used.1 < most;
    used.1 += u32::from(may);
    may
}

fn usual_limit(api: &str) -> u64 {
    match api {
        "/cgi-bin/token" => CLASSIC_TOKEN_DAILY_LIMIT,
        "/cgi-bin/message/template/send" => TEMPLATE_DAILY_LIMIT,
        "/cgi-bin/menu/addconditional" | "/cgi-bin/menu/delconditional" => CONDITIONAL_MENU_DAILY_LIMIT,
        "/cgi-bin/menu/trymatch" => TRYMATCH_DAILY_LIMIT,
        _ => DEFAULT_DAILY_LIMIT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_used_up_quota_comes_back_at_midnight_in_beijing() {
        let before_midnight = 86_400 * 20_000 - 8 * 3600 - 1;
        let mut quotas = Quotas::default();
        quotas.leave("/a", 1, before_midnight);
        assert!(quotas.spend("/a", before_midnight));
        assert!(!quotas.spend("/a", before_midnight));
        assert!(quotas.spend("/a", before_midnight + 1));
    }

    #[test]
    fn an_account_can_clear_its_quota_ten_times() {
        let mut quotas = Quotas::default();
        assert!((0..10).all(|_| quotas.clear(1)));
        assert!(!quotas.clear(1));
    }
}
