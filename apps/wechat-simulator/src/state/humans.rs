//! Human beings: each may be a person to several accounts, under a different open id in each.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::chance::Chance;

/// One human being.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Human {
    /// Number, from 1.
    pub id: u64,
    /// The name in WeChat.
    pub nickname: String,
    /// One union id for each group of accounts that asked.
    pub union_ids: BTreeMap<String, String>,
    /// Open id by the name of the account.
    pub open_ids: BTreeMap<Arc<str>, String>,
}

/// Everybody, in the order they came.
#[derive(Debug, Default)]
pub struct Humans(Vec<Human>);

impl Humans {
    /// Restores saved humans.
    #[must_use]
    pub fn restore(list: Vec<Human>) -> Self {
        Self(list)
    }

    /// Somebody new, whom the number names unless they have a name; returns the number.
    pub fn add(&mut self, nickname: Option<String>) -> u64 {
        let id = self.0.len() as u64 + 1;
        let nickname = nickname.unwrap_or_else(|| format!("访客 {id}"));
        self.0.push(Human {
            id,
            nickname,
            union_ids: BTreeMap::new(),
            open_ids: BTreeMap::new(),
        });
        id
    }

    /// The human with this number.
    #[must_use]
    pub fn get(&self, id: u64) -> Option<&Human> {
        self.0.get(place(id)?)
    }

    /// The human with this number, to change.
    pub fn get_mut(&mut self, id: u64) -> Option<&mut Human> {
        self.0.get_mut(place(id)?)
    }

    /// Everybody.
    #[must_use]
    pub fn list(&self) -> &[Human] {
        &self.0
    }

    /// The union id of a human in a group of accounts, drawn when it is first asked for.
    pub fn union_id(&mut self, id: u64, group: &str, chance: &mut Chance) -> Option<String> {
        let human = self.get_mut(id)?;
        if let Some(known) = human.union_ids.get(group) {
            return Some(known.clone());
        }
        let fresh = chance.open_id();
        human.union_ids.insert(group.to_owned(), fresh.clone());
        Some(fresh)
    }

    /// An account is gone: nobody has an open id there any more.
    pub fn forget_account(&mut self, name: &str) {
        for human in &mut self.0 {
            human.open_ids.remove(name);
        }
    }
}

fn place(id: u64) -> Option<usize> {
    usize::try_from(id.checked_sub(1)?).ok()
}
