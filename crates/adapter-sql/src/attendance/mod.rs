//! Attendance.

mod book;
mod latest;
mod reads;
mod rows;

pub(crate) use latest::save_latest;
pub(crate) use rows::ROLLS;
