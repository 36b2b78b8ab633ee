//! `nextevent`: what operators do from a shell.

mod arguments;
mod commands;
mod output;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;
use runtime::config::Config;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if matches!(arguments.command, Command::Openapi) {
        return commands::openapi::run();
    }
    let config = match Config::load() {
        Ok(config) => config,
        Err(faults) => return output::complain(&faults),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::complain(&error),
    };
    runtime.block_on(commands::run(arguments.command, &config))
}
