//! Directory, external contacts, login and callbacks of a WeCom corp.

use runtime::config::development::{WECOM_AGENT_ID, WECOM_CORP_ID};
use serde_json::{Value, json};

use crate::harness::{Bench, errcode, field};

const WECOM: &str = "wecom";

/// Calls with the secret of the directory.
struct Directory<'a> {
    bench: &'a Bench,
    token: String,
}

impl<'a> Directory<'a> {
    async fn open(bench: &'a Bench) -> Self {
        let body = json!({"name": "directory", "product": "weCom", "appId": WECOM_CORP_ID});
        let added = bench.post("/accounts", body).await;
        let secret = added["secret"].as_str().unwrap();
        let path = format!("/cgi-bin/gettoken?corpid={WECOM_CORP_ID}&corpsecret={secret}");
        let token = bench.api_get(&path).await["access_token"].as_str().unwrap().to_owned();
        Self { bench, token }
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.bench
            .api(&format!("{path}?access_token={}", self.token), &body)
            .await
    }

    async fn get(&self, path: &str) -> Value {
        let joint = if path.contains('?') { '&' } else { '?' };
        let path = format!("/cgi-bin/{path}{joint}access_token={}", self.token);
        self.bench.api_get(&path).await
    }
}

#[tokio::test]
async fn departments_form_a_tree() {
    let bench = Bench::start().await;
    let directory = Directory::open(&bench).await;
    let create = async |body: Value| directory.post("department/create", body).await;
    let made = create(json!({"name": "运营", "parentid": 1, "id": 2})).await;
    assert_eq!((errcode(&made), &made["id"]), (0, &json!(2)));
    assert_eq!(create(json!({"name": "渠道", "parentid": 2})).await["id"], 3);
    assert_eq!(errcode(&create(json!({"name": "运营", "parentid": 1})).await), 60008);
    assert_eq!(errcode(&create(json!({"name": "x", "parentid": 99})).await), 60004);
    assert_eq!(errcode(&create(json!({"name": "a:b", "parentid": 1})).await), 60009);
    assert_eq!(
        errcode(&create(json!({"name": "长".repeat(33), "parentid": 1})).await),
        60001
    );
    assert_eq!(errcode(&create(json!({"name": 7, "parentid": 1})).await), 60001);
    let list = directory.get("department/list?id=2").await;
    assert_eq!(list["department"].as_array().unwrap().len(), 2);
    assert_eq!(
        errcode(
            &directory
                .post("department/update", json!({"id": 2, "parentid": 3}))
                .await
        ),
        60004
    );
    assert_eq!(errcode(&directory.get("department/delete?id=1").await), 60007);
    assert_eq!(errcode(&directory.get("department/delete?id=2").await), 60006);
    assert_eq!(errcode(&directory.get("department/delete?id=3").await), 0);
    assert_eq!(errcode(&directory.get("department/get?id=3").await), 60123);
    let mut parent = 2;
    for depth in 3..=15 {
        parent = create(json!({"name": depth.to_string(), "parentid": parent})).await["id"]
            .as_i64()
            .unwrap();
    }
    assert_eq!(errcode(&create(json!({"name": "深", "parentid": parent})).await), 71024);
    let by_app = bench
        .post_as(WECOM, "/cgi-bin/department/create", json!({"name": "x", "parentid": 1}))
        .await;
    assert_eq!(errcode(&by_app), 48002);
    let expired = bench.api_get("/cgi-bin/department/simplelist?access_token=no").await;
    assert_eq!((errcode(&expired), &expired["department_id"]), (40014, &json!([])));
    bench.stop().await;
}

#[tokio::test]
async fn members_are_written_by_the_directory_and_read_by_apps_without_private_details() {
    let bench = Bench::start().await;
    let directory = Directory::open(&bench).await;
    let new = json!({"userid": "Lin", "name": "林", "mobile": "10000000001", "department": [1], "gender": 2});
    let change = |name: &str, value: Value| {
        let mut changed = new.clone();
        changed[name] = value;
        changed
    };
    let create = async |body: Value| errcode(&directory.post("user/create", body).await);
    assert_eq!(create(change("department", json!("1"))).await, 41019);
    assert_eq!(create(change("department", json!(["1"]))).await, 41019);
    assert_eq!(create(change("userid", json!("_lin"))).await, 40003);
    assert_eq!(create(change("name", json!("长".repeat(65)))).await, 60112);
    assert_eq!(create(change("mobile", json!(""))).await, 60129);
    assert_eq!(create(change("order", json!([1, 2]))).await, 40058);
    assert_eq!(create(new.clone()).await, 0);
    assert_eq!(create(change("userid", json!("LIN"))).await, 60102);
    assert_eq!(create(change("userid", json!("Wei"))).await, 60104);
    let made = directory
        .post(
            "user/create",
            json!({"userid": "Wei", "name": "卫", "email": "wei@corp.test", "department": [1, 8]}),
        )
        .await;
    assert_eq!(made["created_department_list"]["department_info"][0]["id"], 8);

    let by_app = bench.get_as(WECOM, "/cgi-bin/user/get?userid=lin").await;
    assert_eq!((&by_app["userid"], &by_app["mobile"]), (&json!("Lin"), &Value::Null));
    let by_directory = directory.get("user/get?userid=lin").await;
    assert_eq!(
        (&by_directory["mobile"], &by_directory["gender"]),
        (&json!("10000000001"), &json!("2"))
    );
    assert_eq!(errcode(&directory.get("user/get?userid=no").await), 60111);
    let found = bench
        .post_as(WECOM, "/cgi-bin/user/getuserid", json!({"mobile": "10000000001"}))
        .await;
    assert_eq!(found["userid"], "Lin");
    assert_eq!(
        errcode(
            &bench
                .post_as(WECOM, "/cgi-bin/user/getuserid", json!({"mobile": "1"}))
                .await
        ),
        46004
    );

    bench.post("/corp?account=directory", json!({"idsOnly": true})).await;
    assert_eq!(errcode(&directory.get("user/get?userid=lin").await), 48009);
    let page = directory.post("user/list_id", json!({"cursor": "", "limit": 2})).await;
    assert_eq!(page["dept_user"].as_array().unwrap().len(), 2);
    let last = directory
        .post("user/list_id", json!({"cursor": page["next_cursor"], "limit": 2}))
        .await;
    assert_eq!(
        (&last["dept_user"].as_array().unwrap().len(), &last["next_cursor"]),
        (&1, &json!(""))
    );
    assert_eq!(
        errcode(&directory.post("user/list_id", json!({"limit": 10_001})).await),
        40058
    );
    assert_eq!(
        errcode(&bench.post_as(WECOM, "/cgi-bin/user/list_id", json!({})).await),
        48002
    );
    let list = "/cgi-bin/user/list?department_id=1";
    assert_eq!(bench.get_as(WECOM, list).await["userlist"].as_array().unwrap().len(), 2);
    bench.post("/corp?account=wecom", json!({"listLimit": 1})).await;
    assert_eq!(errcode(&bench.get_as(WECOM, list).await), 45029);

    let update = json!({"userid": "lin", "name": "林林", "new_userid": "Lin2"});
    assert_eq!(errcode(&directory.post("user/update", update).await), 0);
    let delete = |users: Value| json!({ "useridlist": users });
    assert_eq!(
        errcode(&directory.post("user/batchdelete", delete(json!(["Lin2", "no"]))).await),
        60111
    );
    assert_eq!(
        errcode(&directory.post("user/batchdelete", delete(json!(["Lin2", "Wei"]))).await),
        0
    );
    assert_eq!(errcode(&directory.get("user/delete?userid=Lin2").await), 60111);
    bench.stop().await;
}

#[tokio::test]
async fn ids_are_converted_both_ways() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let convert = async |user: &str| {
        bench
            .post_as(WECOM, "/cgi-bin/user/convert_to_openid", json!({ "userid": user }))
            .await
    };
    let open_id = convert("lin").await["openid"].clone();
    assert_eq!(convert("Lin").await["openid"], open_id);
    let back = bench
        .post_as(WECOM, "/cgi-bin/user/convert_to_userid", json!({ "openid": open_id }))
        .await;
    assert_eq!(back["userid"], "Lin");
    bench
        .post("/corp/members?account=wecom", json!({"userId": "Wei", "wechat": false}))
        .await;
    assert_eq!(errcode(&convert("Wei").await), 43004);
    bench.stop().await;
}

#[tokio::test]
async fn tags_tell_what_was_wrong_in_their_two_ways() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let post = async |path: &str, body: Value| bench.post_as(WECOM, &format!("/cgi-bin/tag/{path}"), body).await;
    let id = post("create", json!({"tagname": "志愿者"})).await["tagid"].clone();
    assert_eq!(errcode(&post("create", json!({"tagname": "志愿者"})).await), 40071);
    let add = |users: Value, parties: Value| json!({"tagid": id, "userlist": users, "partylist": parties});
    let added = post("addtagusers", add(json!(["Lin", "no", "nix"]), json!([9]))).await;
    assert_eq!(
        (&added["invalidlist"], &added["invalidparty"]),
        (&json!("no|nix"), &json!([9]))
    );
    assert_eq!(
        errcode(&post("addtagusers", add(json!(["no"]), json!([]))).await),
        40070
    );
    let got = bench.get_as(WECOM, &format!("/cgi-bin/tag/get?tagid={id}")).await;
    assert_eq!(got["userlist"][0]["userid"], "Lin");
    let mut message =
        json!({"totag": id.to_string(), "msgtype": "text", "agentid": WECOM_AGENT_ID, "text": {"content": "x"}});
    assert_eq!(
        errcode(&bench.post_as(WECOM, "/cgi-bin/message/send", message.clone()).await),
        0
    );
    assert_eq!(errcode(&post("deltagusers", add(json!(["Lin"]), json!([]))).await), 0);
    message["text"]["content"] = "y".into();
    assert_eq!(
        errcode(&bench.post_as(WECOM, "/cgi-bin/message/send", message).await),
        81013
    );
    assert_eq!(
        errcode(&bench.get_as(WECOM, "/cgi-bin/tag/delete?tagid=99").await),
        40068
    );
    bench.stop().await;
}

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
    let batch = json!({"userid_list": ["Lin"], "limit": 1});
    let page = bench
        .post_as(WECOM, "/cgi-bin/externalcontact/batch/get_by_user", batch)
        .await;
    let row = &page["external_contact_list"][0]["follow_info"];
    assert_eq!((&row["remark"], &row["tag_id"]), (&json!("老客"), &json!([tag])));
    assert!(!page["next_cursor"].as_str().unwrap().is_empty());

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
