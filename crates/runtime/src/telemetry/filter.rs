//! Which spans exist whatever the log level.

use tracing::metadata::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Filter};

/// Lets every span up to level info pass, and no event. Joined to the log's directives with
/// "or", so that a quiet log still knows which trace its lines belong to.
pub(super) struct InfoSpans;

impl InfoSpans {
    fn passes(metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && *metadata.level() <= LevelFilter::INFO
    }
}

impl<S: Subscriber> Filter<S> for InfoSpans {
    fn enabled(&self, metadata: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        Self::passes(metadata)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if Self::passes(metadata) {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::INFO)
    }
}
