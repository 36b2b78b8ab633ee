//! Followers, their tags, and the black list.

use std::collections::BTreeSet;

use domain::attendance::PersonRef;
use domain::wechat::followers::{FollowerProfile, Remark, TagAction, TagName};
use ports::wechat::{RefusalKind, WechatFailure};

use super::WechatWorld;

fn name(text: &str) -> TagName {
    TagName::new(text).unwrap()
}

async fn three(world: &WechatWorld) -> Vec<PersonRef> {
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(world.faults.follower().await);
    }
    people
}

fn ids(people: &[PersonRef]) -> Vec<String> {
    people.iter().map(|person| person.open_id.clone()).collect()
}

async fn profile(world: &WechatWorld, person: &PersonRef) -> Option<FollowerProfile> {
    let asked = [person.open_id.clone()];
    let mut told = world.followers.profiles(&world.account, &asked).await.unwrap();
    assert_eq!(told.len(), 1);
    told.remove(0).profile
}

/// The pages of the list have every follower once, and the first one tells how many there are.
pub async fn the_list_has_every_follower_once(world: WechatWorld) {
    let people = three(&world).await;
    let (mut found, mut next) = (Vec::new(), None);
    loop {
        let page = world.followers.list(&world.account, next.as_deref()).await.unwrap();
        if next.is_none() {
            assert_eq!(page.total, 3);
        }
        found.extend(page.open_ids);
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(found.len(), 3, "each once");
    assert_eq!(BTreeSet::from_iter(found), BTreeSet::from_iter(ids(&people)));
}

/// A profile has what the account noted; somebody who does not follow has none.
pub async fn a_profile_shows_what_was_noted(world: WechatWorld) {
    let person = world.faults.follower().await;
    for text in ["小王 🎫", "", "小王"] {
        let remark = Remark::new(text).unwrap();
        world.followers.set_remark(&person, &remark).await.unwrap();
        assert_eq!(profile(&world, &person).await.unwrap().remark, remark);
    }
    let stranger = world.faults.stranger().await;
    assert_eq!(profile(&world, &stranger).await, None);
}

/// A tag is made, listed, given and taken, however often, renamed, and gone once deleted.
pub async fn a_tag_lives_from_its_making_to_its_deletion(world: WechatWorld) {
    let (account, people) = (world.account.clone(), three(&world).await);
    let made = world.followers.create_tag(&account, &name("嘉宾")).await.unwrap();
    let again = world.followers.create_tag(&account, &name("嘉宾")).await;
    assert!(
        matches!(
            &again,
            Err(WechatFailure::Refused {
                code: 45157,
                kind: RefusalKind::Content,
                ..
            })
        ),
        "{again:?}"
    );
    for (action, has) in [(TagAction::Give, true), (TagAction::Take, false)] {
        for _ in 0..2 {
            world
                .followers
                .tag(&account, made.id, action, &ids(&people))
                .await
                .unwrap();
        }
        for person in &people {
            assert_eq!(profile(&world, person).await.unwrap().tags.contains(&made.id), has);
        }
    }
    world
        .followers
        .rename_tag(&account, made.id, &name("贵宾"))
        .await
        .unwrap();
    let listed = world.followers.tags(&account).await.unwrap();
    assert!(
        listed.iter().any(|tag| tag.id == made.id && tag.name == "贵宾"),
        "{listed:?}"
    );
    world.followers.delete_tag(&account, made.id).await.unwrap();
    let listed = world.followers.tags(&account).await.unwrap();
    assert!(listed.iter().all(|tag| tag.id != made.id), "{listed:?}");
}

/// WeChat's own tags stay as they are.
pub async fn a_tag_of_the_platform_cannot_be_changed(world: WechatWorld) {
    let changed = [
        world.followers.rename_tag(&world.account, 2, &name("新名")).await,
        world.followers.delete_tag(&world.account, 2).await,
    ];
    for outcome in changed {
        assert!(
            matches!(
                &outcome,
                Err(WechatFailure::Refused {
                    code: 45058,
                    kind: RefusalKind::Content,
                    ..
                })
            ),
            "{outcome:?}"
        );
    }
}

/// Who is blocked is on the list until they are let in again; both may be repeated.
pub async fn the_black_list_has_who_is_blocked(world: WechatWorld) {
    let people = three(&world).await;
    let (out, account) = (ids(&people[..2]), world.account.clone());
    for (blocked, expected) in [(true, out.clone()), (false, Vec::new())] {
        for _ in 0..2 {
            world.followers.block(&account, blocked, &out).await.unwrap();
        }
        let page = world.followers.blacklist(&account, None).await.unwrap();
        assert_eq!(BTreeSet::from_iter(page.open_ids), BTreeSet::from_iter(expected));
    }
}
