//! Adds an administrator.

use std::io::BufRead;
use std::process::ExitCode;

use application::identity::AddOperatorCommand;
use assembly::Platform;

use crate::arguments::User;
use crate::output::{complain, say};

/// Runs it.
pub async fn run(command: User, platform: &Platform) -> ExitCode {
    let User::Create { username } = command;
    let Some(password) = password() else {
        return complain(&"give the password in NEXTEVENT_PASSWORD or on the first line of standard input");
    };
    match platform
        .use_cases
        .add_operator
        .run(AddOperatorCommand { username, password })
        .await
    {
        Ok(operator) => {
            say(format_args!("added {} ({})", operator.username.as_str(), operator.id));
            ExitCode::SUCCESS
        }
        Err(application::identity::AddOperatorError::Invalid(faults)) => {
            let lines: Vec<_> = faults
                .iter()
                .map(|(field, why)| format!("{field} {}", why.join(", ")))
                .collect();
            complain(&lines.join("; "))
        }
        Err(error) => complain(&error),
    }
}

fn password() -> Option<String> {
    if let Ok(password) = std::env::var("NEXTEVENT_PASSWORD") {
        return Some(password);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).ok()?;
    let password = line.trim_end_matches(['\r', '\n']);
    (!password.is_empty()).then(|| password.to_owned())
}
