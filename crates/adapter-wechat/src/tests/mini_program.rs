//! Calls for a Mini Program.

use domain::attendance::PersonRef;
use domain::ids::{MiniProgramCodeId, MiniProgramLinkId};
use domain::secret::Secret;
use domain::time::Timestamp;
use domain::wechat::Product;
use domain::wechat::mini_program::{
    CheckedKind, CodeDraft, CodeKind, CodeLook, ContentFinding, ContentScene, ContentVerdict, EnvVersion, LinkDraft,
    LinkKind, LinkLife, MiniProgramCode, MiniProgramLink, Rgb,
};
use ports::wechat::WechatFailure;
use ports::wechat::mini_program::{MiniProgramApi, TextToCheck};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Act, World, account};

async fn world() -> World {
    let world = World::new().await;
    let mut mini = account();
    mini.product = Product::MiniProgram;
    mini.generation = 2;
    world.accounts.set(mini);
    world
}

fn visitor() -> PersonRef {
    PersonRef {
        account: "default".to_owned(),
        open_id: "oOPENID".to_owned(),
    }
}

fn sent(world: &World) -> Value {
    let calls = world.server.calls();
    serde_json::from_str(&calls.last().unwrap().body).unwrap()
}

#[tokio::test]
async fn a_login_code_goes_out_once_with_the_accounts_secret_and_no_token() {
    let world = world().await;
    let answer = r#"{"openid":"oOPENID","session_key":"tiihtNczf5v6AKRyjwEUhQ==","unionid":"u1"}"#;
    world
        .platform
        .next([Act::File("text/plain", answer.as_bytes().to_vec())]);
    let login = world.client.login("default", "CODE").await.unwrap();
    assert_eq!(
        (login.open_id.as_str(), login.union_id.as_deref()),
        ("oOPENID", Some("u1"))
    );
    let seen = world.server.calls();
    assert_eq!(
        seen[0].query,
        "appid=wx0123456789abcdef&secret=APPSECRET&js_code=CODE&grant_type=authorization_code"
    );
    assert_eq!((seen.len(), world.platform.fetches()), (1, 0));
    for act in [Act::Close, Act::Http(502, String::new()), Act::json("{}")] {
        let before = world.server.calls().len();
        world.platform.next([act]);
        let failure = world.client.login("default", "CODE").await.unwrap_err();
        assert!(matches!(failure, WechatFailure::Unanswered { .. }), "{failure:?}");
        assert_eq!(
            world.server.calls().len(),
            before + 1,
            "a code is never asked for twice"
        );
    }
    world.platform.next([Act::code(40163)]);
    let used = world.client.login("default", "CODE").await.unwrap_err();
    assert!(matches!(used, WechatFailure::Refused { code: 40163, .. }), "{used:?}");
}

#[tokio::test]
async fn a_session_key_holds_or_does_not() {
    let world = world().await;
    let key = Secret::from("tiihtNczf5v6AKRyjwEUhQ==");
    assert_eq!(world.client.check_session(&visitor(), &key).await, Ok(true));
    let query = &world.server.calls()[0].query;
    assert!(
        query.contains("sig_method=hmac_sha256") && !query.contains("tiiht"),
        "{query}"
    );
    world.platform.next([Act::code(87009)]);
    assert_eq!(world.client.check_session(&visitor(), &key).await, Ok(false));
    let broken = Secret::from("no key");
    assert_eq!(world.client.check_session(&visitor(), &broken).await, Ok(false));
    assert_eq!(world.server.calls().len(), 2);
}

#[tokio::test]
async fn a_phone_number_is_read_whether_its_country_is_text_or_number() {
    let world = world().await;
    for country in ["\"86\"", "86"] {
        world.platform.next([Act::json(&format!(
            r#"{{"errcode":0,"phone_info":{{"phoneNumber":"+8613000000000","purePhoneNumber":"13000000000",
                "countryCode":{country},"watermark":{{"timestamp":1,"appid":"wx"}}}}}}"#
        ))]);
        let phone = world.client.phone_number("default", "BUTTON").await.unwrap();
        assert_eq!(phone.international(), "+86 13000000000");
    }
    assert_eq!(sent(&world), json!({"code": "BUTTON"}));
}

fn code(kind: CodeKind) -> MiniProgramCode {
    let draft = CodeDraft {
        kind,
        page: "pages/a".to_owned(),
        scene: (kind == CodeKind::Unlimited).then(|| "e=1".to_owned()),
        target: None,
        look: CodeLook {
            width: 300,
            line_color: Some(Rgb(7, 193, 96)),
            transparent: false,
        },
        version: EnvVersion::Trial,
        check_page: false,
    };
    MiniProgramCode::plan(
        MiniProgramCodeId::from_uuid(Uuid::nil()),
        "default",
        &draft,
        Timestamp::MIN,
    )
    .unwrap()
}

#[tokio::test]
async fn each_kind_of_code_has_its_own_call_and_its_picture_is_known_by_its_bytes() {
    let world = world().await;
    for (kind, path, label, bytes, known_as) in [
        (
            CodeKind::Unlimited,
            "/wxa/getwxacodeunlimit",
            "image/jpeg",
            b"\x89PNG\r\n".to_vec(),
            "image/png",
        ),
        (
            CodeKind::Limited,
            "/wxa/getwxacode",
            "image/jpeg",
            b"\xff\xd8\xff".to_vec(),
            "image/jpeg",
        ),
        (
            CodeKind::Square,
            "/cgi-bin/wxaapp/createwxaqrcode",
            "image/png",
            b"\x89PNG\r\n".to_vec(),
            "image/png",
        ),
    ] {
        world.platform.next([Act::File(label, bytes.clone())]);
        let picture = world.client.make_code(&code(kind)).await.unwrap();
        assert_eq!((picture.content_type.as_str(), &picture.bytes), (known_as, &bytes));
        assert_eq!(world.server.calls().last().unwrap().path, path);
    }
    world.platform.next([Act::File("image/png", b"\x89PNG".to_vec())]);
    world.client.make_code(&code(CodeKind::Unlimited)).await.unwrap();
    assert_eq!(
        sent(&world),
        json!({
            "scene": "e=1", "page": "pages/a", "check_path": false, "width": 300,
            "line_color": {"r": 7, "g": 193, "b": 96}, "env_version": "trial",
        })
    );
    world.platform.next([Act::code(45029)]);
    let none_left = world.client.make_code(&code(CodeKind::Limited)).await.unwrap_err();
    assert!(
        matches!(none_left, WechatFailure::Refused { code: 45029, .. }),
        "{none_left:?}"
    );
}

#[tokio::test]
async fn links_are_made_and_asked_about() {
    let world = world().await;
    let draft = |kind, life| LinkDraft {
        kind,
        page: "pages/a".to_owned(),
        query: "a=1".to_owned(),
        version: EnvVersion::Release,
        life,
    };
    world
        .platform
        .next([Act::json(r#"{"errcode":0,"openlink":"weixin://dl/business/?t=T"}"#)]);
    let scheme = draft(LinkKind::Scheme, LinkLife::Days(3));
    let url = world.client.make_link("default", &scheme).await.unwrap();
    assert_eq!(url, "weixin://dl/business/?t=T");
    assert_eq!(
        (&sent(&world)["expire_type"], &sent(&world)["expire_interval"]),
        (&json!(1), &json!(3))
    );
    world
        .platform
        .next([Act::json(r#"{"errcode":0,"url_link":"https://wxaurl.cn/T"}"#)]);
    let end = Timestamp::from_unix_seconds(1_800_000_000);
    let link = draft(LinkKind::Link, LinkLife::Until(end));
    let url = world.client.make_link("default", &link).await.unwrap();
    assert_eq!(sent(&world)["expire_time"], json!(1_800_000_000));
    let id = MiniProgramLinkId::from_uuid(Uuid::nil());
    let (link, _) = MiniProgramLink::made(id, "default", link, url, Timestamp::MIN);
    world.platform.next([Act::json(
        r#"{"errcode":0,"url_link_info":{"appid":"wx","path":"pages/a","query":"a=1","expire_time":"1800000000"}}"#,
    )]);
    let state = world.client.link_state("default", link.kind, &link.url).await.unwrap();
    assert_eq!((state.page.as_str(), state.expires_at), ("pages/a", Some(end)));
}

#[tokio::test]
async fn a_text_passes_only_when_wechat_says_so() {
    let world = world().await;
    let text = TextToCheck {
        person: visitor(),
        scene: ContentScene::Comment,
        content: "期待".to_owned(),
        title: None,
        nickname: None,
    };
    for (answer, verdict, label) in [
        (
            r#"{"errcode":0,"result":{"suggest":"pass","label":100}}"#,
            ContentVerdict::Pass,
            Some(100),
        ),
        (
            r#"{"errcode":0,"result":{"suggest":"risky","label":"20002"}}"#,
            ContentVerdict::Risky,
            Some(20_002),
        ),
        (
            r#"{"errcode":0,"result":{"suggest":"new word","label":1}}"#,
            ContentVerdict::Review,
            Some(1),
        ),
        (r#"{"errcode":0}"#, ContentVerdict::Review, None),
        (
            r#"{"errcode":87014,"errmsg":"risky content"}"#,
            ContentVerdict::Risky,
            None,
        ),
    ] {
        world.platform.next([Act::json(answer)]);
        let finding = world.client.check_text(&text).await.unwrap();
        assert_eq!(finding, ContentFinding::of_wechat(verdict, label), "{answer}");
    }
    assert!(world.server.calls()[0].body.contains("期待"), "raw UTF-8, no escapes");
    assert_eq!(sent(&world)["version"], 2);
}

#[tokio::test]
async fn a_medium_is_submitted_under_a_trace_id() {
    let world = world().await;
    world.platform.next([Act::json(r#"{"errcode":0,"trace_id":"T1"}"#)]);
    let (person, url) = (visitor(), "https://files.example/1.png");
    let submit = world
        .client
        .check_media(&person, CheckedKind::Image, ContentScene::Forum, url);
    assert_eq!(submit.await.as_deref(), Ok("T1"));
    assert_eq!(
        sent(&world),
        json!({"media_url": url, "media_type": 2, "version": 2, "scene": 3, "openid": "oOPENID"})
    );
}
