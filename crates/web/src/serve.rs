//! The router of the whole house, and running it.

use std::future::Future;
use std::io;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tokio::net::TcpListener;

use crate::app::App;
use crate::error::WebError;
use crate::routes::Routes;
use crate::{
    about, assets, case, cases, citizens, cohorts, day, demo, figures, gate, handbook, listing,
    sign_in,
};

/// Everything for which one has to be signed in, each route with the right it needs.
pub(crate) fn private() -> Routes {
    Routes::new()
        .merge(day::routes())
        .merge(listing::routes())
        .merge(cases::routes())
        .merge(citizens::routes())
        .merge(demo::routes())
        .merge(case::routes())
        .merge(handbook::routes())
        .merge(figures::routes())
        .merge(cohorts::routes())
}

/// The whole house.
pub fn router(app: Arc<App>) -> Router {
    let (private, _) = private().into_parts();
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::receive))
        .route("/sign-out", post(sign_in::leave))
        .route("/language", post(sign_in::choose_language))
        .route("/about", get(about::show))
        .route("/static/{version}/{*path}", get(assets::serve))
        .merge(private)
        .fallback(|| async { WebError::NotFound })
        .layer(from_fn_with_state(Arc::clone(&app), gate::pass))
        .with_state(app)
}

/// Serves until `shutdown` completes, then lets running requests finish and the access log reach the disk.
pub async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    figures::read_ahead(&app);
    let flushing = tokio::spawn(flush_regularly(Arc::clone(&app)));
    let served = axum::serve(listener, router(Arc::clone(&app)))
        .with_graceful_shutdown(shutdown)
        .await;
    flushing.abort();
    app.blocking(|app| app.store.flush())
        .await
        .map_err(io::Error::other)?;
    served
}

/// The store gathers lines of the access log; they reach the disk within a second.
async fn flush_regularly(app: Arc<App>) {
    let mut every = tokio::time::interval(std::time::Duration::from_millis(250));
    loop {
        every.tick().await;
        if let Err(error) = app.blocking(|app| app.store.flush()).await {
            tracing::error!(
                cause = &error as &dyn std::error::Error,
                "the access log could not be written"
            );
        }
    }
}
