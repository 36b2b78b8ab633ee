//! Seals credentials anew.

use std::process::ExitCode;

use assembly::Platform;

use crate::output::{complain, say};

/// Runs it.
pub async fn reseal(platform: &Platform) -> ExitCode {
    let resealed = match platform.use_cases.reseal_accounts.run().await {
        Ok(resealed) => resealed,
        Err(error) => return complain(&error),
    };
    say(format_args!("resealed {}", resealed.done));
    for name in &resealed.unsealable {
        say(format_args!(
            "{name}: neither CREDENTIALS_KEY nor CREDENTIALS_PREVIOUS_KEY opens it; enter its credentials again"
        ));
    }
    if resealed.unsealable.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
