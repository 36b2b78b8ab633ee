//! The accounts as they are now, in memory: the one of the configuration, and the stored ones with their credentials
//! opened.
//!
//! Asked on every message and every call, so answers come from memory. What is known is compared with the store's
//! revision when it is older than two seconds, by one task at a time, and before an account is said to be unknown or out
//! of use; while the store is down the known state serves.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use async_trait::async_trait;
use domain::secret::Secret;
use domain::wechat::account::AccountDetails;
use ports::StoreError;
use ports::system::SecretSealer;
use ports::wechat::{AccountBook, AccountSecrets, AccountSetup, AccountStore, KeptAccount};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;
use tracing::Instrument as _;

use super::credentials;
use super::view::Unusable;

/// As long as this an answer is taken from memory unasked.
const FRESH: Duration = Duration::from_secs(2);
/// Up to this age the known state serves while somebody else compares it with the store.
const USABLE: Duration = Duration::from_secs(10);
/// How long a caller waits for the store before the known state serves.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a store that failed is left alone by those who know nothing yet.
const SETBACK: Duration = Duration::from_millis(500);

/// Every account, as those need them who speak with WeChat. Cloning shares it.
#[derive(Clone)]
pub struct AccountRegistry(Arc<Inner>);

struct Inner {
    fresh: Duration,
    configured: Option<Arc<AccountSetup>>,
    store: Arc<dyn AccountStore>,
    sealer: Arc<dyn SecretSealer>,
    known: RwLock<Known>,
    /// Held by the one task that compares with the store.
    turn: Arc<Mutex<()>>,
    generations: AtomicU64,
    /// Connections to stores belong to the runtime that opened them.
    home: Handle,
}

type Setups = BTreeMap<String, Arc<AccountSetup>>;

#[derive(Default)]
struct Known {
    revision: Option<u64>,
    setups: Setups,
    /// When the store was last compared with, or could not be although something is known.
    checked_at: Option<Instant>,
    failure: Option<(Instant, StoreError)>,
}

impl AccountRegistry {
    /// A registry over a store. `configured` is always there; no stored account takes its place. Call it on the
    /// process's main runtime.
    #[must_use]
    pub fn new(configured: Option<AccountSetup>, store: Arc<dyn AccountStore>, sealer: Arc<dyn SecretSealer>) -> Self {
        Self::comparing_after(FRESH, configured, store, sealer)
    }

    /// As [`Self::new`], comparing with the store what is older than `fresh`.
    #[must_use]
    pub fn comparing_after(
        fresh: Duration,
        configured: Option<AccountSetup>,
        store: Arc<dyn AccountStore>,
        sealer: Arc<dyn SecretSealer>,
    ) -> Self {
        Self(Arc::new(Inner {
            fresh,
            configured: configured.map(Arc::new),
            store,
            sealer,
            known: RwLock::default(),
            turn: Arc::default(),
            // Generation 0 is left to the account of the configuration.
            generations: AtomicU64::new(1),
            home: Handle::current(),
        }))
    }

    /// The account of the configuration.
    #[must_use]
    pub fn configured(&self) -> Option<&Arc<AccountSetup>> {
        self.0.configured.as_ref()
    }

    /// Whether these are the details of the account of the configuration.
    #[must_use]
    pub fn is_configured(&self, details: &AccountDetails) -> bool {
        self.0.is_configured(details)
    }

    /// Where stored accounts are kept.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn AccountStore> {
        &self.0.store
    }

    /// What seals their credentials.
    #[must_use]
    pub fn sealer(&self) -> &dyn SecretSealer {
        self.0.sealer.as_ref()
    }

    /// Why an account cannot be used, if so.
    pub(super) fn problem_of(&self, kept: &KeptAccount) -> Option<Unusable> {
        self.0.secrets_of(kept).err()
    }

    /// Reads the store again, after a change of our own. A failure is logged: the next question tries again.
    pub async fn reload(&self) {
        let turn = Arc::clone(&self.0.turn).lock_owned().await;
        if let Err(error) = self.refresh(turn).await {
            tracing::warn!(error = %error, detail = error.detail(), "WeChat accounts were not read again");
        }
    }

    async fn be_current(&self) -> Result<(), StoreError> {
        let inner = &self.0;
        let turn = match inner.age() {
            Some(age) if age < inner.fresh => return Ok(()),
            Some(age) if age < USABLE => match Arc::clone(&inner.turn).try_lock_owned() {
                Ok(turn) => turn,
                Err(_) => return Ok(()),
            },
            _ => {
                inner.check_setback()?;
                let turn = Arc::clone(&inner.turn).lock_owned().await;
                if inner.age().is_some_and(|age| age < inner.fresh) {
                    return Ok(());
                }
                inner.check_setback()?;
                turn
            }
        };
        self.compare_with_store(turn).await
    }

    /// Compares with the store unless that was done after `asked`. All who wait for it share one comparison.
    async fn be_current_since(&self, asked: Instant) -> Result<(), StoreError> {
        let inner = &self.0;
        let is_answered = || inner.known().checked_at.is_some_and(|at| at >= asked);
        if is_answered() {
            return Ok(());
        }
        let turn = Arc::clone(&inner.turn).lock_owned().await;
        if is_answered() {
            return Ok(());
        }
        self.compare_with_store(turn).await
    }

    async fn compare_with_store(&self, turn: OwnedMutexGuard<()>) -> Result<(), StoreError> {
        match self.refresh(turn).await {
            Err(error) if self.0.age().is_none() => Err(error),
            Err(error) => {
                tracing::warn!(error = %error, detail = error.detail(), "WeChat accounts are served as last known");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Compares with the store in a task of its own, which goes on when its caller gives up.
    async fn refresh(&self, turn: OwnedMutexGuard<()>) -> Result<(), StoreError> {
        let inner = Arc::clone(&self.0);
        let work = async move {
            let outcome = inner.compare().await;
            if let Err(error) = &outcome {
                inner.note_failure(error.clone());
            }
            drop(turn);
            outcome
        };
        let task = self.0.home.spawn(work.in_current_span());
        match tokio::time::timeout(PATIENCE, task).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(StoreError::Failed("reading the accounts broke off".to_owned())),
            Err(_) => {
                let error = StoreError::Unavailable("the accounts were not read in time".to_owned());
                self.0.note_failure(error.clone());
                Err(error)
            }
        }
    }
}

impl Inner {
    fn known(&self) -> RwLockReadGuard<'_, Known> {
        // Nothing is left half-written: whole values take each other's place.
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn known_mut(&self) -> RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn age(&self) -> Option<Duration> {
        self.known().checked_at.map(|at| at.elapsed())
    }

    fn check_setback(&self) -> Result<(), StoreError> {
        match &self.known().failure {
            Some((at, error)) if at.elapsed() < SETBACK => Err(error.clone()),
            _ => Ok(()),
        }
    }

    fn note_failure(&self, error: StoreError) {
        let mut known = self.known_mut();
        let now = Instant::now();
        if known.checked_at.is_some() {
            known.checked_at = Some(now);
        } else {
            known.failure = Some((now, error));
        }
    }

    async fn compare(&self) -> Result<(), StoreError> {
        // The revision first: what changes after it was read is found by the next comparison.
        let revision = self.store.revision().await?;
        if self.known().revision != Some(revision) {
            let kept = self.store.list().await?;
            let before = self.known().setups.clone();
            let setups = kept
                .iter()
                .map(|kept| {
                    let setup = self.setup_of(kept, &before);
                    (setup.name.clone(), setup)
                })
                .collect();
            let mut known = self.known_mut();
            known.setups = setups;
            known.revision = Some(revision);
        }
        let mut known = self.known_mut();
        known.checked_at = Some(Instant::now());
        known.failure = None;
        Ok(())
    }

    /// The setup of an account: the one of before, where nothing differs, so that what was built from it stays.
    fn setup_of(&self, kept: &KeptAccount, before: &Setups) -> Arc<AccountSetup> {
        let mut setup = self.read_setup(kept);
        if let Some(known) = before.get(&setup.name) {
            setup.generation = known.generation;
            if setup == **known {
                return Arc::clone(known);
            }
        }
        setup.generation = self.generations.fetch_add(1, Ordering::Relaxed);
        Arc::new(setup)
    }

    fn read_setup(&self, kept: &KeptAccount) -> AccountSetup {
        let stored = kept.account.stored();
        let details = &stored.details;
        let secrets = self.secrets_of(kept);
        if let Err(problem) = secrets {
            tracing::error!(
                account = stored.name.as_str(),
                problem = problem.name(),
                "a WeChat account is out of use"
            );
        }
        AccountSetup {
            name: stored.name.as_str().to_owned(),
            product: details.product(),
            app_id: details.app_id().to_owned(),
            agent_id: details.agent_id(),
            original_id: details.original_id().map(str::to_owned),
            message_mode: details.message_mode(),
            enabled: stored.enabled && secrets.is_ok(),
            secrets: secrets.unwrap_or_else(|_| no_secrets()),
            generation: 0,
        }
    }

    fn secrets_of(&self, kept: &KeptAccount) -> Result<AccountSecrets, Unusable> {
        if self.is_configured(&kept.account.stored().details) {
            return Err(Unusable::SameAsConfigured);
        }
        credentials::open_all(self.sealer.as_ref(), kept).map_err(|_| Unusable::Unsealable)
    }

    fn is_configured(&self, details: &AccountDetails) -> bool {
        self.configured.as_ref().is_some_and(|configured| {
            configured.product == details.product()
                && configured.app_id == details.app_id()
                && configured.agent_id == details.agent_id()
        })
    }
}

fn no_secrets() -> AccountSecrets {
    AccountSecrets {
        app_secret: Secret::new(String::new()),
        token: None,
        encoding_aes_key: None,
        previous_encoding_aes_key: None,
    }
}

#[async_trait]
impl AccountBook for AccountRegistry {
    async fn setup(&self, account: &str) -> Result<Option<Arc<AccountSetup>>, StoreError> {
        if let Some(configured) = self.configured().filter(|configured| configured.name == account) {
            return Ok(Some(Arc::clone(configured)));
        }
        let asked = Instant::now();
        let known = || self.0.known().setups.get(account).cloned();
        self.be_current().await?;
        if let Some(setup) = known().filter(|setup| setup.enabled) {
            return Ok(Some(setup));
        }
        // It may have been added or enabled by another process just now, whose jobs must not fail for good here.
        self.be_current_since(asked).await?;
        Ok(known())
    }

    async fn all(&self) -> Result<Vec<Arc<AccountSetup>>, StoreError> {
        self.be_current().await?;
        let known = self.0.known();
        let stored = known.setups.values();
        let mut all: Vec<_> = self.configured().into_iter().chain(stored).cloned().collect();
        drop(known);
        all.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(all)
    }
}
