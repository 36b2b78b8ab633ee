//! Followers, their synchronisation, their tags.

mod erase;
mod reads;
mod repository;
mod rows;
mod sync_rows;
mod syncs;
mod tag_reads;
mod tag_rows;
mod tags;
