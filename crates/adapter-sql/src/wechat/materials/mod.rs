//! Materials, their uploads, and which files are needed.

mod file_book;
mod reads;
mod repository;
mod rows;
mod upload_rows;
