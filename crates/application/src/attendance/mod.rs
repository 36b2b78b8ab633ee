//! What attendees and staff do: take a seat, come in; and who looks at it.

mod batch;
mod check_in;
mod desk;
mod read_attendance;
mod register;

pub use check_in::{CheckInCommand, CheckInError, CheckedIn, Subject};
pub use desk::{AttendanceDesk, DeskFailure, DeskTools};
pub use read_attendance::{AttendeeDetails, ReadAttendance, ReadAttendanceError};
pub use register::{RegisterCommand, RegisterError, Registered};
