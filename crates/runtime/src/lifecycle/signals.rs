//! SIGINT and SIGTERM.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::shutdown::Shutdown;

/// What a shell reports for a program ended by Ctrl-C.
const INTERRUPTED: i32 = 130;

/// Listens from now on: the first SIGINT or SIGTERM begins the stop, the second ends the process
/// at once with code 130. Needs a tokio runtime.
///
/// # Errors
/// When the signal handlers cannot be installed.
pub fn listen(shutdown: &Shutdown) -> io::Result<()> {
    let mut signals = Signals::install()?;
    let shutdown = shutdown.clone();
    tokio::spawn(async move {
        let name = signals.next().await;
        tracing::info!(signal = name, "A signal asks the process to stop.");
        shutdown.trigger();
        let name = signals.next().await;
        tracing::warn!(signal = name, "A second signal ends the process at once.");
        std::process::exit(INTERRUPTED);
    });
    Ok(())
}

struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn install() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::process::{Child, ChildStdout, Command, Stdio};

    use super::*;

    /// Runs in a process of its own, started by the tests below.
    #[tokio::test]
    #[ignore = "a program for the other tests, not a test"]
    async fn child() {
        let shutdown = Shutdown::new();
        listen(&shutdown).unwrap();
        println!("\nlistening");
        shutdown.stopping().await;
        println!("\nstopping");
        std::future::pending::<()>().await;
    }

    fn start_child() -> (Child, BufReader<ChildStdout>) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "lifecycle::signals::tests::child",
                "--ignored",
                "--nocapture",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        (child, output)
    }

    fn wait_for(output: &mut BufReader<ChildStdout>, word: &str) {
        let mut line = String::new();
        while output.read_line(&mut line).unwrap() > 0 {
            if line.trim() == word {
                return;
            }
            line.clear();
        }
        panic!("the child ended without saying {word}");
    }

    fn send(signal: &str, child: &Child) {
        let sent = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    fn assert_second_signal_ends(first: &str, second: &str) {
        let (mut child, mut output) = start_child();
        wait_for(&mut output, "listening");
        send(first, &child);
        wait_for(&mut output, "stopping");
        send(second, &child);
        assert_eq!(child.wait().unwrap().code(), Some(INTERRUPTED));
    }

    #[test]
    fn the_first_sigterm_stops_and_the_second_exits() {
        assert_second_signal_ends("-TERM", "-TERM");
    }

    #[test]
    fn the_first_sigint_stops_and_a_sigterm_after_it_exits() {
        assert_second_signal_ends("-INT", "-TERM");
    }
}
