//! What the command line prints. Results go to standard output, complaints to standard error.

use std::fmt::Display;
use std::process::ExitCode;

/// Prints one line of a result.
#[expect(clippy::print_stdout, reason = "printing is what a command line does")]
pub fn say(line: impl Display) {
    println!("{line}");
}

/// Prints what went wrong and answers the exit code 2.
#[expect(clippy::print_stderr, reason = "complaints go to standard error")]
pub fn complain(error: &dyn Display) -> ExitCode {
    eprintln!("nextevent: {error}");
    ExitCode::from(2)
}
