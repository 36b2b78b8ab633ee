//! Calls about a WeCom corporation: what is refused must not look like an empty list.

use domain::secret::Secret;
use domain::wechat::wecom::directory::MemberState;
use ports::wechat::WechatFailure;
use ports::wechat::wecom::{
    ContactIds, ContactsApi, DirectoryApi, MemberTold, MembersTold, OutgoingAttachment, OutgoingWelcome, WelcomeTaken,
};
use serde_json::{Value, json};

use super::support::{Act, World};
use super::wecom_app;

async fn world() -> World {
    let world = World::new().await;
    let mut app = wecom_app("default", 1_000_002, "CORPSECRET");
    app.generation = 2;
    world.accounts.set(app);
    world
}

fn sent(world: &World) -> Value {
    serde_json::from_str(&world.server.calls().last().unwrap().body).unwrap()
}

fn last_path(world: &World) -> String {
    world.server.calls().last().unwrap().path.clone()
}

#[tokio::test]
async fn a_failure_with_empty_lists_is_a_failure() {
    let world = world().await;
    let failure = |lists: &str| Act::json(&format!(r#"{{"errcode":48002,"errmsg":"api forbidden",{lists}}}"#));
    let is_refused = |code: i64, failure: &WechatFailure| {
        assert!(
            matches!(failure, WechatFailure::Refused { code: told, .. } if *told == code),
            "{failure:?}"
        );
    };
    world.platform.next([failure(r#""department":[]"#)]);
    is_refused(48_002, &world.client.departments("default").await.unwrap_err());
    world.platform.next([failure(r#""userlist":[]"#)]);
    is_refused(48_002, &world.client.members("default", 1).await.unwrap_err());
    world.platform.next([failure(r#""dept_user":[],"next_cursor":"""#)]);
    let told = world.client.member_ids("default", None).await;
    is_refused(48_002, &told.map(drop).unwrap_err());
    world.platform.next([failure(r#""follow_user":[]"#)]);
    is_refused(48_002, &world.client.users("default").await.unwrap_err());
    world
        .platform
        .next([failure(r#""external_contact_list":[],"next_cursor":"""#)]);
    let told = world.client.contacts_of("default", &["a".to_owned()], None).await;
    is_refused(48_002, &told.map(drop).unwrap_err());
    world.platform.next([failure(r#""external_userid":[]"#)]);
    let told = world.client.contact_ids("default", "a").await;
    is_refused(48_002, &told.map(drop).unwrap_err());
}

#[tokio::test]
async fn departments_come_without_names_where_names_are_not_told() {
    let world = world().await;
    world.platform.next([Act::json(
        r#"{"errcode":0,"department":[{"id":1,"name":"总公司","parentid":0,"order":1},{"id":"2","name":"市场\n部","parentid":1}]}"#,
    )]);
    let told = world.client.departments("default").await.unwrap();
    assert_eq!((told[0].parent, told[0].name.as_deref()), (None, Some("总公司")));
    assert_eq!((told[1].parent, told[1].name.as_deref()), (Some(1), Some("市场 部")));
    world.platform.next([
        Act::json(r#"{"errcode":48009,"department":[]}"#),
        Act::json(r#"{"errcode":0,"department_id":[{"id":1,"parentid":0,"order":1}]}"#),
    ]);
    let told = world.client.departments("default").await.unwrap();
    assert_eq!((told.len(), &told[0].name), (1, &None));
    assert_eq!(last_path(&world), "/cgi-bin/department/simplelist");
    world.platform.next([
        Act::json(r#"{"errcode":48009}"#),
        Act::json(r#"{"errcode":0,"department_id":[{"id":2,"parentid":1,"order":1}]}"#),
    ]);
    let told = world.client.department("default", 2).await.unwrap();
    assert_eq!(told.unwrap().parent, Some(1));
    world.platform.next([Act::code(60_123)]);
    assert_eq!(world.client.department("default", 9).await, Ok(None));
}

#[tokio::test]
async fn what_wecom_does_not_tell_of_members_stays_out() {
    let world = world().await;
    world.platform.next([Act::json(
        r#"{"errcode":0,"userlist":[{"userid":"ZhangSan","name":"张三","department":[1,2],"is_leader_in_dept":[0,1],
            "mobile":"13000000000","status":4,"main_department":2},{"userid":"lisi"}]}"#,
    )]);
    let MembersTold::Whole(told) = world.client.members("default", 1).await.unwrap() else {
        panic!("whole members");
    };
    assert!(told[0].departments.as_ref().unwrap()[&2]);
    assert_eq!(told[0].state, Some(MemberState::NotActivated));
    assert_eq!(
        (&told[1].name, &told[1].departments, told[1].state),
        (&None, &None, None)
    );
}

#[tokio::test]
async fn each_refusal_of_members_has_its_meaning() {
    let world = world().await;
    world.platform.next([
        Act::json(r#"{"errcode":45029,"userlist":[]}"#),
        Act::json(r#"{"errcode":0,"userlist":[{"userid":"a","name":"阿","department":[3]}]}"#),
    ]);
    let told = world.client.members("default", 3).await.unwrap();
    assert!(matches!(told, MembersTold::Names(names) if names.len() == 1));
    assert_eq!(last_path(&world), "/cgi-bin/user/simplelist");
    for (acts, expected) in [
        (vec![Act::code(48_009)], MembersTold::IdsOnly),
        (vec![Act::code(45_029), Act::code(48_009)], MembersTold::IdsOnly),
        (vec![Act::code(45_029), Act::code(45_029)], MembersTold::Hidden),
        (vec![Act::code(60_011)], MembersTold::Hidden),
        (vec![Act::code(60_003)], MembersTold::Gone),
    ] {
        world.platform.next(acts);
        assert_eq!(world.client.members("default", 3).await, Ok(expected));
    }
    for (code, expected) in [(60_111, MemberTold::Unknown), (48_009, MemberTold::Hidden)] {
        world.platform.next([Act::code(code)]);
        assert_eq!(world.client.member("default", "a").await, Ok(expected));
    }
    world.platform.next([Act::json(
        r#"{"errcode":0,"next_cursor":"C2","dept_user":[{"userid":"a","department":1},{"userid":"a","department":"2"}]}"#,
    )]);
    let page = world.client.member_ids("default", Some("C1")).await.unwrap();
    assert_eq!((page.members.len(), page.next.as_deref()), (2, Some("C2")));
    assert_eq!(sent(&world), json!({"cursor": "C1", "limit": 10_000}));
}

#[tokio::test]
async fn contacts_come_with_their_relations() {
    let world = world().await;
    world.platform.next([Act::json(
        r#"{"errcode":0,"external_contact_list":[{"external_contact":{"external_userid":"wm1","name":"王五","type":1,
            "unionid":"ozU"},"follow_info":{"userid":"a","remark":"","createtime":1600000000,"tag_id":["t1"],
            "state":"poster","add_way":1}}],"next_cursor":"N","fail_info":{"unlicensed_userid_list":["b"]}}"#,
    )]);
    let page = world
        .client
        .contacts_of("default", &["a".to_owned(), "b".to_owned()], None)
        .await
        .unwrap();
    assert_eq!((page.unlicensed, page.next.as_deref()), (1, Some("N")));
    let one = &page.contacts[0];
    assert_eq!(
        one.union_id.as_ref().map(domain::identity::UnionId::as_str),
        Some("ozU")
    );
    assert_eq!(one.relations[0].state.as_deref(), Some("poster"));
    assert_eq!(one.relations[0].tags.iter().collect::<Vec<_>>(), ["t1"]);
    world.platform.next([
        Act::json(
            r#"{"errcode":0,"external_contact":{"external_userid":"wm1","name":"王五"},"follow_user":[
            {"userid":"a","tags":[{"tag_id":"t2","type":1},{"tag_name":"own","type":2}]}],"next_cursor":"P2"}"#,
        ),
        Act::json(
            r#"{"errcode":0,"external_contact":{"external_userid":"wm1","name":"王五"},"follow_user":[
            {"userid":"b"}]}"#,
        ),
    ]);
    let whole = world.client.contact("default", "wm1").await.unwrap().unwrap();
    let users: Vec<_> = whole
        .relations
        .iter()
        .map(|relation| relation.user_id.as_str())
        .collect();
    assert_eq!(users, ["a", "b"]);
    assert_eq!(whole.relations[0].tags.iter().collect::<Vec<_>>(), ["t2"]);
    world
        .platform
        .next([Act::json(r#"{"errcode":84061,"external_userid":[]}"#)]);
    let none = world.client.contact_ids("default", "a").await;
    assert!(matches!(none, Ok(ContactIds::Known(ids)) if ids.is_empty()));
    world.platform.next([Act::code(84_061)]);
    assert_eq!(world.client.contact("default", "wm9").await, Ok(None));
}

#[tokio::test]
async fn a_welcome_goes_out_and_each_answer_has_its_meaning() {
    let world = world().await;
    let welcome = OutgoingWelcome {
        code: Secret::from("CODE"),
        text: Some("欢迎🎉".to_owned()),
        attachments: vec![OutgoingAttachment::Image("M".to_owned())],
    };
    assert_eq!(world.client.welcome("default", &welcome).await, Ok(WelcomeTaken::Sent));
    assert_eq!(
        sent(&world),
        json!({
            "welcome_code": "CODE", "text": {"content": "欢迎🎉"},
            "attachments": [{"msgtype": "image", "image": {"media_id": "M"}}],
        })
    );
    world.platform.next([Act::code(41_051)]);
    assert_eq!(
        world.client.welcome("default", &welcome).await,
        Ok(WelcomeTaken::SentBefore)
    );
    world.platform.next([Act::code(41_050)]);
    let late = world.client.welcome("default", &welcome).await.unwrap_err();
    assert!(matches!(late, WechatFailure::Refused { code: 41_050, .. }), "{late:?}");
    world.platform.next([Act::code(41_096)]);
    let busy = world.client.welcome("default", &welcome).await.unwrap_err();
    assert!(
        matches!(busy, WechatFailure::Later { code: Some(41_096), .. }),
        "{busy:?}"
    );
}
