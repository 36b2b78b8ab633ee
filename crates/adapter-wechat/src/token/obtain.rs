//! Getting a token together with other processes.

use std::time::{Duration, Instant};

use ports::wechat::{AccessToken, TokenStoreUnavailable, WechatFailure};

use super::keeper::TokenKeeper;
use crate::failure::later;

/// How often those who wait for another process look at the store.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// When to look again whether another process has refreshed the token.
const WHILE_ANOTHER_REFRESHES: Duration = Duration::from_secs(1);
const AFTER_FAILED_REFRESH: Duration = Duration::from_secs(5);
/// When forcing a new token may be allowed again.
const UNTIL_FORCING: Duration = Duration::from_secs(30);

/// What one attempt came to.
enum Attempt {
    Got(AccessToken),
    Failed(WechatFailure),
    /// Another process is at it.
    Leased,
}

impl TokenKeeper {
    /// A token that this process does not have yet: the store's, or one that is fetched now.
    pub(super) async fn obtain(&self) -> Result<AccessToken, WechatFailure> {
        let deadline = Instant::now() + self.patience();
        loop {
            match self.attempt(None).await {
                Attempt::Got(token) => return Ok(self.adopt(token)),
                Attempt::Failed(failure) => return Err(failure),
                Attempt::Leased if Instant::now() >= deadline => {
                    return Err(later(None, "another process fetches the access token for too long"));
                }
                Attempt::Leased => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
    }

    /// Replaces a token that is still good. What fails here fails silently for calls.
    pub(super) async fn refresh(&self) {
        let Some(usable) = self.memory().usable(self.clock.now(), Instant::now()) else {
            return;
        };
        let pause = match self.attempt(Some(&usable.token)).await {
            Attempt::Got(token) => {
                self.adopt(token);
                return;
            }
            Attempt::Leased => WHILE_ANOTHER_REFRESHES,
            Attempt::Failed(failure) => {
                tracing::warn!(wechat.app_id = self.key, %failure, "the access token cannot be refreshed yet");
                AFTER_FAILED_REFRESH
            }
        };
        self.memory().rest_until(Instant::now() + pause);
    }

    /// Without the store, the process fetches for itself: `stable_token` gives it what it gives the others.
    async fn attempt(&self, old: Option<&AccessToken>) -> Attempt {
        match self.attempt_together(old).await {
            Ok(attempt) => {
                self.note_store(None);
                attempt
            }
            Err(error) => {
                self.note_store(Some(&error));
                self.fetch().await.map_or_else(Attempt::Failed, Attempt::Got)
            }
        }
    }

    async fn attempt_together(&self, old: Option<&AccessToken>) -> Result<Attempt, TokenStoreUnavailable> {
        if let Some(token) = self.look(old).await? {
            return Ok(Attempt::Got(token));
        }
        if !self.shared.try_lease().await? {
            return Ok(Attempt::Leased);
        }
        // Between the look and the lease, its last holder may have stored a token.
        if let Some(token) = self.look(old).await? {
            self.give_up_lease().await;
            return Ok(Attempt::Got(token));
        }
        match self.fetch().await {
            Ok(token) => Ok(Attempt::Got(self.share(token).await)),
            Err(failure) => {
                self.give_up_lease().await;
                Ok(Attempt::Failed(failure))
            }
        }
    }

    /// A lease that cannot be given up runs out by itself.
    async fn give_up_lease(&self) {
        if let Err(error) = self.shared.release().await {
            self.note_store(Some(&error));
        }
    }

    /// The store's token, if it helps: not ended, not rejected, and later than the `old` one.
    async fn look(&self, old: Option<&AccessToken>) -> Result<Option<AccessToken>, TokenStoreUnavailable> {
        let (found, now) = (self.shared.current().await?, self.clock.now());
        let is_later =
            |token: &AccessToken| old.is_none_or(|old| token.value != old.value && token.expires_at > old.expires_at);
        Ok(found.filter(|token| token.expires_at > now && is_later(token) && !self.memory().is_rejected(&token.value)))
    }

    /// Stores a fetched token. Where the lease was lost meanwhile, what its next holder stored counts, so that all
    /// processes use the same.
    async fn share(&self, token: AccessToken) -> AccessToken {
        match self.shared.put(&token).await {
            Ok(true) => token,
            Ok(false) => {
                tracing::warn!(
                    wechat.app_id = self.key,
                    "fetching the access token took longer than its lease"
                );
                self.look(None).await.ok().flatten().unwrap_or(token)
            }
            Err(error) => {
                self.note_store(Some(&error));
                token
            }
        }
    }

    /// Asks WeChat; where it gives the very token it rejected, once more with force.
    async fn fetch(&self) -> Result<AccessToken, WechatFailure> {
        let token = self.source.ask(false).await?;
        if !self.memory().is_rejected(&token.value) {
            return Ok(token);
        }
        if self.source.can_force() && self.memory().may_force(Instant::now()) {
            let forced = self.source.ask(true).await?;
            if !self.memory().is_rejected(&forced.value) {
                return Ok(forced);
            }
        }
        Err(later(
            Some(UNTIL_FORCING),
            "WeChat gives out the access token that it rejects",
        ))
    }

    fn adopt(&self, token: AccessToken) -> AccessToken {
        self.memory().adopt(&token, self.clock.now(), rand::random());
        token
    }

    /// Tells once that the store is gone, and once that it is back.
    pub(super) fn note_store(&self, error: Option<&TokenStoreUnavailable>) {
        if !self.memory().note_alone(error.is_some()) {
            return;
        }
        match error {
            Some(error) => tracing::warn!(
                wechat.app_id = self.key,
                %error,
                "without the token store, this process fetches access tokens for itself"
            ),
            None => tracing::info!(wechat.app_id = self.key, "the token store is back"),
        }
    }
}
