//! Staff sign in as members of a WeCom corporation.

use application::Context;
use application::identity::{AddOperatorCommand, LinkWecomCommand, LinkWecomError};
use application::wechat::web::{BeginLoginError, FinishLoginCommand, LoginBegun, Unfinished, WebAccountRefusal};
use application::wechat::wecom::WecomRefusal;
use application::wechat::wecom::staff_login::{BeginStaffLoginCommand, StaffLoginFinished};
use domain::ids::OperatorId;
use ports::PageQuery;
use ports::wechat::WechatFailure;
use ports::wechat::wecom::{LoginWay, StaffVisitor};

use crate::world::World;

const PAGE: PageQuery = PageQuery::Number { page: 1, size: 50 };

fn to(return_to: &str) -> BeginStaffLoginCommand {
    BeginStaffLoginCommand {
        account: None,
        way: LoginWay::Code,
        return_to: Some(return_to.to_owned()),
        browser: None,
        address: "192.0.2.1".to_owned(),
    }
}

fn back(begun: &LoginBegun, code: Option<&str>) -> FinishLoginCommand {
    FinishLoginCommand {
        state: begun.address.split("&state=").nth(1).unwrap().to_owned(),
        browser: Some(begun.browser.clone()),
        code: code.map(str::to_owned),
    }
}

fn member(user_id: &str) -> StaffVisitor {
    StaffVisitor::Member {
        user_id: user_id.to_owned(),
    }
}

impl World {
    async fn operator(&self, username: &str) -> OperatorId {
        let command = AddOperatorCommand {
            username: username.to_owned(),
            password: "correct horse battery staple".to_owned(),
        };
        self.cases.add_operator.run(command).await.unwrap();
        let page = self.cases.staff.operators.list(PAGE).await.unwrap();
        let found = page
            .items
            .iter()
            .find(|view| view.operator.username.as_str() == username);
        found.unwrap().operator.id
    }

    async fn links(&self, operator: OperatorId, user: &str, version: Option<u64>) -> Result<u64, LinkWecomError> {
        let command = LinkWecomCommand {
            operator,
            expected_version: version,
            context: Context::of("test"),
        };
        let link = self.cases.staff.link.link(&command, "app", user).await?;
        Ok(link.version)
    }

    async fn staff_begins(&self) -> LoginBegun {
        self.cases.staff.begin_login.run(to("/admin")).await.unwrap()
    }

    async fn staff_finishes(&self, command: FinishLoginCommand) -> Result<StaffLoginFinished, Unfinished> {
        let finished = self.cases.staff.finish_login.run(command).await;
        finished.map_err(|unfinished| unfinished.why)
    }
}

#[tokio::test]
async fn a_linked_member_gets_the_session_of_the_operator_once() {
    let world = World::new();
    let ann = world.operator("ann").await;
    world.links(ann, "ZhangSan", None).await.unwrap();
    let begun = world.staff_begins().await;
    world.wechat.has_staff_code("CODE", member("zhangsan"));
    let finished = world.staff_finishes(back(&begun, Some("CODE"))).await.ok().unwrap();
    assert_eq!(finished.return_to, "https://a.example/admin");
    let session = world.cases.authenticate.session(&finished.token).unwrap();
    assert_eq!((session.operator, session.username.as_str()), (ann, "ann"));
    let again = world.staff_finishes(back(&begun, Some("CODE"))).await;
    assert!(matches!(again, Err(Unfinished::Unknown)));
}

#[tokio::test]
async fn outsiders_and_members_who_are_nobody_here_stay_out() {
    let world = World::new();
    let ann = world.operator("ann").await;
    world.links(ann, "zhangsan", None).await.unwrap();
    let strangers = [
        StaffVisitor::Outsider,
        member("lisi"),
        member("ww9/zhangsan"),
        member("a b"),
    ];
    for (number, stranger) in strangers.into_iter().enumerate() {
        let is_outsider = stranger == StaffVisitor::Outsider;
        world.wechat.has_staff_code("CODE", stranger);
        let begun = world.staff_begins().await;
        let why = world.staff_finishes(back(&begun, Some("CODE"))).await.err().unwrap();
        match why {
            Unfinished::Outsider => assert!(is_outsider),
            Unfinished::NotLinked => assert!(!is_outsider),
            other => panic!("{number}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_sign_in_belongs_to_its_browser_and_a_busy_wecom_is_asked_again() {
    let world = World::new();
    let ann = world.operator("ann").await;
    world.links(ann, "zhangsan", None).await.unwrap();
    let (begun, other) = (world.staff_begins().await, world.staff_begins().await);
    world.wechat.has_staff_code("CODE", member("zhangsan"));
    let stolen = FinishLoginCommand {
        browser: Some(other.browser.clone()),
        ..back(&begun, Some("CODE"))
    };
    assert!(matches!(world.staff_finishes(stolen).await, Err(Unfinished::Unknown)));
    world.wechat.fail_next(WechatFailure::Later {
        code: Some(-1),
        after: None,
        note: "busy".to_owned(),
    });
    let busy = world.staff_finishes(back(&begun, Some("CODE"))).await;
    assert!(matches!(busy, Err(Unfinished::Wechat(_))));
    assert!(world.staff_finishes(back(&begun, Some("CODE"))).await.is_ok());
    let declined = world.staff_finishes(back(&other, None)).await;
    assert!(matches!(declined, Err(Unfinished::Declined)));
    let wrong = world.staff_begins().await;
    let wrong = world.staff_finishes(back(&wrong, Some("OTHER"))).await;
    assert!(matches!(wrong, Err(Unfinished::CodeInvalid)));
}

#[tokio::test]
async fn a_sign_in_leads_to_our_pages_only_and_is_not_begun_without_end() {
    let world = World::new();
    for address in ["https://evil.example/", "//evil.example", "/v2/wecom/login/start"] {
        let refused = world.cases.staff.begin_login.run(to(address)).await;
        assert!(matches!(refused, Err(BeginLoginError::ReturnAddress)), "{address}");
    }
    let mut foreign = to("/");
    foreign.account = Some("default".to_owned());
    let refused = world.cases.staff.begin_login.run(foreign).await;
    assert!(matches!(
        refused,
        Err(BeginLoginError::Account(WebAccountRefusal::Unknown))
    ));
    let mut last = Ok(());
    for _ in 0..301 {
        last = world.cases.staff.begin_login.run(to("/")).await.map(drop);
    }
    assert!(matches!(last, Err(BeginLoginError::TooMany { .. })));
}

#[tokio::test]
async fn a_member_is_one_operator_and_a_link_changes_by_its_version() {
    let world = World::new();
    let (ann, ben) = (world.operator("ann").await, world.operator("ben").await);
    assert_eq!(world.links(ann, "zhangsan", Some(0)).await.unwrap(), 1);
    assert_eq!(world.links(ann, "ZHANGSAN", None).await.unwrap(), 1, "nothing changed");
    assert!(matches!(
        world.links(ben, "ZhangSan", None).await,
        Err(LinkWecomError::UserTaken)
    ));
    let stale = world.links(ann, "lisi", Some(0)).await;
    assert!(matches!(stale, Err(LinkWecomError::Stale { expected: 0, actual: 1 })));
    let command = LinkWecomCommand {
        operator: ann,
        expected_version: Some(1),
        context: Context::of("test"),
    };
    assert_eq!(world.cases.staff.link.unlink(&command).await.unwrap().version, 2);
    let command = LinkWecomCommand {
        expected_version: None,
        ..command
    };
    let twice = world.cases.staff.link.unlink(&command).await;
    assert!(matches!(twice, Err(LinkWecomError::NotLinked)));
    assert_eq!(
        world.links(ben, "zhangsan", None).await.unwrap(),
        1,
        "the member is free again"
    );
    let foreign = world.cases.staff.link.link(&command, "default", "x").await;
    assert!(matches!(
        foreign,
        Err(LinkWecomError::Account(WecomRefusal::WrongProduct))
    ));
}
