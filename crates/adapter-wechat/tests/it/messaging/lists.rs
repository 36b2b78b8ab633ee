//! Templates, and who has a tag.

use domain::notifications::template::{FoundTemplate, TemplateKind};
use ports::wechat::messaging::MessagingApi;
use serde_json::json;

use super::{own, path, sent, world};
use crate::support::Act;

#[tokio::test]
async fn templates_of_both_kinds_are_listed_and_an_api_not_granted_has_none() {
    let world = world().await;
    let templates = r#"{"template_list":[{"template_id":"T1","title":"提醒","primary_industry":"","deputy_industry":"",
        "content":"{{thing1.DATA}}","example":"年会"}]}"#;
    let subscribed = r#"{"errcode":0,"errmsg":"ok","data":[
        {"priTmplId":"S1","title":"一次","content":"{{thing1.DATA}}","example":"","type":2},
        {"priTmplId":"S2","title":"长期","content":"{{phrase2.DATA}}","example":"","type":3,
         "keywordEnumValueList":[{"keywordCode":"phrase2.DATA","enumValueList":["通过","驳回"]}]}
    ]}"#;
    world.platform.next([Act::json(templates), Act::json(subscribed)]);
    let found = world.client.templates("default").await.unwrap();
    let kinds: Vec<_> = found.iter().map(|one| (one.template_id.as_str(), one.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("T1", TemplateKind::Template),
            ("S1", TemplateKind::SubscribeOnce),
            ("S2", TemplateKind::SubscribeLong)
        ]
    );
    assert_eq!(found[2].choices, [(own("phrase2"), vec![own("通过"), own("驳回")])]);

    world.platform.next([Act::code(48001), Act::code(48001)]);
    assert_eq!(world.client.templates("default").await, Ok(Vec::<FoundTemplate>::new()));
    let before = world.server.calls().len();
    world.platform.next([Act::json(subscribed)]);
    assert_eq!(world.client.templates("mini").await.unwrap().len(), 2);
    assert_eq!(
        world.server.calls().len(),
        before + 1,
        "a Mini Program has no template messages"
    );
}

#[tokio::test]
async fn a_template_is_deleted_where_it_is() {
    let world = world().await;
    let delete = |kind| world.client.delete_template("default", kind, "TPL");
    delete(TemplateKind::Template).await.unwrap();
    assert_eq!(path(&world), "/cgi-bin/template/del_private_template");
    assert_eq!(sent(&world), json!({ "template_id": "TPL" }));
    for kind in [TemplateKind::SubscribeOnce, TemplateKind::SubscribeLong] {
        delete(kind).await.unwrap();
        assert_eq!(path(&world), "/wxaapi/newtmpl/deltemplate");
        assert_eq!(sent(&world), json!({ "priTmplId": "TPL" }));
    }
}

#[tokio::test]
async fn followers_with_a_tag_come_in_pages_until_one_is_empty() {
    let world = world().await;
    world.platform.next([
        Act::json(r#"{"count":2,"data":{"openid":["o-1","o-2"]},"next_openid":"o-2"}"#),
        Act::json(r#"{"count":0,"next_openid":""}"#),
    ]);
    let first = world.client.tag_members("default", 7, None).await.unwrap();
    assert_eq!(sent(&world), json!({ "tagid": 7, "next_openid": "" }));
    assert_eq!(
        (first.open_ids, first.next.as_deref()),
        (vec![own("o-1"), own("o-2")], Some("o-2"))
    );
    let last = world.client.tag_members("default", 7, Some("o-2")).await.unwrap();
    assert_eq!(sent(&world), json!({ "tagid": 7, "next_openid": "o-2" }));
    assert!(last.open_ids.is_empty() && last.next.is_none());
}
