//! What the command line prints. Results go to standard output, complaints to standard error.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write as _};
use std::process::{ExitCode, exit};

/// Prints one line of a result. A reader who has seen enough (`… | head`) stops nothing; a line that cannot be written ends
/// the program with exit code 2.
pub fn say(line: impl Display) {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&error);
            exit(2);
        }
        _ => {}
    }
}

/// Prints what went wrong and answers the exit code 2.
#[expect(clippy::print_stderr, reason = "complaints go to standard error")]
pub fn complain(error: &dyn Display) -> ExitCode {
    eprintln!("nextevent: {error}");
    ExitCode::from(2)
}
