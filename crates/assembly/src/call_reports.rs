//! Statistics of calls to WeChat, from this process into the database.

use std::time::Duration;

use ports::wechat::ApiHealthLog;
use runtime::lifecycle::Shutdown;

use crate::background::pause;
use crate::platform::Platform;

/// How often they are reported.
const PERIOD: Duration = Duration::from_secs(5);
/// How often old ones are forgotten, and how old they get.
const FORGET_PERIOD: Duration = Duration::from_hours(1);
const FORGET_AGE: Duration = Duration::from_hours(24 * 8);

/// Reports until the process stops, and once more then.
pub(crate) async fn keep(platform: Platform, shutdown: Shutdown) {
    let mut was_well = true;
    while !shutdown.is_stopping() {
        pause(PERIOD, &shutdown).await;
        let reported = platform.calls.flush(&platform.store).await;
        // Once when it begins to fail: the database's own troubles are told elsewhere.
        if let Err(error) = &reported
            && was_well
        {
            tracing::warn!(%error, "statistics of calls to WeChat are lost");
        }
        was_well = reported.is_ok();
    }
}

/// Forgets what nobody looks at any more, until the process stops.
pub(crate) async fn forget(platform: Platform, shutdown: Shutdown) {
    while !shutdown.is_stopping() {
        let before = platform.use_cases.adapters().clock.now().minus(FORGET_AGE);
        if let Err(error) = platform.store.forget(before).await {
            tracing::warn!(%error, "old statistics of calls to WeChat were not forgotten");
        }
        pause(FORGET_PERIOD, &shutdown).await;
    }
}
