//! What else the platform tells about a person: the phone number, the union id after a payment, and whether encrypted
//! data came from it.

use serde::{Deserialize, Serialize};

use crate::{
    api::{
        Query, bounds,
        call::{api_call, debug_showing},
        invalid::{InvalidRequest, Validity, charset, present},
        lenient,
    },
    quirks::optional_number_or_string,
};

/// Exchanges the code of the phone-number button (not that of `wx.login`) for the number. Works once within five
/// minutes. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetPhoneNumber {
    /// The code.
    pub code: String,
}
debug_showing!(GetPhoneNumber);
api_call!(GetPhoneNumber: post "/wxa/business/getuserphonenumber" => PhoneNumber, once);

/// The answer to [`GetPhoneNumber`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PhoneNumber {
    /// The number.
    pub phone_info: PhoneInfo,
}

/// A phone number; also what decrypting the button's data gives. `Debug` shows the watermark only.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneInfo {
    /// With the country code when it is foreign.
    pub phone_number: String,
    /// Without the country code.
    #[serde(default)]
    pub pure_phone_number: String,
    /// Digits such as `86`; comes as text or number.
    #[serde(default, deserialize_with = "lenient::text")]
    pub country_code: String,
    /// Whose it is and when it was made; check both.
    #[serde(default)]
    pub watermark: Option<Watermark>,
}
debug_showing!(PhoneInfo, watermark);

/// For which app data was made, and when.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Watermark {
    /// Unix seconds.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub timestamp: Option<i64>,
    /// The app.
    pub appid: String,
}

/// Asks whether encrypted data came from WeChat within the last three days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckEncryptedMessage {
    /// Hex SHA-256 of the encrypted data.
    pub encrypted_msg_hash: String,
}
api_call!(CheckEncryptedMessage: post "/wxa/business/checkencryptedmsg" => EncryptedMessageCheck, repeatable);

impl CheckEncryptedMessage {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When the hash is not 64 hex digits.
    pub fn check(&self) -> Validity {
        bounds::characters("encrypted_msg_hash", &self.encrypted_msg_hash, 64..=64)?;
        charset("encrypted_msg_hash", &self.encrypted_msg_hash, "hex digits", |c| {
            c.is_ascii_hexdigit()
        })
    }
}

/// The answer to [`CheckEncryptedMessage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct EncryptedMessageCheck {
    /// Whether it is genuine. On the wire the field is spelled `vaild`; should the spelling be mended, that reads too.
    #[serde(rename = "vaild", alias = "valid")]
    pub is_valid: bool,
    /// When it was made, in unix seconds.
    #[serde(default, deserialize_with = "optional_number_or_string")]
    pub create_time: Option<i64>,
}

/// Asks for the union id of a person who paid within the last five minutes. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct GetPaidUnionId {
    /// The person.
    pub openid: String,
    /// Which payment; without it the person's last one.
    pub payment: Option<Payment>,
}
debug_showing!(GetPaidUnionId);

/// A payment, as either side names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payment {
    /// WeChat Pay's number.
    Transaction {
        /// The number.
        transaction_id: String,
    },
    /// The merchant's number.
    Order {
        /// The merchant.
        mch_id: String,
        /// The number.
        out_trade_no: String,
    },
}

api_call!(GetPaidUnionId: get "/wxa/getpaidunionid" => PaidUnionId, repeatable {
    fn query(&self) -> Query<'_> {
        let mut query: Query<'_> = vec![("openid", self.openid.as_str().into())];
        match &self.payment {
            None => {}
            Some(Payment::Transaction { transaction_id }) => {
                query.push(("transaction_id", transaction_id.as_str().into()));
            }
            Some(Payment::Order { mch_id, out_trade_no }) => {
                query.push(("mch_id", mch_id.as_str().into()));
                query.push(("out_trade_no", out_trade_no.as_str().into()));
            }
        }
        query
    }
});

impl GetPaidUnionId {
    /// Finds what the platform would refuse.
    ///
    /// # Errors
    /// When an id is empty.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        present("openid", &self.openid)?;
        match &self.payment {
            None => Ok(()),
            Some(Payment::Transaction { transaction_id }) => present("transaction_id", transaction_id),
            Some(Payment::Order { mch_id, out_trade_no }) => {
                present("mch_id", mch_id)?;
                present("out_trade_no", out_trade_no)
            }
        }
    }
}

/// The answer to [`GetPaidUnionId`]. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct PaidUnionId {
    /// The person, in every app of the same Open Platform account.
    pub unionid: String,
}
debug_showing!(PaidUnionId);
