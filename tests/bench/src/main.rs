//! `make bench`: measures the release binaries of this build against bare counterparts, on this machine, in this run.
//!
//! A figure of a shared machine says little by itself; its ratio to something bare that was measured a moment before
//! says more. So every server is measured beside its counterpart and nothing is written to a file. Load and server
//! share the processors: requests are built before the clock starts, and a connection sends its next request when the
//! last is answered, so latencies are those of a system that is never asked for more than it can give.

mod arguments;
mod bare;
mod clock;
mod database;
mod load;
mod measure;
mod message;
mod outcome;
mod system;
mod table;

use std::process::ExitCode;

use arguments::{Arguments, Section};
use outcome::Outcome;
use table::{Row, Table};

fn main() -> ExitCode {
    let finished = match Arguments::read() {
        Ok(Arguments::BareWebhook { port, mode }) => bare::serve(port, mode).map(|()| ExitCode::SUCCESS),
        Ok(Arguments::Measure(plan)) => measure(&plan),
        Err(usage) => {
            table::tell(&usage);
            Ok(ExitCode::from(2))
        }
    };
    finished.unwrap_or_else(|error| {
        table::tell(&format!("bench: {error}"));
        ExitCode::FAILURE
    })
}

fn measure(plan: &arguments::Plan) -> Outcome<ExitCode> {
    runtime::tls::install();
    system::process::require_binaries()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut table = Table::default();
    for section in &plan.sections {
        let (rows, is_stopped) = runtime.block_on(until_stopped(*section, plan));
        table.add(section.title(), rows);
        if is_stopped {
            break;
        }
    }
    // The threads of a load that was stopped are not waited for.
    runtime.shutdown_background();
    table.print()?;
    Ok(if table.has_failures() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Runs a section to its end or to Ctrl-C, and clears away what it left on the servers; answers its lines, and whether
/// it was stopped.
async fn until_stopped(section: Section, plan: &arguments::Plan) -> (Vec<Row>, bool) {
    let mut rows = Vec::new();
    let (outcome, is_stopped) = tokio::select! {
        outcome = run(section, plan, &mut rows) => (outcome, false),
        _ = tokio::signal::ctrl_c() => (Err("stopped".into()), true),
    };
    if let Err(error) = outcome {
        rows.push(Row::failed(section.name(), &error.to_string()));
    }
    if let Err(error) = system::forget_rest().await {
        table::tell(&format!("not everything was cleared away: {error}"));
    }
    (rows, is_stopped)
}

async fn run(section: Section, plan: &arguments::Plan, rows: &mut Vec<Row>) -> Outcome<()> {
    match section {
        Section::Webhook => measure::webhook::run(plan, rows).await,
        Section::CheckIn => measure::check_in::run(plan, rows).await,
        Section::Registration => measure::registration::run(plan, rows).await,
        Section::Reads => measure::reads::run(plan, rows).await,
        Section::Process => measure::process::run(plan, rows).await,
        Section::Worker => measure::worker::run(plan, rows).await,
        Section::Protocol => measure::protocol::run(plan, rows),
        Section::Tokens => measure::tokens::run(plan, rows).await,
        Section::Sending => measure::sending::run(plan, rows).await,
    }
}
