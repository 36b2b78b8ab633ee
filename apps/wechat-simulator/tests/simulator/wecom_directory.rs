//! Departments, members and tags of a WeCom corp.

use runtime::config::development::{WECOM_AGENT_ID, WECOM_CORP_ID};
use serde_json::{Value, json};

use crate::harness::{Bench, errcode};

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
