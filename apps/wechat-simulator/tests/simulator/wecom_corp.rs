//! External contacts, login, apps and callbacks of a WeCom corp.

use runtime::config::development::{WECOM_AGENT_ID, WECOM_CORP_ID};
use serde_json::{Value, json};

use crate::harness::{Bench, errcode, field};

const WECOM: &str = "wecom";

#[tokio::test]
async fn a_new_contact_is_greeted_once_within_twenty_seconds() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let list = async || bench.get_as(WECOM, "/cgi-bin/externalcontact/list?userid=Lin").await;
    assert_eq!(errcode(&list().await), 84061);
    let human = bench.post("/people", json!({"nickname": "客"})).await["human"].clone();
    let add = async || {
        let new = json!({"userId": "Lin", "name": "客", "human": human, "state": "qr1"});
        let told = bench.post("/corp/contacts?account=wecom", new).await;
        told["message"]["xml"].as_str().unwrap().to_owned()
    };
    let told = add().await;
    assert_eq!(
        [
            field(&told, "Event"),
            field(&told, "ChangeType"),
            field(&told, "State"),
            field(&told, "FromUserName")
        ],
        ["change_external_contact", "add_external_contact", "qr1", "sys"]
    );
    let external = field(&told, "ExternalUserID");
    assert_eq!(list().await["external_userid"], json!([external]));
    let greet = async |code: String| {
        let body = json!({"welcome_code": code, "text": {"content": "您好"}});
        errcode(
            &bench
                .post_as(WECOM, "/cgi-bin/externalcontact/send_welcome_msg", body)
                .await,
        )
    };
    assert_eq!(greet(field(&told, "WelcomeCode")).await, 0);
    assert_eq!(greet(field(&told, "WelcomeCode")).await, 41051);
    assert_eq!(bench.notices(&external).await[0]["channel"], "welcome");
    let late = field(&add().await, "WelcomeCode");
    bench.advance(20).await;
    assert_eq!(greet(late).await, 41050);

    let got = bench
        .get_as(
            WECOM,
            &format!("/cgi-bin/externalcontact/get?external_userid={external}"),
        )
        .await;
    assert!(got["external_contact"]["unionid"].is_string());
    assert_eq!(got["follow_user"][0]["state"], "qr1");
    let tag = json!({"group_name": "来源", "tag": [{"name": "市集"}]});
    let tags = bench.post_as(WECOM, "/cgi-bin/externalcontact/add_corp_tag", tag).await;
    let tag = tags["tag_group"]["tag"][0]["id"].clone();
    let mark = |user: &str| json!({"userid": user, "external_userid": external, "add_tag": [tag]});
    let path = "/cgi-bin/externalcontact/mark_tag";
    assert_eq!(errcode(&bench.post_as(WECOM, path, mark("Lin")).await), 0);
    bench.member("Wei").await;
    assert_eq!(errcode(&bench.post_as(WECOM, path, mark("Wei")).await), 84061);
    let remark = json!({"userid": "Lin", "external_userid": external, "remark": "老客"});
    assert_eq!(
        errcode(&bench.post_as(WECOM, "/cgi-bin/externalcontact/remark", remark).await),
        0
    );
    let path = "/cgi-bin/externalcontact/batch/get_by_user";
    let mut rows = Vec::new();
    let mut cursor = json!("");
    for _ in 0..2 {
        let batch = json!({"userid_list": ["Lin"], "limit": 1, "cursor": cursor});
        let page = bench.post_as(WECOM, path, batch).await;
        rows.extend(page["external_contact_list"].as_array().unwrap().clone());
        cursor = page["next_cursor"].clone();
    }
    assert_eq!((rows.len(), &cursor), (2, &json!("")));
    let row = rows
        .iter()
        .find(|row| row["external_contact"]["external_userid"] == json!(external))
        .unwrap();
    let info = &row["follow_info"];
    assert_eq!((&info["remark"], &info["tag_id"]), (&json!("老客"), &json!([tag])));

    let left = json!({"userId": "Lin", "change": "left"});
    let told = bench
        .post(&format!("/corp/contacts/{external}?account=wecom"), left)
        .await;
    assert_eq!(
        field(told["message"]["xml"].as_str().unwrap(), "ChangeType"),
        "del_follow_user"
    );
    bench
        .post("/corp?account=wecom", json!({"customerContact": false}))
        .await;
    assert_eq!(errcode(&list().await), 48002);
    bench.stop().await;
}

#[tokio::test]
async fn a_member_logs_in_and_an_outsider_has_no_user_id() {
    let bench = Bench::start().await;
    bench
        .post(
            "/corp/members?account=wecom",
            json!({"userId": "Lin", "details": {"mobile": "10000000001"}}),
        )
        .await;
    let back = "https%3A%2F%2Fa.test%2Fback";
    let page = |rest: &str| {
        format!("/connect/oauth2/authorize?appid={WECOM_CORP_ID}&redirect_uri={back}&response_type=code&state=s1{rest}")
    };
    let private = page(&format!(
        "&scope=snsapi_privateinfo&agentid={WECOM_AGENT_ID}&person=Lin"
    ));
    let code = |location: Option<String>| {
        let location = location.unwrap();
        assert!(location.starts_with("https://a.test/back?code=") && location.ends_with("&state=s1"));
        location.split(['=', '&']).nth(1).unwrap().to_owned()
    };
    let login = async |code: &str| {
        bench
            .get_as(WECOM, &format!("/cgi-bin/auth/getuserinfo?code={code}"))
            .await
    };
    let first = code(bench.location(&private).await);
    let who = login(&first).await;
    assert_eq!(who["userid"], "Lin");
    assert_eq!(errcode(&login(&first).await), 40029);
    let detail = json!({"user_ticket": who["user_ticket"]});
    let path = "/cgi-bin/auth/getuserdetail";
    assert_eq!(
        bench.post_as(WECOM, path, detail.clone()).await["mobile"],
        "10000000001"
    );
    bench.advance(1800).await;
    assert_eq!(errcode(&bench.post_as(WECOM, path, detail).await), 84014);
    assert_eq!(errcode(&bench.post_as(WECOM, path, json!({})).await), 84015);

    let outsider = bench.post("/corp/outsiders?account=wecom", json!({})).await["openId"].clone();
    let silent = page(&format!("&scope=snsapi_base&person={}", outsider.as_str().unwrap()));
    let who = login(&code(bench.location(&silent).await)).await;
    assert_eq!((&who["openid"], &who["userid"]), (&outsider, &Value::Null));

    let desktop = format!(
        "/wwlogin/sso/login?login_type=CorpApp&appid={WECOM_CORP_ID}&agentid={WECOM_AGENT_ID}&redirect_uri={back}&state=s1"
    );
    assert!(bench.raw_get(&desktop).await.contains("Lin"));
    bench.post("/oauth?account=wecom", json!({"openId": "Lin"})).await;
    let declined = bench
        .location(&format!("{desktop}&person=Lin&decision=deny"))
        .await
        .unwrap();
    assert!(
        declined.contains("state=s1") && !declined.contains("code="),
        "{declined}"
    );
    let scanned = code(bench.location(&desktop).await);
    bench.advance(300).await;
    assert_eq!(errcode(&login(&scanned).await), 40029);
    bench
        .post("/accounts/wecom/settings", json!({"oauthDomain": "b.test"}))
        .await;
    assert!(bench.raw_get(&private).await.contains("50001"));
    bench.stop().await;
}

#[tokio::test]
async fn changes_in_the_directory_are_told() {
    let bench = Bench::start().await;
    let member = json!({"userId": "Lin", "name": "林", "details": {"mobile": "10000000001"}});
    bench.post("/corp/members?account=wecom", member).await;
    bench
        .post(
            "/corp/members?account=wecom",
            json!({"userId": "lin", "newUserId": "Lin2"}),
        )
        .await;
    bench
        .post("/corp/departments?account=wecom", json!({"name": "运营"}))
        .await;
    bench
        .post("/corp/tags/5?account=wecom", json!({"addUsers": ["Lin2"]}))
        .await;
    let told: Vec<_> = bench.callback.pushes().into_iter().map(|push| push.message).collect();
    let kinds: Vec<_> = told.iter().map(|message| field(message, "ChangeType")).collect();
    assert_eq!(kinds, ["create_user", "update_user", "create_party", "update_tag"]);
    assert_eq!(
        (field(&told[0], "Mobile"), field(&told[1], "NewUserID")),
        ("10000000001".into(), "Lin2".into())
    );
    assert_eq!(
        (field(&told[2], "Id"), field(&told[3], "AddUserItems")),
        ("2".into(), "Lin2".into())
    );
    let path = format!("{}/control/corp/members/LIN2?account=wecom", bench.url);
    assert_eq!(bench.http.delete(path).send().await.unwrap().status(), 200);
    assert_eq!(bench.try_post("/corp/members", json!({"userId": "x"})).await.0, 400);
    bench.stop().await;
}

#[tokio::test]
async fn apps_have_tickets_a_menu_and_members_who_enter() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let corp = bench.get_as(WECOM, "/cgi-bin/get_jsapi_ticket").await["ticket"].clone();
    let app = bench.get_as(WECOM, "/cgi-bin/ticket/get?type=agent_config").await["ticket"].clone();
    assert_ne!(corp, app);
    assert_eq!(bench.get_as(WECOM, "/cgi-bin/get_jsapi_ticket").await["ticket"], corp);
    assert_eq!(
        errcode(&bench.get_as(WECOM, "/cgi-bin/ticket/get?type=jsapi").await),
        40058
    );

    let menu = format!("/cgi-bin/menu/create?agentid={WECOM_AGENT_ID}");
    let button = json!({"type": "click", "name": "活动", "key": "events"});
    let create = async |buttons: Value| errcode(&bench.post_as(WECOM, &menu, json!({ "button": buttons })).await);
    assert_eq!(create(json!([button])).await, 0);
    assert_eq!(create(json!([button, button, button, button])).await, 40016);
    assert_eq!(create(json!([{"type": "poem", "name": "x"}])).await, 40017);
    let got = bench
        .get_as(WECOM, &format!("/cgi-bin/menu/get?agentid={WECOM_AGENT_ID}"))
        .await;
    assert_eq!(got["button"][0]["key"], "events");
    assert_eq!(
        errcode(&bench.get_as(WECOM, "/cgi-bin/menu/get?agentid=7").await),
        301_002
    );
    let set = json!({"agentid": WECOM_AGENT_ID, "name": "活动助手"});
    assert_eq!(errcode(&bench.post_as(WECOM, "/cgi-bin/agent/set", set).await), 0);
    let agent = bench
        .get_as(WECOM, &format!("/cgi-bin/agent/get?agentid={WECOM_AGENT_ID}"))
        .await;
    assert_eq!(agent["name"], "活动助手");
    assert!(bench.get_as(WECOM, "/cgi-bin/getcallbackip").await["ip_list"].is_array());

    bench.post("/people/Lin/enter", json!({})).await;
    bench.post("/people/Lin/click", json!({"key": "events"})).await;
    let seen = bench.get("/people/Lin/menu?account=wecom").await;
    assert_eq!(seen["items"], json!([button]));
    bench
        .post("/people/Lin/menu?account=wecom", json!({"position": [0]}))
        .await;
    let told: Vec<_> = bench
        .callback
        .pushes()
        .into_iter()
        .map(|push| field(&push.message, "Event"))
        .collect();
    assert_eq!(told[1..], ["enter_agent", "click", "click"]);
    let verified = bench.post("/accounts/wecom/verify-callback", json!({})).await;
    assert_eq!(verified["accepted"], false);
    bench.stop().await;
}

#[tokio::test]
async fn groups_with_customers_are_listed() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let new = json!({"name": "车友", "owner": "Lin", "members": ["wm_1"]});
    let told = bench.post("/corp/groups?account=wecom", new).await;
    let id = field(told["message"]["xml"].as_str().unwrap(), "ChatId");
    let path = "/cgi-bin/externalcontact/groupchat/list";
    let list = bench.post_as(WECOM, path, json!({"limit": 10})).await;
    assert_eq!(list["group_chat_list"][0]["chat_id"], json!(id));
    assert_eq!(
        errcode(&bench.post_as(WECOM, path, json!({"limit": 1001})).await),
        40058
    );
    let get = async |id: &str| {
        bench
            .post_as(
                WECOM,
                "/cgi-bin/externalcontact/groupchat/get",
                json!({ "chat_id": id }),
            )
            .await
    };
    assert_eq!(get(&id).await["group_chat"]["member_list"].as_array().unwrap().len(), 2);
    assert_eq!(errcode(&get("no").await), 86003);
    bench.stop().await;
}
