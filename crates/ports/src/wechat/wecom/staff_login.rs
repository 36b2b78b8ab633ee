//! Signing in as a member of a WeCom corporation.

use std::fmt;

use async_trait::async_trait;

use crate::wechat::WechatFailure;

/// Where somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoginWay {
    /// On a page inside the WeCom client.
    Inside,
    /// In any other browser, with a code to scan (扫码登录).
    Code,
}

impl LoginWay {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Inside, Self::Code];

    /// The stable name, used in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inside => "wecom",
            Self::Code => "qr",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// Whom WeCom says it was. `Debug` shows which kind.
#[derive(Clone, PartialEq, Eq)]
pub enum StaffVisitor {
    /// A member of the corporation. Being one says nothing about what they may do.
    Member {
        /// WeCom's user id; `CorpId/userid` for a member of a linked corporation.
        user_id: String,
    },
    /// Somebody else: never to be taken for a member.
    Outsider,
}

impl fmt::Debug for StaffVisitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Member { .. } => "Member",
            Self::Outsider => "Outsider",
        })
    }
}

/// WeCom's side of signing in. Every call MUST fail with `Refused` and `Configuration` for accounts of another product.
#[async_trait]
pub trait StaffLoginApi: Send + Sync {
    /// Where to send the browser, which WeCom then sends on to `callback` with a code and `state` (1 to 128 ASCII letters
    /// and digits).
    async fn address(&self, account: &str, way: LoginWay, callback: &str, state: &str)
    -> Result<String, WechatFailure>;

    /// Exchanges the code, which works once and for five minutes. A code that is wrong, old or used MUST fail with
    /// `Refused` and `Consent`.
    async fn visitor(&self, account: &str, code: &str) -> Result<StaffVisitor, WechatFailure>;
}
