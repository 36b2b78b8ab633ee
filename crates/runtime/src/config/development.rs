//! Values for a developer's machine, obviously fake. Production refuses every one of them.
//! The simulator of the WeChat platform uses the same, so that both fit together unconfigured.

use super::reader::Reader;

/// The app id of the simulator's account.
pub const APP_ID: &str = "wxdevelopment00001";
/// The app secret of the simulator's account.
pub const APP_SECRET: &str = "development-app-secret-not-for-use";
/// The token that signs requests of the simulator.
pub const TOKEN: &str = "developmenttoken";
/// The key that encrypts messages of the simulator: 43 characters, 32 bytes in base64.
pub const ENCODING_AES_KEY: &str = "DevelopmentAesKeyNotForUse00000000000000000";
/// The original id of the simulator's account.
pub const ORIGINAL_ID: &str = "gh_development01";
/// The app id of the simulator's mini program.
pub const MINI_PROGRAM_APP_ID: &str = "wxdevelopment00002";
/// The app secret of the simulator's mini program.
pub const MINI_PROGRAM_APP_SECRET: &str = "development-mini-program-secret-not-for-use";
/// The original id of the simulator's mini program.
pub const MINI_PROGRAM_ORIGINAL_ID: &str = "gh_development02";
/// The corp id of the simulator's WeCom app.
pub const WECOM_CORP_ID: &str = "wwdevelopment00001";
/// The agent id of the simulator's WeCom app.
pub const WECOM_AGENT_ID: i64 = 1_000_002;
/// The corp secret of the simulator's WeCom app.
pub const WECOM_SECRET: &str = "development-wecom-secret-not-for-use";
/// Signs sessions.
pub const JWT_SECRET: &str = "development-jwt-secret-not-for-use";
/// Seals credentials in the database.
pub const CREDENTIALS_KEY: &str = "development-credentials-key-not-for-use";
/// The login name of the first administrator.
pub const ADMIN_USERNAME: &str = "admin";
/// The password of the first administrator.
pub const ADMIN_PASSWORD: &str = "nextevent-dev";

/// The secrets among them, by setting; none may be used in production.
pub(super) const SECRETS: &[(&str, &str)] = &[
    ("WECHAT_APP_ID", APP_ID),
    ("WECHAT_APP_SECRET", APP_SECRET),
    ("WECHAT_TOKEN", TOKEN),
    ("WECHAT_ENCODING_AES_KEY", ENCODING_AES_KEY),
    ("WECHAT_PREVIOUS_ENCODING_AES_KEY", ENCODING_AES_KEY),
    ("WECHAT_ORIGINAL_ID", ORIGINAL_ID),
    ("JWT_SECRET", JWT_SECRET),
    ("TICKET_SECRET", JWT_SECRET),
    ("CREDENTIALS_KEY", CREDENTIALS_KEY),
    ("CREDENTIALS_PREVIOUS_KEY", CREDENTIALS_KEY),
    ("ADMIN_PASSWORD", ADMIN_PASSWORD),
];

/// Gives everything that is unset its development value.
///
/// The encryption key belongs to the simulator's account: with an account of the developer's
/// own it is only filled in when a mode that needs one is asked for, so that an account without
/// encryption is not taken for one in safe mode.
pub(super) fn fill(reader: &mut Reader) {
    let is_own_account = reader.text("WECHAT_APP_ID").is_some_and(|id| id != APP_ID)
        || reader.text("WECHAT_TOKEN").is_some_and(|token| token != TOKEN);
    let wants_encryption = reader
        .text("WECHAT_MESSAGE_MODE")
        .is_some_and(|mode| !mode.eq_ignore_ascii_case("plain"));
    if !is_own_account || wants_encryption {
        reader.set_if_unset("WECHAT_ENCODING_AES_KEY", ENCODING_AES_KEY);
    }
    if !is_own_account {
        reader.set_if_unset("WECHAT_ORIGINAL_ID", ORIGINAL_ID);
    }
    reader.set_if_unset("WECHAT_APP_ID", APP_ID);
    reader.set_if_unset("WECHAT_APP_SECRET", APP_SECRET);
    reader.set_if_unset("WECHAT_TOKEN", TOKEN);
    reader.set_if_unset("JWT_SECRET", JWT_SECRET);
    reader.set_if_unset("CREDENTIALS_KEY", CREDENTIALS_KEY);
    reader.set_if_unset("ADMIN_USERNAME", ADMIN_USERNAME);
    reader.set_if_unset("ADMIN_PASSWORD", ADMIN_PASSWORD);
}
