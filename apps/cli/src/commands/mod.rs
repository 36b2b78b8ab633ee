//! One file a command.

mod accounts;
mod dead_letters;
mod doctor;
mod migrate;
pub mod openapi;
mod sample;
mod user;

use std::process::ExitCode;

use assembly::Platform;
use runtime::config::Config;

use crate::arguments::{Accounts, Command, Jobs};
use crate::output::complain;

/// Runs a command; answers its exit code.
pub async fn run(command: Command, config: &Config) -> ExitCode {
    if matches!(command, Command::Doctor) {
        return doctor::run(config).await;
    }
    let platform = match Platform::connect(config).await {
        Ok(platform) => platform,
        Err(error) => return complain(&error),
    };
    let code = match command {
        Command::Migrate(command) => migrate::run(&command, &platform).await,
        Command::User(command) => user::run(command, &platform).await,
        Command::Doctor => doctor::run(config).await,
        Command::Accounts(Accounts::Reseal) => accounts::reseal(&platform).await,
        Command::Jobs(Jobs::DeadLetters(command)) => dead_letters::run(command, &platform).await,
        Command::Sample => sample::run(config, &platform).await,
        Command::Openapi => openapi::run(),
    };
    platform.close().await;
    code
}
