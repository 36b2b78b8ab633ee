//! Several accounts of three products.

use runtime::config::development::{
    APP_ID, MINI_PROGRAM_APP_ID, MINI_PROGRAM_APP_SECRET, WECOM_AGENT_ID, WECOM_CORP_ID, WECOM_SECRET,
};
use serde_json::{Value, json};

use crate::harness::{Bench, errcode, field};

#[tokio::test]
async fn an_official_account_a_mini_program_and_a_wecom_app_exist_from_the_start() {
    let bench = Bench::start().await;
    let accounts = bench.get("/accounts").await;
    let shown = |field: &str| -> Vec<Value> {
        let items = accounts["items"].as_array().unwrap();
        items.iter().map(|account| account[field].clone()).collect()
    };
    assert_eq!(shown("account"), ["default", "miniprogram", "wecom"]);
    assert_eq!(shown("product"), ["officialAccount", "miniProgram", "weCom"]);
    assert_eq!(shown("appId"), [APP_ID, MINI_PROGRAM_APP_ID, WECOM_CORP_ID]);
    assert_eq!(shown("agentId"), [Value::Null, Value::Null, json!(WECOM_AGENT_ID)]);
    assert!(!accounts.to_string().contains(WECOM_SECRET));
    bench.stop().await;
}

#[tokio::test]
async fn an_added_account_has_credentials_tokens_and_settings_of_its_own() {
    let bench = Bench::start().await;
    let added = bench
        .post("/accounts", json!({"name": "second", "product": "officialAccount"}))
        .await;
    let body = json!({"grant_type": "client_credential", "appid": added["appId"], "secret": added["secret"]});
    let token = bench.api("stable_token", &body).await["access_token"].clone();
    assert_ne!(token, bench.token().await);
    bench.post("/tokens/expire?account=second", json!({})).await;
    assert_ne!(bench.api("stable_token", &body).await["access_token"], token);

    let changed = bench
        .post(
            "/accounts/second/settings",
            json!({"mode": "plain", "callbackUrl": "http://127.0.0.1:9/x"}),
        )
        .await;
    assert_eq!(
        (&changed["mode"], &changed["account"]),
        (&json!("plain"), &json!("second"))
    );
    assert_eq!(bench.get("/settings").await["mode"], "safe");
    assert_eq!(bench.get("/accounts/second/settings").await["mode"], "plain");
    bench.stop().await;
}

#[tokio::test]
async fn a_removed_account_is_unknown_and_the_default_stays() {
    let bench = Bench::start().await;
    let added = bench
        .post("/accounts", json!({"name": "second", "product": "miniProgram"}))
        .await;
    let remove = async |name: &str| {
        let url = format!("{}/control/accounts/{name}", bench.url);
        bench.http.delete(url).send().await.unwrap().status().as_u16()
    };
    assert_eq!(remove("second").await, 204);
    let body = json!({"grant_type": "client_credential", "appid": added["appId"], "secret": added["secret"]});
    assert_eq!(errcode(&bench.api("stable_token", &body).await), 40013);
    assert_eq!((remove("second").await, remove("default").await), (404, 409));
    bench.stop().await;
}

#[tokio::test]
async fn accounts_that_make_no_sense_are_refused() {
    let bench = Bench::start().await;
    for (body, status) in [
        (json!({"name": "default", "product": "officialAccount"}), 409),
        (json!({"name": "x", "product": "officialAccount", "appId": APP_ID}), 409),
        (json!({"name": "", "product": "officialAccount"}), 400),
        (json!({"name": "a/b", "product": "officialAccount"}), 400),
        (json!({"name": "x", "product": "toaster"}), 400),
        (json!({"name": "x", "product": "weCom", "encodingAesKey": "short"}), 400),
        (
            json!({"name": "x", "product": "weCom", "settings": {"callbackUrl": "ftp://x"}}),
            400,
        ),
    ] {
        assert_eq!(bench.try_post("/accounts", body.clone()).await.0, status, "{body}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn a_human_has_an_open_id_for_each_account_and_one_union_id_for_a_group() {
    let bench = Bench::start().await;
    let fan = bench
        .post("/people", json!({"nickname": "小明", "subscribed": true}))
        .await;
    let visitor = bench
        .post("/people?account=miniprogram", json!({"human": fan["human"]}))
        .await;
    assert_ne!(fan["openId"], visitor["openId"]);
    assert_eq!(visitor["nickname"], "小明");
    let shown = async |person: &Value| {
        bench
            .get(&format!("/people/{}", person["openId"].as_str().unwrap()))
            .await
    };
    let (here, there) = (shown(&fan).await, shown(&visitor).await);
    assert_eq!(here["unionId"], there["unionId"]);
    assert!(here["unionId"].is_string());
    assert_eq!(
        here["openIds"],
        json!({"default": fan["openId"], "miniprogram": visitor["openId"]})
    );
    let info = bench
        .call_get(&format!(
            "/cgi-bin/user/info?openid={}",
            fan["openId"].as_str().unwrap()
        ))
        .await;
    assert_eq!(info["unionid"], here["unionId"]);

    let again = bench
        .post("/people?account=miniprogram", json!({"human": fan["human"]}))
        .await;
    assert_eq!(again["openId"], visitor["openId"]);
    assert_eq!(bench.try_post("/people", json!({"human": 99})).await.0, 404);
    bench.stop().await;
}

#[tokio::test]
async fn an_open_id_of_another_account_is_unknown() {
    let bench = Bench::start().await;
    let visitor = bench
        .post("/people?account=miniprogram", json!({"subscribed": true}))
        .await;
    let open_id = visitor["openId"].as_str().unwrap();
    assert_eq!(errcode(&bench.send_template(open_id, "a").await), 40003);
    bench.stop().await;
}

#[tokio::test]
async fn wecom_gives_the_same_token_until_it_dies_and_has_codes_of_its_own() {
    let bench = Bench::start().await;
    let get = async |corp_id: &str, secret: &str| {
        bench
            .api_get(&format!("/cgi-bin/gettoken?corpid={corp_id}&corpsecret={secret}"))
            .await
    };
    let first = get(WECOM_CORP_ID, WECOM_SECRET).await;
    assert_eq!((&first["errcode"], &first["expires_in"]), (&json!(0), &json!(7200)));
    bench.advance(7000).await;
    assert_eq!(
        get(WECOM_CORP_ID, WECOM_SECRET).await["access_token"],
        first["access_token"]
    );
    bench.advance(300).await;
    assert_ne!(
        get(WECOM_CORP_ID, WECOM_SECRET).await["access_token"],
        first["access_token"]
    );

    assert_eq!(errcode(&get(WECOM_CORP_ID, "no").await), 40001);
    assert_eq!(errcode(&get("ww0", WECOM_SECRET).await), 40013);
    assert_eq!(errcode(&get("", WECOM_SECRET).await), 41002);
    assert_eq!(errcode(&get(WECOM_CORP_ID, "").await), 41004);
    let token = bench.token_of("wecom").await;
    let unknown = bench
        .http
        .get(format!("{}/cgi-bin/no/such?access_token={token}", bench.url));
    assert_eq!(unknown.send().await.unwrap().status(), 404);
    bench.stop().await;
}

#[tokio::test]
async fn an_api_of_another_product_is_not_granted() {
    let bench = Bench::start().await;
    let token = bench.token_of("miniprogram").await;
    let answer = bench
        .api(&format!("message/template/send?access_token={token}"), &json!({}))
        .await;
    assert_eq!(errcode(&answer), 48001);
    let answer = bench
        .api(
            &format!("openapi/quota/get?access_token={token}"),
            &json!({"cgi_path": "/cgi-bin/token"}),
        )
        .await;
    assert_eq!(errcode(&answer), 0);
    let calls = bench.get("/calls?account=miniprogram").await;
    assert_eq!(calls["items"].as_array().unwrap().len(), 3);
    bench.stop().await;
}

#[tokio::test]
async fn a_fault_may_concern_one_account_alone() {
    let bench = Bench::start().await;
    bench
        .post(
            "/faults",
            json!({"api": "/cgi-bin/stable_token", "account": "miniprogram", "action": {"errcode": -1}}),
        )
        .await;
    assert_eq!(errcode(&bench.stable_token(false).await), 0);
    let body = json!({
        "grant_type": "client_credential",
        "appid": MINI_PROGRAM_APP_ID,
        "secret": MINI_PROGRAM_APP_SECRET,
    });
    assert_eq!(errcode(&bench.api("stable_token", &body).await), -1);
    bench.stop().await;
}

#[tokio::test]
async fn a_mini_program_is_told_in_json_and_wecom_in_sealed_xml() {
    let bench = Bench::start().await;
    for (account, name) in [("miniprogram", MINI_PROGRAM_APP_ID), ("wecom", WECOM_CORP_ID)] {
        bench
            .post(&format!("/accounts/{account}/settings"), json!({"mode": "safe"}))
            .await;
        let person = bench.post(&format!("/people?account={account}"), json!({})).await;
        let path = format!("/people/{}/text", person["openId"].as_str().unwrap());
        let delivery = bench.post(&path, json!({"content": "你好"})).await;
        assert_eq!(delivery["attempts"][0]["outcome"], "acknowledged", "{name}");
    }
    let pushes = bench.callback.pushes();
    let told: Value = serde_json::from_str(&pushes[0].message).unwrap();
    assert_eq!((&told["MsgType"], &told["Content"]), (&json!("text"), &json!("你好")));
    assert!(told["MsgId"].as_u64().unwrap() > 1 << 53);
    let outer: Value = serde_json::from_str(&pushes[0].body).unwrap();
    assert_eq!(outer.as_object().unwrap().len(), 2);

    assert_eq!(field(&pushes[1].message, "ToUserName"), WECOM_CORP_ID);
    assert_eq!(field(&pushes[1].message, "AgentID"), WECOM_AGENT_ID.to_string());
    assert_eq!(field(&pushes[1].body, "AgentID"), WECOM_AGENT_ID.to_string());
    assert!(!pushes[1].query.contains_key("signature") && !pushes[1].query.contains_key("encrypt_type"));
    bench.stop().await;
}

#[tokio::test]
async fn people_without_a_name_are_told_apart_across_accounts() {
    let bench = Bench::start().await;
    let mut names = Vec::new();
    for account in ["default", "miniprogram", "wecom"] {
        let person = bench.post(&format!("/people?account={account}"), json!({})).await;
        names.push(person["nickname"].clone());
    }
    assert_eq!(names, ["访客 1", "访客 2", "访客 3"]);
    bench.stop().await;
}

#[tokio::test]
async fn without_a_callback_nothing_is_delivered_and_nobody_complains() {
    let bench = Bench::start().await;
    bench.post("/settings", json!({"callbackUrl": null})).await;
    let person = bench.follower().await;
    let delivery = bench
        .post(&format!("/people/{person}/text"), json!({"content": "hi"}))
        .await;
    assert_eq!(delivery["attempts"], json!([]));
    assert_eq!(bench.chat(&person).await.len(), 1);
    bench.stop().await;
}
