//! Who may know whom. A new edge is added here, with its reason.

use std::collections::{BTreeMap, BTreeSet};

/// Crate → what it may depend on, of our own crates, outside of its tests.
const ALLOWED: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("ports", &["domain"]),
    ("application", &["domain", "ports"]),
    // Promises of ports as tests.
    ("contracts", &["domain", "ports"]),
    // Publishable on its own.
    ("wechat-protocol", &[]),
    ("runtime", &[]),
    ("migrations", &[]),
    ("adapter-files", &["domain", "ports"]),
    ("adapter-memory", &["domain", "ports"]),
    ("adapter-rabbitmq", &["domain", "ports"]),
    ("adapter-redis", &["domain", "ports"]),
    ("adapter-sql", &["domain", "ports"]),
    ("adapter-system", &["domain", "ports"]),
    ("adapter-wechat", &["domain", "ports", "wechat-protocol"]),
    // The one place that names adapters: api, worker and cli are wired the same way.
    (
        "assembly",
        &[
            "adapter-files",
            "adapter-memory",
            "adapter-rabbitmq",
            "adapter-redis",
            "adapter-sql",
            "adapter-system",
            "adapter-wechat",
            "application",
            "domain",
            "migrations",
            "ports",
            "runtime",
        ],
    ),
    // The HTTP edge speaks WeChat's wire format.
    (
        "api",
        &[
            "application",
            "assembly",
            "domain",
            "ports",
            "runtime",
            "wechat-protocol",
        ],
    ),
    ("worker", &["application", "assembly", "domain", "ports", "runtime"]),
    // `openapi` prints the API's description.
    ("cli", &["api", "application", "assembly", "domain", "ports", "runtime"]),
    ("wechat-simulator", &["runtime", "wechat-protocol"]),
    // The HTTP adapter keeps its promises against the simulator, which is started in the test.
    (
        "journeys",
        &["adapter-wechat", "domain", "ports", "runtime", "wechat-simulator"],
    ),
    ("bench", &["runtime", "wechat-protocol"]),
];

/// Crates whose tests may use any of ours that help testing.
const TEST_HELPERS: &[&str] = &["adapter-memory", "adapter-system", "contracts", "migrations"];

#[test]
fn every_crate_knows_only_whom_it_may() {
    let allowed: BTreeMap<_, BTreeSet<_>> = ALLOWED
        .iter()
        .map(|(name, may)| (*name, may.iter().copied().collect()))
        .collect();
    let metadata = cargo_metadata::MetadataCommand::new()
        .no_deps()
        .exec()
        .expect("cargo metadata runs");
    let ours: BTreeSet<_> = metadata
        .packages
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let mut faults = Vec::new();
    for package in &metadata.packages {
        let Some(may) = allowed.get(package.name.as_str()) else {
            faults.push(format!("{} is not in the list: say whom it may know", package.name));
            continue;
        };
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| ours.contains(&dependency.name))
        {
            let name = dependency.name.as_str();
            let for_tests = dependency.kind == cargo_metadata::DependencyKind::Development;
            let is_helper = for_tests && TEST_HELPERS.contains(&name);
            if !may.contains(name) && !is_helper {
                faults.push(format!("{} must not know {name}", package.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_middle_has_no_door_to_the_outside() {
    const MIDDLE: &[&str] = &["domain", "ports", "application"];
    const OUTSIDE: &[&str] = &[
        "sea-orm",
        "sqlx",
        "deadpool-redis",
        "lapin",
        "reqwest",
        "actix-web",
        "opentelemetry",
        "quick-xml",
    ];
    let metadata = cargo_metadata::MetadataCommand::new()
        .no_deps()
        .exec()
        .expect("cargo metadata runs");
    for package in metadata
        .packages
        .iter()
        .filter(|package| MIDDLE.contains(&package.name.as_str()))
    {
        for dependency in &package.dependencies {
            assert!(
                !OUTSIDE.contains(&dependency.name.as_str()),
                "{} must not know {}",
                package.name,
                dependency.name
            );
        }
    }
}
