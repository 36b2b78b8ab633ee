//! Lists, replays and drops dead jobs.

use std::process::ExitCode;

use application::jobs::DeadLetterError;
use assembly::Platform;
use domain::ids::JobId;
use ports::PageQuery;
use ports::jobs::DeadLetter;
use serde_json::{Value, json};

use crate::arguments::DeadLetters;
use crate::output::{complain, say};

/// Runs it.
pub async fn run(command: DeadLetters, platform: &Platform) -> ExitCode {
    match attempt(command, platform).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error),
    }
}

async fn attempt(command: DeadLetters, platform: &Platform) -> Result<(), DeadLetterError> {
    let desk = &platform.use_cases.dead_letters;
    match command {
        DeadLetters::List { name, json } => {
            for letter in all(platform, name.as_deref()).await? {
                if json {
                    say(as_json(&letter))
                } else {
                    say(as_line(&letter))
                }
            }
        }
        DeadLetters::Replay { ids, all: every, name } => {
            let ids = if every {
                ids_of(&all(platform, name.as_deref()).await?)
            } else {
                typed(&ids)
            };
            for id in &ids {
                desk.replay(*id).await?;
            }
            say(format_args!("replayed {}", ids.len()));
        }
        DeadLetters::Drop { ids } => {
            for id in typed(&ids) {
                desk.discard(id).await?;
            }
            say(format_args!("dropped {}", ids.len()));
        }
    }
    Ok(())
}

async fn all(platform: &Platform, name: Option<&str>) -> Result<Vec<DeadLetter>, DeadLetterError> {
    let size = PageQuery::MAX_SIZE;
    let mut query = PageQuery::Number { page: 1, size };
    let mut letters = Vec::new();
    loop {
        let page = platform.use_cases.dead_letters.list(name, query).await?;
        letters.extend(page.items);
        match page.next {
            Some(last) => query = PageQuery::After { last, size },
            None => return Ok(letters),
        }
    }
}

fn ids_of(letters: &[DeadLetter]) -> Vec<JobId> {
    letters.iter().map(|letter| letter.job.id).collect()
}

fn typed(ids: &[uuid::Uuid]) -> Vec<JobId> {
    ids.iter().copied().map(JobId::from_uuid).collect()
}

fn as_line(letter: &DeadLetter) -> String {
    let DeadLetter { job, reason, died_at } = letter;
    format!(
        "{}  {died_at}  {}  after {} attempts: {reason}",
        job.id, job.name, job.attempt
    )
}

fn as_json(letter: &DeadLetter) -> Value {
    let payload = serde_json::from_str(&letter.job.payload).unwrap_or_else(|_| json!(letter.job.payload));
    json!({
        "id": letter.job.id.to_string(),
        "name": letter.job.name,
        "payload": payload,
        "attempt": letter.job.attempt,
        "reason": letter.reason,
        "createdAt": letter.job.created_at.to_string(),
        "diedAt": letter.died_at.to_string(),
    })
}
