//! External contacts (外部联系人) of members, and the message that welcomes them.

mod contact;
mod welcome;
mod welcome_attempt;

pub use contact::{
    Contact, ContactFacts, ContactHappened, ContactKind, ContactProfile, Relation, RelationFacts, StoredContact,
};
pub use welcome::{Welcome, WelcomeAttachment, WelcomeHappened, WelcomeSetting};
pub use welcome_attempt::{WelcomeAttempt, WelcomeEnd};
