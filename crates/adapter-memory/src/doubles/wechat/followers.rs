//! Followers at the fake WeChat: a list, profiles, tags, a black list.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use domain::attendance::PersonRef;
use domain::wechat::followers::{FollowerProfile, Remark, TagAction, TagName};
use ports::wechat::followers::{BlacklistPage, FollowerInfo, FollowersApi, ListedFollowers, WechatTag};
use ports::wechat::{RefusalKind, WechatFailure};

use super::{FakeWechat, WechatCall};
use crate::lock;

/// What WeChat was asked about followers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowersCall {
    /// For a page of the list.
    List {
        /// Where it begins.
        next: Option<String>,
    },
    /// For so many profiles.
    Profiles(usize),
    /// To note something on a follower.
    SetRemark(PersonRef, Remark),
    /// For all tags.
    Tags,
    /// To make a tag.
    CreateTag(TagName),
    /// To rename a tag.
    RenameTag(i64, TagName),
    /// To end a tag.
    DeleteTag(i64),
    /// To give a tag to so many people or take it from them.
    Tag(i64, TagAction, usize),
    /// For a page of the black list.
    Blacklist {
        /// Where it begins.
        next: Option<String>,
    },
    /// To put so many people on the black list or take them off.
    Block(bool, usize),
}

/// The account's followers as the fake WeChat knows them; one account is enough.
pub(super) struct Audience {
    people: BTreeMap<String, FollowerProfile>,
    tags: BTreeMap<i64, String>,
    blocked: BTreeSet<String>,
    /// In the list, and no open id for the call that tells of people.
    unspoken: BTreeSet<String>,
    page: usize,
    breaks_off: bool,
}

impl Default for Audience {
    fn default() -> Self {
        Self {
            people: BTreeMap::new(),
            tags: BTreeMap::from([(2, "星标组".to_owned())]),
            blocked: BTreeSet::new(),
            unspoken: BTreeSet::new(),
            page: 10_000,
            breaks_off: false,
        }
    }
}

const MOST_TAGS_OF_A_PERSON: usize = 20;

impl FakeWechat {
    /// Somebody follows, with this profile.
    pub fn has_follower(&self, open_id: &str, profile: FollowerProfile) {
        lock(&self.script).audience.people.insert(open_id.to_owned(), profile);
    }

    /// Somebody follows no more.
    pub fn loses_follower(&self, open_id: &str) {
        lock(&self.script).audience.people.remove(open_id);
    }

    /// WeChat lists this follower and refuses every question about a group with them in it.
    pub fn does_not_speak_of(&self, open_id: &str) {
        lock(&self.script).audience.unspoken.insert(open_id.to_owned());
    }

    /// Pages of lists hold so many.
    pub fn pages_of(&self, size: usize) {
        lock(&self.script).audience.page = size;
    }

    /// The list ends after its first page, whatever its total says.
    pub fn list_breaks_off(&self) {
        lock(&self.script).audience.breaks_off = true;
    }

    /// Who is on the black list.
    #[must_use]
    pub fn blacklisted(&self) -> Vec<String> {
        lock(&self.script).audience.blocked.iter().cloned().collect()
    }

    fn followers_call<T>(
        &self,
        call: FollowersCall,
        then: impl FnOnce(&mut Audience) -> Result<T, WechatFailure>,
    ) -> Result<T, WechatFailure> {
        self.answer(WechatCall::Followers(call))?;
        then(&mut lock(&self.script).audience)
    }
}

fn refused(code: i64, kind: RefusalKind) -> WechatFailure {
    WechatFailure::Refused {
        code,
        kind,
        note: format!("the fake refuses with {code}"),
    }
}

/// The page after `next`. As at WeChat, the last full page names a next one, and the page after it is empty.
fn page<'a>(ids: impl Iterator<Item = &'a String>, next: Option<&str>, size: usize) -> (Vec<String>, Option<String>) {
    let after = ids.filter(|id| next.is_none_or(|next| id.as_str() > next));
    let ids: Vec<_> = after.take(size).cloned().collect();
    let next = ids.last().cloned();
    (ids, next)
}

#[async_trait]
impl FollowersApi for FakeWechat {
    async fn list(&self, _: &str, next: Option<&str>) -> Result<ListedFollowers, WechatFailure> {
        let call = FollowersCall::List {
            next: next.map(str::to_owned),
        };
        self.followers_call(call, |audience| {
            let total = audience.people.len() as u64;
            let (open_ids, next) = page(audience.people.keys(), next, audience.page);
            let total = if open_ids.is_empty() { 0 } else { total };
            let next = next.filter(|_| !audience.breaks_off);
            Ok(ListedFollowers { open_ids, total, next })
        })
    }

    async fn profiles(&self, _: &str, open_ids: &[String]) -> Result<Vec<FollowerInfo>, WechatFailure> {
        self.followers_call(FollowersCall::Profiles(open_ids.len()), |audience| {
            if open_ids.len() > ports::wechat::followers::PROFILES {
                return Err(refused(40_130, RefusalKind::Content));
            }
            if open_ids.iter().any(|open_id| audience.unspoken.contains(open_id)) {
                return Err(refused(40_003, RefusalKind::Recipient));
            }
            let info = |open_id: &String| FollowerInfo {
                open_id: open_id.clone(),
                profile: audience.people.get(open_id).cloned(),
            };
            Ok(open_ids.iter().map(info).collect())
        })
    }

    async fn set_remark(&self, person: &PersonRef, remark: &Remark) -> Result<(), WechatFailure> {
        let call = FollowersCall::SetRemark(person.clone(), remark.clone());
        self.followers_call(call, |audience| {
            let profile = audience.people.get_mut(&person.open_id);
            let profile = profile.ok_or_else(|| refused(40_003, RefusalKind::Recipient))?;
            profile.remark = remark.clone();
            Ok(())
        })
    }

    async fn tags(&self, _: &str) -> Result<Vec<WechatTag>, WechatFailure> {
        self.followers_call(FollowersCall::Tags, |audience| {
            let count = |tag: i64| {
                let people = audience.people.values();
                people.filter(|profile| profile.tags.contains(&tag)).count() as u64
            };
            let tags = audience.tags.iter().map(|(id, name)| WechatTag {
                id: *id,
                name: name.clone(),
                followers: count(*id),
            });
            Ok(tags.collect())
        })
    }

    async fn create_tag(&self, _: &str, name: &TagName) -> Result<WechatTag, WechatFailure> {
        self.followers_call(FollowersCall::CreateTag(name.clone()), |audience| {
            if audience.tags.values().any(|known| known == name.as_str()) {
                return Err(refused(45_157, RefusalKind::Content));
            }
            let id = audience.tags.keys().max().map_or(100, |last| (last + 1).max(100));
            audience.tags.insert(id, name.as_str().to_owned());
            Ok(WechatTag {
                id,
                name: name.as_str().to_owned(),
                followers: 0,
            })
        })
    }

    async fn rename_tag(&self, _: &str, tag: i64, name: &TagName) -> Result<(), WechatFailure> {
        self.followers_call(FollowersCall::RenameTag(tag, name.clone()), |audience| {
            changeable(audience, tag)?;
            audience.tags.insert(tag, name.as_str().to_owned());
            Ok(())
        })
    }

    async fn delete_tag(&self, _: &str, tag: i64) -> Result<(), WechatFailure> {
        self.followers_call(FollowersCall::DeleteTag(tag), |audience| {
            changeable(audience, tag)?;
            audience.tags.remove(&tag);
            for profile in audience.people.values_mut() {
                profile.tags.remove(&tag);
            }
            Ok(())
        })
    }

    async fn tag(&self, _: &str, tag: i64, action: TagAction, open_ids: &[String]) -> Result<(), WechatFailure> {
        self.followers_call(FollowersCall::Tag(tag, action, open_ids.len()), |audience| {
            if !audience.tags.contains_key(&tag) {
                return Err(refused(45_159, RefusalKind::Content));
            }
            for open_id in open_ids {
                let profile = audience.people.get(open_id);
                let profile = profile.ok_or_else(|| refused(40_003, RefusalKind::Recipient))?;
                if action == TagAction::Give && profile.tags.len() >= MOST_TAGS_OF_A_PERSON {
                    return Err(refused(45_059, RefusalKind::Content));
                }
            }
            for open_id in open_ids {
                if let Some(profile) = audience.people.get_mut(open_id) {
                    match action {
                        TagAction::Give => profile.tags.insert(tag),
                        TagAction::Take => profile.tags.remove(&tag),
                    };
                }
            }
            Ok(())
        })
    }

    async fn blacklist(&self, _: &str, next: Option<&str>) -> Result<BlacklistPage, WechatFailure> {
        let call = FollowersCall::Blacklist {
            next: next.map(str::to_owned),
        };
        self.followers_call(call, |audience| {
            let (open_ids, next) = page(audience.blocked.iter(), next, audience.page);
            Ok(BlacklistPage { open_ids, next })
        })
    }

    async fn block(&self, _: &str, blocked: bool, open_ids: &[String]) -> Result<(), WechatFailure> {
        self.followers_call(FollowersCall::Block(blocked, open_ids.len()), |audience| {
            for open_id in open_ids {
                if blocked {
                    audience.blocked.insert(open_id.clone());
                } else {
                    audience.blocked.remove(open_id);
                }
            }
            Ok(())
        })
    }
}

fn changeable(audience: &Audience, tag: i64) -> Result<(), WechatFailure> {
    match tag {
        ..100 => Err(refused(45_058, RefusalKind::Content)),
        tag if audience.tags.contains_key(&tag) => Ok(()),
        _ => Err(refused(45_159, RefusalKind::Content)),
    }
}
