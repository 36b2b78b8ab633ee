//! Saves accounts, people, codes and tokens, so that they survive a restart.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::State;
use super::account::{Account, AccountSetup};
use super::codes::{Code, Codes};
use super::corps::Corps;
use super::humans::{Human, Humans};
use super::media::MediaLibrary;
use super::mini::MiniData;
use super::official::OfficialData;
use super::people::{People, Person};
use super::tokens::Tokens;

/// The form that is written. Form 1 had one account and no number.
const VERSION: u64 = 2;

#[derive(Serialize)]
struct Saved<'a> {
    version: u64,
    humans: &'a [Human],
    accounts: Vec<SavedAccount<'a>>,
    corps: &'a Corps,
    next_message_id: u64,
}

#[derive(Serialize)]
struct SavedAccount<'a> {
    setup: AccountSetup,
    people: &'a [Person],
    codes: Vec<&'a Code>,
    tokens: &'a Tokens,
    media: &'a MediaLibrary,
    official: &'a OfficialData,
    mini: &'a MiniData,
}

#[derive(Deserialize)]
struct Restored {
    humans: Vec<Human>,
    accounts: Vec<RestoredAccount>,
    #[serde(default)]
    corps: Corps,
    next_message_id: u64,
}

#[derive(Deserialize)]
struct RestoredAccount {
    setup: AccountSetup,
    people: Vec<Person>,
    codes: Vec<Code>,
    tokens: Tokens,
    #[serde(default)]
    media: MediaLibrary,
    #[serde(default)]
    official: OfficialData,
    #[serde(default)]
    mini: MiniData,
}

/// Form 1: the default account alone, and people who were nobody else.
#[derive(Deserialize)]
struct RestoredSingle {
    people: Vec<Person>,
    codes: Vec<Code>,
    tokens: Tokens,
    next_message_id: u64,
}

#[derive(Deserialize)]
struct Head {
    version: Option<u64>,
}

/// The state as it is saved.
///
/// # Errors
/// When it cannot be put into JSON.
pub fn snapshot(state: &State) -> io::Result<Vec<u8>> {
    let accounts = state.accounts.iter().map(|(_, account)| SavedAccount {
        setup: account.setup(),
        people: account.people.list(),
        codes: account.codes.iter().collect(),
        tokens: &account.tokens,
        media: &account.media,
        official: &account.official,
        mini: &account.mini,
    });
    let saved = Saved {
        version: VERSION,
        humans: state.humans.list(),
        accounts: accounts.collect(),
        corps: &state.corps,
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

/// Restores what the file holds; a missing file is an empty state. Accounts of the environment keep the setup that the
/// environment gives them; accounts that only the file knows come back as they were.
///
/// # Errors
/// When the file is there but cannot be read or understood, or was written by a later version.
pub fn load(path: &Path, state: &mut State) -> io::Result<()> {
    let content = match fs::read(path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let unreadable = |error: serde_json::Error| {
        let place = path.display();
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("the state file {place} cannot be understood: {error}"),
        )
    };
    let head: Head = serde_json::from_slice(&content).map_err(unreadable)?;
    match head.version {
        None => restore_single(state, serde_json::from_slice(&content).map_err(unreadable)?),
        Some(VERSION) => restore(state, serde_json::from_slice(&content).map_err(unreadable)?),
        Some(other) => {
            let place = path.display();
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("the state file {place} has form {other}; this simulator reads forms 1 and {VERSION}"),
            ));
        }
    }
    Ok(())
}

fn restore(state: &mut State, restored: Restored) {
    state.humans = Humans::restore(restored.humans);
    state.corps = restored.corps;
    for saved in restored.accounts {
        let known = state.accounts.named(&saved.setup.name);
        let id = known.or_else(|| state.accounts.add(Account::new(saved.setup)));
        let Some(account) = id.and_then(|id| state.accounts.get_mut(id)) else {
            continue;
        };
        account.people = People::restore(saved.people);
        account.codes = Codes::restore(saved.codes);
        account.tokens = saved.tokens;
        account.media = saved.media;
        account.official = saved.official;
        account.mini = saved.mini;
    }
    state.chance.continue_after(restored.next_message_id);
}

fn restore_single(state: &mut State, restored: RestoredSingle) {
    let id = state.accounts.default_id();
    let account = &mut state.accounts[id];
    let mut people = restored.people;
    for person in &mut people {
        person.human = state.humans.add(Some(person.nickname.clone()));
        if let Some(human) = state.humans.get_mut(person.human) {
            human.open_ids.insert(account.name.clone(), person.open_id.clone());
        }
    }
    account.people = People::restore(people);
    account.codes = Codes::restore(restored.codes);
    account.tokens = restored.tokens;
    state.chance.continue_after(restored.next_message_id);
}
