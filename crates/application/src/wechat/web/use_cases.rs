//! All that pages can do, over one set of ports.

use std::sync::Arc;

use super::accounts::WebAccounts;
use super::browser_sign_in::{BrowserSignIns, Visitors};
use super::{BeginLogin, FinishLogin, SignPage, WebAdapters, WebParts};

/// All that pages can do.
#[derive(Clone)]
#[expect(missing_docs, reason = "each field is named after its use case, which is documented")]
pub struct WebUseCases {
    pub begin_login: BeginLogin,
    pub finish_login: FinishLogin,
    pub sign_page: SignPage,
    /// Whether cookies are for TLS only: our pages are reached over it.
    pub is_secure: bool,
}

impl WebUseCases {
    /// Assembles them.
    #[must_use]
    pub fn new(adapters: &WebAdapters, parts: WebParts) -> Self {
        let accounts = WebAccounts {
            book: Arc::clone(&adapters.accounts),
            usual: parts.account,
        };
        let sign_ins = BrowserSignIns {
            visitors: Visitors::People,
            states: Arc::clone(&adapters.states),
            randomness: Arc::clone(&adapters.randomness),
            limiter: Arc::clone(&parts.limiter),
            origin: parts.settings.origin.clone(),
        };
        Self {
            is_secure: parts.settings.is_secure(),
            begin_login: BeginLogin {
                api: Arc::clone(&adapters.api),
                accounts: accounts.clone(),
                sign_ins: sign_ins.clone(),
            },
            finish_login: FinishLogin {
                api: Arc::clone(&adapters.api),
                sign_ins,
                learn: parts.learn,
                sessions: Arc::clone(&adapters.person_sessions),
                clock: Arc::clone(&parts.clock),
                ids: Arc::clone(&parts.ids),
                lifetime: parts.session,
            },
            sign_page: SignPage {
                accounts,
                tickets: Arc::clone(&adapters.js_tickets),
                limiter: parts.limiter,
                clock: parts.clock,
                ids: parts.ids,
                settings: parts.settings,
            },
        }
    }
}
