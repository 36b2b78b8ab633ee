//! One account as it is now: its caller, and the keepers of its tickets.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ports::wechat::{AccountSetup, TicketKind, WechatFailure};

use crate::building::Building;
use crate::caller::Caller;
use crate::token::TokenKeeper;

/// One account, of one generation of its set-up.
pub(crate) struct Account {
    setup: Arc<AccountSetup>,
    caller: Arc<Caller>,
    tickets: Mutex<HashMap<TicketKind, Arc<TokenKeeper>>>,
}

impl Account {
    pub(crate) fn new(setup: Arc<AccountSetup>, caller: Arc<Caller>) -> Self {
        Self {
            setup,
            caller,
            tickets: Mutex::default(),
        }
    }

    pub(crate) fn setup(&self) -> &AccountSetup {
        &self.setup
    }

    pub(crate) const fn caller(&self) -> &Arc<Caller> {
        &self.caller
    }

    /// The keeper of a kind of ticket.
    ///
    /// # Errors
    /// `Refused` when the account's product has no such tickets.
    pub(crate) fn tickets(&self, kind: TicketKind, building: &Building) -> Result<Arc<TokenKeeper>, WechatFailure> {
        let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keeper) = tickets.get(&kind) {
            return Ok(Arc::clone(keeper));
        }
        let keeper = Arc::new(building.ticket_keeper(&self.setup, &self.caller, kind)?);
        tickets.insert(kind, Arc::clone(&keeper));
        Ok(keeper)
    }
}
