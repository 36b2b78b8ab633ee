//! Every input that is checked in for the fuzzers, among them those that once made one fail, on any compiler.
#![expect(clippy::unwrap_used, reason = "a test helper that fails should fail the test")]

#[path = "../fuzz/targets.rs"]
mod targets;

use std::{collections::BTreeSet, fs, path::Path};

fn folder(kind: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind)
}

fn replay(kind: &str) -> usize {
    let mut count = 0;
    for (name, target) in targets::ALL {
        for file in fs::read_dir(folder(kind).join(name)).unwrap() {
            let input = fs::read(file.unwrap().path()).unwrap();
            target(&input);
            count += 1;
        }
    }
    count
}

#[test]
fn no_sample_makes_a_target_fail() {
    assert!(replay("corpus") > 100);
}

#[test]
fn what_once_made_a_target_fail_does_so_no_more() {
    replay("regressions");
}

#[test]
fn samples_cut_anywhere_or_with_a_byte_changed_make_no_target_fail() {
    for (name, target) in targets::ALL {
        for file in fs::read_dir(folder("corpus").join(name)).unwrap() {
            let input = fs::read(file.unwrap().path()).unwrap();
            let step = input.len() / 16 + 1;
            for place in (0..input.len()).step_by(step) {
                target(&input[..place]);
                let mut changed = input.clone();
                changed[place] ^= 0x5A;
                target(&changed);
            }
        }
    }
}

#[test]
fn every_target_has_a_fuzzer_and_samples() {
    let names = |kind: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(folder(kind)).unwrap().map(|entry| entry.unwrap().path());
        entries
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect()
    };
    let all: BTreeSet<String> = targets::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names("fuzz_targets"), all);
    assert_eq!(names("corpus"), all);
}
