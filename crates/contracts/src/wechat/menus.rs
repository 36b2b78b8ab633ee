//! Menus.

use domain::wechat::menus::PublishedMenus;

use super::WechatWorld;
use super::ask::{menu, menu_for};

async fn published(world: &WechatWorld) -> PublishedMenus {
    world.menus.published(&world.account).await.unwrap()
}

/// What was created is published, however often, until all is deleted, however often.
pub async fn a_menu_is_there_from_its_creation_to_its_deletion(world: WechatWorld) {
    assert_eq!(published(&world).await, PublishedMenus::default());
    for name in ["日历", "活动", "活动"] {
        world.menus.create(&world.account, &menu(name)).await.unwrap();
        assert_eq!(published(&world).await.menu, Some(menu(name)));
    }
    for _ in 0..2 {
        world.menus.delete_all(&world.account).await.unwrap();
        assert_eq!(published(&world).await, PublishedMenus::default());
    }
}

/// Conditional menus are told oldest first under the ids they were given, and are gone once deleted, however often.
pub async fn conditional_menus_come_and_go_one_by_one(world: WechatWorld) {
    let account = world.account.clone();
    world.menus.create(&account, &menu("日历")).await.unwrap();
    let mut ids = Vec::new();
    for (tag, name) in [(2, "嘉宾"), (2, "会员")] {
        ids.push(
            world
                .menus
                .add_conditional(&account, &menu_for(tag, name))
                .await
                .unwrap(),
        );
    }
    let there = published(&world).await.conditional;
    assert_eq!(there.iter().map(|one| one.menu_id.clone()).collect::<Vec<_>>(), ids);
    assert_eq!(
        (&there[0].menu, &there[0].audience),
        (&menu("嘉宾"), &menu_for(2, "").audience)
    );
    for _ in 0..2 {
        world.menus.delete_conditional(&account, &ids[0]).await.unwrap();
        let left = published(&world).await;
        assert_eq!((left.conditional, left.menu), (there[1..].to_vec(), Some(menu("日历"))));
    }
    world.menus.delete_all(&account).await.unwrap();
    assert_eq!(published(&world).await, PublishedMenus::default());
}

/// Somebody for whom no conditional menu is meant sees the default one.
pub async fn a_person_sees_the_menu_that_is_meant_for_them(world: WechatWorld) {
    let person = world.faults.follower().await;
    world.menus.create(&world.account, &menu("日历")).await.unwrap();
    let seen = world.menus.try_match(&world.account, &person.open_id).await.unwrap();
    assert_eq!(seen, menu("日历"));
}
