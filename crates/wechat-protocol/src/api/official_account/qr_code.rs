//! Scene codes: QR codes whose scan tells the account where it was.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::api::call::{api_call, debug_showing};
use crate::api::{MP_HOST, paths};
use crate::quirks::optional_number_or_string;

/// Longest life of a temporary code: 30 days, in seconds.
pub const MAX_EXPIRE_SECONDS: u32 = 2_592_000;
/// Longest scene text, in characters.
pub const MAX_SCENE_CHARS: usize = 64;
/// Largest number of a permanent code.
pub const MAX_PERMANENT_SCENE_ID: u32 = 100_000;

/// Asks for a scene code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCreateRequest {
    /// Life of a temporary code in seconds. Without it WeChat gives 30 s, so it is always written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire_seconds: Option<u32>,
    /// `QR_STR_SCENE`, `QR_LIMIT_STR_SCENE`, `QR_SCENE` or `QR_LIMIT_SCENE`.
    pub action_name: String,
    /// Holds the scene.
    pub action_info: ActionInfo,
}

// A repetition makes another code, and for a permanent scene the same one.
api_call!(QrCreateRequest: post paths::QRCODE_CREATE => QrCreateResponse, repeatable);

/// The wrapper WeChat puts around the scene.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionInfo {
    /// The scene.
    pub scene: SceneValue,
}

/// A scene: text or a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SceneValue {
    /// Text of 1 to 64 characters.
    SceneStr(String),
    /// A number: any but 0 for a temporary code, 1 to 100,000 for a permanent one.
    SceneId(u32),
}

/// Why a scene code cannot be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum QrRequestError {
    /// The scene text is empty or longer than 64 characters.
    #[error("a scene has 1 to 64 characters")]
    Scene,
    /// The scene number is 0, or over 100,000 for a permanent code.
    #[error("a scene number is not 0, and at most 100000 for a permanent code")]
    SceneId,
    /// The life is 0 or longer than 30 days.
    #[error("a temporary code lives 1 to 2592000 seconds")]
    ExpireSeconds,
}

impl QrCreateRequest {
    /// A code that ends after `expire_seconds`; there may be any number of them.
    ///
    /// # Errors
    /// When the scene or the life is outside WeChat's limits.
    pub fn temporary(scene: &str, expire_seconds: u32) -> Result<Self, QrRequestError> {
        let life = life(expire_seconds)?;
        Ok(Self::new("QR_STR_SCENE", text(scene)?, Some(life)))
    }

    /// As [`Self::temporary`], with a number.
    ///
    /// # Errors
    /// When the number is 0 or the life is outside WeChat's limits.
    pub fn temporary_number(scene: u32, expire_seconds: u32) -> Result<Self, QrRequestError> {
        let life = life(expire_seconds)?;
        Ok(Self::new("QR_SCENE", number(scene, u32::MAX)?, Some(life)))
    }

    /// A code that never ends; an account has 100,000 of them in all.
    ///
    /// # Errors
    /// When the scene is outside WeChat's limits.
    pub fn permanent(scene: &str) -> Result<Self, QrRequestError> {
        Ok(Self::new("QR_LIMIT_STR_SCENE", text(scene)?, None))
    }

    /// As [`Self::permanent`], with a number.
    ///
    /// # Errors
    /// When the number is 0 or over [`MAX_PERMANENT_SCENE_ID`].
    pub fn permanent_number(scene: u32) -> Result<Self, QrRequestError> {
        Ok(Self::new(
            "QR_LIMIT_SCENE",
            number(scene, MAX_PERMANENT_SCENE_ID)?,
            None,
        ))
    }

    fn new(action: &str, scene: SceneValue, expire_seconds: Option<u32>) -> Self {
        Self {
            expire_seconds,
            action_name: action.to_owned(),
            action_info: ActionInfo { scene },
        }
    }
}

fn text(scene: &str) -> Result<SceneValue, QrRequestError> {
    if scene.is_empty() || scene.chars().count() > MAX_SCENE_CHARS {
        return Err(QrRequestError::Scene);
    }
    Ok(SceneValue::SceneStr(scene.to_owned()))
}

fn number(scene: u32, max: u32) -> Result<SceneValue, QrRequestError> {
    if !(1..=max).contains(&scene) {
        return Err(QrRequestError::SceneId);
    }
    Ok(SceneValue::SceneId(scene))
}

fn life(expire_seconds: u32) -> Result<u32, QrRequestError> {
    if !(1..=MAX_EXPIRE_SECONDS).contains(&expire_seconds) {
        return Err(QrRequestError::ExpireSeconds);
    }
    Ok(expire_seconds)
}

/// A scene code. `Debug` shows neither ticket nor address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCreateResponse {
    /// Stands for the code at [`show_qrcode_url`].
    pub ticket: String,
    /// Its life in seconds; none for a permanent code.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "optional_number_or_string"
    )]
    pub expire_seconds: Option<u64>,
    /// What the code says, to draw it oneself.
    pub url: String,
}

debug_showing!(QrCreateResponse, expire_seconds);

/// Where the picture of a code is served, without any token.
///
/// ```
/// let url = wechat_protocol::api::show_qrcode_url("gQH47==/+");
/// assert_eq!(url, "https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQH47%3D%3D%2F%2B");
/// ```
#[must_use]
pub fn show_qrcode_url(ticket: &str) -> String {
    let mut url = format!("{MP_HOST}{}?ticket=", paths::SHOW_QRCODE);
    for byte in ticket.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::read_response;

    #[test]
    fn requests_are_written_as_documented() {
        let temporary = QrCreateRequest::temporary("活动_1", 604_800).unwrap();
        assert_eq!(
            serde_json::to_string(&temporary).unwrap(),
            r#"{"expire_seconds":604800,"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"活动_1"}}}"#
        );
        let permanent = QrCreateRequest::permanent("e").unwrap();
        assert_eq!(
            serde_json::to_string(&permanent).unwrap(),
            r#"{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"e"}}}"#
        );
        let read: QrCreateRequest =
            serde_json::from_str(r#"{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":123}}}"#).unwrap();
        assert_eq!(read.action_info.scene, SceneValue::SceneId(123));
    }

    #[test]
    fn numbers_are_written_as_documented_within_their_limits() {
        let temporary = QrCreateRequest::temporary_number(123, 604_800).unwrap();
        assert_eq!(
            serde_json::to_string(&temporary).unwrap(),
            r#"{"expire_seconds":604800,"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":123}}}"#
        );
        let permanent = QrCreateRequest::permanent_number(100_000).unwrap();
        assert_eq!(
            serde_json::to_string(&permanent).unwrap(),
            r#"{"action_name":"QR_LIMIT_SCENE","action_info":{"scene":{"scene_id":100000}}}"#
        );
        assert!(QrCreateRequest::temporary_number(u32::MAX, 1).is_ok());
        for scene in [0, 100_001] {
            assert_eq!(QrCreateRequest::permanent_number(scene), Err(QrRequestError::SceneId));
        }
        assert_eq!(QrCreateRequest::temporary_number(0, 1), Err(QrRequestError::SceneId));
    }

    #[test]
    fn limits_are_checked_in_characters_and_seconds() {
        assert!(QrCreateRequest::permanent(&"中".repeat(64)).is_ok());
        assert_eq!(QrCreateRequest::permanent(&"a".repeat(65)), Err(QrRequestError::Scene));
        assert_eq!(QrCreateRequest::permanent(""), Err(QrRequestError::Scene));
        assert!(QrCreateRequest::temporary("e", MAX_EXPIRE_SECONDS).is_ok());
        for seconds in [0, MAX_EXPIRE_SECONDS + 1] {
            assert_eq!(
                QrCreateRequest::temporary("e", seconds),
                Err(QrRequestError::ExpireSeconds)
            );
        }
    }

    #[test]
    fn responses_are_read_with_and_without_a_life() {
        let code: QrCreateResponse =
            read_response(br#"{"ticket":"t","expire_seconds":60,"url":"http://w/q"}"#).unwrap();
        assert_eq!(code.expire_seconds, Some(60));
        let code: QrCreateResponse = read_response(br#"{"ticket":"t","url":"http://w/q"}"#).unwrap();
        assert_eq!(code.expire_seconds, None);
    }
}
