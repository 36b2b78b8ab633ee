//! A child process that is watched and never left behind.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};

use crate::binaries::binary;

/// A running binary. Dropping it kills it.
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Starts a binary with nothing but `environment`; its output goes to `<folder>/<name>.log`.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(name: &str, arguments: &[&str], environment: &BTreeMap<String, String>, folder: &Path) -> Self {
        let log = folder.join(format!("{name}.log"));
        let output = File::options()
            .create(true)
            .append(true)
            .open(&log)
            .expect("the log can be written");
        let child = Command::new(binary(name))
            .args(arguments)
            .env_clear()
            .envs(environment)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(output.try_clone().expect("a file can be shared"))
            .stderr(output)
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        Self {
            name: name.to_owned(),
            child,
            log,
        }
    }

    /// Its output so far.
    pub fn output(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Fails when it ended.
    ///
    /// # Panics
    /// With its last output.
    pub fn assert_alive(&mut self) {
        if let Ok(Some(status)) = self.child.try_wait() {
            let output = self.output();
            let tail: Vec<_> = output.lines().rev().take(20).collect();
            let tail: Vec<_> = tail.into_iter().rev().collect();
            panic!("{} ended with {status}:\n{}", self.name, tail.join("\n"));
        }
    }

    /// Kills it at whatever instruction it is.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("a child can be killed");
    }

    /// Asks it to stop (SIGTERM) and waits for its end, at most `patience`; answers its exit code.
    ///
    /// # Panics
    /// When it does not end in time.
    pub async fn stop(&mut self, patience: Duration) -> Option<i32> {
        if let Some(id) = self.child.id() {
            let asked = Command::new("kill").args(["-TERM", &id.to_string()]).status().await;
            assert!(asked.expect("kill runs").success(), "{} cannot be signalled", self.name);
        }
        let ended = tokio::time::timeout(patience, self.child.wait()).await;
        let status = ended.unwrap_or_else(|_| panic!("{} did not stop within {patience:?}", self.name));
        status.expect("a child can be awaited").code()
    }
}

/// Runs a binary to its end; answers exit code and output.
///
/// # Panics
/// When it cannot be started.
pub async fn run(name: &str, arguments: &[&str], environment: &BTreeMap<String, String>) -> (i32, String) {
    let output = Command::new(binary(name))
        .args(arguments)
        .env_clear()
        .envs(environment)
        .stdin(Stdio::null())
        .output();
    let output = output
        .await
        .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&text).into_owned(),
    )
}
