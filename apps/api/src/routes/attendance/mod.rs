//! Attendance (报名与签到): who is registered, who came, how many.

mod attendee;
mod attendees;
mod body;
mod check_in;
mod check_in_body;
mod check_ins;
mod error;
mod statistics;

use crate::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        check_in::endpoint(),
        check_ins::endpoint(),
        attendees::endpoint(),
        attendee::endpoint(),
        statistics::endpoint(),
    ]
}
