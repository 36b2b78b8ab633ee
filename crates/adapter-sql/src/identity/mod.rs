//! Identity.

mod operators;
mod people;
mod people_reads;
mod person_rows;
mod phones;
mod wecom_links;
