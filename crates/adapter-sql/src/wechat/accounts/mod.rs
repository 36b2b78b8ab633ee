//! Accounts.

mod rows;
mod sightings;
mod store;
mod test_json;
