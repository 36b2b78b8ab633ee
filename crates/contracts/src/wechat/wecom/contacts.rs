//! Customers of members.

use std::collections::BTreeSet;

use ports::wechat::wecom::{ContactIds, WelcomeTaken};

use super::CORP;
use super::ask::{ROOT, welcome};
use crate::wechat::WechatWorld;

/// More than one page.
const MANY: usize = 105;

/// Every page of a member's customers leads to the next, and together they have each once, with the relation to that
/// member.
pub async fn a_page_of_contacts_leads_to_the_next(world: WechatWorld) {
    let (member, other) = (world.corp.member_of(ROOT).await, world.corp.member_of(ROOT).await);
    let mut expected = BTreeSet::new();
    for _ in 0..MANY {
        expected.insert(world.corp.customer_of(&member).await.external_user_id);
    }
    world.corp.customer_of(&other).await;
    let asked = [member.open_id.clone()];
    let (mut found, mut pages, mut next) = (Vec::new(), 0, None);
    loop {
        let page = world.contacts.contacts_of(CORP, &asked, next.as_deref()).await.unwrap();
        for contact in &page.contacts {
            assert_eq!(contact.relations.len(), 1);
            assert_eq!(contact.relations[0].user_id, member.open_id);
        }
        found.extend(page.contacts.into_iter().map(|contact| contact.external_user_id));
        pages += 1;
        next = page.next;
        if next.is_none() {
            break;
        }
    }
    assert!(pages > 1, "{pages}");
    assert_eq!(found.len(), MANY, "each once");
    assert!(BTreeSet::from_iter(found) == expected, "the same people");
}

/// A customer is told with everybody who knows them, and not at all when nobody does any more.
pub async fn a_contact_is_told_with_everybody_who_knows_them(world: WechatWorld) {
    let (member, other) = (world.corp.member_of(ROOT).await, world.corp.member_of(ROOT).await);
    let customer = world.corp.customer_of(&member).await;
    world.corp.is_shared(&customer, &other).await;
    for (parting, left) in [
        (None, vec![&member, &other]),
        (Some(&member), vec![&other]),
        (Some(&other), vec![]),
    ] {
        if let Some(parting) = parting {
            world.corp.part(&customer, parting).await;
        }
        let told = world.contacts.contact(CORP, &customer.external_user_id).await.unwrap();
        let knowing = told.into_iter().flat_map(|facts| facts.relations);
        let knowing: BTreeSet<_> = knowing.map(|relation| relation.user_id).collect();
        let expected: BTreeSet<_> = left.iter().map(|member| member.open_id.clone()).collect();
        assert!(knowing == expected, "{} of {}", knowing.len(), expected.len());
    }
    let unknown = world.contacts.contact(CORP, &customer.external_user_id).await.unwrap();
    assert!(unknown.is_none(), "nobody knows them");
}

/// Who has customers is listed with them; a member without any is no failure.
pub async fn a_member_without_contacts_is_no_failure(world: WechatWorld) {
    let (seller, other) = (world.corp.member_of(ROOT).await, world.corp.member_of(ROOT).await);
    let customer = world.corp.customer_of(&seller).await;
    assert!(world.contacts.users(CORP).await.unwrap().contains(&seller.open_id));
    for (member, expected) in [(&seller, vec![customer.external_user_id]), (&other, Vec::new())] {
        let told = world.contacts.contact_ids(CORP, &member.open_id).await.unwrap();
        assert!(told == ContactIds::Known(expected));
    }
}

/// A welcome code is good once; asked again, WeCom says that it was done.
pub async fn a_welcome_code_is_good_once(world: WechatWorld) {
    let member = world.corp.member_of(ROOT).await;
    let customer = world.corp.customer_of(&member).await;
    for expected in [WelcomeTaken::Sent, WelcomeTaken::SentBefore] {
        let taken = world.contacts.welcome(CORP, &welcome(&customer)).await;
        assert_eq!(taken, Ok(expected));
    }
    let other = world.corp.customer_of(&member).await;
    let taken = world.contacts.welcome(CORP, &welcome(&other)).await;
    assert_eq!(taken, Ok(WelcomeTaken::Sent), "another code");
}
