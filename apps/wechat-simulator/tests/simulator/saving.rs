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
