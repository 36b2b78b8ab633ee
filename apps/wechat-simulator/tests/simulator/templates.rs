//! Templates, subscribe notifications, one-time subscriptions.

use serde_json::{Value, json};

use crate::harness::{Bench, errcode, field};

async fn add(bench: &Bench, body: Value) -> Value {
    bench.call_post("/cgi-bin/template/api_add_template", body).await
}

#[tokio::test]
async fn a_template_of_the_catalogue_is_added_listed_sent_and_deleted() {
    let bench = Bench::start().await;
    let added = add(
        &bench,
        json!({"template_id_short": "10001", "keyword_name_list": ["活动名称", "活动时间"]}),
    )
    .await;
    let id = added["template_id"].as_str().unwrap();
    let list = bench.call_get("/cgi-bin/template/get_all_private_template").await;
    assert_eq!(
        list["template_list"][0]["content"],
        "活动名称:{{thing1.DATA}}\n活动时间:{{time2.DATA}}"
    );

    let person = bench.follower().await;
    let send = async |data: Value| {
        let body = json!({"touser": person, "template_id": id, "data": data});
        bench.call_post("/cgi-bin/message/template/send", body).await
    };
    let missing = send(json!({"thing1": {"value": "市集"}})).await;
    assert_eq!(errcode(&missing), 47003);
    assert!(
        missing["errmsg"].as_str().unwrap().contains("data.time2.value"),
        "{missing}"
    );
    let whole = json!({"time2": {"value": "2026年5月1日 15:01"}, "thing1": {"value": "市集"}});
    assert_eq!(errcode(&send(whole.clone()).await), 0);
    assert_eq!(bench.chat(&person).await[0]["fields"][0]["name"], "thing1");

    let delete = async || {
        bench
            .call_post("/cgi-bin/template/del_private_template", json!({"template_id": id}))
            .await
    };
    assert_eq!((errcode(&delete().await), errcode(&delete().await)), (0, 40037));
    assert_eq!(errcode(&send(whole).await), 40037);
    bench.stop().await;
}

#[tokio::test]
async fn an_account_has_twenty_five_templates() {
    let bench = Bench::start().await;
    let body = json!({"template_id_short": "10001"});
    for _ in 0..25 {
        assert_eq!(errcode(&add(&bench, body.clone()).await), 0);
    }
    assert_eq!(errcode(&add(&bench, body).await), 45026);
    assert_eq!(errcode(&add(&bench, json!({"template_id_short": "0"})).await), 40037);
    let unknown = json!({"template_id_short": "10001", "keyword_name_list": ["天气"]});
    assert_eq!(errcode(&add(&bench, unknown).await), 47003);
    bench.stop().await;
}

#[tokio::test]
async fn industries_change_once_a_month_and_take_the_templates_with_them() {
    let bench = Bench::start().await;
    add(&bench, json!({"template_id_short": "10001"})).await;
    let set = async |one: Value, two: Value| {
        let body = json!({"industry_id1": one, "industry_id2": two});
        errcode(&bench.call_post("/cgi-bin/template/api_set_industry", body).await)
    };
    assert_eq!(
        (set(json!("99"), json!("4")).await, set(json!("1"), json!(4)).await),
        (40102, 0)
    );
    let industries = bench.call_get("/cgi-bin/template/get_industry").await;
    assert_eq!(industries["secondary_industry"]["second_class"], "电子技术");
    let list = bench.call_get("/cgi-bin/template/get_all_private_template").await;
    assert_eq!(list["template_list"], json!([]));
    assert_eq!(set(json!("1"), json!("2")).await, 43100);
    bench.advance(32 * 86_400).await;
    assert_eq!(set(json!("1"), json!("2")).await, 0);
    bench.stop().await;
}

async fn notify(bench: &Bench, person: &str, template: &str, data: Value) -> Value {
    let body = json!({"touser": person, "template_id": template, "page": "https://example.com/", "data": data});
    bench.call_post("/cgi-bin/message/subscribe/bizsend", body).await
}

#[tokio::test]
async fn each_consent_is_good_for_one_notification() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let data = json!({"thing1": {"value": "市集"}});
    assert_eq!(errcode(&notify(&bench, &person, "T", data.clone()).await), 43101);
    let consent = async |accept: bool| {
        let body = json!({"templateIds": ["T", "U"], "accept": accept, "scene": 2});
        bench.post(&format!("/people/{person}/consent"), body).await
    };
    let rejected = consent(false).await["message"]["xml"].as_str().unwrap().to_owned();
    assert_eq!(field(&rejected, "Event"), "subscribe_msg_popup_event");
    assert_eq!(field(&rejected, "SubscribeStatusString"), "reject");
    assert_eq!(errcode(&notify(&bench, &person, "T", data.clone()).await), 43101);

    let told = consent(true).await["message"]["xml"].as_str().unwrap().to_owned();
    assert_eq!(told.matches("<List>").count(), 2);
    consent(true).await;
    for _ in 0..2 {
        assert_eq!(errcode(&notify(&bench, &person, "T", data.clone()).await), 0);
    }
    assert_eq!(errcode(&notify(&bench, &person, "T", data.clone()).await), 43101);
    assert_eq!(errcode(&notify(&bench, &person, "U", data).await), 0);
    assert_eq!(bench.notices(&person).await[0]["channel"], "subscribe");
    let sent = bench
        .pushed(|push| field(&push.message, "Event") == "subscribe_msg_sent_event")
        .await;
    assert_eq!(field(&sent.message, "ErrorStatus"), "success");
    bench.stop().await;
}

#[tokio::test]
async fn a_refused_notification_uses_no_consent() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    bench
        .post(&format!("/people/{person}/consent"), json!({"templateIds": ["T"]}))
        .await;
    let long = json!({"thing1": {"value": "长".repeat(21)}});
    assert_eq!(errcode(&notify(&bench, &person, "T", long).await), 47003);
    assert_eq!(errcode(&notify(&bench, "o_no", "T", json!({})).await), 40003);
    assert_eq!(errcode(&notify(&bench, &person, "", json!({})).await), 40037);
    let odd = json!({"touser": person, "template_id": "T", "page": "pages/x", "data": {"thing1": {"value": "a"}}});
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/subscribe/bizsend", odd).await),
        41030
    );
    let good = json!({"thing1": {"value": "长".repeat(20)}});
    assert_eq!(errcode(&notify(&bench, &person, "T", good).await), 0);
    bench.stop().await;
}

#[tokio::test]
async fn a_refusal_in_the_settings_takes_consents_back_and_is_told() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let path = format!("/people/{person}/consent");
    bench.post(&path, json!({"templateIds": ["T"]})).await;
    let told = bench
        .post(
            &path,
            json!({"templateIds": ["T"], "accept": false, "inSettings": true}),
        )
        .await;
    assert_eq!(told["message"]["name"], "subscribe_msg_change_event");
    assert_eq!(
        errcode(&notify(&bench, &person, "T", json!({"thing1": {"value": "a"}})).await),
        43101
    );
    for body in [
        json!({"templateIds": []}),
        json!({"templateIds": ["T"], "inSettings": true}),
    ] {
        assert_eq!(bench.try_post(&path, body).await.0, 400);
    }
    bench.stop().await;
}

#[tokio::test]
async fn lists_of_consents_in_json_are_an_object_or_an_array_at_the_top() {
    let bench = Bench::start().await;
    bench.post("/settings", json!({"format": "json"})).await;
    let person = bench.follower().await;
    let consent = async |ids: Value| {
        let delivery = bench
            .post(&format!("/people/{person}/consent"), json!({"templateIds": ids}))
            .await;
        serde_json::from_str::<Value>(delivery["message"]["json"].as_str().unwrap()).unwrap()
    };
    assert_eq!(consent(json!(["T"])).await["List"]["PopupScene"], "0");
    assert_eq!(consent(json!(["T", "U"])).await["List"][1]["TemplateId"], "U");
    bench.stop().await;
}

#[tokio::test]
async fn templates_of_notifications_are_chosen_from_the_catalogue() {
    let bench = Bench::start().await;
    let categories = bench.call_get("/wxaapi/newtmpl/getcategory").await;
    assert_eq!(categories["data"][0]["id"], 616);
    let titles = async |query: &str| {
        bench
            .call_get(&format!("/wxaapi/newtmpl/getpubtemplatetitles?{query}"))
            .await
    };
    let page = titles("ids=616,307&start=1&limit=2").await;
    assert_eq!((&page["count"], page["data"].as_array().unwrap().len()), (&json!(5), 2));
    assert_eq!(errcode(&titles("ids=616&start=0&limit=30").await), 0);
    assert_eq!(errcode(&titles("ids=616&start=0&limit=31").await), 200_018);
    assert_eq!(errcode(&titles("ids=x&start=0&limit=1").await), 200_016);
    assert_eq!(errcode(&titles("ids=616&limit=1").await), 200_017);
    let words = bench.call_get("/wxaapi/newtmpl/getpubtemplatekeywords?tid=1001").await;
    assert_eq!(
        (&words["count"], &words["data"][1]["rule"]),
        (&json!(5), &json!("time"))
    );
    assert_eq!(
        errcode(&bench.call_get("/wxaapi/newtmpl/getpubtemplatekeywords?tid=1").await),
        200_014
    );

    let add = async |kids: Value, scene: &str| {
        let body = json!({"tid": "1001", "kidList": kids, "sceneDesc": scene});
        bench.call_post("/wxaapi/newtmpl/addtemplate", body).await
    };
    for (kids, scene, code) in [
        (json!([1]), "", 200_020),
        (json!([1, 2, 3, 4, 5, 1]), "", 200_020),
        (json!([1, 9]), "", 200_020),
        (json!([1, 2]), "十五个字十五个字十五个字十五个字", 200_021),
        (json!([1, 2, 3, 4, 5]), "十五个字十五个字十五个字十五个", 0),
    ] {
        assert_eq!(errcode(&add(kids, scene).await), code, "{scene}");
    }
    let list = bench.call_get("/wxaapi/newtmpl/gettemplate").await;
    let id = list["data"][0]["priTmplId"].as_str().unwrap();
    let person = bench.follower().await;
    bench
        .post(&format!("/people/{person}/consent"), json!({"templateIds": [id]}))
        .await;
    assert_eq!(
        errcode(&notify(&bench, &person, id, json!({"thing1": {"value": "a"}})).await),
        47003
    );
    let delete = async || {
        bench
            .call_post("/wxaapi/newtmpl/deltemplate", json!({"priTmplId": id}))
            .await
    };
    assert_eq!((errcode(&delete().await), errcode(&delete().await)), (0, 40037));
    bench.stop().await;
}

#[tokio::test]
async fn a_one_time_subscription_is_good_for_one_message_of_its_scene() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let send = async |scene: Value, title: &str, content: &str| {
        let body = json!({
            "touser": person, "template_id": "T", "url": "https://example.com/", "scene": scene, "title": title,
            "data": {"content": {"value": content, "color": "red"}},
        });
        errcode(&bench.call_post("/cgi-bin/message/template/subscribe", body).await)
    };
    assert_eq!(send(json!(7), "t", "c").await, 43101);
    let consent = json!({"scene": 7, "templateId": "T"});
    bench.post(&format!("/people/{person}/one-time-consent"), consent).await;
    assert_eq!(send(json!(8), "t", "c").await, 43101);
    assert_eq!(send(json!(10_001), "t", "c").await, 47003);
    assert_eq!(send(json!(7), &"长".repeat(16), "c").await, 47003);
    assert_eq!(send(json!(7), "t", &"长".repeat(201)).await, 47003);
    assert_eq!(send(json!("7"), &"长".repeat(15), &"长".repeat(200)).await, 0);
    assert_eq!(send(json!(7), "t", "c").await, 43101);
    bench.stop().await;
}

#[tokio::test]
async fn a_template_of_ones_own_id_can_be_registered() {
    let bench = Bench::start().await;
    let body = json!({"templateId": "MINE", "title": "报名", "content": "活动{{thing1.DATA}} 时间{{time2.DATA}}"});
    assert_eq!(
        bench.post("/templates", body).await["fields"],
        json!(["thing1", "time2"])
    );
    let person = bench.follower().await;
    let send = json!({"touser": person, "template_id": "MINE", "data": {"thing1": {"value": "a"}}});
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/template/send", send).await),
        47003
    );
    let empty = json!({"templateId": "X", "title": "t", "content": "no fields"});
    assert_eq!(bench.try_post("/templates", empty).await.0, 400);
    bench.stop().await;
}
