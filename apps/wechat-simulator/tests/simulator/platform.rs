//! Quotas, request ids, tickets, addresses, short keys, automatic replies, permanent codes, the check of a callback.

use runtime::config::development::{APP_ID, APP_SECRET};
use serde_json::{Value, json};

use crate::harness::{Answer, Bench, errcode};

#[tokio::test]
async fn quotas_are_told_for_paths_that_exist() {
    let bench = Bench::start().await;
    let get = async |path: Value| {
        bench
            .call_post("/cgi-bin/openapi/quota/get", json!({"cgi_path": path}))
            .await
    };
    let quota = get(json!("/cgi-bin/message/template/send")).await;
    assert_eq!(
        (&quota["quota"]["daily_limit"], &quota["quota"]["used"]),
        (&json!(100_000), &json!(0))
    );
    assert!(quota["rate_limit"]["call_count"].is_u64());
    for (path, code) in [
        (json!("cgi-bin/menu/get"), 76003),
        (json!(7), 76003),
        (json!("/cgi-bin/none"), 76021),
        (json!("/sns/userinfo"), 76022),
    ] {
        assert_eq!(errcode(&get(path.clone()).await), code, "{path}");
    }
    bench.stop().await;
}

#[tokio::test]
async fn quotas_are_cleared_ten_times_a_month_both_ways_together() {
    let bench = Bench::start().await;
    let clear = async || errcode(&bench.call_post("/cgi-bin/clear_quota", json!({"appid": APP_ID})).await);
    let clear_v2 = async |secret: &str| {
        errcode(
            &bench
                .api("clear_quota/v2", &json!({"appid": APP_ID, "appsecret": secret}))
                .await,
        )
    };
    bench
        .post("/quota", json!({"api": "/cgi-bin/tags/get", "remaining": 0}))
        .await;
    assert_eq!(errcode(&bench.call_get("/cgi-bin/tags/get").await), 45009);
    for _ in 0..5 {
        assert_eq!((clear().await, clear_v2(APP_SECRET).await), (0, 0));
    }
    assert_eq!(errcode(&bench.call_get("/cgi-bin/tags/get").await), 0);
    assert_eq!((clear().await, clear_v2(APP_SECRET).await), (48006, 48006));
    assert_eq!(clear_v2("no").await, 40125);
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/clear_quota", json!({"appid": "wx0"})).await),
        40013
    );
    bench.advance(32 * 86_400).await;
    assert_eq!(clear().await, 0);
    bench.stop().await;
}

#[tokio::test]
async fn one_api_is_cleared_fifty_times_a_month() {
    let bench = Bench::start().await;
    let clear = async || {
        let body = json!({"cgi_path": "/cgi-bin/tags/get"});
        errcode(&bench.call_post("/cgi-bin/openapi/quota/clear", body).await)
    };
    bench
        .post("/quota", json!({"api": "/cgi-bin/tags/get", "remaining": 0}))
        .await;
    for _ in 0..50 {
        assert_eq!(clear().await, 0);
    }
    assert_eq!(errcode(&bench.call_get("/cgi-bin/tags/get").await), 0);
    assert_eq!(clear().await, 48006);
    bench.stop().await;
}

#[tokio::test]
async fn a_request_id_explains_a_refusal_for_seven_days_to_its_account() {
    let bench = Bench::start().await;
    let refused = bench
        .call_post("/cgi-bin/tags/create", json!({"tag": {"name": ""}}))
        .await;
    let rid = refused["errmsg"].as_str().unwrap().split("rid: ").nth(1).unwrap();
    let told = bench.call_post("/cgi-bin/openapi/rid/get", json!({"rid": rid})).await;
    assert_eq!(told["request"]["request_body"], r#"{"tag":{"name":""}}"#);
    assert!(
        !told["request"]["request_url"]
            .as_str()
            .unwrap()
            .contains("access_token")
    );
    let other = bench.token_of("miniprogram").await;
    let asked = bench
        .api(&format!("openapi/rid/get?access_token={other}"), &json!({"rid": rid}))
        .await;
    assert_eq!(errcode(&asked), 76002);
    bench.advance(7 * 86_400).await;
    assert_eq!(
        errcode(&bench.call_post("/cgi-bin/openapi/rid/get", json!({"rid": rid})).await),
        76001
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_ticket_stays_until_it_expires_and_each_kind_has_its_own() {
    let bench = Bench::start().await;
    let get = async |kind: &str| bench.call_get(&format!("/cgi-bin/ticket/getticket?type={kind}")).await;
    let first = get("jsapi").await;
    assert_eq!((errcode(&first), &first["expires_in"]), (0, &json!(7200)));
    assert_eq!(get("jsapi").await["ticket"], first["ticket"]);
    assert_ne!(get("wx_card").await["ticket"], first["ticket"]);
    assert_eq!(errcode(&get("poem").await), 40097);
    bench.advance(7200).await;
    assert_ne!(get("jsapi").await["ticket"], first["ticket"]);
    bench.stop().await;
}

#[tokio::test]
async fn data_is_kept_under_a_short_key() {
    let bench = Bench::start().await;
    let keep = async |data: String, seconds: Value| {
        let body = json!({"long_data": data, "expire_seconds": seconds});
        bench.call_post("/cgi-bin/shorten/gen", body).await
    };
    for (data, seconds, code) in [
        ("x".repeat(4097), json!(60), 40035),
        (String::new(), json!(60), 40035),
        ("x".repeat(4096), json!(2_592_001), 40035),
        ("x".repeat(4096), json!(0), 40035),
        ("x".repeat(4096), json!(2_592_000), 0),
    ] {
        assert_eq!(errcode(&keep(data, seconds).await), code);
    }
    let key = keep("https://example.com/?你好".to_owned(), json!(60)).await["short_key"].clone();
    assert_eq!(key.as_str().unwrap().len(), 15);
    let fetch = async || {
        bench
            .call_post("/cgi-bin/shorten/fetch", json!({"short_key": key}))
            .await
    };
    assert_eq!(fetch().await["long_data"], "https://example.com/?你好");
    bench.advance(60).await;
    assert_eq!(errcode(&fetch().await), 40035);
    bench.stop().await;
}

#[tokio::test]
async fn addresses_and_automatic_replies_are_told() {
    let bench = Bench::start().await;
    for path in ["/cgi-bin/getcallbackip", "/cgi-bin/get_api_domain_ip"] {
        assert!(bench.call_get(path).await["ip_list"].is_array(), "{path}");
    }
    let check = async |action: &str, operator: &str| {
        let body = json!({"action": action, "check_operator": operator});
        bench.call_post("/cgi-bin/callback/check", body).await
    };
    let all = check("all", "DEFAULT").await;
    assert_eq!(
        (&all["dns"][0]["ip"], &all["ping"][0]["package_loss"]),
        (&json!("127.0.0.1"), &json!("0%"))
    );
    assert!(check("dns", "CAP").await.get("ping").is_none());
    assert_eq!(errcode(&check("dance", "CAP").await), 40201);
    assert_eq!(errcode(&check("dns", "ME").await), 40202);

    let path = "/cgi-bin/get_current_autoreply_info";
    assert_eq!(bench.call_get(path).await["is_autoreply_open"], 0);
    bench.post("/autoreply", json!({"is_autoreply_open": 1})).await;
    assert_eq!(bench.call_get(path).await, json!({"is_autoreply_open": 1}));
    bench.stop().await;
}

#[tokio::test]
async fn codes_hold_their_limits_on_both_sides() {
    let bench = Bench::start().await;
    let create = async |action: &str, scene: Value, seconds: Value| {
        let body = json!({"action_name": action, "action_info": {"scene": scene}, "expire_seconds": seconds});
        bench.call_post("/cgi-bin/qrcode/create", body).await
    };
    let text = |length: usize| json!({"scene_str": "s".repeat(length)});
    for (action, scene, seconds, code) in [
        ("QR_SCENE", json!({"scene_id": 1}), json!(2_592_000), 0),
        ("QR_SCENE", json!({"scene_id": 1}), json!(2_592_001), 40053),
        ("QR_SCENE", json!({"scene_id": 1}), json!(0), 40053),
        ("QR_SCENE", json!({"scene_id": 0}), json!(60), 40053),
        ("QR_SCENE", json!({"scene_id": u32::MAX}), json!(60), 0),
        ("QR_SCENE", json!({"scene_id": 1_u64 << 32}), json!(60), 40053),
        ("QR_SCENE", json!({"scene_str": "1"}), json!(60), 40053),
        ("QR_STR_SCENE", text(64), json!(60), 0),
        ("QR_STR_SCENE", text(65), json!(60), 40053),
        ("QR_STR_SCENE", text(0), json!(60), 40053),
        ("QR_LIMIT_SCENE", json!({"scene_id": 100_000}), json!(null), 0),
        ("QR_LIMIT_SCENE", json!({"scene_id": 100_001}), json!(null), 40053),
        ("QR_LIMIT_STR_SCENE", text(64), json!(null), 0),
        ("QR_POEM", text(1), json!(60), 40052),
    ] {
        let answer = create(action, scene.clone(), seconds).await;
        assert_eq!(errcode(&answer), code, "{action} {scene}: {answer}");
        assert_eq!(
            answer.get("expire_seconds").is_some(),
            code == 0 && !action.contains("LIMIT")
        );
    }
    let brief = create("QR_STR_SCENE", text(3), json!(null)).await;
    assert_eq!(brief["expire_seconds"], 30);
    let permanent = create("QR_LIMIT_STR_SCENE", text(3), json!(null)).await;
    create("QR_STR_SCENE", text(3), json!(60)).await;
    assert_eq!(
        create("QR_LIMIT_STR_SCENE", text(3), json!(null)).await["ticket"],
        permanent["ticket"]
    );
    bench.stop().await;
}

#[tokio::test]
async fn the_console_checks_a_callback_by_its_echo() {
    let bench = Bench::start().await;
    for account in ["default", "wecom"] {
        let wrong = bench.post(&format!("/accounts/{account}/verify"), json!({})).await;
        assert_eq!(
            (&wrong["accepted"], &wrong["status"]),
            (&json!(false), &json!(200)),
            "{account}"
        );
        bench.callback.will([Answer::Echo]);
        let right = bench.post(&format!("/accounts/{account}/verify"), json!({})).await;
        assert_eq!(
            (&right["accepted"], &right["problem"]),
            (&json!(true), &Value::Null),
            "{account}: {right}"
        );
    }
    bench.post("/settings", json!({"callbackUrl": null})).await;
    assert_eq!(bench.try_post("/accounts/default/verify", json!({})).await.0, 400);
    bench.stop().await;
}
