//! Prints the OpenAPI description, as checked in under `openapi/`.

use std::process::ExitCode;

use crate::output::{complain, say};

/// Runs it.
pub fn run() -> ExitCode {
    match api::openapi().to_pretty_json() {
        Ok(text) => {
            say(text);
            ExitCode::SUCCESS
        }
        Err(error) => complain(&error),
    }
}
