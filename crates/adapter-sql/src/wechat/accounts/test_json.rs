//! Tests of a connection as stored: JSON. Names outlive renames in the ports.

use domain::time::Timestamp;
use ports::StoreError;
use ports::wechat::{Check, CheckKind, ConnectionTest};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct TestJson {
    tested_at: i64,
    checks: Vec<CheckJson>,
}

#[derive(Serialize, Deserialize)]
struct CheckJson {
    kind: String,
    ok: bool,
    code: Option<i64>,
    note: String,
    number: Option<i64>,
}

pub(super) fn test_to_json(test: &ConnectionTest) -> Result<String, StoreError> {
    let checks = test.checks.iter().map(|check| CheckJson {
        kind: check.kind.name().to_owned(),
        ok: check.ok,
        code: check.code,
        note: check.note.clone(),
        number: check.number,
    });
    let json = TestJson {
        tested_at: test.tested_at.unix_micros(),
        checks: checks.collect(),
    };
    serde_json::to_string(&json).map_err(|error| StoreError::Failed(format!("writing a test: {error}")))
}

/// Checks that a newer version wrote and this one does not know are left out.
pub(super) fn test_from_json(text: &str) -> Option<ConnectionTest> {
    let json: TestJson = serde_json::from_str(text).ok()?;
    let check = |json: CheckJson| {
        Some(Check {
            kind: CheckKind::from_name(&json.kind)?,
            ok: json.ok,
            code: json.code,
            note: json.note,
            number: json.number,
        })
    };
    Some(ConnectionTest {
        tested_at: Timestamp::from_unix_micros(json.tested_at),
        checks: json.checks.into_iter().filter_map(check).collect(),
    })
}
