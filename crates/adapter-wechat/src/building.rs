//! Putting the parts of an account together.

use std::sync::Arc;

use ports::system::Clock;
use ports::wechat::{AccessTokenStore, AccountSetup, TicketKind, WechatFailure};

use crate::account::Account;
use crate::caller::Caller;
use crate::gate::Gates;
use crate::settings::{CallLimits, SetupError, WechatSettings};
use crate::token::{Endpoint, SharedStore, TicketSource, TokenKeeper, ticket_key, token_key};
use crate::wire::Wire;

/// What accounts are built from.
pub(crate) struct Building {
    wire: Wire,
    store: Arc<dyn AccessTokenStore>,
    clock: Arc<dyn Clock>,
    instance: String,
    limits: CallLimits,
}

impl Building {
    pub(crate) fn new(
        settings: WechatSettings,
        store: Arc<dyn AccessTokenStore>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, SetupError> {
        Ok(Self {
            wire: Wire::new(&settings)?,
            store,
            clock,
            instance: settings.instance,
            limits: settings.limits,
        })
    }

    pub(crate) const fn wire(&self) -> &Wire {
        &self.wire
    }

    /// An account. The gates of its earlier generation stay where it still is the same account for WeChat: what WeChat
    /// asked for does not end because we changed our note.
    pub(crate) fn account(
        &self,
        setup: Arc<AccountSetup>,
        keeper: Arc<TokenKeeper>,
        earlier: Option<&Account>,
    ) -> Account {
        let gates = earlier
            .filter(|earlier| token_key(earlier.setup()) == token_key(&setup))
            .map_or_else(
                || Arc::new(Gates::new(&setup.name, &self.limits)),
                |earlier| Arc::clone(earlier.caller().gates()),
            );
        let caller = Caller::new(
            &setup,
            keeper,
            gates,
            self.wire.clone(),
            Arc::clone(&self.clock),
            &self.limits,
        );
        Account::new(setup, Arc::new(caller))
    }

    pub(crate) fn token_keeper(&self, setup: &Arc<AccountSetup>) -> TokenKeeper {
        let endpoint = Endpoint::new(Arc::clone(setup), self.wire.clone(), Arc::clone(&self.clock));
        TokenKeeper::new(
            Box::new(endpoint),
            self.shared(&token_key(setup)),
            Arc::clone(&self.clock),
        )
    }

    pub(crate) fn ticket_keeper(
        &self,
        setup: &AccountSetup,
        caller: &Arc<Caller>,
        kind: TicketKind,
    ) -> Result<TokenKeeper, WechatFailure> {
        let source = TicketSource::new(Arc::clone(caller), kind)?;
        let shared = self.shared(&ticket_key(setup, kind));
        Ok(TokenKeeper::new(Box::new(source), shared, Arc::clone(&self.clock)))
    }

    fn shared(&self, key: &str) -> SharedStore {
        SharedStore::new(
            Arc::clone(&self.store),
            key,
            &self.instance,
            self.wire.transport.timeout(),
        )
    }
}
