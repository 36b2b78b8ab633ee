//! The directory of a corporation.

use std::collections::BTreeSet;

use domain::wechat::wecom::directory::MemberFacts;
use ports::wechat::wecom::{MemberTold, MembersTold};

use super::ask::ROOT;
use super::{CORP, CORP_DIRECTORY};
use crate::wechat::WechatWorld;

async fn told(world: &WechatWorld, department: i64) -> Vec<MemberFacts> {
    match world.directory.members(CORP, department).await.unwrap() {
        MembersTold::Whole(members) => Some(members),
        _ => None,
    }
    .unwrap()
}

/// Every department hangs below one that is there, but for the root; each is told alone as in the list.
pub async fn departments_form_a_tree_from_the_root(world: WechatWorld) {
    let new = world.corp.department("市场部🎉").await;
    let all = world.directory.departments(CORP).await.unwrap();
    let ids: BTreeSet<_> = all.iter().map(|one| one.id).collect();
    assert_eq!(ids.len(), all.len(), "each once");
    for department in &all {
        match department.parent {
            None => assert_eq!(department.id, ROOT),
            Some(parent) => assert!(ids.contains(&parent), "{department:?}"),
        }
        let alone = world.directory.department(CORP, department.id).await.unwrap();
        assert_eq!(alone.as_ref(), Some(department));
    }
    let new = all.iter().find(|one| one.id == new).unwrap();
    assert_eq!((new.name.as_deref(), new.parent), (Some("市场部🎉"), Some(ROOT)));
    let unknown = world.directory.department(CORP, 9_999).await;
    assert_eq!(unknown, Ok(None));
}

/// A department has its own members, of those below it not; one without members is no failure, one that is not there
/// says so.
pub async fn members_are_told_by_department(world: WechatWorld) {
    let (sales, empty) = (world.corp.department("销售部").await, world.corp.department("空").await);
    let (above, member) = (world.corp.member_of(ROOT).await, world.corp.member_of(sales).await);
    let ids = async |department| -> Vec<String> {
        let told = told(&world, department).await;
        told.into_iter().map(|facts| facts.user_id).collect()
    };
    assert_eq!(ids(sales).await, std::slice::from_ref(&member.open_id));
    let root = ids(ROOT).await;
    assert!(root.contains(&above.open_id) && !root.contains(&member.open_id));
    assert!(ids(empty).await.is_empty());
    let gone = world.directory.members(CORP, 9_999).await;
    assert_eq!(gone, Ok(MembersTold::Gone));
}

/// A member is known, however their id is spelt, until they leave.
pub async fn a_member_is_known_until_they_leave(world: WechatWorld) {
    let sales = world.corp.department("销售部").await;
    let member = world.corp.member_of(sales).await;
    for spelt in [member.open_id.clone(), member.open_id.to_uppercase()] {
        let facts = match world.directory.member(CORP, &spelt).await.unwrap() {
            MemberTold::Known(facts) => Some(facts),
            MemberTold::Unknown | MemberTold::Hidden => None,
        };
        let facts = facts.unwrap();
        assert_eq!(facts.user_id, member.open_id);
        let departments: Vec<_> = facts.departments.unwrap().into_keys().collect();
        assert_eq!(departments, [sales]);
    }
    world.corp.leaves(&member).await;
    let gone = world.directory.member(CORP, &member.open_id).await;
    assert_eq!(gone, Ok(MemberTold::Unknown));
    assert!(told(&world, sales).await.is_empty());
}

/// The parts of the list of ids have every member with their department.
pub async fn the_list_of_ids_has_every_member(world: WechatWorld) {
    let sales = world.corp.department("销售部").await;
    let expected = [
        (world.corp.member_of(ROOT).await.open_id, ROOT),
        (world.corp.member_of(sales).await.open_id, sales),
    ];
    let (mut found, mut next) = (Vec::new(), None);
    loop {
        let page = world
            .directory
            .member_ids(CORP_DIRECTORY, next.as_deref())
            .await
            .unwrap();
        found.extend(page.members);
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    for row in expected {
        assert_eq!(found.iter().filter(|one| **one == row).count(), 1, "{row:?}");
    }
}
