//! Scene QR codes that the account created.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

/// Temporary codes kept; older ones are forgotten as if they had expired.
const KEPT: usize = 100_000;

/// One scene code.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Code {
    /// What the picture is asked for by, and what events carry.
    pub ticket: String,
    /// The address inside the picture.
    pub url: String,
    /// The scene value as text.
    pub scene: String,
    /// `QR_SCENE`, `QR_STR_SCENE`, `QR_LIMIT_SCENE` or `QR_LIMIT_STR_SCENE`.
    pub action_name: String,
    /// Unix seconds, simulated time.
    pub created_at: i64,
    /// Unix seconds, simulated time; none for permanent codes.
    pub expires_at: Option<i64>,
}

impl Code {
    /// Whether a scan no longer works.
    #[must_use]
    pub fn is_expired(&self, now: i64) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }
}

/// All codes, oldest first.
#[derive(Debug, Default)]
pub struct Codes {
    by_ticket: HashMap<String, Code>,
    newest_of_scene: HashMap<String, String>,
    order: VecDeque<String>,
    temporary: VecDeque<String>,
    /// Tickets of permanent codes by action and scene.
    permanent: HashMap<(String, String), String>,
}

impl Codes {
    /// Restores saved codes.
    #[must_use]
    pub fn restore(list: Vec<Code>) -> Self {
        let mut codes = Self::default();
        for code in list {
            codes.add(code);
        }
        codes
    }

    /// Adds a code.
    pub fn add(&mut self, code: Code) {
        if code.expires_at.is_some() {
            self.temporary.push_back(code.ticket.clone());
            self.forget_oldest();
        } else {
            let key = (code.action_name.clone(), code.scene.clone());
            self.permanent.insert(key, code.ticket.clone());
        }
        self.order.push_back(code.ticket.clone());
        self.newest_of_scene.insert(code.scene.clone(), code.ticket.clone());
        self.by_ticket.insert(code.ticket.clone(), code);
    }

    fn forget_oldest(&mut self) {
        if self.temporary.len() <= KEPT {
            return;
        }
        let Some(oldest) = self.temporary.pop_front() else {
            return;
        };
        if let Some(gone) = self.by_ticket.remove(&oldest)
            && self.newest_of_scene.get(&gone.scene) == Some(&oldest)
        {
            self.newest_of_scene.remove(&gone.scene);
        }
        if self.order.len() > 2 * (self.by_ticket.len() + 1) {
            self.order.retain(|ticket| self.by_ticket.contains_key(ticket));
        }
    }

    /// The permanent code of this scene, which is given out again when it is asked for.
    #[must_use]
    pub fn permanent(&self, action_name: &str, scene: &str) -> Option<&Code> {
        let key = (action_name.to_owned(), scene.to_owned());
        self.by_ticket.get(self.permanent.get(&key)?)
    }

    /// How many permanent codes there are.
    #[must_use]
    pub fn permanent_count(&self) -> usize {
        self.permanent.len()
    }

    /// The code with this ticket.
    #[must_use]
    pub fn by_ticket(&self, ticket: &str) -> Option<&Code> {
        self.by_ticket.get(ticket)
    }

    /// The newest code of this scene.
    #[must_use]
    pub fn by_scene(&self, scene: &str) -> Option<&Code> {
        self.by_ticket.get(self.newest_of_scene.get(scene)?)
    }

    /// The newest `limit` codes, newest first.
    #[must_use]
    pub fn newest(&self, limit: usize) -> Vec<&Code> {
        self.order
            .iter()
            .rev()
            .filter_map(|ticket| self.by_ticket.get(ticket))
            .take(limit)
            .collect()
    }

    /// All codes, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Code> {
        self.order.iter().filter_map(|ticket| self.by_ticket.get(ticket))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(number: usize, action_name: &str, expires_at: Option<i64>) -> Code {
        Code {
            ticket: format!("{action_name}{number}"),
            url: String::new(),
            scene: number.to_string(),
            action_name: action_name.to_owned(),
            created_at: 0,
            expires_at,
        }
    }

    #[test]
    fn many_temporary_codes_push_out_each_other_but_no_permanent_one() {
        let mut codes = Codes::default();
        codes.add(code(0, "QR_LIMIT_SCENE", None));
        for number in 0..=KEPT {
            codes.add(code(number, "QR_SCENE", Some(1)));
        }
        assert!(codes.by_ticket("QR_SCENE0").is_none() && codes.by_ticket("QR_SCENE1").is_some());
        assert_eq!(
            codes.permanent("QR_LIMIT_SCENE", "0").unwrap().ticket,
            "QR_LIMIT_SCENE0"
        );
        assert_eq!((codes.permanent_count(), codes.iter().count()), (1, KEPT + 1));
    }
}
