//! Messages of a WeCom app: recipients, contents, cards, chats, robots.

use serde_json::{Value, json};

use crate::calling::{PNG, upload};
use crate::harness::{Bench, errcode, field};

const WECOM: &str = "wecom";
const SEND: &str = "/cgi-bin/message/send";

impl Bench {
    /// A member of the corp.
    pub async fn member(&self, user: &str) {
        self.post("/corp/members?account=wecom", json!({"userId": user, "name": user}))
            .await;
    }

    async fn send_card(&self, card: Value) -> Value {
        let body =
            json!({"touser": "Lin", "msgtype": "template_card", "agentid": self.agent().await, "template_card": card});
        self.post_as(WECOM, SEND, body).await
    }

    pub async fn agent(&self) -> i64 {
        runtime::config::development::WECOM_AGENT_ID
    }
}

fn text(to: &str, content: &str) -> Value {
    let agent = runtime::config::development::WECOM_AGENT_ID;
    json!({"touser": to, "msgtype": "text", "agentid": agent, "text": {"content": content}})
}

#[tokio::test]
async fn a_message_reaches_whom_it_can_and_names_the_others() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    bench
        .post(
            "/corp/members?account=wecom",
            json!({"userId": "Wei", "licensed": false}),
        )
        .await;
    let mut body = text("LIN|Nobody|wei", "周会");
    body["toparty"] = "99".into();
    body["totag"] = "88".into();
    let sent = bench.post_as(WECOM, SEND, body).await;
    assert_eq!(errcode(&sent), 0);
    let told = ["invaliduser", "invalidparty", "invalidtag", "unlicenseduser"].map(|name| sent[name].clone());
    assert_eq!(told, ["nobody", "99", "88", "wei"]);
    assert_eq!(bench.notices("Lin").await[0]["content"], "周会");
    assert_eq!(bench.notices("Lin").await[0]["channel"], "app");

    let nobody = bench.post_as(WECOM, SEND, text("Nobody|Other", "x")).await;
    assert_eq!(
        (errcode(&nobody), &nobody["invaliduser"]),
        (81013, &json!("nobody|other"))
    );
    assert_eq!(errcode(&bench.post_as(WECOM, SEND, text("", "x")).await), 82001);
    let users = |count: usize| (0..count).map(|_| "Lin".to_owned()).collect::<Vec<_>>().join("|");
    assert_eq!(errcode(&bench.post_as(WECOM, SEND, text(&users(1000), "x")).await), 0);
    assert_eq!(
        errcode(&bench.post_as(WECOM, SEND, text(&users(1001), "x")).await),
        40032
    );
    for (name, code) in [("toparty", 82002), ("totag", 82003)] {
        let mut body = text("Lin", "x");
        body[name] = vec!["1"; 100].join("|").into();
        assert_eq!(errcode(&bench.post_as(WECOM, SEND, body.clone()).await), 0, "{name}");
        body[name] = vec!["1"; 101].join("|").into();
        assert_eq!(errcode(&bench.post_as(WECOM, SEND, body).await), code);
    }
    assert_eq!(errcode(&bench.post_as(WECOM, SEND, text("@all", "x")).await), 0);
    bench.stop().await;
}

#[tokio::test]
async fn the_range_of_an_app_limits_whom_it_reaches() {
    let bench = Bench::start().await;
    bench.post("/corp/departments?account=wecom", json!({"id": 2})).await;
    bench
        .post("/corp/departments?account=wecom", json!({"id": 3, "parent": 2}))
        .await;
    bench
        .post(
            "/corp/members?account=wecom",
            json!({"userId": "Lin", "departments": [3]}),
        )
        .await;
    bench.member("Wei").await;
    let range = json!({"visible": {"departments": [2]}});
    bench.post("/corp?account=wecom", range).await;
    let sent = bench.post_as(WECOM, SEND, text("Lin|Wei", "x")).await;
    assert_eq!(sent["invaliduser"], "wei");
    let list = bench.get_as(WECOM, "/cgi-bin/department/simplelist").await;
    assert_eq!(list["department_id"].as_array().unwrap().len(), 2);
    assert_eq!(
        errcode(&bench.get_as(WECOM, "/cgi-bin/user/get?userid=Wei").await),
        60011
    );
    bench.stop().await;
}

#[tokio::test]
async fn contents_have_their_limits() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let agent = bench.agent().await;
    let send = async |kind: &str, inner: Value| {
        let body = json!({"touser": "Lin", "msgtype": kind, "agentid": agent, kind: inner});
        errcode(&bench.post_as(WECOM, SEND, body).await)
    };
    assert_eq!(send("text", json!({"content": "长".repeat(683)})).await, 0);
    assert_eq!(bench.notices("Lin").await[0]["content"], "长".repeat(682));
    assert_eq!(send("text", json!({"content": ""})).await, 44004);
    assert_eq!(send("text", json!({"content": 7})).await, 44004);
    assert_eq!(send("markdown", json!({"content": "x".repeat(2048)})).await, 0);
    assert_eq!(send("markdown", json!({"content": "x".repeat(2049)})).await, 45002);
    assert_eq!(send("poem", json!({})).await, 40008);
    assert_eq!(send("image", json!({"media_id": "no"})).await, 40007);
    let media = bench.upload_as(WECOM, "/cgi-bin/media/upload?type=image", PNG).await;
    assert!(media["created_at"].is_string());
    assert_eq!(send("image", json!({"media_id": media["media_id"]})).await, 0);
    assert_eq!(send("file", json!({"media_id": media["media_id"]})).await, 40007);
    let card = json!({"title": "题", "description": "述", "url": "https://a.test"});
    assert_eq!(send("textcard", card).await, 0);
    assert_eq!(
        send("textcard", json!({"title": "题", "url": "https://a.test"})).await,
        41033
    );
    assert_eq!(
        send("textcard", json!({"title": "题", "description": "述", "url": "a.test"})).await,
        40058
    );
    let news = |count: usize| json!({"articles": vec![json!({"title": "题", "url": "https://a.test"}); count]});
    assert_eq!(send("news", news(8)).await, 0);
    assert_eq!(send("news", news(9)).await, 45008);
    let article = json!({"title": "题", "content": "文", "thumb_media_id": media["media_id"]});
    assert_eq!(send("mpnews", json!({"articles": [article]})).await, 0);
    assert_eq!(
        send("miniprogram_notice", json!({"appid": "wx1", "title": "会议通知"})).await,
        0
    );
    assert_eq!(
        send("miniprogram_notice", json!({"appid": "wx1", "title": "会"})).await,
        40058
    );

    let mut secret = json!({"touser": "Lin", "msgtype": "news", "agentid": agent, "news": news(1), "safe": 1});
    assert_eq!(errcode(&bench.post_as(WECOM, SEND, secret.clone()).await), 40074);
    secret["agentid"] = 7.into();
    assert_eq!(errcode(&bench.post_as(WECOM, SEND, secret).await), 301_002);
    let escaped = format!(r#"{{"touser":"Lin","msgtype":"text","agentid":{agent},"text":{{"content":"\u4f60"}}}}"#);
    assert_eq!(errcode(&bench.post_raw_as(WECOM, SEND, &escaped).await), 40033);
    assert_eq!(errcode(&bench.post_raw_as(WECOM, SEND, "[]").await), 47001);
    bench.stop().await;
}

#[tokio::test]
async fn an_identical_request_is_sent_once_when_it_asks_for_that() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let mut body = text("Lin", "一次");
    body["enable_duplicate_check"] = 1.into();
    let first = bench.post_as(WECOM, SEND, body.clone()).await;
    let again = bench.post_as(WECOM, SEND, body.clone()).await;
    assert_eq!(first["msgid"], again["msgid"]);
    assert_eq!(bench.notices("Lin").await.len(), 1);
    bench.advance(1800).await;
    assert_ne!(bench.post_as(WECOM, SEND, body.clone()).await["msgid"], first["msgid"]);
    body["duplicate_check_interval"] = 14_401.into();
    assert_eq!(errcode(&bench.post_as(WECOM, SEND, body).await), 40058);
    bench.stop().await;
}

#[tokio::test]
async fn the_thirty_first_message_of_a_minute_is_dropped_silently() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    for number in 0..31 {
        let sent = bench.post_as(WECOM, SEND, text("Lin", &format!("{number}"))).await;
        assert_eq!(errcode(&sent), 0);
    }
    assert_eq!(bench.notices("Lin").await.len(), 30);
    let counted = bench
        .post_as(WECOM, "/cgi-bin/message/get_statistics", json!({"time_type": 0}))
        .await;
    assert_eq!(counted["statistics"][0]["count"], 31);
    bench.stop().await;
}

#[tokio::test]
async fn a_message_is_taken_back_within_a_day() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let sent = bench.post_as(WECOM, SEND, text("Lin", "x")).await;
    let recall = json!({"msgid": sent["msgid"]});
    let path = "/cgi-bin/message/recall";
    assert_eq!(errcode(&bench.post_as(WECOM, path, recall.clone()).await), 0);
    let chat = bench.chat("Lin").await;
    assert_eq!(
        (chat.len(), &chat[0]["msgType"]),
        (1, &json!("recall")),
        "in place of the message: {chat:?}"
    );
    bench.advance(86_400).await;
    assert_eq!(errcode(&bench.post_as(WECOM, path, recall).await), 40058);
    assert_eq!(errcode(&bench.post_as(WECOM, path, json!({"msgid": 7})).await), 40058);
    bench.stop().await;
}

fn vote(task: &str) -> Value {
    json!({
        "card_type": "vote_interaction",
        "task_id": task,
        "main_title": {"title": "去哪儿"},
        "checkbox": {"question_key": "q", "option_list": [{"id": "a", "text": "甲"}, {"id": "b", "text": "乙"}]},
        "submit_button": {"text": "提交", "key": "ok"},
    })
}

#[tokio::test]
async fn an_answered_card_can_be_changed_once() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let sent = bench.send_card(vote("t1")).await;
    assert!(sent["response_code"].is_string());
    assert_eq!(errcode(&bench.send_card(vote("t1")).await), 42014);
    bench
        .post(
            "/people/Lin/card",
            json!({"taskId": "t1", "key": "ok", "selected": {"q": ["a", "b"]}}),
        )
        .await;
    let told = bench
        .pushed(|push| field(&push.message, "Event") == "template_card_event")
        .await
        .message;
    assert_eq!(
        [
            field(&told, "EventKey"),
            field(&told, "TaskId"),
            field(&told, "CardType")
        ],
        ["ok", "t1", "vote_interaction"]
    );
    assert_eq!(told.matches("<OptionId>").count(), 2);
    let update = json!({
        "userids": ["Lin", "Nobody"],
        "agentid": bench.agent().await,
        "response_code": field(&told, "ResponseCode"),
        "button": {"replace_name": "已提交"},
    });
    let path = "/cgi-bin/message/update_template_card";
    let updated = bench.post_as(WECOM, path, update.clone()).await;
    assert_eq!((errcode(&updated), &updated["invaliduser"]), (0, &json!(["nobody"])));
    assert_eq!(errcode(&bench.post_as(WECOM, path, update).await), 40058);
    bench.advance(72 * 3600).await;
    let late = json!({"userids": ["Lin"], "agentid": bench.agent().await, "response_code": sent["response_code"], "button": {"replace_name": "x"}});
    assert_eq!(errcode(&bench.post_as(WECOM, path, late).await), 40058);
    bench.stop().await;
}

#[tokio::test]
async fn cards_are_checked_block_by_block() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let notice = json!({
        "card_type": "text_notice",
        "main_title": {"title": "题"},
        "card_action": {"type": 1, "url": "https://a.test"},
    });
    let sent = bench.send_card(notice.clone()).await;
    assert!(errcode(&sent) == 0 && sent["response_code"].is_null());
    let broken = |name: &str, value: Value| {
        let mut card = notice.clone();
        card[name] = value;
        card
    };
    assert_eq!(
        errcode(&bench.send_card(broken("card_action", json!({"type": 0}))).await),
        40058
    );
    assert_eq!(errcode(&bench.send_card(broken("main_title", json!({}))).await), 40058);
    assert_eq!(
        errcode(&bench.send_card(broken("jump_list", json!([{}, {}, {}, {}]))).await),
        40058
    );
    assert_eq!(
        errcode(&bench.send_card(broken("card_type", json!("poem"))).await),
        40058
    );
    assert_eq!(
        errcode(
            &bench
                .send_card(broken(
                    "action_menu",
                    json!({"action_list": [{"text": "a", "key": "k"}]})
                ))
                .await
        ),
        42014
    );
    let mut card = vote("bad task");
    assert_eq!(errcode(&bench.send_card(card.clone()).await), 42014);
    card["task_id"] = "x".repeat(129).into();
    assert_eq!(errcode(&bench.send_card(card).await), 42014);
    let mut card = vote("t2");
    card["checkbox"]["option_list"] = (0..21).map(|id| json!({"id": id.to_string(), "text": "x"})).collect();
    assert_eq!(errcode(&bench.send_card(card).await), 40058);
    bench
        .post("/accounts/wecom/settings", json!({"callbackUrl": null}))
        .await;
    assert_eq!(errcode(&bench.send_card(vote("t3")).await), 40058);
    bench.stop().await;
}

#[tokio::test]
async fn a_task_card_is_changed_by_its_task() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    let agent = bench.agent().await;
    let card = json!({"title": "题", "description": "述", "task_id": "t", "btn": [{"key": "yes", "name": "好", "replace_name": "已好"}]});
    let body = json!({"touser": "Lin", "msgtype": "taskcard", "agentid": agent, "taskcard": card});
    assert_eq!(errcode(&bench.post_as(WECOM, SEND, body).await), 0);
    bench
        .post("/people/Lin/card", json!({"taskId": "t", "key": "yes"}))
        .await;
    bench
        .pushed(|push| field(&push.message, "Event") == "taskcard_click")
        .await;
    let update = |key: &str| json!({"userids": ["Lin"], "agentid": agent, "task_id": "t", "clicked_key": key});
    let path = "/cgi-bin/message/update_taskcard";
    assert_eq!(errcode(&bench.post_as(WECOM, path, update("yes")).await), 0);
    assert_eq!(errcode(&bench.post_as(WECOM, path, update("no")).await), 40058);
    assert_eq!(
        bench
            .try_post("/people/Lin/card", json!({"taskId": "x", "key": "y"}))
            .await
            .0,
        404
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_chat_of_an_app_has_two_members_at_least() {
    let bench = Bench::start().await;
    bench.member("Lin").await;
    bench.member("Wei").await;
    let create = |users: Value| json!({"name": "筹备", "owner": "Lin", "userlist": users, "chatid": "c1"});
    let path = "/cgi-bin/appchat/create";
    assert_eq!(
        errcode(&bench.post_as(WECOM, path, create(json!(["Lin"]))).await),
        86216
    );
    assert_eq!(
        errcode(&bench.post_as(WECOM, path, create(json!(["Lin", "No"]))).await),
        86216
    );
    assert_eq!(
        errcode(&bench.post_as(WECOM, path, create(json!(["Lin", "Wei"]))).await),
        0
    );
    assert_eq!(
        errcode(&bench.post_as(WECOM, path, create(json!(["Lin", "Wei"]))).await),
        86215
    );
    let message = json!({"chatid": "c1", "msgtype": "text", "text": {"content": "开会"}});
    assert_eq!(
        errcode(&bench.post_as(WECOM, "/cgi-bin/appchat/send", message).await),
        0
    );
    assert_eq!(bench.notices("Wei").await.len(), 1);
    let got = bench.get_as(WECOM, "/cgi-bin/appchat/get?chatid=c1").await;
    assert_eq!(got["chat_info"]["userlist"], json!(["Lin", "Wei"]));
    let update = json!({"chatid": "c1", "del_user_list": ["Wei"]});
    assert_eq!(
        errcode(&bench.post_as(WECOM, "/cgi-bin/appchat/update", update).await),
        86216
    );
    assert_eq!(
        errcode(&bench.get_as(WECOM, "/cgi-bin/appchat/get?chatid=no").await),
        86003
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_robot_speaks_twenty_times_a_minute() {
    let bench = Bench::start().await;
    let robot = bench.post("/robots?account=wecom", json!({"name": "提醒"})).await;
    let key = robot["key"].as_str().unwrap();
    let send = async |key: &str, body: Value| errcode(&bench.api(&format!("webhook/send?key={key}"), &body).await);
    let text = |length: usize| json!({"msgtype": "text", "text": {"content": "x".repeat(length)}});
    assert_eq!(send("no", text(1)).await, 93000);
    assert_eq!(send(key, text(2049)).await, 40058);
    let picture = |md5: &str| json!({"msgtype": "image", "image": {"base64": "iVBORw0KGgo=", "md5": md5}});
    assert_eq!(send(key, picture("no")).await, 301_025);
    assert_eq!(send(key, picture("e9dd2797018cad79186e03e8c5aec8dc")).await, 0);
    let address = format!("{}/cgi-bin/webhook/upload_media?key={key}&type=file", bench.url);
    let file = upload(&bench.http, &address, b"0123456789", None).await;
    assert_eq!(
        send(key, json!({"msgtype": "file", "file": {"media_id": file["media_id"]}})).await,
        0
    );
    assert_eq!(
        send(
            key,
            json!({"msgtype": "markdown", "markdown": {"content": "x".repeat(4096)}})
        )
        .await,
        0
    );
    for _ in 0..17 {
        assert_eq!(send(key, text(2048)).await, 0);
    }
    assert_eq!(send(key, text(1)).await, 45009);
    bench.advance(60).await;
    assert_eq!(send(key, text(1)).await, 0);
    let said = bench.get(&format!("/robots/{key}?account=wecom")).await;
    assert_eq!(said["messages"].as_array().unwrap().len(), 21);
    bench.stop().await;
}
