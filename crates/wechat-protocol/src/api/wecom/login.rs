//! Who opened a page in the WeCom client.

use serde::{Deserialize, Serialize};

use super::wecom_call;
use crate::api::{Query, call::debug_showing, lenient, loose};

/// Exchanges an authorization code. It works once within five minutes; 40029 means to log in again. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct GetVisitor {
    /// The code.
    pub code: String,
}
debug_showing!(GetVisitor);
wecom_call!(GetVisitor: get "/cgi-bin/auth/getuserinfo" => VisitorAnswer, once {
    fn query(&self) -> Query<'_> { vec![("code", self.code.as_str().into())] }
});

/// The answer to [`GetVisitor`], in the spellings of the present and of the old path. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct VisitorAnswer {
    /// The member; `CorpId/userid` for a member of a linked corp.
    #[serde(alias = "UserId", deserialize_with = "loose::optional_text")]
    pub userid: Option<String>,
    /// Opens the member's details for 1800 s, where the scope allows it.
    #[serde(deserialize_with = "loose::optional_text")]
    pub user_ticket: Option<String>,
    /// Somebody who is no member.
    #[serde(alias = "OpenId", deserialize_with = "loose::optional_text")]
    pub openid: Option<String>,
    /// The same, where a member has them as a customer.
    #[serde(deserialize_with = "loose::optional_text")]
    pub external_userid: Option<String>,
    /// The device.
    #[serde(alias = "DeviceId", alias = "deviceid", deserialize_with = "loose::optional_text")]
    pub device_id: Option<String>,
}
debug_showing!(VisitorAnswer);

/// Who visits. `Debug` shows which kind.
#[derive(Clone, PartialEq, Eq)]
pub enum Visitor {
    /// A member of the corp. That says nothing about the app's visible range: authorise separately.
    Member {
        /// Who.
        userid: String,
        /// Opens the details.
        user_ticket: Option<String>,
    },
    /// Somebody else; never to be logged in as a member.
    Outsider {
        /// Who, to this corp.
        openid: String,
        /// Who, as a customer.
        external_userid: Option<String>,
    },
}

impl std::fmt::Debug for Visitor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Member { .. } => "Member",
            Self::Outsider { .. } => "Outsider",
        })
    }
}

impl VisitorAnswer {
    /// Who visits; none when the answer names nobody.
    #[must_use]
    pub fn visitor(self) -> Option<Visitor> {
        match (self.userid, self.openid) {
            (Some(userid), _) => Some(Visitor::Member {
                userid,
                user_ticket: self.user_ticket,
            }),
            (None, Some(openid)) => Some(Visitor::Outsider {
                openid,
                external_userid: self.external_userid,
            }),
            (None, None) => None,
        }
    }
}

/// Asks for a member's details. 84014 and 84015 mean to log in again. `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GetVisitorDetail {
    /// From [`Visitor::Member`].
    pub user_ticket: String,
}
debug_showing!(GetVisitorDetail);
wecom_call!(GetVisitorDetail: post "/cgi-bin/auth/getuserdetail" => VisitorDetail, repeatable);

/// A member's details, each only if the administrator allows it and the member consented. `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct VisitorDetail {
    /// The member.
    pub userid: String,
    /// 0 unknown, 1 male, 2 female; a text on the wire.
    #[serde(deserialize_with = "lenient::text")]
    pub gender: String,
    /// The picture's address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub avatar: Option<String>,
    /// The address of the member's QR code.
    #[serde(deserialize_with = "loose::optional_text")]
    pub qr_code: Option<String>,
    /// Mobile number.
    #[serde(deserialize_with = "loose::optional_text")]
    pub mobile: Option<String>,
    /// Personal e-mail address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub email: Option<String>,
    /// The corp's e-mail address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub biz_mail: Option<String>,
    /// Postal address.
    #[serde(deserialize_with = "loose::optional_text")]
    pub address: Option<String>,
}
debug_showing!(VisitorDetail);
