//! From the first signal to the exit code.
//!
//! The first signal, or the end of a critical loop, asks everything to stop: listeners stop
//! accepting, loops finish what they began. The second signal, or the deadline, ends the process.

mod run;
mod shutdown;
mod signals;
mod tasks;

pub use run::{STOP_DEADLINE, StopReport, run_until_stopped};
pub use shutdown::Shutdown;
pub use signals::listen;
pub use tasks::TaskSet;
