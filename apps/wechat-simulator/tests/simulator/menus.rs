//! Menus and the taps on them.

use serde_json::{Value, json};

use crate::harness::{Bench, errcode, field};

fn click(name: &str) -> Value {
    json!({"type": "click", "name": name, "key": "K"})
}

async fn create(bench: &Bench, buttons: Value) -> i64 {
    errcode(
        &bench
            .call_post("/cgi-bin/menu/create", json!({"button": buttons}))
            .await,
    )
}

#[tokio::test]
async fn a_menu_is_created_read_in_both_shapes_and_deleted() {
    let bench = Bench::start().await;
    assert_eq!(errcode(&bench.call_get("/cgi-bin/menu/get").await), 46003);
    let closed = bench.call_get("/cgi-bin/get_current_selfmenu_info").await;
    assert_eq!(closed["is_menu_open"], 0);

    let parent = json!({"name": "更多", "sub_button": [click("签到"), {"type": "view", "name": "官网", "url": "https://example.com/"}]});
    assert_eq!(create(&bench, json!([click("报名"), parent])).await, 0);
    let menu = bench.call_get("/cgi-bin/menu/get").await;
    let buttons = &menu["menu"]["button"];
    assert_eq!(
        buttons[0],
        json!({"type": "click", "name": "报名", "key": "K", "sub_button": []})
    );
    assert_eq!(buttons[1]["sub_button"][1]["url"], "https://example.com/");
    assert!(menu["menu"]["menuid"].is_u64());
    let shown = bench.call_get("/cgi-bin/get_current_selfmenu_info").await;
    assert_eq!(
        shown["selfmenu_info"]["button"][1]["sub_button"]["list"][0]["name"],
        "签到"
    );
    assert!(shown["selfmenu_info"]["button"][0].get("sub_button").is_none());

    assert_eq!(errcode(&bench.call_get("/cgi-bin/menu/delete").await), 0);
    assert_eq!(errcode(&bench.call_get("/cgi-bin/menu/get").await), 46003);
    bench.stop().await;
}

#[tokio::test]
async fn the_limits_of_a_menu_hold_on_both_sides() {
    let bench = Bench::start().await;
    let with = |key: &str, value: Value| {
        let mut button = click("a");
        button[key] = value;
        button
    };
    let parent = |children: Vec<Value>| json!([{"name": "a", "sub_button": children}]);
    let view = |url: String| json!({"type": "view", "name": "a", "url": url});
    let address = |length: usize| format!("https://e.cn/{}", "x".repeat(length - 13));
    for (buttons, code) in [
        (json!([]), 40016),
        (json!([click("a"), click("b"), click("c")]), 0),
        (json!([click("a"), click("b"), click("c"), click("d")]), 40016),
        (parent(vec![click("a"); 5]), 0),
        (parent(vec![click("a"); 6]), 40023),
        (json!([click(&"n".repeat(16))]), 0),
        (json!([click(&"n".repeat(17))]), 40018),
        (json!([click("")]), 40018),
        (parent(vec![click(&"n".repeat(60))]), 0),
        (parent(vec![click(&"n".repeat(61))]), 40025),
        (json!([with("key", json!("k".repeat(128)))]), 0),
        (json!([with("key", json!("k".repeat(129)))]), 40019),
        (json!([with("key", json!(7))]), 40019),
        (parent(vec![with("key", json!(""))]), 40026),
        (json!([view(address(1024))]), 0),
        (json!([view(address(1025))]), 40020),
        (parent(vec![view(address(1025))]), 40027),
        (json!([view("javascript:alert(1)".to_owned())]), 40055),
        (parent(vec![view("ftp://e.cn/".to_owned())]), 40054),
        (json!([with("type", json!("poke"))]), 40017),
        (parent(vec![with("type", json!("poke"))]), 40024),
        (parent(vec![json!({"name": "a", "sub_button": [click("a")]})]), 40022),
        (json!([{"type": "media_id", "name": "a"}]), 40007),
        (
            json!([{"type": "miniprogram", "name": "a", "url": "https://e.cn/", "appid": "wx1", "pagepath": "p"}]),
            0,
        ),
        (
            json!([{"type": "miniprogram", "name": "a", "url": "https://e.cn/", "pagepath": "p"}]),
            40013,
        ),
        (json!(["a"]), 40017),
    ] {
        assert_eq!(create(&bench, buttons.clone()).await, code, "{buttons}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn escaped_chinese_is_refused_in_a_menu() {
    let bench = Bench::start().await;
    let body = r#"{"button":[{"type":"click","name":"\u62a5\u540d","key":"K"}]}"#;
    assert_eq!(errcode(&bench.call_raw("/cgi-bin/menu/create", body).await), 40033);
    bench.stop().await;
}

#[tokio::test]
async fn a_personalised_menu_needs_a_default_a_rule_and_wins_when_it_is_newer() {
    let bench = Bench::start().await;
    let add = async |rule: Value| {
        let body = json!({"button": [click("专属")], "matchrule": rule});
        bench.call_post("/cgi-bin/menu/addconditional", body).await
    };
    let android = json!({"client_platform_type": 2});
    assert_eq!(errcode(&add(android.clone()).await), 65303);
    create(&bench, json!([click("大家")])).await;
    assert_eq!(errcode(&add(json!({})).await), 65304);
    assert_eq!(errcode(&add(json!({"sex": "1"})).await), 65320);
    assert_eq!(errcode(&add(json!({"client_platform_type": 4})).await), 65315);
    assert_eq!(errcode(&add(json!({"tag_id": "x"})).await), 47001);
    let menu = add(android).await["menuid"].clone();

    let person = bench.follower().await;
    let iphone = bench
        .post("/people", json!({"subscribed": true, "clientPlatform": 1}))
        .await;
    let seen = async |id: &str| {
        let answer = bench.call_post("/cgi-bin/menu/trymatch", json!({"user_id": id})).await;
        answer["button"][0]["name"].clone()
    };
    assert_eq!(seen(&person).await, "专属");
    assert_eq!(seen(iphone["openId"].as_str().unwrap()).await, "大家");
    assert_eq!(
        bench.get(&format!("/people/{person}/menu")).await["items"][0]["name"],
        "专属"
    );
    let unknown = bench
        .call_post("/cgi-bin/menu/trymatch", json!({"user_id": "o_no"}))
        .await;
    assert_eq!(errcode(&unknown), 65302);

    let all = bench.call_get("/cgi-bin/menu/get").await;
    assert_eq!(
        all["conditionalmenu"][0]["matchrule"],
        json!({"client_platform_type": 2})
    );
    let delete = async || {
        errcode(
            &bench
                .call_post("/cgi-bin/menu/delconditional", json!({"menuid": menu}))
                .await,
        )
    };
    assert_eq!((delete().await, delete().await), (0, 65301));
    assert_eq!(seen(&person).await, "大家");
    bench.stop().await;
}

#[tokio::test]
async fn a_personalised_menu_leads_to_three_hosts_at_most() {
    let bench = Bench::start().await;
    create(&bench, json!([click("a")])).await;
    let add = async |hosts: usize| {
        let links: Vec<_> = (0..hosts)
            .map(|host| json!({"type": "view", "name": "a", "url": format!("https://h{host}.example.com/")}))
            .collect();
        let body = json!({"button": [{"name": "a", "sub_button": links}], "matchrule": {"client_platform_type": 1}});
        errcode(&bench.call_post("/cgi-bin/menu/addconditional", body).await)
    };
    assert_eq!((add(3).await, add(4).await), (0, 65316));
    bench.stop().await;
}

#[tokio::test]
async fn each_kind_of_button_tells_its_own_event() {
    let bench = Bench::start().await;
    let person = bench.follower().await;
    for (kind, extra, event, element) in [
        ("click", json!({}), "CLICK", "EventKey"),
        (
            "scancode_push",
            json!({"scanResult": "R"}),
            "scancode_push",
            "ScanResult",
        ),
        (
            "scancode_waitmsg",
            json!({"scanResult": "R"}),
            "scancode_waitmsg",
            "ScanResult",
        ),
        ("pic_sysphoto", json!({"pictures": 2}), "pic_sysphoto", "PicMd5Sum"),
        ("pic_photo_or_album", json!({}), "pic_photo_or_album", "PicMd5Sum"),
        ("pic_weixin", json!({}), "pic_weixin", "PicMd5Sum"),
        (
            "location_select",
            json!({"latitude": 23.1, "label": "广场"}),
            "location_select",
            "Label",
        ),
    ] {
        create(&bench, json!([{"type": kind, "name": "按钮", "key": "K"}])).await;
        let mut body = extra;
        body["position"] = json!([0]);
        let delivery = bench.post(&format!("/people/{person}/menu"), body).await;
        let xml = delivery["message"]["xml"].as_str().unwrap();
        assert_eq!(
            (field(xml, "Event").as_str(), field(xml, "EventKey").as_str()),
            (event, "K")
        );
        assert!(!field(xml, element).is_empty(), "{xml}");
    }
    create(&bench, json!([{"type": "view", "name": "a", "url": "https://e.cn/x"}])).await;
    let delivery = bench
        .post(&format!("/people/{person}/menu"), json!({"position": [0]}))
        .await;
    let xml = delivery["message"]["xml"].as_str().unwrap();
    assert_eq!(field(xml, "EventKey"), "https://e.cn/x");
    assert!(field(xml, "MenuId").parse::<u64>().is_ok());
    create(&bench, json!([{"type": "media_id", "name": "a", "media_id": "M"}])).await;
    let (status, _) = bench
        .try_post(&format!("/people/{person}/menu"), json!({"position": [0]}))
        .await;
    assert_eq!(status, 400);
    for position in [json!([]), json!([1]), json!([0, 0])] {
        let (status, _) = bench
            .try_post(&format!("/people/{person}/menu"), json!({"position": position}))
            .await;
        assert_eq!(status, 400, "{position}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn only_clicks_and_scans_of_the_menu_open_a_window() {
    let bench = Bench::start().await;
    let buttons = json!([
        {"type": "scancode_push", "name": "扫", "key": "K"},
        {"type": "pic_weixin", "name": "图", "key": "K"},
    ]);
    create(&bench, buttons).await;
    let person = bench.follower().await;
    bench
        .post(&format!("/people/{person}/menu"), json!({"position": [1]}))
        .await;
    assert_eq!(errcode(&bench.send_text(&person, "hi").await), 45015);
    let scan = json!({"position": [0], "scanResult": "x"});
    bench.post(&format!("/people/{person}/menu"), scan).await;
    for _ in 0..3 {
        assert_eq!(errcode(&bench.send_text(&person, "hi").await), 0);
    }
    assert_eq!(errcode(&bench.send_text(&person, "hi").await), 45047);
    bench.stop().await;
}
