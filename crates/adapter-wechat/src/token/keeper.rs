//! Who hands out tokens to calls.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ports::system::Clock;
use ports::wechat::{AccessToken, WechatFailure};
use tokio::sync::OwnedMutexGuard;
use tracing::Instrument;

use super::memory::Memory;
use super::shared::SharedStore;
use super::source::Source;
use crate::failure::later;
use crate::meters;

/// Waiting for a lease to run out whose holder died, and a little longer.
const BEYOND_A_LEASE: Duration = Duration::from_secs(1);

/// The keeper of one token or ticket in this process.
pub(crate) struct TokenKeeper {
    /// What is kept, as the token store names it.
    pub(super) key: String,
    pub(super) source: Box<dyn Source>,
    pub(super) shared: SharedStore,
    pub(super) clock: Arc<dyn Clock>,
    memory: Mutex<Memory>,
    /// Held by the one task of this process that obtains or refreshes the token.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl TokenKeeper {
    pub(crate) fn new(source: Box<dyn Source>, shared: SharedStore, clock: Arc<dyn Clock>) -> Self {
        Self {
            key: shared.key().to_owned(),
            source,
            shared,
            clock,
            memory: Mutex::default(),
            turn: Arc::default(),
        }
    }

    /// A token that works as far as is known; near its end, the next one is fetched in the background.
    ///
    /// # Errors
    /// When there is none and none can be got in bounded time.
    pub(crate) async fn token(self: &Arc<Self>) -> Result<AccessToken, WechatFailure> {
        match self.at_hand() {
            Some(token) => Ok(token),
            None => self.obtain_in_turn().await,
        }
    }

    /// Another token than `rejected`, which WeChat did not take.
    ///
    /// # Errors
    /// As [`Self::token`], and when WeChat insists on the token it rejects.
    pub(crate) async fn replace(self: &Arc<Self>, rejected: &str) -> Result<AccessToken, WechatFailure> {
        self.memory().reject(rejected);
        if let Err(error) = self.shared.invalidate(rejected).await {
            self.note_store(Some(&error));
        }
        self.token().await
    }

    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        // A panic while the lock was held leaves whole values behind.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long to wait for a token that somebody else fetches.
    pub(super) fn patience(&self) -> Duration {
        self.shared.lease() + BEYOND_A_LEASE
    }

    fn at_hand(self: &Arc<Self>) -> Option<AccessToken> {
        let usable = self.memory().usable(self.clock.now(), Instant::now())?;
        meters::token_age(&self.key, usable.age);
        if usable.is_due {
            self.refresh_in_background();
        }
        Some(usable.token)
    }

    async fn obtain_in_turn(self: &Arc<Self>) -> Result<AccessToken, WechatFailure> {
        let Ok(turn) = tokio::time::timeout(self.patience(), self.turn.clone().lock_owned()).await else {
            return Err(later(None, "no access token in time"));
        };
        if let Some(token) = self.at_hand() {
            return Ok(token);
        }
        if let Some(failure) = self.memory().setback(Instant::now()) {
            return Err(failure);
        }
        self.obtain_whatever_happens(turn).await
    }

    /// Obtains a token in a task of its own, so that a caller who gives up early takes neither the fetch nor the lease
    /// down with it: the next caller finds the token.
    async fn obtain_whatever_happens(
        self: &Arc<Self>,
        turn: OwnedMutexGuard<()>,
    ) -> Result<AccessToken, WechatFailure> {
        let keeper = self.clone();
        let work = async move {
            let obtained = keeper.obtain().await;
            if let Err(failure) = &obtained {
                let pause = keeper.source.pause_after_refusal();
                keeper.memory().remember(failure.clone(), pause, Instant::now());
            }
            drop(turn);
            obtained
        };
        let task = tokio::spawn(work.in_current_span());
        task.await
            .unwrap_or_else(|_| Err(later(None, "fetching the access token was stopped")))
    }

    fn refresh_in_background(self: &Arc<Self>) {
        let Ok(turn) = self.turn.clone().try_lock_owned() else {
            return;
        };
        let keeper = self.clone();
        let work = async move {
            keeper.refresh().await;
            drop(turn);
        };
        tokio::spawn(work.in_current_span());
    }
}
