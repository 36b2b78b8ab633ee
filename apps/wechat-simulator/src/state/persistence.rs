//! Saves people, codes and tokens, so that they survive a restart.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::State;
use super::codes::{Code, Codes};
use super::people::{People, Person};
use super::tokens::Tokens;

#[derive(Serialize)]
struct Saved<'a> {
    people: &'a [Person],
    codes: Vec<&'a Code>,
    tokens: &'a Tokens,
    next_message_id: u64,
}

#[derive(Deserialize)]
struct Restored {
    people: Vec<Person>,
    codes: Vec<Code>,
    tokens: Tokens,
    next_message_id: u64,
}

/// The state as it is saved.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn snapshot(state: &State) -> io::Result<Vec<u8>> {
    let saved = Saved {
        people: state.people.list(),
        codes: state.codes.iter().collect(),
        tokens: &state.tokens,
        next_message_id: state.chance.next_message_id(),
    };
    Ok(serde_json::to_vec(&saved)?)
}

/// Replaces the file by the snapshot; a reader sees the old or the new one, never a part.
///
/// # Errors
/// When the file cannot be written.
pub fn write(path: &Path, snapshot: &[u8]) -> io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    fs::write(&unfinished, snapshot)?;
    fs::rename(unfinished, path)
}

/// Restores what the file holds; a missing file is an empty state.
///
/// # Errors
/// When the file is there but cannot be read or understood.
pub fn load(path: &Path, state: &mut State) -> io::Result<()> {
    let content = match fs::read(path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let restored: Restored = serde_json::from_slice(&content)?;
    state.people = People::restore(restored.people);
    state.codes = Codes::restore(restored.codes);
    state.tokens = restored.tokens;
    state.chance.continue_after(restored.next_message_id);
    Ok(())
}
