//! The state file.

use serde_json::json;

use crate::harness::Bench;

#[tokio::test]
async fn people_codes_and_chats_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let keep = |settings: &mut wechat_simulator::Settings| {
        settings.state_file = Some(file.clone());
        settings.seed = Some(1);
    };
    let bench = Bench::start_with(keep).await;
    let person = bench.follower().await;
    let code = json!({"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "evt"}}});
    let ticket = bench.call("qrcode/create", code.clone()).await["ticket"].clone();
    let sent = bench
        .post(&format!("/people/{person}/text"), json!({"content": "记住我"}))
        .await;
    let token = bench.token().await;
    bench.stop().await;

    let bench = Bench::start_with(keep).await;
    assert_eq!(bench.chat(&person).await[0]["text"], "记住我");
    assert_eq!(bench.call("qrcode/create", code).await["ticket"], ticket);
    assert_eq!(bench.token().await, token);
    assert_eq!(bench.send_text(&person, "欢迎回来").await["errcode"], 0);
    assert_ne!(bench.follower().await, person);
    let next = bench
        .post(&format!("/people/{person}/text"), json!({"content": "again"}))
        .await;
    let id = |delivery: &serde_json::Value| delivery["message"]["msgId"].as_str().unwrap().parse::<u64>().unwrap();
    assert!(id(&next) > id(&sent));
    bench.stop().await;
}

#[tokio::test]
async fn a_file_that_cannot_be_understood_stops_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    std::fs::write(&file, "not json").unwrap();
    let mut settings = wechat_simulator::Settings::read(|_| None).unwrap();
    settings.port = 0;
    settings.state_file = Some(file);
    assert!(wechat_simulator::start(settings).await.is_err());
}

#[tokio::test]
async fn accounts_and_who_is_who_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let keep = |settings: &mut wechat_simulator::Settings| settings.state_file = Some(file.clone());
    let bench = Bench::start_with(keep).await;
    let added = bench
        .post(
            "/accounts",
            json!({"name": "second", "product": "miniProgram", "unionGroup": "default"}),
        )
        .await;
    let fan = bench.post("/people", json!({})).await;
    let visitor = bench
        .post("/people?account=second", json!({"human": fan["human"]}))
        .await;
    let path = format!("/people/{}", visitor["openId"].as_str().unwrap());
    let before = bench.get(&path).await;
    bench.stop().await;

    let bench = Bench::start_with(keep).await;
    assert_eq!(bench.get(&path).await, before);
    let body = json!({"grant_type": "client_credential", "appid": added["appId"], "secret": added["secret"]});
    assert!(bench.api("stable_token", &body).await["access_token"].is_string());
    bench.stop().await;
}

#[tokio::test]
async fn a_file_of_the_single_account_is_read_and_one_of_the_future_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let tokens = json!({
        "lifetime": 7200, "classic": null, "stable": null, "fates": {}, "order": [],
        "last_forced": null, "forced_on_day": [0, 0],
    });
    let person = json!({
        "openId": "o_old", "nickname": "老朋友", "subscribed": true, "subscribedAt": 1,
        "subscribeScene": "ADD_SCENE_SEARCH", "qrScene": null, "tags": [],
    });
    let old = json!({"people": [person], "codes": [], "tokens": tokens, "next_message_id": 7});
    std::fs::write(&file, old.to_string()).unwrap();
    let bench = Bench::start_with(|settings| settings.state_file = Some(file.clone())).await;
    assert_eq!(bench.get("/people/o_old").await["nickname"], "老朋友");
    bench.stop().await;

    std::fs::write(&file, r#"{"version": 99}"#).unwrap();
    let mut settings = wechat_simulator::Settings::read(|_| None).unwrap();
    settings.port = 0;
    settings.state_file = Some(file);
    let error = wechat_simulator::start(settings).await.unwrap_err();
    assert!(error.to_string().contains("form 99"), "{error}");
}

#[tokio::test]
async fn what_an_official_account_set_up_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let keep = |settings: &mut wechat_simulator::Settings| settings.state_file = Some(file.clone());
    let bench = Bench::start_with(keep).await;
    let person = bench.follower().await;
    let menu = json!({"button": [{"type": "click", "name": "报名", "key": "K"}]});
    bench.call_post("/cgi-bin/menu/create", menu).await;
    let tag = bench
        .call_post("/cgi-bin/tags/create", json!({"tag": {"name": "嘉宾"}}))
        .await;
    bench
        .call_post(
            "/cgi-bin/template/api_add_template",
            json!({"template_id_short": "10001"}),
        )
        .await;
    let add = json!({"tid": 1001, "kidList": [1, 2]});
    bench.call_post("/wxaapi/newtmpl/addtemplate", add).await;
    let short = bench.call_post("/cgi-bin/shorten/gen", json!({"long_data": "x"})).await["short_key"].clone();
    bench
        .call_post(
            "/customservice/kfaccount/add",
            json!({"kf_account": "a@gh", "nickname": "a"}),
        )
        .await;
    bench
        .post(&format!("/people/{person}/consent"), json!({"templateIds": ["T"]}))
        .await;
    let paths = [
        "/cgi-bin/menu/get",
        "/cgi-bin/tags/get",
        "/cgi-bin/template/get_all_private_template",
        "/wxaapi/newtmpl/gettemplate",
        "/cgi-bin/customservice/getkflist",
        "/cgi-bin/ticket/getticket?type=jsapi",
    ];
    let mut before = Vec::new();
    for path in paths {
        before.push(bench.call_get(path).await);
    }
    bench.stop().await;

    let bench = Bench::start_with(keep).await;
    for (path, mut before) in paths.into_iter().zip(before) {
        let mut after = bench.call_get(path).await;
        for answer in [&mut before, &mut after] {
            answer["expires_in"] = json!(null);
        }
        assert_eq!(after, before, "{path}");
    }
    let fetched = bench
        .call_post("/cgi-bin/shorten/fetch", json!({"short_key": short}))
        .await;
    assert_eq!(fetched["long_data"], "x");
    let notice = json!({"touser": person, "template_id": "T", "data": {"thing1": {"value": "a"}}});
    assert_eq!(
        bench.call_post("/cgi-bin/message/subscribe/bizsend", notice).await["errcode"],
        0
    );
    let again = bench
        .call_post("/cgi-bin/tags/create", json!({"tag": {"name": "二"}}))
        .await;
    assert_ne!(again["tag"]["id"], tag["tag"]["id"]);
    bench.stop().await;
}
