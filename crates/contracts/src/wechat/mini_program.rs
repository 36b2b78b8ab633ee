//! What a Mini Program has made and checked.

use domain::wechat::mini_program::{CheckedKind, ContentScene, ContentVerdict, LinkKind};

use super::WechatWorld;
use super::ask::{link, text};

/// A text passes unless there is something wrong with it.
pub async fn a_text_is_judged(world: WechatWorld) {
    let visitor = world.faults.visitor().await;
    for (content, verdict) in [
        ("期待这次活动！🎉", ContentVerdict::Pass),
        ("this is risky", ContentVerdict::Risky),
    ] {
        let finding = world.mini_program.check_text(&text(&visitor, content)).await.unwrap();
        assert_eq!(finding.verdict, verdict, "{content}: {finding:?}");
    }
}

/// Each check of a picture has a name of its own, under which the verdict comes.
pub async fn checks_of_pictures_have_names_of_their_own(world: WechatWorld) {
    let visitor = world.faults.visitor().await;
    let mut names = Vec::new();
    for _ in 0..2 {
        let check = world.mini_program.check_media(
            &visitor,
            CheckedKind::Image,
            ContentScene::Comment,
            "https://files.example.com/1.png",
        );
        names.push(check.await.unwrap());
    }
    assert!(!names[0].is_empty());
    assert_ne!(names[0], names[1]);
}

/// Either kind of link has an address, and opens something.
pub async fn a_link_can_be_opened(world: WechatWorld) {
    let account = world.faults.visitor().await.account;
    for kind in [LinkKind::Link, LinkKind::Scheme] {
        let address = world.mini_program.make_link(&account, &link(kind)).await.unwrap();
        assert!(address.contains("://"), "{address}");
        let state = world.mini_program.link_state(&account, kind, &address).await.unwrap();
        assert_eq!((state.page.as_str(), state.query.as_str()), ("pages/index", ""));
    }
}
