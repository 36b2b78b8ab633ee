//! Who of the staff somebody is.

use ports::wechat::wecom::{LoginWay, StaffVisitor};
use ports::wechat::{RefusalKind, WechatFailure};

use super::CORP;
use super::ask::ROOT;
use crate::wechat::WechatWorld;

/// The address of WeCom's page brings the callback and the state along, whichever the way.
pub async fn wecoms_page_brings_the_state_back(world: WechatWorld) {
    for way in LoginWay::ALL {
        let callback = "https://events.example.com/callback";
        let address = world
            .staff_login
            .address(CORP, way, callback, "state0123")
            .await
            .unwrap();
        assert!(
            address.contains("state0123") && address.contains("events.example.com"),
            "{way:?}: {address}"
        );
    }
}

/// A code names its member, once, and what it gives shows nothing of itself.
pub async fn a_staff_code_names_its_member_once(world: WechatWorld) {
    let member = world.corp.member_of(ROOT).await;
    let code = world.corp.staff_code(&member).await;
    let visitor = world.staff_login.visitor(CORP, &code).await.unwrap();
    assert!(!format!("{visitor:?}").contains(&member.open_id));
    assert!(
        matches!(&visitor, StaffVisitor::Member { user_id } if user_id.eq_ignore_ascii_case(&member.open_id)),
        "{visitor:?}"
    );
    for code in [code.as_str(), "never-given"] {
        let refused = world.staff_login.visitor(CORP, code).await;
        assert!(
            matches!(
                &refused,
                Err(WechatFailure::Refused {
                    kind: RefusalKind::Consent,
                    ..
                })
            ),
            "{refused:?}"
        );
    }
}

/// Somebody who can open the page is no member for that.
pub async fn an_outsider_is_no_member(world: WechatWorld) {
    let code = world.corp.outsider_code().await;
    let visitor = world.staff_login.visitor(CORP, &code).await;
    assert_eq!(visitor, Ok(StaffVisitor::Outsider));
}
