//! The command line.

use clap::{Parser, Subcommand};
use uuid::Uuid;

/// Runs NextEvent from a shell. Configured by the same environment as the api.
#[derive(Debug, Parser)]
#[command(name = "nextevent", version)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Everything it can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The database schema.
    #[command(subcommand)]
    Migrate(Migrate),
    /// People who sign in.
    #[command(subcommand)]
    User(User),
    /// Says of each configured server whether it is reached, which version it has, and what is wrong.
    Doctor,
    /// WeChat accounts.
    #[command(subcommand)]
    Accounts(Accounts),
    /// Jobs.
    #[command(subcommand)]
    Jobs(Jobs),
    /// Creates a sample event with QR codes, once; refused in production.
    Sample,
    /// Prints the OpenAPI description.
    Openapi,
}

/// The database schema.
#[derive(Debug, Subcommand)]
pub enum Migrate {
    /// Applies every pending migration.
    Up,
    /// Takes the latest migrations back. Data in what they made is lost.
    Down {
        /// How many.
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
    /// Lists all migrations and whether they were applied. Exits with 1 when some are pending.
    Status,
}

/// People who sign in.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Adds an administrator. The password is read from NEXTEVENT_PASSWORD, or from the first line of standard input.
    Create {
        /// The name to sign in with.
        username: String,
    },
}

/// WeChat accounts.
#[derive(Debug, Subcommand)]
pub enum Accounts {
    /// Seals the stored credentials anew under CREDENTIALS_KEY, so that CREDENTIALS_PREVIOUS_KEY is needed no more.
    /// Safe to repeat, and while processes run. Exits with 1 when credentials cannot be opened.
    Reseal,
}

/// Jobs.
#[derive(Debug, Subcommand)]
pub enum Jobs {
    /// Jobs that are not tried again by themselves.
    #[command(subcommand)]
    DeadLetters(DeadLetters),
}

/// Jobs that are not tried again by themselves.
#[derive(Debug, Subcommand)]
pub enum DeadLetters {
    /// Lists them, newest first.
    List {
        /// Only jobs of this name.
        #[arg(long)]
        name: Option<String>,
        /// One JSON object a line, with payloads.
        #[arg(long)]
        json: bool,
    },
    /// Gives them another life.
    Replay {
        /// Which; none with --all.
        ids: Vec<Uuid>,
        /// All of them, or all of a name.
        #[arg(long, conflicts_with = "ids")]
        all: bool,
        /// With --all: only jobs of this name.
        #[arg(long, requires = "all")]
        name: Option<String>,
    },
    /// Forgets them for good.
    Drop {
        /// Which.
        #[arg(required = true)]
        ids: Vec<Uuid>,
    },
}
