//! The databases by themselves: their own rate, and rows put in without the api.

mod fill;
mod own_rate;

pub use fill::{Came, attend, count};
pub use own_rate::own_rate;
