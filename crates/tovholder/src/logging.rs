//! The log: to standard error, without personal data.

use tracing_subscriber::EnvFilter;

/// Starts the log at this level (`info`, `debug` … or a filter such as `web=debug`).
///
/// The log tells what the program does, with opaque ids. Names, CPR numbers and what people wrote have no place in it.
pub(crate) fn start(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    // A second start, as in tests, leaves the first in place.
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .try_init(),
    );
}
