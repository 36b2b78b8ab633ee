//! Somebody outside whom members know, with the relation to each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::identity::UnionId;
use crate::ids::{ContactSyncId, ExternalContactId};
use crate::time::Timestamp;
use crate::wechat::followers::Statement;
use crate::wechat::wecom::user_key;

/// Where an external contact is at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactKind {
    /// In WeChat.
    Wechat,
    /// In WeCom.
    Wecom,
}

impl ContactKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Wechat, Self::Wecom];

    /// The stable name, used in the API and in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wechat => "wechat",
            Self::Wecom => "wecom",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// WeCom's `type`.
    #[must_use]
    pub const fn of_wecom(kind: i64) -> Option<Self> {
        match kind {
            1 => Some(Self::Wechat),
            2 => Some(Self::Wecom),
            _ => None,
        }
    }
}

/// Who an external contact is. `Debug` shows nothing personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ContactProfile {
    /// Name, or nickname in WeChat.
    pub name: Option<String>,
    /// Where they are at home.
    pub kind: Option<ContactKind>,
    /// Position, of people in WeCom.
    pub position: Option<String>,
    /// Their corporation's short name, of people in WeCom.
    pub corp_name: Option<String>,
}

impl fmt::Debug for ContactProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactProfile").finish_non_exhaustive()
    }
}

/// What WeCom tells of one relation. `Debug` shows nothing personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RelationFacts {
    /// The member.
    pub user_id: String,
    /// The member's name for the contact; may be empty.
    pub remark: String,
    /// Ids of the corporation's tags.
    pub tags: BTreeSet<String>,
    /// The `state` of the contact code by which the contact came.
    pub state: Option<String>,
    /// How the contact came, as WeCom numbers it.
    pub add_way: Option<i64>,
    /// Since when.
    pub added_at: Option<Timestamp>,
}

impl fmt::Debug for RelationFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelationFacts").finish_non_exhaustive()
    }
}

/// What WeCom tells of an external contact. `Debug` shows nothing personal.
#[derive(Clone, PartialEq, Eq)]
pub struct ContactFacts {
    /// WeCom's id of them in the corporation.
    pub external_user_id: String,
    /// Who they are.
    pub profile: ContactProfile,
    /// The person at all accounts of one Open Platform account.
    pub union_id: Option<UnionId>,
    /// Relations, of all members or of those who were asked for.
    pub relations: Vec<RelationFacts>,
}

impl fmt::Debug for ContactFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContactFacts").finish_non_exhaustive()
    }
}

/// A member's relation to a contact. One that ended holds no facts; it is kept, so that an older list does not bring it
/// back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What is known of it.
    pub facts: RelationFacts,
    /// Whether it is there.
    pub present: bool,
    /// The newest statement about that.
    pub stated: Statement,
    /// The last synchronisation whose lists held it.
    pub listed_by: Option<ContactSyncId>,
}

/// What happened to a contact. Tells nothing personal: the event log is never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactHappened {
    /// A member has a relation to them.
    Related,
    /// A member's relation to them ended.
    Parted,
    /// The last relation ended; what was known of them is deleted.
    Forgotten,
}

/// All of a contact, for adapters to store and restore it. `Debug` shows nothing personal.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredContact {
    /// Our id.
    pub id: ExternalContactId,
    /// Our name of the account.
    pub account: String,
    /// WeCom's id of them in the corporation.
    pub external_user_id: String,
    /// Who they are; empty for those without relations.
    pub profile: ContactProfile,
    /// Relations, by [`user_key`] of the member.
    pub relations: BTreeMap<String, Relation>,
    /// When WeCom last told something new of them.
    pub read_at: Option<Timestamp>,
    /// When they were first seen.
    pub created_at: Timestamp,
    /// Counts changes from 1; also the version of their stream in the event log.
    pub version: u64,
}

impl fmt::Debug for StoredContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredContact")
            .field("id", &self.id)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// An external contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    stored: StoredContact,
}

impl Contact {
    /// Somebody nothing was known of.
    #[must_use]
    pub fn first_seen(id: ExternalContactId, account: &str, external_user_id: &str, now: Timestamp) -> Self {
        Self {
            stored: StoredContact {
                id,
                account: account.to_owned(),
                external_user_id: external_user_id.to_owned(),
                profile: ContactProfile::default(),
                relations: BTreeMap::new(),
                read_at: None,
                created_at: now,
                version: 1,
            },
        }
    }

    /// Brings back what an adapter stored.
    #[must_use]
    pub const fn restore(stored: StoredContact) -> Self {
        Self { stored }
    }

    /// All of it.
    #[must_use]
    pub const fn stored(&self) -> &StoredContact {
        &self.stored
    }

    /// Relations that are there.
    pub fn present(&self) -> impl Iterator<Item = &Relation> {
        self.stored.relations.values().filter(|relation| relation.present)
    }

    /// Whether any member has a relation to them.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.present().next().is_some()
    }

    /// The synchronisation that one of the present relations was listed by longest ago; `None`: by none.
    #[must_use]
    pub fn oldest_listing(&self) -> Option<ContactSyncId> {
        self.present().map(|relation| relation.listed_by).min().flatten()
    }

    /// Takes a statement that a member has a relation to them or not. An older one than the newest changes nothing.
    pub fn relate(&mut self, user_id: &str, present: bool, stated: Statement) -> Vec<ContactHappened> {
        let was_known = self.is_known();
        let key = user_key(user_id);
        let happened = match self.stored.relations.get_mut(&key) {
            Some(relation) if stated <= relation.stated => return Vec::new(),
            Some(relation) => {
                relation.stated = stated;
                turn(relation, present)
            }
            None => {
                let mut relation = Relation {
                    facts: no_facts(user_id),
                    present: false,
                    stated,
                    listed_by: None,
                };
                let happened = turn(&mut relation, present);
                self.stored.relations.insert(key, relation);
                happened
            }
        };
        self.concluded(happened.into_iter().collect(), was_known)
    }

    /// Takes what WeCom tells of them, as of `stated`: profile, and relations of those members it tells of; `sync` is the
    /// synchronisation that asked.
    pub fn told(
        &mut self,
        facts: &ContactFacts,
        stated: Statement,
        sync: Option<ContactSyncId>,
        now: Timestamp,
    ) -> Vec<ContactHappened> {
        let before = self.stored.clone();
        let mut happened = Vec::new();
        for told in &facts.relations {
            happened.extend(self.relate(&told.user_id, true, stated));
            let Some(relation) = self.stored.relations.get_mut(&user_key(&told.user_id)) else {
                continue;
            };
            if sync.is_some() {
                relation.listed_by = sync;
            }
            if relation.present {
                relation.facts = merged(&relation.facts, told);
            }
        }
        if self.is_known() {
            self.stored.profile = merged_profile(&self.stored.profile, &facts.profile);
        }
        if self.stored != before {
            self.stored.read_at = Some(now);
        }
        happened
    }

    /// Ends the relations of members whom a list of all, as of `stated`, does not name.
    pub fn told_all(&mut self, named: &[RelationFacts], stated: Statement) -> Vec<ContactHappened> {
        let named: BTreeSet<_> = named.iter().map(|told| user_key(&told.user_id)).collect();
        let missing = |(key, relation): &(&String, &Relation)| relation.present && !named.contains(*key);
        let missing = self.stored.relations.iter().filter(missing);
        let missing: Vec<_> = missing.map(|(_, relation)| relation.facts.user_id.clone()).collect();
        self.end(&missing, stated)
    }

    /// Ends the relations that a complete synchronisation did not list, unless something newer was said of them. The
    /// others count as listed.
    pub fn sweep(&mut self, sync: ContactSyncId, stated: Statement) -> Vec<ContactHappened> {
        let mut unlisted = Vec::new();
        for relation in self.stored.relations.values_mut().filter(|relation| relation.present) {
            if relation.listed_by.replace(sync).is_none_or(|listed| listed < sync) {
                unlisted.push(relation.facts.user_id.clone());
            }
        }
        self.end(&unlisted, stated)
    }

    /// A member got another id.
    pub fn rename_user(&mut self, from: &str, to: &str) {
        if let Some(mut relation) = self.stored.relations.remove(&user_key(from)) {
            to.clone_into(&mut relation.facts.user_id);
            self.stored.relations.entry(user_key(to)).or_insert(relation);
        }
    }

    /// Counts a change.
    pub const fn changed(&mut self) {
        self.stored.version += 1;
    }

    fn end(&mut self, user_ids: &[String], stated: Statement) -> Vec<ContactHappened> {
        let end = |user_id: &String| self.relate(user_id, false, stated);
        user_ids.iter().flat_map(end).collect()
    }

    fn concluded(&mut self, mut happened: Vec<ContactHappened>, was_known: bool) -> Vec<ContactHappened> {
        if was_known && !self.is_known() {
            self.stored.profile = ContactProfile::default();
            self.stored.read_at = None;
            happened.push(ContactHappened::Forgotten);
        }
        happened
    }
}

fn no_facts(user_id: &str) -> RelationFacts {
    RelationFacts {
        user_id: user_id.to_owned(),
        ..RelationFacts::default()
    }
}

fn turn(relation: &mut Relation, present: bool) -> Option<ContactHappened> {
    if relation.present == present {
        return None;
    }
    relation.present = present;
    if present {
        return Some(ContactHappened::Related);
    }
    relation.facts = no_facts(&relation.facts.user_id);
    Some(ContactHappened::Parted)
}

/// Remark and tags are told whole; what tells where somebody came from is kept where it is left out.
fn merged(known: &RelationFacts, told: &RelationFacts) -> RelationFacts {
    RelationFacts {
        user_id: known.user_id.clone(),
        remark: told.remark.clone(),
        tags: told.tags.clone(),
        state: told.state.clone().or_else(|| known.state.clone()),
        add_way: told.add_way.or(known.add_way),
        added_at: told.added_at.or(known.added_at),
    }
}

fn merged_profile(known: &ContactProfile, told: &ContactProfile) -> ContactProfile {
    let or = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
    ContactProfile {
        name: or(&told.name, &known.name),
        kind: told.kind.or(known.kind),
        position: or(&told.position, &known.position),
        corp_name: or(&told.corp_name, &known.corp_name),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn list(second: i64) -> Statement {
        Statement::of_list(Timestamp::from_unix_seconds(second))
    }

    fn sync(number: u128) -> ContactSyncId {
        ContactSyncId::from_uuid(Uuid::from_u128(number))
    }

    fn facts(users: &[&str]) -> ContactFacts {
        let relation = |user: &&str| RelationFacts {
            user_id: (*user).to_owned(),
            remark: "小王".to_owned(),
            state: Some("poster".to_owned()),
            ..RelationFacts::default()
        };
        ContactFacts {
            external_user_id: "wm1".to_owned(),
            profile: ContactProfile {
                name: Some("王五".to_owned()),
                ..ContactProfile::default()
            },
            union_id: None,
            relations: users.iter().map(relation).collect(),
        }
    }

    fn known_to(users: &[&str]) -> Contact {
        let id = ExternalContactId::from_uuid(Uuid::from_u128(1));
        let mut contact = Contact::first_seen(id, "corp", "wm1", Timestamp::MIN);
        contact.told(&facts(users), list(100), Some(sync(1)), Timestamp::MIN);
        contact
    }

    #[test]
    fn without_relations_nothing_personal_is_left() {
        let mut contact = known_to(&["Ann", "bob"]);
        assert_eq!(contact.relate("ANN", false, list(200)), [ContactHappened::Parted]);
        assert_eq!(contact.stored().profile.name.as_deref(), Some("王五"));
        assert_eq!(
            contact.relate("bob", false, list(200)),
            [ContactHappened::Parted, ContactHappened::Forgotten]
        );
        assert_eq!(contact.stored().profile, ContactProfile::default());
        let remembers = |relation: &Relation| !relation.facts.remark.is_empty() || relation.facts.state.is_some();
        assert!(!contact.stored().relations.values().any(remembers));
        assert_eq!(contact.told(&facts(&["bob"]), list(150), None, Timestamp::MIN), []);
        assert!(contact.stored().profile.name.is_none(), "an older list tells nothing");
    }

    #[test]
    fn a_complete_list_ends_what_it_does_not_name() {
        let mut contact = known_to(&["ann", "bob"]);
        contact.relate("cyd", true, list(900));
        let named = facts(&["ann"]).relations;
        assert_eq!(contact.told_all(&named, list(500)), [ContactHappened::Parted]);
        let present: Vec<_> = contact
            .present()
            .map(|relation| relation.facts.user_id.as_str())
            .collect();
        assert_eq!(present, ["ann", "cyd"], "what is newer stays");
    }

    #[test]
    fn a_sweep_takes_what_is_older_and_looks_at_nothing_twice() {
        let mut contact = known_to(&["ann", "bob"]);
        contact.told(&facts(&["ann"]), list(500), Some(sync(2)), Timestamp::MIN);
        contact.relate("cyd", true, list(900));
        assert_eq!(contact.oldest_listing(), None);
        assert_eq!(contact.sweep(sync(2), list(500)), [ContactHappened::Parted]);
        assert_eq!(contact.oldest_listing(), Some(sync(2)));
    }

    #[test]
    fn a_renamed_member_keeps_the_relation() {
        let mut contact = known_to(&["ann"]);
        contact.rename_user("ANN", "anna");
        assert_eq!(contact.stored().relations["anna"].facts.remark, "小王");
    }
}
