//! Where the binaries under test are; they are built first, so that no journey drives an old one.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The path of a binary of the workspace, fresh.
///
/// # Panics
/// When the workspace does not build.
pub fn binary(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(build).join(name)
}

fn build() -> PathBuf {
    // …/target/debug/deps/journey-1234 → …/target/debug
    let own = std::env::current_exe().expect("a test has a path");
    let profile = own
        .ancestors()
        .nth(2)
        .expect("a test lies in target/<profile>/deps")
        .to_owned();
    // `make` built them just now, and says so.
    if std::env::var_os("NEXTEVENT_BINARIES_ARE_FRESH").is_none() {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--workspace", "--bins"]);
        cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        assert!(
            cargo.status().expect("cargo runs").success(),
            "the binaries under test do not build"
        );
    }
    profile
}
