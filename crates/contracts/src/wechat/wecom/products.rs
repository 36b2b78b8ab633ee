//! What other products cannot do.

use ports::wechat::wecom::LoginWay;
use ports::wechat::{RefusalKind, WechatFailure};

use super::ask::ROOT;
use crate::wechat::WechatWorld;

fn is_set_up_wrongly<T>(outcome: Result<T, WechatFailure>) -> bool {
    let failure = outcome.err();
    matches!(
        failure,
        Some(WechatFailure::Refused {
            kind: RefusalKind::Configuration,
            ..
        })
    )
}

/// An official account has no members, no staff and no customers, and WeChat is not asked for them.
pub async fn an_official_account_is_no_corporation(world: WechatWorld) {
    let account = world.account.as_str();
    let callback = "https://events.example.com/callback";
    for way in LoginWay::ALL {
        let address = world.staff_login.address(account, way, callback, "state0123").await;
        assert!(is_set_up_wrongly(address), "{way:?}");
    }
    assert!(is_set_up_wrongly(world.staff_login.visitor(account, "code").await));
    assert!(is_set_up_wrongly(world.staff_messages.send(account, "{}").await));
    assert!(is_set_up_wrongly(world.staff_messages.recall(account, "m").await));
    assert!(is_set_up_wrongly(world.directory.departments(account).await));
    assert!(is_set_up_wrongly(world.directory.members(account, ROOT).await));
    assert!(is_set_up_wrongly(world.directory.member(account, "lin").await));
    assert!(is_set_up_wrongly(world.contacts.users(account).await));
    assert!(is_set_up_wrongly(world.contacts.contact(account, "wm").await));
}
