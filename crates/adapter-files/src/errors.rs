//! Errors of the object stores, sorted. Their texts name addresses and paths, never credentials.

use std::error::Error as _;
use std::fmt::Write as _;
use std::io;

use object_store::Error;
use ports::files::FileError;

/// The storage cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The folder cannot be made or used.
    #[error("the folder for files cannot be used: {0}")]
    Folder(String),
    /// The address of the object storage is none.
    #[error("the address of the object storage must be a host or an http(s) address")]
    Endpoint,
    /// The client cannot be built.
    #[error("the object storage cannot be used: {0}")]
    Client(String),
}

/// What a failure means to those who want files.
pub(crate) fn sorted(error: &Error) -> FileError {
    let detail = whole_story(error);
    match error {
        // Full disks and lost mounts come back; wrong rights and wrong keys do not by themselves.
        Error::Generic { .. } | Error::JoinError { .. } if !is_denied(error) => FileError::Unavailable(detail),
        _ => FileError::Failed(detail),
    }
}

fn is_denied(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            return io.kind() == io::ErrorKind::PermissionDenied;
        }
        cause = inner.source();
    }
    false
}

/// An error with its causes; the outermost often says nothing.
fn whole_story(error: &Error) -> String {
    let mut story = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !story.contains(&text) {
            let _ = write!(story, ": {text}");
        }
        cause = inner.source();
    }
    story
}
