//! The steps that read a directory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::ids::{CorpMemberId, DirectorySyncId};
use domain::text::single_line;
use domain::wechat::followers::Statement;
use domain::wechat::wecom::directory::{Department, DepartmentFacts, Member, MemberFacts, MemberState};
use domain::wechat::wecom::{CorpSync, Walked, user_key};
use ports::StoreError;
use ports::wechat::wecom::{CorpTransaction, MembersTold};

use crate::context::Context;
use crate::retry::retry_on_contention;
use crate::wechat::halt::Halt;
use crate::wechat::wecom::CorpSyncSteps;
use crate::wechat::wecom::tools::contended;

/// Members or departments of one transaction: locks are held for a moment only.
const CHUNK: usize = 500;

const NO_DEPARTMENT: &str = "WeCom shows this application no department: look at its visible range";

impl CorpSyncSteps {
    /// Reads all departments. An empty tree is not believed.
    pub(in crate::wechat::wecom) async fn departments(&self, sync: &CorpSync, context: &Context) -> Result<(), Halt> {
        let told = self.tools.directory_api.departments(&sync.stored().account).await?;
        if told.is_empty() {
            return Err(Halt::Unbelievable(NO_DEPARTMENT));
        }
        for chunk in told.chunks(CHUNK) {
            retry_on_contention(|| self.note_departments(sync, chunk)).await?;
        }
        let (total, now) = (told.len() as u64, self.tools.clock.now());
        let advance = move |sync: &mut CorpSync| {
            sync.sources_listed(total, now);
            None
        };
        Ok(self.advance(sync, context, Arc::new(advance)).await?)
    }

    async fn note_departments(&self, sync: &CorpSync, told: &[DepartmentFacts]) -> Result<(), StoreError> {
        let (stated, now) = (listed_at(sync), self.tools.clock.now());
        let account = &sync.stored().account;
        let mut tx = self.tools.records.begin().await?;
        let ids: Vec<_> = told.iter().map(|facts| facts.id).collect();
        let known = tx.departments().find_for_update(account, &ids).await?;
        let mut departments: BTreeMap<_, _> = known.into_iter().map(|one| (one.facts.id, one)).collect();
        for facts in told {
            let department = departments
                .entry(facts.id)
                .or_insert_with(|| Department::first_seen(account.clone(), facts.clone(), true, stated, now));
            department.state(true, stated, now);
            if department.present {
                department.learn(facts.clone(), now);
            }
            department.listed_by = Some(id_of(sync));
        }
        let departments: Vec<_> = departments.into_values().collect();
        tx.departments().put(&departments).await?;
        tx.commit().await
    }

    /// Reads the members of the next department.
    pub(in crate::wechat::wecom) async fn members(&self, sync: &CorpSync, context: &Context) -> Result<(), Halt> {
        let (stored, now) = (sync.stored(), self.tools.clock.now());
        let last = stored.last.as_deref().and_then(|last| last.parse().ok());
        let next = self
            .tools
            .directory
            .listed_after(&stored.account, id_of(sync), last)
            .await?;
        let Some(department) = next else {
            let advance = move |sync: &mut CorpSync| sync.read_all(now);
            return Ok(self.advance(sync, context, Arc::new(advance)).await?);
        };
        let mut step = Walked {
            done: Some(department.to_string()),
            sources: 1,
            ..Walked::default()
        };
        match self.tools.directory_api.members(&stored.account, department).await? {
            MembersTold::Whole(members) => step.read = self.note_members(sync, &members, context).await?,
            MembersTold::Names(members) => {
                step.read = self.note_members(sync, &members, context).await?;
                step.reduced = 1;
            }
            MembersTold::IdsOnly => {
                let advance = move |sync: &mut CorpSync| {
                    sync.take_ids_only(now);
                    None
                };
                return Ok(self.advance(sync, context, Arc::new(advance)).await?);
            }
            MembersTold::Gone => {}
            MembersTold::Hidden => step.skipped = 1,
        }
        let advance = move |sync: &mut CorpSync| {
            sync.walked(&step, now);
            None
        };
        Ok(self.advance(sync, context, Arc::new(advance)).await?)
    }

    /// Reads a part of the list of ids. A member comes once for each department, so departments add up.
    pub(in crate::wechat::wecom) async fn member_ids(&self, sync: &CorpSync, context: &Context) -> Result<(), Halt> {
        let (stored, now) = (sync.stored(), self.tools.clock.now());
        let cursor = stored.cursor.as_deref();
        let page = self.tools.directory_api.member_ids(&stored.account, cursor).await?;
        let mut members: BTreeMap<String, MemberFacts> = BTreeMap::new();
        for (user_id, department) in page.members {
            let facts = members.entry(user_key(&user_id)).or_default();
            facts.user_id = user_id;
            facts.departments.get_or_insert_default().insert(department, false);
        }
        let members: Vec<_> = members.into_values().collect();
        let read = self.note_members(sync, &members, context).await?;
        // A cursor that stands still would be followed for ever.
        let next = page.next.filter(|next| Some(next.as_str()) != cursor);
        let advance = move |sync: &mut CorpSync| {
            let step = Walked {
                read,
                cursor: next.clone(),
                ..Walked::default()
            };
            sync.walked(&step, now);
            if next.is_none() { sync.read_all(now) } else { None }
        };
        Ok(self.advance(sync, context, Arc::new(advance)).await?)
    }

    async fn note_members(&self, sync: &CorpSync, told: &[MemberFacts], context: &Context) -> Result<u64, StoreError> {
        let is_sound = |facts: &&MemberFacts| single_line(&facts.user_id, 1..=64).as_ref() == Ok(&facts.user_id);
        let sound: Vec<_> = told.iter().filter(is_sound).collect();
        for chunk in sound.chunks(CHUNK) {
            retry_on_contention(|| self.note_some(sync, chunk, context)).await?;
        }
        Ok(told.len() as u64)
    }

    async fn note_some(&self, sync: &CorpSync, told: &[&MemberFacts], context: &Context) -> Result<(), StoreError> {
        let (stored, stated, now) = (sync.stored(), listed_at(sync), self.tools.clock.now());
        let mut tx = self.tools.records.begin().await?;
        let user_ids: Vec<_> = told.iter().map(|facts| facts.user_id.clone()).collect();
        let known = tx.members().find_for_update(&stored.account, &user_ids).await?;
        let mut told: BTreeMap<_, _> = told.iter().map(|facts| (user_key(&facts.user_id), *facts)).collect();
        let mut listed = Vec::with_capacity(known.len());
        for member in known {
            listed.push(member.stored().id);
            if let Some(facts) = told.remove(&user_key(&member.stored().user_id)) {
                self.retell(tx.as_mut(), sync, member, facts, context).await?;
            }
        }
        tx.members().mark_listed(&listed, id_of(sync)).await?;
        let new: Vec<_> = told
            .into_values()
            .map(|facts| {
                let id = CorpMemberId::from_uuid(self.tools.ids.next());
                let present = is_present(facts);
                let (mut member, _) = Member::first_seen(id, &stored.account, &facts.user_id, present, stated, now);
                member.learn(facts, now);
                member.listed(id_of(sync));
                member
            })
            .collect();
        tx.members().add(&new).await.map_err(contended)?;
        tx.commit().await.map_err(contended)
    }

    /// Takes what a list tells of somebody known. What is known already is not stored anew: it would be every member.
    async fn retell(
        &self,
        tx: &mut dyn CorpTransaction,
        sync: &CorpSync,
        mut member: Member,
        facts: &MemberFacts,
        context: &Context,
    ) -> Result<(), StoreError> {
        let version = member.stored().version;
        let present = is_present(facts);
        let happened = if member.is_present() == present {
            None
        } else {
            member.state(present, listed_at(sync)).1
        };
        let added_up = added_up(sync, &member, facts);
        member.learn(added_up.as_ref().unwrap_or(facts), self.tools.clock.now());
        if member.stored().version == version {
            return Ok(());
        }
        tx.members().save(&member, version).await?;
        match happened {
            Some(happened) => self.tools.log_member(tx, &member, happened, context).await,
            None => Ok(()),
        }
    }

    /// Who and what a complete list did not hold is gone, unless a newer event says otherwise.
    pub(in crate::wechat::wecom) async fn sweep_directory(
        &self,
        sync: &CorpSync,
        context: &Context,
    ) -> Result<(), Halt> {
        Ok(retry_on_contention(|| self.sweep_some(sync, context)).await?)
    }

    async fn sweep_some(&self, sync: &CorpSync, context: &Context) -> Result<(), StoreError> {
        let (account, id, stated) = (&sync.stored().account, id_of(sync), listed_at(sync));
        let now = self.tools.clock.now();
        let max = u32::try_from(CHUNK).unwrap_or(u32::MAX);
        let mut tx = self.tools.records.begin().await?;
        let Some(mut present) = self.unmoved(tx.as_mut(), sync).await? else {
            return Ok(());
        };
        let unlisted = tx.members().unlisted_for_update(account, id, max).await?;
        let mut more = unlisted.len() == CHUNK;
        let mut gone = 0;
        let ids: Vec<_> = unlisted.iter().map(|member| member.stored().id).collect();
        for mut member in unlisted {
            let version = member.stored().version;
            if let (true, Some(happened)) = member.state(false, stated) {
                tx.members().save(&member, version).await?;
                self.tools.log_member(tx.as_mut(), &member, happened, context).await?;
                gone += 1;
            }
        }
        // Whoever a newer event speaks for is not looked at again.
        tx.members().mark_listed(&ids, id).await?;
        let mut departments = tx.departments().unlisted_for_update(account, id, max).await?;
        more |= departments.len() == CHUNK;
        for department in &mut departments {
            department.state(false, stated, now);
            department.listed_by = Some(id);
        }
        tx.departments().put(&departments).await?;
        let happened = present.swept(gone, more, now);
        self.keep(tx, sync, &present, happened, context).await
    }
}

fn id_of(sync: &CorpSync) -> DirectorySyncId {
    DirectorySyncId::from_uuid(sync.stored().id)
}

fn listed_at(sync: &CorpSync) -> Statement {
    Statement::of_list(sync.stored().started_at)
}

fn is_present(facts: &MemberFacts) -> bool {
    facts.state != Some(MemberState::Left)
}

/// A list of ids tells departments one by one: those that this synchronisation told of before still hold, and who leads
/// is not told at all. `None` where the list tells everything.
fn added_up(sync: &CorpSync, member: &Member, facts: &MemberFacts) -> Option<MemberFacts> {
    if sync.stored().phase != domain::wechat::wecom::CorpSyncPhase::MemberIds {
        return None;
    }
    let known = &member.stored().departments;
    let told: BTreeSet<_> = facts.departments.iter().flatten().map(|(id, _)| *id).collect();
    let before = known.keys().filter(|_| member.stored().listed_by == Some(id_of(sync)));
    let all = told.iter().chain(before);
    let all = all.map(|id| (*id, known.get(id).copied().unwrap_or(false)));
    Some(MemberFacts {
        departments: Some(all.collect()),
        ..facts.clone()
    })
}
