//! Pages in WeChat's browser: signing in on them, and letting them speak with the WeChat client.

mod accounts;
mod adapters;
mod begin_login;
mod finish_login;
mod login_key;
mod origin;
mod sign_page;
mod use_cases;

pub use accounts::WebAccountRefusal;
pub use adapters::{WebAdapters, WebParts};
pub use begin_login::{BeginLogin, BeginLoginCommand, BeginLoginError, LoginBegun};
pub use finish_login::{FinishLogin, FinishLoginCommand, LoginFinished, LoginUnfinished, Unfinished};
pub(crate) use login_key::{is_secret, staff_login_key};
pub use origin::{PublicOrigin, WebSettings};
pub use sign_page::{PageTicket, SignPage, SignPageCommand, SignPageError};
pub use use_cases::WebUseCases;
