//! `wechat-simulator`: configured by environment alone, stopped by SIGTERM or SIGINT.

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use wechat_simulator::{Settings, start};

/// Exit status for a configuration that makes no sense.
const BAD_CONFIGURATION: u8 = 2;

#[tokio::main]
#[expect(clippy::print_stderr, reason = "faults are told on the standard error stream")]
async fn main() -> ExitCode {
    let settings = match Settings::read(|name| std::env::var(name).ok()) {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(BAD_CONFIGURATION);
        }
    };
    match run(settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wechat-simulator: {error}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the address is this program's output")]
async fn run(settings: Settings) -> std::io::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let simulator = start(settings).await?;
    println!("wechat-simulator listening on {}", simulator.url());
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    simulator.stop().await
}
