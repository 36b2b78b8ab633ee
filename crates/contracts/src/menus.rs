//! Menus of official accounts.

use domain::ids::{ConditionalMenuId, MenuBoardId};
use domain::wechat::menus::{Audience, Button, ConditionalMenu, Menu, MenuBoard, Platform};
use ports::StoreError;
use ports::wechat::menus::MenusTransaction;

use crate::StoreWorld;
use crate::build::{a_job, a_log_entry, after, fresh, now};
use crate::race::{persistently, race};

fn click(name: &str) -> Button {
    Button {
        name: name.to_owned(),
        kind: Some("click".to_owned()),
        key: Some("键 🔑".to_owned()),
        ..Button::default()
    }
}

fn menu(name: &str) -> Menu {
    Menu {
        buttons: vec![click(name)],
    }
}

fn everything() -> Menu {
    let all_fields = Button {
        name: "小程序 📱".to_owned(),
        kind: Some("miniprogram".to_owned()),
        key: Some(String::new()),
        url: Some("https://example.com/?a=b&c=\"d\"".to_owned()),
        media_id: Some("MEDIA".to_owned()),
        app_id: Some("wx0000000000000000".to_owned()),
        page_path: Some("pages/index?x=1".to_owned()),
        article_id: Some("ARTICLE".to_owned()),
        sub_buttons: Vec::new(),
    };
    let group = Button {
        name: "更多".to_owned(),
        sub_buttons: vec![all_fields, click("b")],
        ..Button::default()
    };
    Menu {
        buttons: vec![click("a"), group],
    }
}

fn conditional(audience: Audience) -> ConditionalMenu {
    ConditionalMenu {
        id: fresh(ConditionalMenuId::from_uuid),
        name: "会员 🎫".to_owned(),
        audience,
        menu: menu("c"),
    }
}

fn board(account: &str) -> MenuBoard {
    let mut board = MenuBoard::open(fresh(MenuBoardId::from_uuid), account, now());
    board.edit(menu("a"), after(1));
    board
}

async fn begin(world: &StoreWorld) -> Box<dyn MenusTransaction> {
    world.menus.begin().await.unwrap()
}

async fn stored(world: &StoreWorld, board: &MenuBoard) {
    let mut tx = begin(world).await;
    tx.menus().add(board).await.unwrap();
    tx.commit().await.unwrap();
}

async fn is_read_back(world: &StoreWorld, board: &MenuBoard) {
    let account = &board.stored().account;
    assert_eq!(world.menus.find(account).await.unwrap().as_ref(), Some(board));
    let mut tx = begin(world).await;
    assert_eq!(tx.menus().find_for_update(account).await.unwrap().as_ref(), Some(board));
}

/// An account that nobody made menus for has none.
pub async fn an_account_without_menus_has_none(world: StoreWorld) {
    assert_eq!(world.menus.find("default").await.unwrap(), None);
    let mut tx = begin(&world).await;
    assert_eq!(tx.menus().find_for_update("default").await.unwrap(), None);
}

/// Every field survives, in every state of publishing.
pub async fn menus_with_everything_come_back_unchanged(world: StoreWorld) {
    let mut board = board("default");
    stored(&world, &board).await;
    is_read_back(&world, &board).await;
    let mut step = async |change: &dyn Fn(&mut MenuBoard)| {
        let version = board.version();
        change(&mut board);
        let mut tx = begin(&world).await;
        tx.menus().save(&board, version).await.unwrap();
        tx.commit().await.unwrap();
        is_read_back(&world, &board).await;
    };
    step(&|board| {
        board.edit(everything(), after(2));
        let tagged = Audience {
            tag_id: Some(i64::from(i32::MAX)),
            platform: None,
        };
        board.add_conditional(conditional(tagged), after(3));
        for (platform, ..) in Platform::ALL {
            let audience = Audience {
                tag_id: Some(2),
                platform: Some(platform),
            };
            board.add_conditional(conditional(audience), after(4));
        }
    })
    .await;
    step(&|board| {
        board.edit(menu("a"), after(5));
        board.request_publishing().unwrap();
        assert!(board.take(after(6), after(66)));
    })
    .await;
    step(&|board| drop(board.failed("WeChat: 📵", false, after(7)))).await;
    step(&|board| drop(board.failed("WeChat: 📵", true, after(8)))).await;
    step(&|board| drop(board.published(board.stored().edition, after(9)))).await;
    step(&|board| drop(board.withdrawn())).await;
}

/// An account has one set of menus; names of accounts compare exactly.
pub async fn an_account_has_its_menus_once(world: StoreWorld) {
    stored(&world, &board("default")).await;
    stored(&world, &board("Default")).await;
    let mut tx = begin(&world).await;
    let error = tx.menus().add(&board("default")).await.unwrap_err();
    assert!(matches!(error, StoreError::Duplicate(_)), "{error:?}");
}

/// A change of an old version is refused, and the transaction with it.
pub async fn a_lost_update_of_menus_is_a_conflict(world: StoreWorld) {
    let mut board = board("default");
    stored(&world, &board).await;
    let version = board.version();
    board.edit(menu("b"), after(2));
    let mut tx = begin(&world).await;
    assert_eq!(
        tx.menus().save(&board, version + 7).await,
        Err(StoreError::VersionConflict)
    );
    tx.commit().await.unwrap_err();
    assert_ne!(world.menus.find("default").await.unwrap().as_ref(), Some(&board));
}

/// Twenty editors who lock before they change lose nothing.
pub async fn twenty_editors_of_menus_lose_no_update(world: StoreWorld) {
    stored(&world, &board("default")).await;
    let racers = world.clone();
    race(20, move |number| {
        let world = racers.clone();
        async move {
            persistently(|| async {
                let mut tx = world.menus.begin().await?;
                let mut board = tx.menus().find_for_update("default").await?.unwrap();
                let version = board.version();
                board.edit(menu(&number.to_string()), after(2));
                tx.menus().save(&board, version).await?;
                tx.commit().await
            })
            .await
            .unwrap();
        }
    })
    .await;
    let board = world.menus.find("default").await.unwrap().unwrap();
    assert_eq!(board.stored().edition, 21);
}

/// Menus, their log entry and the job that publishes them are there together.
pub async fn a_menu_commits_with_its_log_and_jobs(world: StoreWorld) {
    let board = board("default");
    let job = a_job("together");
    let id = board.stored().id.uuid();
    let mut tx = begin(&world).await;
    tx.menus().add(&board).await.unwrap();
    tx.log().append(&[a_log_entry(id, 1, None)]).await.unwrap();
    tx.outbox().enqueue(std::slice::from_ref(&job)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.relay_all(now()).await, [job]);
    let mut tx = begin(&world).await;
    let again = tx.log().append(&[a_log_entry(id, 1, None)]).await;
    assert!(again.is_err(), "the log has this version already");
}

/// What is not committed leaves nothing.
pub async fn a_dropped_menus_transaction_leaves_nothing(world: StoreWorld) {
    let mut tx = begin(&world).await;
    tx.menus().add(&board("default")).await.unwrap();
    tx.outbox().enqueue(&[a_job("never")]).await.unwrap();
    drop(tx);
    assert_eq!(world.menus.find("default").await.unwrap(), None);
    assert!(world.relay_all(now()).await.is_empty());
}
