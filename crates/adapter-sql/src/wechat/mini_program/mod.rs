//! The Mini Program: session keys, codes, links, content checks.

mod check_rows;
mod checks;
mod code_rows;
mod codes;
mod early_verdicts;
mod links;
mod session_keys;
