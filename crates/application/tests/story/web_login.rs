//! People sign in on a page in WeChat's browser.

use std::time::Duration;

use application::Context;
use application::identity::KnowPersonError;
use application::wechat::web::{
    BeginLoginCommand, BeginLoginError, FinishLoginCommand, LoginBegun, LoginFinished, LoginUnfinished,
    SignPageCommand, SignPageError, Unfinished, WebAccountRefusal,
};
use domain::identity::UnionId;
use ports::identity::TokenFault;
use ports::wechat::login::{LoginScope, WebUser};
use ports::wechat::{RefusalKind, WechatFailure};

use crate::world::{World, person};

fn user(name: &str) -> WebUser {
    WebUser {
        open_id: person(name).open_id,
        union_id: Some(format!("u-{name}")),
        is_snapshot: false,
    }
}

fn to(return_to: &str) -> BeginLoginCommand {
    BeginLoginCommand {
        account: None,
        scope: LoginScope::UserInfo,
        return_to: Some(return_to.to_owned()),
        browser: None,
        address: "192.0.2.1".to_owned(),
    }
}

fn state_of(begun: &LoginBegun) -> String {
    let state = begun.address.split("&state=").nth(1).unwrap();
    state.strip_suffix("#wechat_redirect").unwrap().to_owned()
}

fn back(begun: &LoginBegun, code: Option<&str>) -> FinishLoginCommand {
    FinishLoginCommand {
        state: state_of(begun),
        browser: Some(begun.browser.clone()),
        code: code.map(str::to_owned),
    }
}

impl World {
    async fn begins(&self) -> LoginBegun {
        self.cases.web.begin_login.run(to("/e/1")).await.unwrap()
    }

    async fn finishes(&self, command: FinishLoginCommand) -> Result<LoginFinished, LoginUnfinished> {
        self.cases.web.finish_login.run(command, &Context::of("test")).await
    }

    async fn is_refused(&self, command: FinishLoginCommand) -> Unfinished {
        match self.finishes(command).await {
            Ok(_) => panic!("somebody is in"),
            Err(unfinished) => unfinished.why,
        }
    }
}

#[tokio::test]
async fn whoever_agrees_is_known_and_comes_back_to_the_page_they_wanted() {
    let world = World::new();
    let begun = world.begins().await;
    world.wechat.has_web_code("CODE", user("ann"));
    let finished = world.finishes(back(&begun, Some("CODE"))).await.unwrap();
    assert_eq!(finished.return_to, "https://a.example/e/1");
    let session = world.cases.know_person.session(&finished.token).unwrap();
    assert_eq!(session.account, "default");
    let ann = world
        .cases
        .read_people
        .by_identity(&person("ann"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(world.cases.know_person.person(&session).await.unwrap(), ann.person.id());
    assert_eq!(ann.union_ids, [UnionId::new("u-ann").unwrap()]);
    assert!(!finished.token.contains(&person("ann").open_id));
}

#[tokio::test]
async fn a_page_that_is_opened_twice_answers_the_same_and_asks_wechat_once() {
    let world = World::new();
    let begun = world.begins().await;
    world.wechat.has_web_code("CODE", user("ann"));
    let both = tokio::join!(
        world.finishes(back(&begun, Some("CODE"))),
        world.finishes(back(&begun, Some("CODE")))
    );
    let (first, second) = (both.0.unwrap(), both.1.unwrap());
    world.clock.advance(Duration::from_mins(5));
    let third = world.finishes(back(&begun, Some("CODE"))).await.unwrap();
    for again in [&second, &third] {
        assert_eq!((&again.token, &again.return_to), (&first.token, &first.return_to));
    }
    assert_eq!(world.wechat.exchanges(), 1);
}

#[tokio::test]
async fn nobody_comes_back_from_another_browser_or_with_another_state_or_too_late() {
    let world = World::new();
    let (begun, other) = (world.begins().await, world.begins().await);
    world.wechat.has_web_code("CODE", user("ann"));
    let strangers = [
        FinishLoginCommand {
            browser: Some(other.browser.clone()),
            ..back(&begun, Some("CODE"))
        },
        FinishLoginCommand {
            browser: None,
            ..back(&begun, Some("CODE"))
        },
        FinishLoginCommand {
            state: state_of(&other),
            ..back(&begun, Some("CODE"))
        },
        FinishLoginCommand {
            state: String::new(),
            ..back(&begun, Some("CODE"))
        },
    ];
    for stranger in strangers {
        assert!(matches!(world.is_refused(stranger).await, Unfinished::Unknown));
    }
    assert_eq!(world.wechat.exchanges(), 0, "the code was not used up");
    world.clock.advance(Duration::from_mins(10));
    let late = world.is_refused(back(&begun, Some("CODE"))).await;
    assert!(matches!(late, Unfinished::Unknown));
}

#[tokio::test]
async fn tabs_of_one_browser_sign_in_side_by_side() {
    let world = World::new();
    let first = world.begins().await;
    let command = BeginLoginCommand {
        browser: Some(first.browser.clone()),
        ..to("/e/2")
    };
    let second = world.cases.web.begin_login.run(command).await.unwrap();
    assert_eq!(second.browser, first.browser);
    for (begun, code) in [(&second, "B"), (&first, "A")] {
        world.wechat.has_web_code(code, user("ann"));
        world.finishes(back(begun, Some(code))).await.unwrap();
    }
    let forged = BeginLoginCommand {
        browser: Some("chosen by somebody else".to_owned()),
        ..to("/")
    };
    let begun = world.cases.web.begin_login.run(forged).await.unwrap();
    assert_eq!(begun.browser.len(), 64);
}

#[tokio::test]
async fn a_snapshot_page_and_a_refusal_make_no_person() {
    let world = World::new();
    let snapshot = WebUser {
        is_snapshot: true,
        ..user("ghost")
    };
    world.wechat.has_web_code("CODE", snapshot);
    let begun = world.begins().await;
    for _ in 0..2 {
        let refused = world.is_refused(back(&begun, Some("CODE"))).await;
        assert!(matches!(refused, Unfinished::Snapshot), "{refused}");
    }
    let begun = world.begins().await;
    let declined = world.finishes(back(&begun, None)).await.err().unwrap();
    assert!(matches!(declined.why, Unfinished::Declined));
    assert_eq!(declined.begun.unwrap().return_to, "https://a.example/e/1");
    let again = world.is_refused(back(&begun, Some("CODE"))).await;
    assert!(matches!(again, Unfinished::Unknown), "a state is used once");
    let ghost = world.cases.read_people.by_identity(&person("ghost")).await.unwrap();
    assert_eq!(ghost, None);
}

#[tokio::test]
async fn a_bad_code_ends_the_sign_in_and_a_busy_wechat_does_not() {
    let world = World::new();
    let begun = world.begins().await;
    let bad = world.is_refused(back(&begun, Some("WRONG"))).await;
    assert!(matches!(bad, Unfinished::CodeInvalid), "{bad}");

    let begun = world.begins().await;
    world.wechat.has_web_code("CODE", user("ann"));
    world.wechat.fail_next(WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    });
    let busy = world.is_refused(back(&begun, Some("CODE"))).await;
    assert!(
        matches!(busy, Unfinished::Wechat(WechatFailure::Later { .. })),
        "{busy}"
    );
    world.finishes(back(&begun, Some("CODE"))).await.unwrap();

    let begun = world.begins().await;
    world.wechat.fail_next(WechatFailure::Refused {
        code: 40125,
        kind: RefusalKind::Configuration,
        note: "the secret is wrong".to_owned(),
    });
    let refused = world.is_refused(back(&begun, Some("CODE"))).await;
    assert!(
        matches!(refused, Unfinished::Wechat(WechatFailure::Refused { .. })),
        "{refused}"
    );
}

#[tokio::test]
async fn a_sign_in_begins_for_official_accounts_and_leads_to_our_pages_only() {
    let world = World::new();
    for account in ["mini", "nobody"] {
        let command = BeginLoginCommand {
            account: Some(account.to_owned()),
            ..to("/")
        };
        let refused = world.cases.web.begin_login.run(command).await.err().unwrap();
        assert!(
            matches!(refused, BeginLoginError::Account(WebAccountRefusal::Unknown)),
            "{account}"
        );
    }
    for elsewhere in ["//evil.example", "/\\evil.example", "https://a.example@evil.example/"] {
        let refused = world.cases.web.begin_login.run(to(elsewhere)).await.err().unwrap();
        assert!(matches!(refused, BeginLoginError::ReturnAddress), "{elsewhere}");
    }
}

#[tokio::test]
async fn somebody_who_turns_out_to_be_known_stays_signed_in_as_who_they_are() {
    let world = World::new();
    let begun = world.begins().await;
    let nameless = WebUser {
        union_id: None,
        ..user("ann")
    };
    world.wechat.has_web_code("A", nameless);
    let before = world.finishes(back(&begun, Some("A"))).await.unwrap();
    let begun = world.begins().await;
    let elsewhere = WebUser {
        open_id: "o-elsewhere".to_owned(),
        ..user("ann")
    };
    world.wechat.has_web_code("B", elsewhere);
    world.finishes(back(&begun, Some("B"))).await.unwrap();
    let begun = world.begins().await;
    world.wechat.has_web_code("C", user("ann"));
    let after = world.finishes(back(&begun, Some("C"))).await.unwrap();
    let know = &world.cases.know_person;
    let (then, now) = (know.person(&before.session).await, know.person(&after.session).await);
    assert_eq!(then.unwrap(), now.unwrap());
}

#[tokio::test]
async fn a_session_ends() {
    let world = World::new();
    let begun = world.begins().await;
    world.wechat.has_web_code("CODE", user("ann"));
    let finished = world.finishes(back(&begun, Some("CODE"))).await.unwrap();
    world.clock.advance(Duration::from_hours(24 * 7));
    let ended: KnowPersonError = world.cases.know_person.session(&finished.token).unwrap_err().into();
    assert!(matches!(ended, KnowPersonError::Token(TokenFault::Expired)));
}

#[tokio::test]
async fn pages_of_ours_are_signed_with_the_accounts_ticket() {
    let world = World::new();
    let page = |url: &str, account: Option<&str>| SignPageCommand {
        account: account.map(str::to_owned),
        url: url.to_owned(),
        address: "192.0.2.1".to_owned(),
    };
    let sign = &world.cases.web.sign_page;
    let ticket = sign.run(page("https://h5.example/e?x=1#part", None)).await.unwrap();
    assert_eq!(ticket.url, "https://h5.example/e?x=1");
    assert_eq!(
        (ticket.ticket.value.as_str(), ticket.app_id.as_str()),
        ("default-jsapi", "wx0123456789abcdef")
    );
    let foreign = sign.run(page("https://evil.example/", None)).await;
    assert!(matches!(foreign, Err(SignPageError::ForeignPage)));
    let mini = sign.run(page("https://a.example/", Some("mini"))).await;
    assert!(matches!(mini, Err(SignPageError::Account(WebAccountRefusal::Unknown))));
    world.wechat.fail_next(WechatFailure::Unanswered {
        note: "lost".to_owned(),
    });
    let lost = sign.run(page("https://a.example/", None)).await;
    assert!(matches!(lost, Err(SignPageError::Wechat(_))));
}
