//! [`ClientData`]: what the client of a Mini Program hands over, verified and decrypted.

use domain::identity::PhoneNumber;
use domain::secret::Secret;
use domain::time::Timestamp;
use ports::wechat::mini_program::{ClientData, ClientDataFault, ClientProfile, SealedClientData, SignedRawData};
use wechat_protocol::mini_program::{self as protocol, SessionKey, UserInfo, WatermarkCheck, decrypt_data};

/// How old data may be. The client hands it over at once; a slow network takes some of this.
const MAX_AGE_SECONDS: i64 = 300;

/// Opens client data by WeChat's rules. It needs no network.
#[derive(Debug, Clone, Copy, Default)]
pub struct MiniProgramClientData;

impl ClientData for MiniProgramClientData {
    fn open_phone_number(
        &self,
        session_key: &Secret,
        app_id: &str,
        data: &SealedClientData,
        now: Timestamp,
    ) -> Result<PhoneNumber, ClientDataFault> {
        let key = key(session_key)?;
        let phone: protocol::PhoneNumber =
            decrypt_data(&key, &data.encrypted_data, &data.iv, &check(app_id, now)).map_err(|_| ClientDataFault)?;
        PhoneNumber::new(&phone.country_code, &phone.pure_phone_number).map_err(|_| ClientDataFault)
    }

    fn open_profile(
        &self,
        session_key: &Secret,
        app_id: &str,
        raw: &SignedRawData,
        data: &SealedClientData,
        now: Timestamp,
    ) -> Result<ClientProfile, ClientDataFault> {
        let key = key(session_key)?;
        let is_signed = protocol::verify_raw_data(&key, &raw.raw_data, &raw.signature);
        let opened: Result<UserInfo, _> = decrypt_data(&key, &data.encrypted_data, &data.iv, &check(app_id, now));
        // Both are looked at whatever comes of the first: how long it takes tells nothing.
        let profile = opened.ok().filter(|_| is_signed).ok_or(ClientDataFault)?;
        Ok(ClientProfile {
            open_id: profile.open_id,
            union_id: profile.union_id,
            nick_name: profile.nick_name,
            avatar_url: profile.avatar_url,
        })
    }
}

fn key(session_key: &Secret) -> Result<SessionKey, ClientDataFault> {
    SessionKey::parse(session_key.expose()).map_err(|_| ClientDataFault)
}

fn check(app_id: &str, now: Timestamp) -> WatermarkCheck<'_> {
    WatermarkCheck {
        app_id,
        now: now.unix_seconds(),
        max_age_seconds: MAX_AGE_SECONDS,
    }
}
