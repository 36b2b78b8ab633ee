//! The rules of each account, compiled and held in memory, so that a message that matches none costs no query.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use domain::time::Timestamp;
use domain::wechat::rules::RuleSet;
use ports::StoreError;
use ports::system::Clock;
use ports::wechat::rules::RuleReads;
use tokio::sync::Mutex as AsyncMutex;
use tokio::time::timeout;

/// How long rules are used without asking whether there are newer ones. Changes made by another process are seen
/// after this at the latest.
const FRESH: Duration = Duration::from_secs(2);
/// How long a message waits for the store to tell; then it is answered by the rules at hand.
const PATIENCE: Duration = Duration::from_secs(1);

/// Rules by account. Cloning shares them.
#[derive(Clone)]
pub struct RuleBook {
    inner: Arc<Inner>,
}

struct Inner {
    reads: Arc<dyn RuleReads>,
    clock: Arc<dyn Clock>,
    shelves: RwLock<HashMap<String, Arc<Shelf>>>,
}

/// The rules of one account.
#[derive(Default)]
struct Shelf {
    held: Mutex<Option<Held>>,
    /// Whoever asks the store holds it.
    turn: AsyncMutex<()>,
}

#[derive(Clone)]
struct Held {
    /// `None` where the rules could not be understood.
    revision: Option<u64>,
    rules: Arc<RuleSet>,
    asked_at: Timestamp,
}

impl RuleBook {
    /// An empty book; accounts are read when they are first asked for.
    #[must_use]
    pub fn new(reads: Arc<dyn RuleReads>, clock: Arc<dyn Clock>) -> Self {
        let shelves = RwLock::default();
        Self {
            inner: Arc::new(Inner { reads, clock, shelves }),
        }
    }

    /// The rules of an account, at most two seconds old while the store answers; the last known ones while it does not.
    /// Where none are known and those stored cannot be understood there are none: a message must be recorded all the
    /// same.
    ///
    /// # Errors
    /// When the account was never read and the store cannot be reached.
    pub async fn rules(&self, account: &str) -> Result<Arc<RuleSet>, StoreError> {
        let shelf = self.shelf(account);
        if let Some(held) = shelf.fresh(self.inner.clock.now()) {
            return Ok(held.rules);
        }
        // One asks the store; meanwhile everybody else goes on with what is there.
        let turn = shelf.turn.try_lock();
        match (turn, shelf.held()) {
            (Ok(_turn), _) => self.renew(account, &shelf).await,
            (Err(_), Some(held)) => Ok(held.rules),
            (Err(_), None) => {
                let _turn = shelf.turn.lock().await;
                match shelf.held() {
                    Some(held) => Ok(held.rules),
                    None => self.renew(account, &shelf).await,
                }
            }
        }
    }

    /// Reads the rules of an account anew because they were changed here. A failure costs two seconds at most.
    pub async fn changed(&self, account: &str) {
        let shelf = self.shelf(account);
        let _turn = shelf.turn.lock().await;
        if let Err(error) = self.renew(account, &shelf).await {
            tracing::warn!(error = %error, "changed reply rules were not read back; it is tried again");
        }
    }

    fn shelf(&self, account: &str) -> Arc<Shelf> {
        let shelves = self.inner.shelves.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = shelves.get(account) {
            return Arc::clone(shelf);
        }
        drop(shelves);
        let mut shelves = self.inner.shelves.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shelves.entry(account.to_owned()).or_default())
    }

    async fn renew(&self, account: &str, shelf: &Shelf) -> Result<Arc<RuleSet>, StoreError> {
        let held = shelf.held();
        let asked = timeout(PATIENCE, self.ask(account, held.as_ref())).await;
        let asked =
            asked.unwrap_or_else(|_| Err(StoreError::Unavailable("reply rules were not read in time".to_owned())));
        let held = match (asked, held) {
            (Ok(held), _) => held,
            (Err(error), Some(held)) => {
                tracing::warn!(error = %error, "reply rules could not be read; the last known ones answer");
                Held {
                    asked_at: self.inner.clock.now(),
                    ..held
                }
            }
            (Err(error @ (StoreError::Unavailable(_) | StoreError::Contention(_))), None) => return Err(error),
            (Err(error), None) => {
                tracing::error!(error = %error, detail = error.detail(), "reply rules cannot be read: none answers");
                Held {
                    revision: None,
                    rules: Arc::default(),
                    asked_at: self.inner.clock.now(),
                }
            }
        };
        let rules = Arc::clone(&held.rules);
        *shelf.lock() = Some(held);
        Ok(rules)
    }

    async fn ask(&self, account: &str, held: Option<&Held>) -> Result<Held, StoreError> {
        let asked_at = self.inner.clock.now();
        if let Some(held) = held
            && held.revision == Some(self.inner.reads.revision(account).await?)
        {
            return Ok(Held {
                asked_at,
                ..held.clone()
            });
        }
        let view = self.inner.reads.book(account).await?;
        Ok(Held {
            revision: Some(view.revision),
            rules: Arc::new(RuleSet::of(view.rules)),
            asked_at,
        })
    }
}

impl Shelf {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn held(&self) -> Option<Held> {
        self.lock().clone()
    }

    fn fresh(&self, now: Timestamp) -> Option<Held> {
        // A clock that was set back makes them old, too.
        self.held()
            .filter(|held| held.asked_at <= now && now.since(held.asked_at) < FRESH)
    }
}
