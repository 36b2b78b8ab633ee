//! Session tokens are ours alone, and only for their time.

use adapter_system::JwtSessions;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::identity::Role;
use domain::ids::OperatorId;
use domain::time::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use ports::identity::{Session, SessionTokens, TokenFault};
use secrecy::SecretString;
use serde_json::{Value, json};

const SECRET: &str = "a secret that is long enough for HS256";
const OPERATOR: &str = "019af2a1-0000-7000-8000-000000000001";

fn sessions(secret: &str) -> JwtSessions {
    JwtSessions::new(&SecretString::from(secret), None)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_796_089_260 + seconds)
}

fn a_session() -> Session {
    Session {
        id: "session-1".to_owned(),
        operator: OPERATOR.parse::<OperatorId>().expect("a sound id"),
        username: "小王".to_owned(),
        role: Role::Administrator,
        issued_at: at(0),
        expires_at: at(3_600),
    }
}

fn good_claims() -> Value {
    json!({
        "iss": "nextevent", "sub": OPERATOR, "sid": "s", "name": "n", "role": "administrator",
        "iat": at(0).unix_seconds(), "exp": at(3_600).unix_seconds(),
    })
}

/// A token with these claims, signed with our secret.
fn signed(algorithm: Algorithm, claims: &Value) -> String {
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    jsonwebtoken::encode(&Header::new(algorithm), claims, &key).expect("the claims are sound")
}

#[test]
fn a_token_tells_who_it_speaks_for() {
    let sessions = sessions(SECRET);
    assert_eq!(sessions.read(&sessions.issue(&a_session()), at(1)), Ok(a_session()));
}

#[test]
fn a_token_holds_the_documented_claims() {
    let token = sessions(SECRET).issue(&a_session());
    let parts: Vec<_> = token.split('.').collect();
    let decoded = |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
    assert_eq!(decoded(parts[0]), json!({"typ": "JWT", "alg": "HS256"}));
    let mut wanted = good_claims();
    wanted["sid"] = json!("session-1");
    wanted["name"] = json!("小王");
    assert_eq!(decoded(parts[1]), wanted);
}

#[test]
fn a_token_ends_at_its_instant_without_leeway() {
    let sessions = sessions(SECRET);
    let token = sessions.issue(&a_session());
    let a_microsecond_early = Timestamp::from_unix_micros(at(3_600).unix_micros() - 1);
    assert!(sessions.read(&token, a_microsecond_early).is_ok());
    assert_eq!(sessions.read(&token, at(3_600)), Err(TokenFault::Expired));
    assert_eq!(sessions.read(&token, at(1_000_000)), Err(TokenFault::Expired));
}

#[test]
fn a_token_of_another_secret_is_not_valid() {
    let token = sessions("another secret that is long enough").issue(&a_session());
    assert_eq!(sessions(SECRET).read(&token, at(1)), Err(TokenFault::Invalid));
}

#[test]
fn an_expired_token_of_another_secret_does_not_pass_for_expired() {
    let token = sessions("another secret that is long enough").issue(&a_session());
    assert_eq!(sessions(SECRET).read(&token, at(4_000)), Err(TokenFault::Invalid));
}

#[test]
fn tokens_of_the_previous_secret_are_read_but_no_longer_made() {
    let (old, new) = (
        SecretString::from("the old secret"),
        SecretString::from("the new secret"),
    );
    let token = JwtSessions::new(&old, None).issue(&a_session());
    let rotated = JwtSessions::new(&new, Some(&old));
    assert_eq!(rotated.read(&token, at(1)), Ok(a_session()));
    let fresh = rotated.issue(&a_session());
    assert_eq!(
        JwtSessions::new(&old, None).read(&fresh, at(1)),
        Err(TokenFault::Invalid)
    );
    assert_eq!(JwtSessions::new(&new, None).read(&fresh, at(1)), Ok(a_session()));
}

#[test]
fn a_token_without_a_signature_is_not_valid() {
    let sessions = sessions(SECRET);
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    for algorithm in ["none", "None", "NONE", ""] {
        let head = part(&json!({"typ": "JWT", "alg": algorithm}));
        let body = part(&good_claims());
        for token in [
            format!("{head}.{body}."),
            format!("{head}.{body}"),
            format!("{head}.{body}.AAAA"),
        ] {
            assert_eq!(sessions.read(&token, at(1)), Err(TokenFault::Invalid));
        }
    }
    let token = sessions.issue(&a_session());
    let unsigned = &token[..=token.rfind('.').unwrap()];
    assert_eq!(sessions.read(unsigned, at(1)), Err(TokenFault::Invalid));
}

#[test]
fn our_secret_under_another_algorithm_is_not_valid() {
    let sessions = sessions(SECRET);
    assert!(sessions.read(&signed(Algorithm::HS256, &good_claims()), at(1)).is_ok());
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let token = signed(algorithm, &good_claims());
        assert_eq!(sessions.read(&token, at(1)), Err(TokenFault::Invalid));
    }
}

#[test]
fn a_token_with_a_changed_character_is_not_valid() {
    let sessions = sessions(SECRET);
    let token = sessions.issue(&a_session());
    for position in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[position] = if bytes[position] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert_eq!(
            sessions.read(&changed, at(1)),
            Err(TokenFault::Invalid),
            "position {position}"
        );
    }
}

#[test]
fn a_token_with_missing_or_foreign_claims_is_not_valid() {
    let sessions = sessions(SECRET);
    for claim in ["iss", "sub", "sid", "name", "role", "iat", "exp"] {
        let mut claims = good_claims();
        claims.as_object_mut().unwrap().remove(claim);
        let token = signed(Algorithm::HS256, &claims);
        assert_eq!(
            sessions.read(&token, at(1)),
            Err(TokenFault::Invalid),
            "without {claim}"
        );
    }
    for (claim, value) in [
        ("iss", json!("somebody else")),
        ("sub", json!("no id")),
        ("role", json!("owner")),
        ("exp", json!("tomorrow")),
    ] {
        let mut claims = good_claims();
        claims[claim] = value;
        let token = signed(Algorithm::HS256, &claims);
        assert_eq!(
            sessions.read(&token, at(1)),
            Err(TokenFault::Invalid),
            "foreign {claim}"
        );
    }
}

#[test]
fn rubbish_is_not_valid() {
    let sessions = sessions(SECRET);
    for token in ["", ".", "..", "a.b.c", "Bearer", "🍵.🍵.🍵", &"x".repeat(100_000)] {
        assert_eq!(sessions.read(token, at(1)), Err(TokenFault::Invalid));
    }
}
