//! Promotion channels, scene codes and counted scans.

mod codes;
mod counts;
mod reads;
mod renewals;
mod repository;
mod rows;

pub(crate) use codes::insert_code;
