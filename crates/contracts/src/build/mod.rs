//! Test data that shows only what matters.
//!
//! Instants have microseconds that no floating-point number and no millisecond column keeps; texts hold four-byte
//! characters where the product allows them.

mod accounts;
mod event;
mod ids;
mod jobs;
mod kinds;
mod messages;
mod notices;
mod people;
mod rules;
mod time;

pub use accounts::{an_account, an_account_change};
pub use event::{EventBuilder, a_qr_code, an_event};
pub use ids::{fresh, fresh_id};
pub use jobs::{a_dead_letter, a_job, a_log_entry};
pub use kinds::noted_kinds;
pub use messages::{a_message, a_text_message, an_answer};
pub use notices::{a_delivery, a_template_delivery};
pub use people::{a_check_in, a_seeker, an_attendee, an_operator, somebody};
pub use rules::a_rule;
pub use time::{after, before, next_now, now};
