//! Mass messages, and reports on them as they came.

mod json;
mod part_json;
mod people;
mod report_json;
mod reports;
mod rows;
mod store;

pub(super) use report_json::MassReportJson;
