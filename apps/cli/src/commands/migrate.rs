//! Brings the schema up or down, and says where it stands.

use std::process::ExitCode;

use assembly::{AssemblyError, Platform};

use crate::arguments::Migrate;
use crate::output::{complain, say};

/// Runs it.
pub async fn run(command: &Migrate, platform: &Platform) -> ExitCode {
    match attempt(command, platform).await {
        Ok(code) => code,
        Err(error) => complain(&error),
    }
}

async fn attempt(command: &Migrate, platform: &Platform) -> Result<ExitCode, AssemblyError> {
    let migrations = platform.migrations();
    match command {
        Migrate::Up => migrations.up().await?,
        Migrate::Down { steps } => migrations.down(*steps).await?,
        Migrate::Status => {}
    }
    let mut pending = false;
    for migration in migrations.status().await? {
        pending |= !migration.applied;
        say(format_args!(
            "{}  {}",
            if migration.applied { "applied" } else { "pending" },
            migration.name
        ));
    }
    let failed = pending && matches!(command, Migrate::Status);
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
