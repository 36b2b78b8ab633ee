//! Attendance (报名与签到): who has a seat, who came, and the rules of both.

mod admission;
mod attendee;
mod check_in;
mod happened;
mod roll;

pub use admission::{AdmissionRules, CheckInRefusal, RegisterRefusal};
pub use attendee::{Attendee, AttendeeSource, PersonRef};
pub use check_in::{CheckIn, CheckInMethod, Gate, ScanId};
pub use happened::AttendanceHappened;
pub use roll::{CheckInRequest, Registration, RegistrationRequest, Roll};
