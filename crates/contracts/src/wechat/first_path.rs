//! What happens when nothing goes wrong.

use std::time::Duration;

use domain::events::QrLifetime;

use super::{SUBSCRIBED, WechatWorld};

/// A text reaches the person it is for, to the character, and nobody else.
pub async fn a_text_reaches_its_person(world: WechatWorld) {
    let (person, other) = (world.faults.follower().await, world.faults.follower().await);
    world.say(&person, "签到成功🎉 <a>&\"").await.unwrap();
    assert_eq!(world.faults.reached(&person).await, ["签到成功🎉 <a>&\""]);
    assert!(world.faults.reached(&other).await.is_empty());
}

/// A template message reaches its person and has an id, by which its report comes.
pub async fn a_template_message_reaches_its_person_and_has_an_id(world: WechatWorld) {
    let person = world.faults.follower().await;
    let id = world.notify(&person).await.unwrap();
    assert!(id.unwrap().parse::<u64>().is_ok());
    assert_eq!(world.faults.reached(&person).await, ["TPL-0001"]);
}

/// The same client id within ten minutes is one message with one id, and no failure.
pub async fn a_template_message_that_is_repeated_reaches_its_person_once(world: WechatWorld) {
    let person = world.faults.follower().await;
    let first = world.notify(&person).await.unwrap();
    assert_eq!(world.notify(&person).await.unwrap(), first);
    assert_eq!(world.faults.reached(&person).await.len(), 1);
}

/// A subscribe notification reaches the person who allowed it.
pub async fn a_subscribe_notification_reaches_its_person(world: WechatWorld) {
    let person = world.faults.follower().await;
    world.remind(&person).await.unwrap();
    assert_eq!(world.faults.reached(&person).await, [SUBSCRIBED]);
}

/// A scene code has a ticket, an address and a picture; a temporary one ends, a permanent one does not.
pub async fn a_scene_code_can_be_shown(world: WechatWorld) {
    let lifetime = QrLifetime::Temporary { seconds: 60 };
    let temporary = world
        .api
        .create_qr_code(&world.account, "活动_1", lifetime)
        .await
        .unwrap();
    assert_eq!(temporary.expires_in, Some(Duration::from_secs(60)));
    let permanent = world
        .api
        .create_qr_code(&world.account, "活动_2", QrLifetime::Permanent)
        .await
        .unwrap();
    assert_eq!(permanent.expires_in, None);
    for code in [temporary, permanent] {
        assert!(!code.ticket.is_empty() && code.url.starts_with("http"), "{code:?}");
        assert!(code.image_url.contains("showqrcode?ticket="), "{code:?}");
    }
}

/// Giving a tag again changes nothing.
pub async fn a_tag_can_be_given_again(world: WechatWorld) {
    let person = world.faults.follower().await;
    for _ in 0..2 {
        world.api.tag_follower(&person, 101).await.unwrap();
    }
}
