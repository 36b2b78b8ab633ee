//! What signing in on a web page inside WeChat (网页授权) needs.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;

use super::WechatFailure;
use crate::identity::PersonSession;
use crate::store::StoreError;

/// How much a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoginScope {
    /// Who it is at this account, without asking them.
    Base,
    /// The union id and profile as well, with WeChat's page of consent.
    UserInfo,
}

impl LoginScope {
    /// Every scope.
    pub const ALL: [Self; 2] = [Self::Base, Self::UserInfo];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::UserInfo => "userinfo",
        }
    }

    /// The scope of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// Whom WeChat says it was. `Debug` shows no id.
#[derive(Clone, PartialEq, Eq)]
pub struct WebUser {
    /// WeChat's id of the person at the account.
    pub open_id: String,
    /// The union id, where WeChat tells one.
    pub union_id: Option<String>,
    /// Whether it is the virtual user of a snapshot page (快照页), who is nobody.
    pub is_snapshot: bool,
}

impl fmt::Debug for WebUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebUser")
            .field("is_snapshot", &self.is_snapshot)
            .finish_non_exhaustive()
    }
}

/// WeChat's side of a sign-in on a web page of an official account.
#[async_trait]
pub trait WebLoginApi: Send + Sync {
    /// Where to send the browser, which WeChat then sends on to `callback` with a code and `state` (1 to 128 ASCII letters
    /// and digits). MUST fail with `Refused` and `Configuration` for accounts of another product.
    async fn address(
        &self,
        account: &str,
        scope: LoginScope,
        callback: &str,
        state: &str,
    ) -> Result<String, WechatFailure>;

    /// Exchanges the code, which works once and for five minutes. A code that is wrong, old or used MUST fail with
    /// `Refused` and `Consent`.
    async fn exchange(&self, account: &str, scope: LoginScope, code: &str) -> Result<WebUser, WechatFailure>;
}

/// Names a sign-in: a digest of its state and of a secret of the browser it was begun in. Whoever knows only one of both
/// finds nothing, and who reads the store cannot go on with it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LoginKey(pub [u8; 32]);

impl fmt::Debug for LoginKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginKey(…)")
    }
}

/// A sign-in that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BegunLogin {
    /// Our name of the account.
    pub account: String,
    /// What it asks for.
    pub scope: LoginScope,
    /// Where the browser goes in the end: an address of our own.
    pub return_to: String,
}

/// How a sign-in ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginEnd {
    /// With this session, whose account is that of the sign-in.
    SignedIn(PersonSession),
    /// On a snapshot page.
    Snapshot,
}

/// A sign-in that somebody came back for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenLogin {
    /// For the first time: it is the caller's to end.
    First(BegunLogin),
    /// Again, while the first one is at it.
    Running(BegunLogin),
    /// Again, after it ended.
    Ended(BegunLogin, LoginEnd),
}

/// Sign-ins under way, shared by all instances. What is kept is forgotten when its time is over.
#[async_trait]
pub trait LoginStates: Send + Sync {
    /// Keeps a sign-in for this long.
    async fn put(&self, key: &LoginKey, login: &BegunLogin, lasts: Duration) -> Result<(), StoreError>;

    /// Takes a sign-in. However many come at once, one of them MUST be the first and no other. `None` when there is none
    /// or its time is over.
    async fn take(&self, key: &LoginKey) -> Result<Option<TakenLogin>, StoreError>;

    /// Gives back what was taken: the next one is the first again.
    async fn give_back(&self, key: &LoginKey) -> Result<(), StoreError>;

    /// Keeps how a sign-in ended, for those who come again. One that is gone stays so.
    async fn end(&self, key: &LoginKey, end: &LoginEnd) -> Result<(), StoreError>;

    /// Forgets a sign-in.
    async fn forget(&self, key: &LoginKey) -> Result<(), StoreError>;

    /// Clears out those whose time is over, where that does not happen by itself; answers how many.
    async fn clear_out(&self) -> Result<u64, StoreError>;
}
