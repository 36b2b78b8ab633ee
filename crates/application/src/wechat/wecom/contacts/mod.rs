//! External contacts, and the message that welcomes them.

mod forget;
mod note;
mod read;
mod refresh;
mod steps;
mod welcome;
mod welcome_content;
mod welcome_desk;

pub use forget::{ForgetContact, ForgetContacts};
pub use read::ReadContacts;
pub use refresh::{ReadContact, RefreshContact};
pub use welcome::{SendWelcome, Welcoming};
pub use welcome_desk::{SetWelcomeCommand, WelcomeDesk, WelcomeState};
