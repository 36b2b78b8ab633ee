//! Tags, and runs that give and take them, inside transactions.

use async_trait::async_trait;
use domain::ids::TagRunId;
use domain::time::Timestamp;
use domain::wechat::followers::{Follower, MemberOutcome, TagAction, TagRun};
use ports::StoreError;
use ports::wechat::followers::{KnownTag, TagRepository, TagRunMember, WechatTag};
use uuid::Uuid;

use super::transaction::Transaction;

fn of_account(account: &str) -> impl Fn(&Follower) -> bool + '_ {
    move |follower| follower.stored().person.account == account
}

fn known(tag: &WechatTag, read_at: Timestamp) -> KnownTag {
    KnownTag {
        tag: tag.clone(),
        read_at,
    }
}

#[async_trait]
impl TagRepository for Transaction {
    async fn replace(&mut self, account: &str, tags: &[WechatTag], read_at: Timestamp) -> Result<(), StoreError> {
        self.change(|state| {
            state.audience.tags.retain(|(owner, _), _| owner != account);
            for tag in tags {
                let key = (account.to_owned(), tag.id);
                state.audience.tags.insert(key, known(tag, read_at));
            }
            let is_left = |id: &i64| tags.iter().any(|tag| tag.id == *id);
            let retain = |stored: &mut domain::wechat::followers::StoredFollower| stored.profile.tags.retain(is_left);
            state.audience.alter(of_account(account), retain);
            Ok(())
        })
    }

    async fn put(&mut self, account: &str, tag: &WechatTag, read_at: Timestamp) -> Result<(), StoreError> {
        self.change(|state| {
            let key = (account.to_owned(), tag.id);
            state.audience.tags.insert(key, known(tag, read_at));
            Ok(())
        })
    }

    async fn remove(&mut self, account: &str, tag: i64) -> Result<(), StoreError> {
        self.change(|state| {
            state.audience.tags.remove(&(account.to_owned(), tag));
            state.audience.alter(of_account(account), |stored| {
                stored.profile.tags.remove(&tag);
            });
            Ok(())
        })
    }

    async fn mark(
        &mut self,
        account: &str,
        tag: i64,
        action: TagAction,
        open_ids: &[String],
    ) -> Result<(), StoreError> {
        self.change(|state| {
            let known = state.audience.known(account, open_ids);
            let ids: Vec<_> = known.iter().map(|follower| follower.stored().id).collect();
            let fits = |follower: &Follower| follower.stored().subscribed && ids.contains(&follower.stored().id);
            state.audience.alter(fits, |stored| {
                match action {
                    TagAction::Give => stored.profile.tags.insert(tag),
                    TagAction::Take => stored.profile.tags.remove(&tag),
                };
            });
            Ok(())
        })
    }

    async fn add_run(&mut self, run: &TagRun, members: &[TagRunMember]) -> Result<(), StoreError> {
        self.change(|state| {
            state.audience.runs.insert(run.id, (run.clone(), members.to_vec()));
            Ok(())
        })
    }

    async fn run_for_update(&mut self, id: TagRunId) -> Result<Option<TagRun>, StoreError> {
        self.look(|state| state.audience.runs.get(&id).map(|(run, _)| run.clone()))
    }

    async fn save_run(
        &mut self,
        run: &TagRun,
        expected_version: u64,
        outcomes: &[(Uuid, MemberOutcome)],
    ) -> Result<(), StoreError> {
        self.change(|state| match state.audience.runs.get_mut(&run.id) {
            Some((known, members)) if known.version == expected_version => {
                *known = run.clone();
                for (id, outcome) in outcomes {
                    if let Some(member) = members.iter_mut().find(|member| member.id == *id) {
                        member.outcome = *outcome;
                    }
                }
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }
}
