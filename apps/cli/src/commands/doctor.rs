//! Says of each configured server whether it is reached, which version it has, and what is wrong.

use std::process::ExitCode;

use runtime::config::Config;

use crate::output::say;

/// Runs it: exit code 0 when all is well, 1 otherwise.
pub async fn run(config: &Config) -> ExitCode {
    say("configuration");
    for (name, value) in config.summary() {
        say(format_args!("  {name:<30} {value}"));
    }
    say("servers");
    let findings = assembly::examine(config).await;
    for finding in &findings {
        match &finding.found {
            Ok(text) => say(format_args!("  ok    {:<10} {text}", finding.name)),
            Err(problem) => say(format_args!(
                "  FAIL  {:<10} {problem}; {}",
                finding.name, finding.advice
            )),
        }
    }
    let well = findings.iter().all(|finding| finding.found.is_ok());
    if well { ExitCode::SUCCESS } else { ExitCode::from(1) }
}
