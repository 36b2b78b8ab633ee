//! Promotion channels, scene codes and counted scans.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::events::QrLifetime;
use domain::ids::{ChannelId, MessageId, QrCodeId};
use domain::time::Timestamp;
use domain::wechat::{Channel, SceneCode, ScenePrint, SceneTarget};
use ports::log::EventLog;
use ports::wechat::{
    ChannelReads, ChannelRepository, ChannelsStore, ChannelsTransaction, CountedScan, ScanCount, ScanCounts,
    SceneCodeFilter, SceneCodeReads, SceneCodeRenewals,
};
use ports::{Page, PageQuery, StoreError};

use super::MemoryStore;
use super::pages::newest_first;
use super::state::{State, duplicate};
use super::transaction::Transaction;

/// What is known of channels and codes.
#[derive(Clone, Default)]
pub(super) struct ChannelState {
    channels: BTreeMap<ChannelId, Channel>,
    codes: BTreeMap<QrCodeId, CodeRow>,
    /// Code, day and account → scans and new followers; no code for scenes that lead nowhere.
    scans: BTreeMap<(Option<QrCodeId>, String, String), (u64, u64)>,
    counted: BTreeSet<MessageId>,
}

#[derive(Clone)]
struct CodeRow {
    code: SceneCode,
    renew_at: Option<Timestamp>,
    history: Vec<ScenePrint>,
}

impl ChannelState {
    /// Keeps a new code.
    pub(super) fn add_code(&mut self, code: &SceneCode) -> Result<(), StoreError> {
        if self.code_of(&code.account, &code.scene).is_some() {
            return Err(duplicate("scene_codes.scene"));
        }
        let row = CodeRow {
            code: code.clone(),
            renew_at: code.renew_at(),
            history: Vec::new(),
        };
        match self.codes.insert(code.id, row) {
            None => Ok(()),
            Some(_) => Err(duplicate("scene_codes.id")),
        }
    }

    /// The channel that a scene leads to, unless it was deleted.
    pub(super) fn channel_of(&self, account: &str, scene: &str) -> Option<&Channel> {
        match self.code_of(account, scene)?.target {
            SceneTarget::Channel(id) => self.channels.get(&id).filter(|channel| channel.is_there()),
            SceneTarget::Event { .. } => None,
        }
    }

    fn code_of(&self, account: &str, scene: &str) -> Option<&SceneCode> {
        let mut codes = self.codes.values().map(|row| &row.code);
        codes.find(|code| code.account == account && code.scene == scene)
    }
}

#[async_trait]
impl ChannelsStore for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn ChannelsTransaction>, StoreError> {
        Ok(Box::new(self.transaction().await))
    }
}

#[async_trait]
impl ChannelsTransaction for Transaction {
    fn channels(&mut self) -> &mut dyn ChannelRepository {
        self
    }

    fn log(&mut self) -> &mut dyn EventLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.finish()
    }
}

#[async_trait]
impl ChannelRepository for Transaction {
    async fn find_for_update(&mut self, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        self.look(|state| state.channels.channels.get(&id).cloned())
    }

    async fn add(&mut self, channel: &Channel) -> Result<(), StoreError> {
        self.change(|state| {
            let known = state.channels.channels.insert(channel.stored().id, channel.clone());
            known.map_or(Ok(()), |_| Err(duplicate("channels.id")))
        })
    }

    async fn save(&mut self, channel: &Channel, expected_version: u64) -> Result<(), StoreError> {
        self.change(|state| match state.channels.channels.get_mut(&channel.stored().id) {
            Some(stored) if stored.stored().version == expected_version => {
                *stored = channel.clone();
                Ok(())
            }
            _ => Err(StoreError::VersionConflict),
        })
    }

    async fn add_code(&mut self, code: &SceneCode) -> Result<(), StoreError> {
        self.change(|state| state.channels.add_code(code))
    }
}

#[async_trait]
impl ChannelReads for MemoryStore {
    async fn find(&self, account: &str, id: ChannelId) -> Result<Option<Channel>, StoreError> {
        let state = self.read();
        let found = state.channels.channels.get(&id);
        Ok(found
            .filter(|channel| channel.is_there() && channel.stored().account == account)
            .cloned())
    }

    async fn list(&self, account: &str, page: PageQuery) -> Result<Page<Channel>, StoreError> {
        let state = self.read();
        let own = state.channels.channels.values();
        let own = own.filter(|channel| channel.is_there() && channel.stored().account == account);
        Ok(newest_first(own, page, |channel| channel.stored().id.uuid()).map(Clone::clone))
    }
}

#[async_trait]
impl SceneCodeReads for MemoryStore {
    async fn find_code(&self, id: QrCodeId) -> Result<Option<SceneCode>, StoreError> {
        Ok(self.read().channels.codes.get(&id).map(|row| row.code.clone()))
    }

    async fn list_codes(
        &self,
        account: &str,
        filter: SceneCodeFilter,
        page: PageQuery,
    ) -> Result<Page<SceneCode>, StoreError> {
        let state = self.read();
        let codes = state.channels.codes.values().map(|row| &row.code);
        let codes = codes.filter(|code| code.account == account && fits(code, filter));
        Ok(newest_first(codes, page, |code| code.id.uuid()).map(Clone::clone))
    }

    async fn permanent_codes(&self, account: &str) -> Result<u64, StoreError> {
        let state = self.read();
        let codes = state.channels.codes.values().map(|row| &row.code);
        Ok(codes
            .filter(|code| code.account == account && code.lifetime == QrLifetime::Permanent)
            .count() as u64)
    }
}

fn fits(code: &SceneCode, filter: SceneCodeFilter) -> bool {
    let is_of_channel = |channel| code.target == SceneTarget::Channel(channel);
    let is_of_event = |wanted| matches!(code.target, SceneTarget::Event { event, .. } if event == wanted);
    filter.channel.is_none_or(is_of_channel) && filter.event.is_none_or(is_of_event)
}

#[async_trait]
impl SceneCodeRenewals for MemoryStore {
    async fn claim(&self, now: Timestamp, until: Timestamp, max: u32) -> Result<Vec<SceneCode>, StoreError> {
        self.write(|state| {
            let mut due: Vec<_> = state.channels.codes.values_mut().collect();
            due.retain(|row| row.renew_at.is_some_and(|at| at <= now));
            due.sort_by_key(|row| row.renew_at);
            let taken = due.into_iter().take(max as usize).map(|row| {
                row.renew_at = Some(until);
                row.code.clone()
            });
            Ok(taken.collect())
        })
        .await
    }

    async fn renewed(&self, code: &SceneCode) -> Result<bool, StoreError> {
        self.write(|state| Ok(store_renewal(state, code))).await
    }

    async fn retire(&self, id: QrCodeId) -> Result<(), StoreError> {
        self.write(|state| {
            if let Some(row) = state.channels.codes.get_mut(&id) {
                row.renew_at = None;
            }
            Ok(())
        })
        .await
    }

    async fn history(&self, id: QrCodeId) -> Result<Vec<ScenePrint>, StoreError> {
        let state = self.read();
        let row = state.channels.codes.get(&id);
        Ok(row.map_or_else(Vec::new, |row| row.history.iter().rev().cloned().collect()))
    }
}

fn store_renewal(state: &mut State, code: &SceneCode) -> bool {
    let row = state.channels.codes.get_mut(&code.id);
    let Some(row) = row.filter(|row| row.code.renewals + 1 == code.renewals) else {
        return false;
    };
    row.history.push(row.code.print.clone());
    row.code = code.clone();
    row.renew_at = code.renew_at();
    if let Some(listed) = state.qr_codes.get_mut(&code.id) {
        let print = code.print.clone();
        (listed.ticket, listed.url, listed.image_url) = (print.ticket, print.url, print.image_url);
        listed.expires_at = print.expires_at;
    }
    true
}

#[async_trait]
impl ScanCounts for MemoryStore {
    async fn count(&self, scans: &[CountedScan]) -> Result<(), StoreError> {
        self.write(|state| {
            for scan in scans {
                count_one(&mut state.channels, scan);
            }
            Ok(())
        })
        .await
    }

    async fn counts(&self, codes: &[QrCodeId], from: &str, to: &str) -> Result<Vec<ScanCount>, StoreError> {
        let state = self.read();
        let mut counts: Vec<_> = state
            .channels
            .scans
            .iter()
            .filter(|((code, day, _), _)| code.is_some_and(|code| codes.contains(&code)) && is_within(day, from, to))
            .filter_map(|((code, day, _), (scans, new_followers))| {
                Some(ScanCount {
                    code: (*code)?,
                    day: day.clone(),
                    scans: *scans,
                    new_followers: *new_followers,
                })
            })
            .collect();
        counts.sort_by(|one, other| (&one.day, one.code).cmp(&(&other.day, other.code)));
        Ok(counts)
    }

    async fn unknown_scans(&self, account: &str, from: &str, to: &str) -> Result<u64, StoreError> {
        let state = self.read();
        let unknown = state.channels.scans.iter();
        let unknown =
            unknown.filter(|((code, day, of), _)| code.is_none() && of == account && is_within(day, from, to));
        Ok(unknown.map(|(_, (scans, _))| scans).sum())
    }

    async fn forget_counted(&self, instant: Timestamp) -> Result<u64, StoreError> {
        self.write(|state| {
            let before = state.channels.counted.len();
            state.channels.counted.retain(|message| message.made_at() >= instant);
            Ok((before - state.channels.counted.len()) as u64)
        })
        .await
    }
}

fn count_one(channels: &mut ChannelState, scan: &CountedScan) {
    if !channels.counted.insert(scan.message) {
        return;
    }
    let code = channels.code_of(&scan.account, &scan.scene).map(|code| code.id);
    let key = (code, scan.day.clone(), scan.account.clone());
    let (scans, followers) = channels.scans.entry(key).or_default();
    *scans += 1;
    *followers += u64::from(scan.followed);
}

fn is_within(day: &str, from: &str, to: &str) -> bool {
    (from..=to).contains(&day)
}
