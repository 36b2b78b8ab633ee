//! What WeCom posts about the directory (`change_contact`). Since 2022 events tell ids only: what else there is to know
//! is read by jobs.

use std::collections::BTreeMap;

use domain::ids::CorpMemberId;
use domain::text::single_line;
use domain::wechat::followers::Statement;
use domain::wechat::wecom::directory::{Department, DepartmentFacts, Member, MemberFacts};
use domain::wechat::wecom::user_key;
use ports::StoreError;
use ports::wechat::wecom::CorpTransaction;

use super::{ReadDepartment, ReadMember};
use crate::context::Context;
use crate::retry::retry_on_contention;
use crate::wechat::wecom::NoteCorp;
use crate::wechat::wecom::tools::contended;

/// Contacts of one transaction.
const CHUNK: u32 = 200;

impl NoteCorp {
    /// Notes a change of a member; `new` is the id they got.
    pub(in crate::wechat::wecom) async fn member(
        &self,
        account: &str,
        change: &str,
        (user_id, new): (&str, Option<&str>),
        departments: &[i64],
        stated: Statement,
        context: &Context,
    ) -> Result<(), StoreError> {
        let present = match change {
            "create_user" | "update_user" => true,
            "delete_user" => false,
            _ => return Ok(()),
        };
        let now_called = new.unwrap_or(user_id);
        if [user_id, now_called]
            .iter()
            .any(|id| single_line(id, 1..=64).as_deref() != Ok(*id))
        {
            return Ok(()); // No member has such an id.
        }
        if now_called != user_id {
            retry_on_contention(|| self.rename(account, (user_id, now_called), stated, context)).await?;
            self.rename_in_contacts(account, user_id, now_called).await?;
        }
        retry_on_contention(|| self.state(account, now_called, present, departments, stated, context)).await
    }

    async fn state(
        &self,
        account: &str,
        user_id: &str,
        present: bool,
        departments: &[i64],
        stated: Statement,
        context: &Context,
    ) -> Result<(), StoreError> {
        let (tools, now) = (&self.0, self.0.clock.now());
        let mut tx = tools.records.begin().await?;
        let known = find(tx.as_mut(), account, user_id).await?;
        let before = known.as_ref().map(|member| member.stored().version);
        let (mut member, happened) = match known {
            Some(mut member) => {
                let (changed, happened) = member.state(present, stated);
                if !changed {
                    return Ok(());
                }
                (member, happened)
            }
            None => {
                let id = CorpMemberId::from_uuid(tools.ids.next());
                let (member, happened) = Member::first_seen(id, account, user_id, present, stated, now);
                (member, Some(happened))
            }
        };
        if present {
            let facts = MemberFacts {
                departments: in_departments(&member, departments),
                ..MemberFacts::default()
            };
            member.learn(&facts, now);
        }
        match before {
            Some(version) => tx.members().save(&member, version).await?,
            None => tx
                .members()
                .add(std::slice::from_ref(&member))
                .await
                .map_err(contended)?,
        }
        if let Some(happened) = happened {
            tools.log_member(tx.as_mut(), &member, happened, context).await?;
        }
        if present {
            let job = ReadMember {
                member_id: member.stored().id.uuid(),
            };
            tools.enqueue(tx.as_mut(), &job, context).await?;
        }
        tx.commit().await.map_err(contended)
    }

    /// Gives a member another id. What was stored under it meanwhile stays; the old one is marked as left, so that an
    /// older list does not bring it back.
    async fn rename(
        &self,
        account: &str,
        (from, to): (&str, &str),
        stated: Statement,
        context: &Context,
    ) -> Result<(), StoreError> {
        let (tools, now) = (&self.0, self.0.clock.now());
        let mut tx = tools.records.begin().await?;
        let Some(mut old) = find(tx.as_mut(), account, from).await? else {
            return Ok(());
        };
        if stated < old.stored().stated {
            return Ok(()); // The old id was given to somebody else since.
        }
        let version = old.stored().version;
        let is_taken = user_key(from) != user_key(to) && find(tx.as_mut(), account, to).await?.is_some();
        let happened = if is_taken {
            let (changed, happened) = old.state(false, stated);
            if !changed {
                return Ok(());
            }
            happened
        } else {
            old.rename(to)
        };
        tx.members().save(&old, version).await.map_err(contended)?;
        if let Some(happened) = happened {
            tools.log_member(tx.as_mut(), &old, happened, context).await?;
        }
        if !is_taken && user_key(from) != user_key(to) {
            let id = CorpMemberId::from_uuid(tools.ids.next());
            let (gone, _) = Member::first_seen(id, account, from, false, stated, now);
            tx.members().add(&[gone]).await.map_err(contended)?;
        }
        tx.commit().await.map_err(contended)
    }

    async fn rename_in_contacts(&self, account: &str, from: &str, to: &str) -> Result<(), StoreError> {
        if user_key(from) == user_key(to) {
            return Ok(());
        }
        while retry_on_contention(|| self.rename_in_some(account, from, to)).await? {}
        Ok(())
    }

    async fn rename_in_some(&self, account: &str, from: &str, to: &str) -> Result<bool, StoreError> {
        let mut tx = self.0.records.begin().await?;
        let some = tx.contacts().of_user_for_update(account, from, CHUNK).await?;
        for mut contact in some.iter().cloned() {
            let version = contact.stored().version;
            contact.rename_user(from, to);
            contact.changed();
            tx.contacts().save(&contact, version).await?;
        }
        tx.commit().await?;
        Ok(!some.is_empty())
    }

    /// Notes a change of a department.
    pub(in crate::wechat::wecom) async fn department(
        &self,
        account: &str,
        change: &str,
        id: u64,
        stated: Statement,
        context: &Context,
    ) -> Result<(), StoreError> {
        let present = match change {
            "create_party" | "update_party" => true,
            "delete_party" => false,
            _ => return Ok(()),
        };
        let Ok(id) = i64::try_from(id) else {
            return Ok(()); // WeCom numbers departments with 32 bits.
        };
        retry_on_contention(|| self.state_department(account, id, present, stated, context)).await
    }

    async fn state_department(
        &self,
        account: &str,
        id: i64,
        present: bool,
        stated: Statement,
        context: &Context,
    ) -> Result<(), StoreError> {
        let (tools, now) = (&self.0, self.0.clock.now());
        let mut tx = tools.records.begin().await?;
        let department = match tx.departments().find_for_update(account, &[id]).await?.pop() {
            Some(known) if stated <= known.stated => return Ok(()),
            Some(mut known) => {
                known.state(present, stated, now);
                known
            }
            None => {
                let facts = DepartmentFacts {
                    id,
                    name: None,
                    parent: None,
                    order: None,
                };
                Department::first_seen(account.to_owned(), facts, present, stated, now)
            }
        };
        tx.departments().put(&[department]).await?;
        if present {
            let job = ReadDepartment {
                account: account.to_owned(),
                department: id,
            };
            tools.enqueue(tx.as_mut(), &job, context).await?;
        }
        tx.commit().await
    }
}

/// The departments that an event names; whether the member leads them is kept where it is known.
fn in_departments(member: &Member, departments: &[i64]) -> Option<BTreeMap<i64, bool>> {
    let leads = |id: &i64| (*id, member.stored().departments.get(id).copied().unwrap_or(false));
    (!departments.is_empty()).then(|| departments.iter().map(leads).collect())
}

async fn find(tx: &mut dyn CorpTransaction, account: &str, user_id: &str) -> Result<Option<Member>, StoreError> {
    let user_ids = [user_id.to_owned()];
    Ok(tx.members().find_for_update(account, &user_ids).await?.pop())
}
