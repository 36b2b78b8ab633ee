//! What is logged, whatever happens, holds nothing that must not be there.
//!
//! In a process of its own: whether a span is recorded depends on who listened when any thread first met it.

#![expect(clippy::unwrap_used, reason = "a test may panic anywhere, also in its helpers")]

#[allow(
    dead_code,
    unused_imports,
    reason = "shared with the other tests, which use the rest"
)]
#[path = "it/support/mod.rs"]
mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::events::QrLifetime;
use ports::wechat::WechatApi;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use support::{Act, World, notify, say};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What may go wrong with a call, and with the fetch of its token.
fn acts() -> [Act; 8] {
    [
        Act::Close,
        Act::Silence,
        Act::json("<html>oOPENID"),
        Act::Http(500, "oOPENID".to_owned()),
        Act::code(40003),
        Act::code(40164),
        Act::code(40001),
        Act::json(r#"{"errcode":47003,"errmsg":"argument invalid! data.thing1.value oOPENID"}"#),
    ]
}

/// Calls everything; what the failures say.
async fn failures(prepare: impl FnOnce(&World)) -> String {
    let world = World::with(|settings| settings.call_timeout = Duration::from_millis(200)).await;
    prepare(&world);
    let custom = say(&world.client, "PRIVATETEXT").await.unwrap_err();
    let template = notify(&world.client).await.unwrap_err();
    let code = world
        .client
        .create_qr_code("default", "e", QrLifetime::Permanent)
        .await
        .unwrap_err();
    format!("{custom:?} {custom} {template:?} {template} {code:?} {code}\n")
}

async fn everything_that_goes_wrong() -> String {
    let mut said = String::new();
    for act in acts() {
        let again = act.clone();
        said.push_str(&failures(|world| world.platform.always(act)).await);
        said.push_str(&failures(|world| world.platform.next_token(vec![again; 10])).await);
    }
    said
}

#[tokio::test]
async fn neither_logs_nor_errors_hold_tokens_secrets_open_ids_or_texts() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let failures = everything_that_goes_wrong().await;

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        logged.contains("wechat.call") && logged.contains("wechat.token"),
        "{logged}"
    );
    for secret in [
        "TOKEN1",
        "TOKEN2",
        "access_token=",
        "APPSECRET",
        "OPENID",
        "PRIVATETEXT",
        "年会",
    ] {
        assert!(!logged.contains(secret), "{secret} is logged: {logged}");
        assert!(!failures.contains(secret), "{secret} is told: {failures}");
    }
}
