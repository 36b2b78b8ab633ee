//! Client data by WeChat's own example.

use domain::secret::Secret;
use domain::time::Timestamp;
use ports::wechat::mini_program::{ClientData, ClientDataFault, SealedClientData, SignedRawData};
use serde_json::Value;

use crate::MiniProgramClientData;

/// WeChat's published vectors.
const VECTORS: &str = include_str!("../../../wechat-protocol/tests/vectors.json");
/// When the example was made.
const MADE: i64 = 1_477_314_187;
const RAW: &str = r#"{"nickName":"Band"}"#;
/// SHA-1 of [`RAW`] and the example's session key.
const SIGNATURE: &str = "54b71917aab21b53e850dec1b03f73b0bbeb6abe";

struct Example {
    key: Secret,
    app_id: String,
    data: SealedClientData,
}

fn example() -> Example {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let text = |name: &str| {
        vectors["miniprogram_encrypted_data"][0][name]
            .as_str()
            .unwrap()
            .to_owned()
    };
    Example {
        key: Secret::new(text("session_key")),
        app_id: text("appid"),
        data: SealedClientData {
            encrypted_data: text("encrypted_data"),
            iv: text("iv"),
        },
    }
}

fn raw(signature: &str) -> SignedRawData {
    SignedRawData {
        raw_data: RAW.to_owned(),
        signature: signature.to_owned(),
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(MADE + seconds)
}

#[test]
fn a_genuine_profile_opens_within_five_minutes() {
    let Example { key, app_id, data } = example();
    let open = |seconds| MiniProgramClientData.open_profile(&key, &app_id, &raw(SIGNATURE), &data, at(seconds));
    let profile = open(300).unwrap();
    assert_eq!(profile.nick_name.as_deref(), Some("Band"));
    assert!(profile.open_id.is_some());
    assert_eq!(open(301), Err(ClientDataFault));
}

#[test]
fn whatever_is_wrong_the_answer_is_the_same() {
    let Example { key, app_id, data } = example();
    let open = |key: &Secret, app_id: &str, signature: &str, data: &SealedClientData| {
        MiniProgramClientData.open_profile(key, app_id, &raw(signature), data, at(1))
    };
    let other = Secret::from("HyVFkGl5F5OQWJZZaNzBBg==");
    let turned = SealedClientData {
        encrypted_data: data.encrypted_data.chars().rev().collect(),
        iv: data.iv.clone(),
    };
    for outcome in [
        open(&other, &app_id, SIGNATURE, &data),
        open(&Secret::from("no key"), &app_id, SIGNATURE, &data),
        open(&key, "wx0000000000000000", SIGNATURE, &data),
        open(&key, &app_id, "", &data),
        open(&key, &app_id, &SIGNATURE.to_uppercase(), &data),
        open(&key, &app_id, SIGNATURE, &turned),
    ] {
        assert_eq!(outcome, Err(ClientDataFault));
    }
    let no_number = MiniProgramClientData.open_phone_number(&key, &app_id, &data, at(1));
    assert_eq!(no_number, Err(ClientDataFault), "a profile is no phone number");
}
