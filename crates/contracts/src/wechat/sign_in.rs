//! Who somebody is: at a Mini Program, and on a page in WeChat's browser.

use ports::wechat::login::LoginScope;
use ports::wechat::{RefusalKind, WechatFailure};

use super::WechatWorld;

fn is_used_up<T: std::fmt::Debug>(outcome: &Result<T, WechatFailure>) -> bool {
    matches!(
        outcome,
        Err(WechatFailure::Refused {
            kind: RefusalKind::Consent,
            ..
        })
    )
}

/// The code of `wx.login` names its visitor, once, and what it gives shows nothing of itself.
pub async fn a_login_code_names_its_visitor_once(world: WechatWorld) {
    let visitor = world.faults.visitor().await;
    let code = world.faults.login_code(&visitor).await;
    let login = world.mini_program.login(&visitor.account, &code).await.unwrap();
    assert_eq!(login.open_id, visitor.open_id);
    assert!(!login.session_key.expose().is_empty());
    let shown = format!("{login:?}");
    assert!(
        !shown.contains(&visitor.open_id) && !shown.contains(login.session_key.expose()),
        "{shown}"
    );
    let again = world.mini_program.login(&visitor.account, &code).await;
    assert!(is_used_up(&again), "{again:?}");
}

/// The session that a login began holds.
pub async fn a_session_that_was_begun_holds(world: WechatWorld) {
    let visitor = world.faults.visitor().await;
    let code = world.faults.login_code(&visitor).await;
    let login = world.mini_program.login(&visitor.account, &code).await.unwrap();
    let holds = world.mini_program.check_session(&visitor, &login.session_key).await;
    assert_eq!(holds, Ok(true));
}

/// The code of a page names its person, once, in either scope.
pub async fn a_page_code_names_its_person_once(world: WechatWorld) {
    for scope in LoginScope::ALL {
        let person = world.faults.follower().await;
        let code = world.faults.page_code(&person, scope).await;
        let user = world.web_login.exchange(&person.account, scope, &code).await.unwrap();
        assert_eq!(
            (user.open_id.as_str(), user.is_snapshot),
            (person.open_id.as_str(), false)
        );
        assert!(!format!("{user:?}").contains(&person.open_id));
        let again = world.web_login.exchange(&person.account, scope, &code).await;
        assert!(is_used_up(&again), "{scope:?}: {again:?}");
    }
}

/// A code that WeChat never gave is the person's to replace: they sign in again.
pub async fn a_code_that_was_never_given_names_nobody(world: WechatWorld) {
    let visitor = world.faults.visitor().await;
    let login = world.mini_program.login(&visitor.account, "never-given").await;
    assert!(is_used_up(&login), "{login:?}");
    let page = world
        .web_login
        .exchange(&world.account, LoginScope::Base, "never-given")
        .await;
    assert!(is_used_up(&page), "{page:?}");
}

/// The address of WeChat's page brings the callback and the state along.
pub async fn wechats_page_brings_the_state_back(world: WechatWorld) {
    let callback = "https://events.example.com/callback";
    for scope in LoginScope::ALL {
        let address = world
            .web_login
            .address(&world.account, scope, callback, "state0123")
            .await
            .unwrap();
        assert!(
            address.contains("state0123") && address.contains("events.example.com"),
            "{address}"
        );
        assert!(address.ends_with("#wechat_redirect"), "{address}");
    }
}
