//! Login, session keys and data of the client of a mini program.

use runtime::config::development::{MINI_PROGRAM_APP_ID, MINI_PROGRAM_APP_SECRET};
use serde_json::{Value, json};
use wechat_protocol::mini_program::{
    PhoneNumber, SessionKey, UserInfo, WatermarkCheck, check_session_signature, decrypt_data, encrypted_data_hash,
    verify_raw_data,
};

use crate::harness::{Bench, errcode};

impl Bench {
    pub async fn jscode2session(&self, code: &str) -> Value {
        let (id, secret) = (MINI_PROGRAM_APP_ID, MINI_PROGRAM_APP_SECRET);
        let query = format!("appid={id}&secret={secret}&js_code={code}&grant_type=authorization_code");
        self.api_get(&format!("/sns/jscode2session?{query}")).await
    }

    pub async fn client(&self, person: &str, action: &str, body: Value) -> Value {
        self.post(&format!("/people/{person}/mini-program/{action}"), body)
            .await
    }

    async fn session(&self, person: &str) -> Value {
        let login = self.client(person, "login", json!({})).await;
        self.jscode2session(login["code"].as_str().unwrap()).await
    }
}

fn key(session: &Value) -> SessionKey {
    SessionKey::parse(session["session_key"].as_str().unwrap()).unwrap()
}

/// The watermark carries real time, so any moment near it will do.
fn check() -> WatermarkCheck<'static> {
    WatermarkCheck {
        app_id: MINI_PROGRAM_APP_ID,
        now: i64::MAX / 2,
        max_age_seconds: i64::MAX,
    }
}

#[tokio::test]
async fn a_code_works_once_and_for_five_minutes() {
    let bench = Bench::start().await;
    let person = bench.person_of("miniprogram").await;
    let login = bench.client(&person, "login", json!({})).await;
    let code = login["code"].as_str().unwrap();
    let session = bench.jscode2session(code).await;
    assert_eq!(session["openid"], person);
    assert!(session["errcode"].is_null() && session["unionid"].is_string());
    assert_eq!(errcode(&bench.jscode2session(code).await), 40163);
    assert_eq!(errcode(&bench.jscode2session("unknown").await), 40029);

    let login = bench.client(&person, "login", json!({})).await;
    bench.advance(300).await;
    assert_eq!(
        errcode(&bench.jscode2session(login["code"].as_str().unwrap()).await),
        40029
    );
    let login = bench.client(&person, "login", json!({})).await;
    bench
        .post("/mini-program?account=miniprogram", json!({"blocked": [person]}))
        .await;
    assert_eq!(
        errcode(&bench.jscode2session(login["code"].as_str().unwrap()).await),
        40226
    );

    let query = format!("appid={MINI_PROGRAM_APP_ID}&secret=no&js_code=x&grant_type=authorization_code");
    assert_eq!(
        errcode(&bench.api_get(&format!("/sns/jscode2session?{query}")).await),
        40125
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_session_key_changes_when_it_is_told_to() {
    let bench = Bench::start().await;
    let person = bench.person_of("miniprogram").await;
    let first = bench.session(&person).await;
    assert_eq!(bench.session(&person).await["session_key"], first["session_key"]);
    let signed = |session: &Value| {
        format!(
            "openid={person}&signature={}&sig_method=hmac_sha256",
            check_session_signature(&key(session))
        )
    };
    let check = async |query: &str| errcode(&bench.get_as("miniprogram", &format!("/wxa/checksession?{query}")).await);
    assert_eq!(check(&signed(&first)).await, 0);
    assert_eq!(check(&signed(&first).replace("sha256", "sha1")).await, 87008);

    // The key is stale as soon as the client logs in, before the product knows the new one.
    bench.client(&person, "login", json!({"rotate": true})).await;
    assert_eq!(check(&signed(&first)).await, 87009);
    let data = bench.client(&person, "phone-data", json!({})).await;
    let [sealed, iv] = ["encryptedData", "iv"].map(|name| data[name].as_str().unwrap());
    assert!(decrypt_data::<PhoneNumber>(&key(&first), sealed, iv, &crate::mini_login::check()).is_err());

    let second = bench.session(&person).await;
    let reset = bench
        .get_as("miniprogram", &format!("/wxa/resetusersessionkey?{}", signed(&second)))
        .await;
    assert_eq!(reset["openid"], person);
    assert_ne!(reset["session_key"], second["session_key"]);
    assert_eq!(check(&signed(&reset)).await, 0);
    bench.stop().await;
}

#[tokio::test]
async fn data_of_the_client_are_signed_and_sealed() {
    let bench = Bench::start().await;
    let person = bench.person_of("miniprogram").await;
    let session = bench.session(&person).await;
    let info = bench.client(&person, "user-info", json!({"nickName": "访客"})).await;
    let text = |name: &str| info[name].as_str().unwrap();
    assert!(verify_raw_data(&key(&session), text("rawData"), text("signature")));
    let opened: UserInfo = decrypt_data(&key(&session), text("encryptedData"), text("iv"), &check()).unwrap();
    assert_eq!(opened.open_id.as_deref(), Some(person.as_str()));
    assert_eq!(
        (opened.nick_name.as_deref(), opened.union_id.as_deref()),
        (Some("访客"), session["unionid"].as_str())
    );

    let hash = json!({"encrypted_msg_hash": encrypted_data_hash(text("encryptedData"))});
    let path = "/wxa/business/checkencryptedmsg";
    let known = bench.post_as("miniprogram", path, hash.clone()).await;
    assert_eq!(known["vaild"], true);
    bench.advance(3 * 86_400).await;
    assert_eq!(bench.post_as("miniprogram", path, hash).await["vaild"], false);
    assert_eq!(
        errcode(
            &bench
                .post_as("miniprogram", path, json!({"encrypted_msg_hash": 1}))
                .await
        ),
        40097
    );
    bench.stop().await;
}

#[tokio::test]
async fn a_phone_number_is_given_once_for_a_code() {
    let bench = Bench::start().await;
    let person = bench.person_of("miniprogram").await;
    let path = "/wxa/business/getuserphonenumber";
    let code = bench
        .client(&person, "phone-code", json!({"number": "555000", "country": "1"}))
        .await;
    let got = bench.post_as("miniprogram", path, code.clone()).await;
    let shown = &got["phone_info"];
    assert_eq!(shown["phoneNumber"], "+1555000");
    assert_eq!(
        (&shown["purePhoneNumber"], &shown["countryCode"]),
        (&json!("555000"), &json!("1"))
    );
    assert_eq!(shown["watermark"]["appid"], MINI_PROGRAM_APP_ID);
    assert_eq!(errcode(&bench.post_as("miniprogram", path, code).await), 40029);

    let late = bench.client(&person, "phone-code", json!({})).await;
    bench.advance(300).await;
    assert_eq!(errcode(&bench.post_as("miniprogram", path, late).await), 40029);

    bench
        .post("/accounts", json!({"name": "other", "product": "miniProgram"}))
        .await;
    let stranger = bench.person_of("other").await;
    let foreign = bench.client(&stranger, "phone-code", json!({})).await;
    assert_eq!(errcode(&bench.post_as("miniprogram", path, foreign).await), 40013);
    bench.stop().await;
}

#[tokio::test]
async fn the_union_id_of_somebody_who_paid_is_told_for_five_minutes() {
    let bench = Bench::start().await;
    let person = bench.person_of("miniprogram").await;
    let path = format!("/wxa/getpaidunionid?openid={person}");
    assert_eq!(errcode(&bench.get_as("miniprogram", &path).await), 89300);
    bench.client(&person, "pay", json!({"transactionId": "t1"})).await;
    assert!(bench.get_as("miniprogram", &path).await["unionid"].is_string());
    let other = format!("{path}&transaction_id=t2");
    assert_eq!(errcode(&bench.get_as("miniprogram", &other).await), 89300);
    bench.advance(300).await;
    assert_eq!(errcode(&bench.get_as("miniprogram", &path).await), 89300);
    bench.stop().await;
}
