//! Tickets, kept like tokens.

use futures::future::join_all;
use ports::system::Clock;
use ports::wechat::{AccessTokenStore, JsTickets, RefusalKind, TicketKind, WechatFailure};

use super::support::{Act, World};
use super::wecom_app;

fn ticket(value: &str) -> Act {
    Act::Json(format!(
        r#"{{"errcode":0,"errmsg":"ok","ticket":"{value}","expires_in":"7200"}}"#
    ))
}

#[tokio::test]
async fn many_askers_cost_one_call_and_kinds_are_kept_apart() {
    let world = World::new().await;
    world.platform.next([ticket("PAGE"), ticket("CARD")]);
    let pages = join_all((0..16).map(|_| world.client.ticket("default", TicketKind::Page))).await;
    assert!(pages.iter().all(|page| page.as_ref().unwrap().value == "PAGE"));
    let card = world.client.ticket("default", TicketKind::Card).await.unwrap();
    assert_eq!(
        (card.value.as_str(), card.expires_at.since(world.clock.now()).as_secs()),
        ("CARD", 7_200)
    );
    let queries: Vec<String> = world.server.calls().into_iter().map(|call| call.query).collect();
    assert_eq!(
        queries,
        ["access_token=TOKEN1&type=jsapi", "access_token=TOKEN1&type=wx_card"]
    );
}

#[tokio::test]
async fn another_process_takes_the_ticket_from_the_store() {
    let world = World::new().await;
    world.platform.next([ticket("PAGE")]);
    world.client.ticket("default", TicketKind::Page).await.unwrap();
    let other = world.another_process("second");
    assert_eq!(other.ticket("default", TicketKind::Page).await.unwrap().value, "PAGE");
    assert_eq!(world.server.calls().len(), 1);
    let stored = world.store.current("wx0123456789abcdef#jsapi").await.unwrap();
    assert_eq!(stored.unwrap().value, "PAGE");
}

#[tokio::test]
async fn a_corporation_has_one_ticket_and_each_application_one_of_its_own() {
    let world = World::new().await;
    world.accounts.set(wecom_app("first", 1, "S1"));
    world.accounts.set(wecom_app("second", 2, "S2"));
    world.platform.next([ticket("CORP"), ticket("APP1"), ticket("APP2")]);
    for (account, kind, expected) in [
        ("first", TicketKind::Page, "CORP"),
        ("second", TicketKind::Page, "CORP"),
        ("first", TicketKind::Agent, "APP1"),
        ("second", TicketKind::Agent, "APP2"),
    ] {
        assert_eq!(world.client.ticket(account, kind).await.unwrap().value, expected);
    }
    let paths: Vec<String> = world.server.calls().into_iter().map(|call| call.path).collect();
    assert_eq!(
        paths,
        [
            "/cgi-bin/get_jsapi_ticket",
            "/cgi-bin/ticket/get",
            "/cgi-bin/ticket/get"
        ]
    );
}

#[tokio::test]
async fn a_product_has_only_its_own_kinds() {
    let world = World::new().await;
    world.accounts.set(wecom_app("app", 1, "S1"));
    for (account, kind) in [("default", TicketKind::Agent), ("app", TicketKind::Card)] {
        let refused = world.client.ticket(account, kind).await;
        assert!(
            matches!(
                refused,
                Err(WechatFailure::Refused {
                    kind: RefusalKind::Configuration,
                    ..
                })
            ),
            "{refused:?}"
        );
    }
    assert!(world.server.calls().is_empty());
}
