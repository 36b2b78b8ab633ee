//! Sign in with name and password.

use std::sync::Arc;
use std::time::Duration;

use domain::identity::{Operator, Username};
use ports::StoreError;
use ports::identity::{HashingFailed, OperatorStore, PasswordHasher, Session, SessionTokens};
use ports::rate::{Allowance, RateLimiter};
use ports::system::{Clock, Ids};

/// Wrong passwords of one name from one address within [`WINDOW`].
const FAILURES_PER_NAME: u32 = 10;
/// Wrong passwords from one address within [`WINDOW`], whatever the names.
const FAILURES_PER_ADDRESS: u32 = 100;
/// How long wrong passwords count.
const WINDOW: Duration = Duration::from_mins(1);

/// Signs somebody in. Wrong passwords are limited per address, so that guessing is slow and nobody else is locked out.
#[derive(Clone)]
pub struct SignIn {
    /// Operators.
    pub operators: Arc<dyn OperatorStore>,
    /// Hashing.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Tokens.
    pub tokens: Arc<dyn SessionTokens>,
    /// Counts wrong passwords.
    pub limiter: Arc<dyn RateLimiter>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// How long a session lasts.
    pub session: Duration,
}

/// Who wants in.
pub struct SignInCommand {
    /// The name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The caller's network address.
    pub address: String,
}

/// Somebody is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The token to show.
    pub token: String,
    /// What it says.
    pub session: Session,
}

/// Nobody is in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name or password are wrong; which one is not told.
    #[error("username or password is wrong")]
    WrongCredentials,
    /// Too many wrong passwords, or too many sign-ins at this moment.
    #[error("too many attempts")]
    TooMany {
        /// When to try again.
        retry_after: Duration,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SignIn {
    /// Runs it.
    ///
    /// # Errors
    /// When credentials are wrong, there were too many attempts, or the store fails.
    #[tracing::instrument(name = "use_case.identity.sign_in", skip_all)]
    pub async fn run(&self, command: SignInCommand) -> Result<SignedIn, SignInError> {
        let limits = Limits::of(&command);
        self.require_allowance(&limits).await?;
        let operator = match Username::new(&command.username) {
            Ok(name) => self.operators.find_by_username(&name).await?,
            Err(_) => None,
        };
        let hash = operator.as_ref().map(|operator| operator.password_hash.clone());
        let matches = self
            .hasher
            .verify(command.password, hash)
            .await
            .map_err(|error| overloaded(&error))?;
        match operator.filter(|_| matches) {
            Some(operator) => Ok(self.sign_in(&operator)),
            None => {
                self.count_failure(&limits).await;
                Err(SignInError::WrongCredentials)
            }
        }
    }

    fn sign_in(&self, operator: &Operator) -> SignedIn {
        let issued_at = self.clock.now();
        let session = Session {
            id: self.ids.next().to_string(),
            operator: operator.id,
            username: operator.username.as_str().to_owned(),
            role: operator.role,
            issued_at,
            expires_at: issued_at.plus(self.session),
        };
        SignedIn {
            token: self.tokens.issue(&session),
            session,
        }
    }

    async fn require_allowance(&self, limits: &Limits) -> Result<(), SignInError> {
        for (key, limit) in limits.each() {
            match self.limiter.peek(key, limit, WINDOW).await {
                Ok(Allowance::Granted) => {}
                Ok(Allowance::Denied { retry_after }) => return Err(SignInError::TooMany { retry_after }),
                // Without the limiter the bounded hashing still slows guessing; locking everybody out would be worse.
                Err(error) => tracing::warn!(error = %error, "sign-in attempts are not limited at this moment"),
            }
        }
        Ok(())
    }

    async fn count_failure(&self, limits: &Limits) {
        for (key, limit) in limits.each() {
            if let Err(error) = self.limiter.count(key, limit, WINDOW).await {
                tracing::warn!(error = %error, "a wrong password was not counted");
            }
        }
    }
}

struct Limits {
    name: String,
    address: String,
}

impl Limits {
    fn of(command: &SignInCommand) -> Self {
        let name: String = command.username.trim().to_lowercase().chars().take(64).collect();
        Self {
            name: format!("sign-in:{}:{name}", command.address),
            address: format!("sign-in:{}", command.address),
        }
    }

    fn each(&self) -> [(&str, u32); 2] {
        // `peek` denies once the limit is reached, so that the attempt after the last allowed one is not hashed.
        [(&self.name, FAILURES_PER_NAME), (&self.address, FAILURES_PER_ADDRESS)]
    }
}

fn overloaded(error: &HashingFailed) -> SignInError {
    tracing::warn!(error = %error, detail = error.0, "a password was not checked");
    SignInError::TooMany {
        retry_after: Duration::from_secs(1),
    }
}
