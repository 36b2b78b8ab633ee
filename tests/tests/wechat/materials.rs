//! Files from the operator's form to WeChat's library, and out of it again.

use journeys::await_until::eventually;
use serde_json::{Value, json};

use crate::scene::{Account, PATIENCE, Scene, png};

const ADD: &str = "/cgi-bin/material/add_material";
const DELETE: &str = "/cgi-bin/material/del_material";
const TEMPORARY: &str = "/cgi-bin/media/upload";

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_once_uploaded_once_per_keeping_and_deleted_at_wechat_too() {
    let scene = Scene::enter().await;
    let account = scene.official_account("materials").await;
    let poster = it_is_taken_in_once(&scene, &account).await;
    let temporary = it_is_uploaded_once(&scene, &poster, "temporary").await;
    let permanent = it_is_uploaded_once(&scene, &poster, "permanent").await;
    assert_ne!(temporary["mediaId"], permanent["mediaId"]);
    assert_eq!(uploads(&scene, &account).await, [1, 1]);
    wechat_shows_it(&scene, &permanent).await;
    a_message_uses_the_copy_that_is_there(&scene, &account, &poster, &permanent).await;
    it_is_deleted_at_wechat_too(&scene, &account, &poster).await;
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_wechat_refuses_says_why() {
    let scene = Scene::enter().await;
    let account = scene.official_account("refused-materials").await;
    what_is_no_recording_is_not_taken_in(&scene, &account).await;
    // How long a recording is, WeChat alone knows.
    let path = taken_in(&scene, &account, "voice", &recording(61)).await;
    order(&scene, &path, "permanent", 202).await;
    let failed = upload_in(&scene, &path, "permanent", "failed").await;
    assert!(failed["lastError"].as_str().unwrap().contains("45007"), "{failed}");
    assert_eq!(scene.calls(&account, ADD).await.len(), 1, "a refusal is not repeated");
    assert_eq!(used(&scene, &account, "voices").await, 0);

    let path = taken_in(&scene, &account, "voice", &recording(59)).await;
    order(&scene, &path, "permanent", 202).await;
    upload_in(&scene, &path, "permanent", "uploaded").await;
    assert_eq!(used(&scene, &account, "voices").await, 1);
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_without_an_answer_is_made_again_and_counted() {
    let scene = Scene::enter().await;
    let account = scene.official_account("unanswered-materials").await;
    let path = taken_in(&scene, &account, "image", &png("海报")).await;
    scene
        .strike_next(&account, ADD, json!({ "dropConnection": "after" }))
        .await;
    order(&scene, &path, "permanent", 202).await;
    let copy = upload_in(&scene, &path, "permanent", "uploaded").await;
    assert_eq!(copy["unanswered"], 1, "{copy}");
    assert_eq!(used(&scene, &account, "images").await, 2);
    goes(&scene, &path).await;
    assert_eq!(used(&scene, &account, "images").await, 1, "nobody knows the other one");
    scene.printed_nothing_of(&account.name, &account.secrets()).await;
}

async fn it_is_taken_in_once(scene: &Scene, account: &Account) -> String {
    let poster = taken_in(scene, account, "image", &png("海报")).await;
    let materials = account.at("materials");
    let again = scene
        .operator
        .upload(&materials, "image", "别名.png", &png("海报"))
        .await;
    assert_eq!(again.status, 200, "{}", again.text);
    assert_eq!(again.header("location"), Some(poster.as_str()));
    assert_eq!(scene.operator.all(&materials).await.len(), 1);
    let content = scene.operator.get(&format!("{poster}/content")).await;
    assert!(content.text.ends_with("海报"), "{}", content.text);
    poster
}

/// Takes a file in; answers the material's path.
async fn taken_in(scene: &Scene, account: &Account, kind: &str, file: &[u8]) -> String {
    let added = scene
        .operator
        .upload(&account.at("materials"), kind, "文件", file)
        .await;
    assert_eq!(added.status, 201, "{}", added.text);
    assert_eq!(added.data()["uploads"], json!([]));
    added.header("location").unwrap().to_owned()
}

async fn what_is_no_recording_is_not_taken_in(scene: &Scene, account: &Account) {
    let materials = account.at("materials");
    let refused = scene.operator.upload(&materials, "voice", "录音.amr", &png("")).await;
    assert_eq!(
        (refused.status, refused.code()),
        (400, "VALIDATION_ERROR"),
        "{}",
        refused.text
    );
    assert!(scene.operator.all(&materials).await.is_empty());
}

/// AMR, 50 frames of 13 bytes a second.
fn recording(seconds: usize) -> Vec<u8> {
    let frame = [&[0x04], [0; 12].as_slice()].concat();
    [b"#!AMR\n".as_slice(), &frame.repeat(seconds * 50)].concat()
}

async fn it_is_uploaded_once(scene: &Scene, path: &str, keeping: &str) -> Value {
    order(scene, path, keeping, 202).await;
    let copy = upload_in(scene, path, keeping, "uploaded").await;
    order(scene, path, keeping, 200).await;
    copy
}

async fn order(scene: &Scene, path: &str, keeping: &str, status: u16) {
    let wanted = json!({ "keeping": keeping });
    let ordered = scene.operator.post(&format!("{path}/upload"), wanted).await;
    assert_eq!(ordered.status, status, "{}", ordered.text);
}

/// The upload of this keeping, once it is in this state.
async fn upload_in(scene: &Scene, path: &str, keeping: &str, state: &str) -> Value {
    eventually("the upload comes to its end", PATIENCE, async || {
        let material = scene.operator.get(path).await;
        let uploads = material.data()["uploads"].as_array().unwrap();
        let upload = uploads.iter().find(|upload| upload["keeping"] == keeping);
        upload.filter(|upload| upload["state"] == state).cloned()
    })
    .await
}

/// How often a temporary and a permanent copy was brought to WeChat.
async fn uploads(scene: &Scene, account: &Account) -> [usize; 2] {
    [
        scene.calls(account, TEMPORARY).await.len(),
        scene.calls(account, ADD).await.len(),
    ]
}

/// The file behind the address that WeChat gave.
async fn wechat_shows_it(scene: &Scene, copy: &Value) {
    let address = copy["url"].as_str().unwrap();
    let path = address.strip_prefix(&scene.simulator.url).unwrap();
    let shown = scene.simulator.get(path).await;
    assert_eq!((shown.status, shown.header("content-type")), (200, Some("image/png")));
    assert!(shown.text.ends_with("海报"), "{}", shown.text);
}

async fn a_message_uses_the_copy_that_is_there(scene: &Scene, account: &Account, path: &str, copy: &Value) {
    let person = scene.simulator.follower_of(&account.name).await;
    let id = path.rsplit('/').next().unwrap();
    let message = json!({
        "content": { "type": "images", "materialIds": [id] }, "audience": { "type": "everybody" },
    });
    let drafted = scene.operator.post(&account.at("mass-messages"), message).await;
    let preview = format!("{}/preview", drafted.header("location").unwrap());
    let shown = scene.operator.post(&preview, json!({ "openId": person })).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    let notices = scene.simulator.notices(&person).await;
    assert_eq!(notices[0]["content"]["media_id"], copy["mediaId"], "{notices:?}");
    assert_eq!(uploads(scene, account).await, [1, 1]);
}

async fn it_is_deleted_at_wechat_too(scene: &Scene, account: &Account, path: &str) {
    assert_eq!(used(scene, account, "images").await, 1);
    goes(scene, path).await;
    assert_eq!(used(scene, account, "images").await, 0);
    assert_eq!(scene.calls(account, DELETE).await.len(), 1);
    assert!(scene.operator.all(&account.at("materials")).await.is_empty());
}

/// Deletes a material and waits until it is gone.
async fn goes(scene: &Scene, path: &str) {
    let deleted = scene.operator.delete(path).await;
    assert_eq!(deleted.status, 202, "{}", deleted.text);
    eventually("the material is gone", PATIENCE, async || {
        (scene.operator.get(path).await.status == 404).then_some(())
    })
    .await;
}

/// How many permanent copies WeChat counts.
async fn used(scene: &Scene, account: &Account, kind: &str) -> u64 {
    let quota = scene.operator.get(&account.at("materials/quota")).await;
    quota.data()[kind]["used"].as_u64().unwrap()
}
