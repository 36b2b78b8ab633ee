//! Customer service: every kind of message, typing, human helpers and their conversations.

use serde_json::{Value, json};

use crate::harness::{Answer, Bench, errcode, field};

async fn open_window(bench: &Bench) -> String {
    let person = bench.follower().await;
    bench.post(&format!("/people/{person}/pay"), json!({})).await;
    person
}

#[tokio::test]
async fn every_kind_of_message_is_taken_whole_and_refused_in_part() {
    let bench = Bench::start().await;
    let person = open_window(&bench).await;
    let send = async |kind: &str, message: Value| {
        let body = json!({"touser": person, "msgtype": kind, kind: message});
        errcode(&bench.call_post("/cgi-bin/message/custom/send", body).await)
    };
    let article = json!({"title": "t", "description": "d", "url": "https://e.cn", "picurl": "https://e.cn/p"});
    let item = json!({"id": "101", "content": "满意"});
    for (kind, message, code) in [
        ("text", json!({"content": "hi"}), 0),
        ("text", json!({"content": ""}), 44004),
        ("text", json!({"content": 7}), 44004),
        ("image", json!({"media_id": "m"}), 0),
        ("voice", json!({}), 44004),
        ("video", json!({"media_id": "m"}), 44004),
        ("video", json!({"media_id": "m", "thumb_media_id": "t"}), 0),
        (
            "music",
            json!({"musicurl": "u", "hqmusicurl": "u", "thumb_media_id": "t"}),
            0,
        ),
        ("news", json!({"articles": [article]}), 0),
        ("news", json!({"articles": []}), 45008),
        ("news", json!({"articles": [article, article]}), 45008),
        ("mpnewsarticle", json!({"article_id": "a"}), 0),
        ("mpnews", json!({"media_id": "m"}), 40008),
        (
            "msgmenu",
            json!({"head_content": "满意吗", "list": [item], "tail_content": "谢谢"}),
            0,
        ),
        ("msgmenu", json!({"head_content": "满意吗", "list": []}), 44004),
        (
            "msgmenu",
            json!({"head_content": "满意吗", "list": [{"id": "1"}]}),
            44004,
        ),
        ("wxcard", json!({"card_id": "c"}), 0),
        (
            "miniprogrampage",
            json!({"title": "t", "appid": "wx1", "pagepath": "p", "thumb_media_id": "m"}),
            0,
        ),
        (
            "miniprogrampage",
            json!({"title": "t", "pagepath": "p", "thumb_media_id": "m"}),
            44004,
        ),
        (
            "link",
            json!({"title": "t", "description": "d", "url": "u", "thumb_url": "u"}),
            40008,
        ),
    ] {
        assert_eq!(send(kind, message.clone()).await, code, "{kind} {message}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn a_tap_on_a_message_menu_is_a_text_with_its_id_and_a_menu_click() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let told = bench
        .post(
            &format!("/people/{person}/message-menu"),
            json!({"id": 101, "content": "满意"}),
        )
        .await;
    let xml = told["message"]["xml"].as_str().unwrap();
    assert_eq!(
        (field(xml, "Content"), field(xml, "bizmsgmenuid")),
        ("满意".to_owned(), "101".to_owned())
    );
    for _ in 0..3 {
        assert_eq!(errcode(&bench.send_text(&person, "谢谢").await), 0);
    }
    assert_eq!(errcode(&bench.send_text(&person, "谢谢").await), 45047);
    bench.stop().await;
}

#[tokio::test]
async fn a_payment_opens_two_days_without_counting() {
    let bench = Bench::start().await;
    let person = open_window(&bench).await;
    for _ in 0..20 {
        assert_eq!(errcode(&bench.send_text(&person, "谢谢").await), 0);
    }
    bench.advance(48 * 3600).await;
    assert_eq!(errcode(&bench.send_text(&person, "谢谢").await), 45015);
    bench.stop().await;
}

#[tokio::test]
async fn typing_needs_fresh_contact_and_is_not_repeated() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    let typing = async |command: &str| {
        let body = json!({"touser": person, "command": command});
        errcode(&bench.call_post("/cgi-bin/message/custom/typing", body).await)
    };
    assert_eq!(typing("Typing").await, 45080);
    bench
        .post(&format!("/people/{person}/text"), json!({"content": "hi"}))
        .await;
    assert_eq!((typing("Typing").await, typing("Typing").await), (0, 45081));
    assert_eq!((typing("CancelTyping").await, typing("Typing").await), (0, 0));
    assert_eq!(errcode(&bench.send_text(&person, "hi").await), 0);
    assert_eq!((typing("Typing").await, typing("Sleep").await), (0, 45072));
    bench.advance(31).await;
    assert_eq!(typing("Typing").await, 45080);
    bench.stop().await;
}

#[tokio::test]
async fn helpers_are_added_invited_renamed_and_removed() {
    let bench = Bench::start().await;
    let post = async |action: &str, body: Value| {
        errcode(
            &bench
                .call_post(&format!("/customservice/kfaccount/{action}"), body)
                .await,
        )
    };
    let helper = |account: &str, nickname: &str| json!({"kf_account": account, "nickname": nickname});
    for (account, nickname, code) in [
        ("anna@gh", "小安", 0),
        ("anna@gh", "小安", 65406),
        ("elevenchars@gh", "小安", 65404),
        ("a b@gh", "小安", 65404),
        ("nohost", "小安", 65404),
        ("tencharact@gh", "一二三四五六七八九十一二三四五六", 0),
        ("x@gh", "一二三四五六七八九十一二三四五六七", 65403),
        ("x@gh", "", 65403),
    ] {
        assert_eq!(
            post("add", helper(account, nickname)).await,
            code,
            "{account} {nickname}"
        );
    }
    assert_eq!(post("update", helper("anna@gh", "安安")).await, 0);
    assert_eq!(post("update", helper("none@gh", "安安")).await, 65401);
    let invite = |name: &str| json!({"kf_account": "anna@gh", "invite_wx": name});
    assert_eq!(
        (
            post("inviteworker", invite("")).await,
            post("inviteworker", invite("anna-wx")).await
        ),
        (65409, 0)
    );
    assert_eq!(post("inviteworker", invite("anna-wx")).await, 65411);
    bench.post("/helpers/anna@gh", json!({"acceptInvitation": true})).await;
    assert_eq!(post("inviteworker", invite("other")).await, 65412);
    let list = bench.call_get("/cgi-bin/customservice/getkflist").await;
    assert_eq!(
        (&list["kf_list"][0]["kf_nick"], &list["kf_list"][0]["kf_wx"]),
        (&json!("安安"), &json!("anna-wx"))
    );
    assert_eq!(
        (
            post("del", helper("anna@gh", "")).await,
            post("del", helper("anna@gh", "")).await
        ),
        (0, 65401)
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_conversation_is_opened_recorded_and_closed() {
    let bench = Bench::start().await;
    let person = open_window(&bench).await;
    let add = json!({"kf_account": "anna@gh", "nickname": "小安"});
    bench.call_post("/customservice/kfaccount/add", add).await;
    let session = async |action: &str| {
        let body = json!({"kf_account": "anna@gh", "openid": person});
        errcode(
            &bench
                .call_post(&format!("/customservice/kfsession/{action}"), body)
                .await,
        )
    };
    bench.post(&format!("/people/{person}/wait"), json!({})).await;
    assert_eq!(bench.call_get("/customservice/kfsession/getwaitcase").await["count"], 1);
    assert_eq!(session("create").await, 65415);
    bench.post("/helpers/anna@gh", json!({"online": true})).await;
    assert_eq!((session("close").await, session("create").await), (65413, 0));
    assert_eq!(bench.call_get("/customservice/kfsession/getwaitcase").await["count"], 0);
    let event = bench
        .pushed(|push| field(&push.message, "Event") == "kf_create_session")
        .await;
    assert_eq!(field(&event.message, "KfAccount"), "anna@gh");
    let online = bench.call_get("/cgi-bin/customservice/getonlinekflist").await;
    assert_eq!(online["kf_online_list"][0]["accepted_case"], 1);
    let own = bench
        .call_get("/customservice/kfsession/getsessionlist?kf_account=anna@gh")
        .await;
    assert_eq!(own["sessionlist"][0]["openid"], json!(person));
    let one = bench
        .call_get(&format!("/customservice/kfsession/getsession?openid={person}"))
        .await;
    assert_eq!(one["kf_account"], "anna@gh");

    bench
        .post(&format!("/people/{person}/text"), json!({"content": "在吗"}))
        .await;
    let body = json!({
        "touser": person, "msgtype": "text", "text": {"content": "在的"}, "customservice": {"kf_account": "anna@gh"},
    });
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/custom/send", body.clone()).await),
        0
    );
    let mut stranger = body;
    stranger["customservice"]["kf_account"] = json!("none@gh");
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/message/custom/send", stranger).await),
        65401
    );

    let now = bench.post("/clock", json!({"advanceSeconds": 0})).await["now"]
        .as_i64()
        .unwrap();
    let record = async |start: i64, end: i64, number: i64| {
        let body = json!({"starttime": start, "endtime": end, "msgid": 1, "number": number});
        bench.call_post("/customservice/msgrecord/getmsglist", body).await
    };
    let said = record(now - 86_400, now, 10_000).await;
    let lines: Vec<_> = said["recordlist"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (&line["opercode"], &line["text"]))
        .collect();
    assert_eq!(lines, [(&json!(2003), &json!("在吗")), (&json!(2002), &json!("在的"))]);
    assert_eq!(errcode(&record(now - 86_401, now, 1).await), 65417);
    assert_eq!(errcode(&record(now - 1, now, 10_001).await), 65416);
    assert_eq!(errcode(&record(now, now, 1).await), 65416);
    let other = json!({"kf_account": "berta@gh", "nickname": "小白"});
    bench.call_post("/customservice/kfaccount/add", other).await;
    let told = bench
        .post(
            &format!("/people/{person}/hand-over"),
            json!({"toKfAccount": "berta@gh"}),
        )
        .await;
    let xml = told["message"]["xml"].as_str().unwrap();
    assert_eq!(
        (field(xml, "FromKfAccount"), field(xml, "ToKfAccount")),
        ("anna@gh".to_owned(), "berta@gh".to_owned())
    );
    assert_eq!(session("close").await, 65414);
    bench
        .post(
            &format!("/people/{person}/hand-over"),
            json!({"toKfAccount": "anna@gh"}),
        )
        .await;
    assert_eq!(session("close").await, 0);
    bench.stop().await;
}

#[tokio::test]
async fn a_person_who_is_handed_over_in_a_reply_waits_for_a_helper() {
    let bench = Bench::start().await;
    bench.post("/settings", json!({"mode": "plain"})).await;
    let person = bench.follower().await;
    let account = bench.get("/settings").await["originalId"].as_str().unwrap().to_owned();
    let reply = format!(
        "<xml><ToUserName>{person}</ToUserName><FromUserName>{account}</FromUserName><CreateTime>1</CreateTime>\
         <MsgType>transfer_customer_service</MsgType></xml>"
    );
    bench.callback.will([Answer::Body(reply)]);
    bench
        .post(&format!("/people/{person}/text"), json!({"content": "人工"}))
        .await;
    let waiting = bench.call_get("/customservice/kfsession/getwaitcase").await;
    assert_eq!(waiting["waitcaselist"][0]["openid"], json!(person));
    bench.stop().await;
}

#[tokio::test]
async fn people_send_more_than_text() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    for (action, body, kind, element, value) in [
        ("image", json!({"picUrl": "http://p"}), "image", "PicUrl", "http://p"),
        ("voice", json!({"recognition": "你好"}), "voice", "Recognition", "你好"),
        ("video", json!({"mediaId": "M"}), "video", "MediaId", "M"),
        (
            "short-video",
            json!({"thumbMediaId": "T"}),
            "shortvideo",
            "ThumbMediaId",
            "T",
        ),
        (
            "location",
            json!({"latitude": 23.134521, "longitude": 113.358803, "label": "广场"}),
            "location",
            "Location_X",
            "23.134521",
        ),
        (
            "link",
            json!({"title": "t", "url": "https://e.cn"}),
            "link",
            "Url",
            "https://e.cn",
        ),
    ] {
        let told = bench.post(&format!("/people/{person}/{action}"), body).await;
        let xml = told["message"]["xml"].as_str().unwrap();
        assert_eq!(
            (field(xml, "MsgType").as_str(), field(xml, element).as_str()),
            (kind, value),
            "{xml}"
        );
        assert!(field(xml, "MsgId").parse::<u64>().is_ok());
        for _ in 0..5 {
            assert_eq!(errcode(&bench.send_text(&person, "收到").await), 0);
        }
    }
    let told = bench
        .post(
            &format!("/people/{person}/whereabouts"),
            json!({"latitude": 1.5, "longitude": 2.5, "precision": 30}),
        )
        .await;
    assert_eq!(told["message"]["name"], "LOCATION");
    assert_eq!(errcode(&bench.send_text(&person, "收到").await), 45047);
    bench.stop().await;
}
