//! Pages in WeChat's browser: signing in on them, and letting them speak with the WeChat client.

mod accounts;
mod adapters;
mod begin_login;
mod browser_sign_in;
mod finish_login;
mod login_key;
mod origin;
mod sign_page;
mod use_cases;

pub use accounts::WebAccountRefusal;
pub use adapters::{WebAdapters, WebParts};
pub use begin_login::{BeginLogin, BeginLoginCommand};
pub use browser_sign_in::{BeginLoginError, FinishLoginCommand, LoginBegun, LoginUnfinished, Unfinished};
pub(crate) use browser_sign_in::{BrowserSignIns, Visitors};
pub use finish_login::{FinishLogin, LoginFinished};
pub use origin::{PublicOrigin, WebSettings};
pub use sign_page::{PageTicket, SignPage, SignPageCommand, SignPageError};
pub use use_cases::WebUseCases;
