//! From a signed-in person to who they are in their Mini Program, and to their session key.

use std::sync::Arc;

use domain::attendance::PersonRef;
use domain::secret::Secret;
use ports::StoreError;
use ports::identity::{PeopleReads, PersonSession, PersonView};
use ports::wechat::{AccountSetup, WechatFailure};

use super::accounts::{AccountRefusal, MiniPrograms};
use super::session_keys::SealedKeys;

/// Something that a client of the Mini Program asked for was not done.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The person has to log in (again). The same whatever the reason: no session key, a stale one, data that is not
    /// theirs, not sound, or old.
    #[error("log in again")]
    LoginRequired,
    /// The code of the phone-number button is wrong, old or used.
    #[error("the code is wrong, old or used")]
    CodeInvalid,
    /// WeChat has had enough of this for now.
    #[error("too often")]
    RateLimited {
        /// How long to wait at least.
        after: Option<std::time::Duration>,
    },
    /// WeChat did not do what it was asked.
    #[error(transparent)]
    Wechat(WechatFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AccountRefusal> for ClientError {
    fn from(refusal: AccountRefusal) -> Self {
        match refusal {
            AccountRefusal::Store(error) => Self::Store(error),
            // The account was there when the person logged in.
            AccountRefusal::Unknown | AccountRefusal::Ambiguous => Self::LoginRequired,
        }
    }
}

/// Finds people by their sessions.
#[derive(Clone)]
pub(super) struct KnownPeople {
    pub(super) people: Arc<dyn PeopleReads>,
    pub(super) programs: MiniPrograms,
    pub(super) keys: SealedKeys,
}

/// Who a session speaks for, as far as WeChat is concerned.
pub(super) struct KnownPerson {
    pub(super) view: PersonView,
    pub(super) identity: PersonRef,
    pub(super) setup: Arc<AccountSetup>,
    pub(super) key: Secret,
}

impl KnownPeople {
    /// The person of a session with their session key.
    ///
    /// # Errors
    /// `LoginRequired` when any of it is missing.
    pub(super) async fn find(&self, session: &PersonSession) -> Result<KnownPerson, ClientError> {
        let setup = self.programs.named(&session.account).await?;
        let view = self.people.find(session.person).await?;
        let view = view.ok_or(ClientError::LoginRequired)?;
        let own = view.identities.iter().map(|known| &known.identity);
        for identity in own.filter(|identity| identity.account == session.account) {
            if let Some(key) = self.keys.open(identity).await? {
                let identity = identity.clone();
                return Ok(KnownPerson {
                    view,
                    identity,
                    setup,
                    key,
                });
            }
        }
        Err(ClientError::LoginRequired)
    }
}
