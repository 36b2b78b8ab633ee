//! A child process that never stays behind.

use std::collections::BTreeMap;
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::message;
use crate::outcome::Outcome;

const PATIENCE: Duration = Duration::from_secs(30);
/// Pause between two attempts to reach a process that starts.
const BREATH: Duration = Duration::from_millis(1);
const BINARIES: [&str; 3] = ["nextevent-api", "nextevent-worker", "wechat-simulator"];

/// A running program. Dropping it kills it.
pub struct Process {
    name: String,
    child: Mutex<Child>,
    log: PathBuf,
}

impl Process {
    /// Starts a binary that lies beside this one, with nothing but `environment`; its output goes to
    /// `<folder>/<name>.log`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(name: &str, environment: &BTreeMap<String, String>, folder: &Path) -> Outcome<Self> {
        let log = folder.join(format!("{name}.log"));
        let output = File::options().create(true).append(true).open(&log)?;
        let mut command = Command::new(beside_this(name)?);
        command.env_clear().envs(environment).current_dir(folder);
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let child = Mutex::new(
            command
                .spawn()
                .map_err(|error| format!("{name} does not start: {error}"))?,
        );
        Ok(Self {
            name: name.to_owned(),
            child,
            log,
        })
    }

    /// Starts this very program with other arguments.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_self(arguments: &[&str]) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
        let child = Mutex::new(command.spawn()?);
        Ok(Self {
            name: "the bare server".to_owned(),
            child,
            log: PathBuf::new(),
        })
    }

    /// Resident memory now and at its highest, in bytes.
    ///
    /// # Errors
    /// When the process is gone, or the system does not tell.
    pub fn memory(&self) -> Outcome<Memory> {
        let id = self.child.lock().map_err(|_| "poisoned")?.id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let bytes = |name: &str| -> Outcome<u64> {
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .ok_or("no such line in /proc")?;
            let kib = line.trim_start_matches(':').trim().trim_end_matches(" kB");
            Ok(kib.parse::<u64>()? * 1024)
        };
        Ok(Memory {
            resident: bytes("VmRSS")?,
            peak: bytes("VmHWM")?,
        })
    }

    /// Kills it and waits for its end: what it leaves is thrown away, or is what it must be able to start on.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub fn end(&mut self) -> Outcome<()> {
        let child = self.child.get_mut().map_err(|_| "poisoned")?;
        child.kill()?;
        child.wait()?;
        Ok(())
    }

    /// Its last words, when it has ended by itself.
    fn last_words(&self) -> Option<String> {
        let status = self.child.lock().ok()?.try_wait().ok()??;
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let tail: Vec<_> = log.lines().rev().take(5).collect();
        let tail: Vec<_> = tail.into_iter().rev().collect();
        Some(format!("{} ended with {status}: {}", self.name, tail.join("\n")))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Ok(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Resident memory, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    /// Now.
    pub resident: u64,
    /// At its highest.
    pub peak: u64,
}

/// Waits until a process answers 200; answers how long that took since `begun`.
///
/// # Errors
/// When it ended or is too slow.
pub async fn await_answer(address: SocketAddr, path: &str, begun: Instant, process: &Process) -> Outcome<Duration> {
    while begun.elapsed() < PATIENCE {
        if answers(address, path).await.unwrap_or(false) {
            return Ok(begun.elapsed());
        }
        if let Some(words) = process.last_words() {
            return Err(words.into());
        }
        tokio::time::sleep(BREATH).await;
    }
    Err(format!("{} does not answer at {path}", process.name).into())
}

async fn answers(address: SocketAddr, path: &str) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(&message::get(path, "Connection: close\r\n")).await?;
    let mut start = [0; 12];
    stream.read_exact(&mut start).await?;
    Ok(start.ends_with(b" 200"))
}

/// A port that was free a moment ago.
///
/// # Errors
/// When there is none.
pub fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Says at once what is not built.
///
/// # Errors
/// When something is not.
pub fn require_binaries() -> Outcome<()> {
    for name in BINARIES {
        let path = beside_this(name)?;
        if !path.is_file() {
            return Err(format!("{} is missing: run `make bench`, which builds it", path.display()).into());
        }
    }
    Ok(())
}

fn beside_this(name: &str) -> Outcome<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name(name))
}
