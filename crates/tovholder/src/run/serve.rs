//! `serve`, and what it has in common with the demonstration: listening, and stopping in order.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use rulebook::Book;
use tokio::net::TcpListener;
use web::App;

use super::{books, stores};
use crate::clock::SystemClock;
use crate::command::Serve;
use crate::configuration::Configuration;
use crate::{logging, terminal};

/// Where people reach the program unless it is told otherwise: this machine only.
pub(super) const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8380);

/// How long running requests may take to finish when the program is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

pub(super) fn serve(wish: Serve) -> anyhow::Result<ExitCode> {
    let configuration = Configuration::read(wish.config.as_deref())?;
    logging::start(configuration.log.as_deref().unwrap_or("info"));
    let path: PathBuf = match wish.db.or(configuration.db) {
        Some(path) => path,
        None => bail!("der mangler en fil med kommunens data; skriv --db FIL"),
    };
    let folder = wish.pages.rulebook.or(configuration.rulebook);
    let book = books::book(folder.as_deref())?;
    let store = stores::open_or_create(&path, Arc::clone(&book))?;
    if let Some(code) = unlisted_municipality(&book) {
        terminal::warn(&format!(
            "Regelbogen siger, at jeres kommune har koden {code}, men den har ingen kommune. Kopiér mappen rulebook, ret egen-kommune i siderne om jeres sager, og start med --rulebook MAPPE."
        ));
    }
    if store.users()?.is_empty() {
        terminal::warn(&format!(
            "Der er ingen brugere endnu. Stop programmet, og skriv: tovholder user add BRUGER --name NAVN --role teamleder --db {}",
            path.display()
        ));
    }
    let secure = configuration.https.unwrap_or(false);
    let app = App::new(Arc::new(store), book, Arc::new(SystemClock)).with_secure_cookies(secure);
    let listen = wish.listen.or(configuration.listen).unwrap_or(LISTEN);
    if !listen.ip().is_loopback() && !secure {
        terminal::warn(
            "Programmet kan nås fra andre maskiner uden kryptering. Sæt en HTTPS-proxy foran, og skriv https = true i indstillingerne.",
        );
    }
    listen_until_stopped(Arc::new(app), listen, |address| {
        terminal::say(&format!("Tovholder kører på http://{address}/"));
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The code the pages give their own municipality, where no municipality has it: that of the invented one.
fn unlisted_municipality(book: &Book) -> Option<i32> {
    let parameters = book.models().iter().flat_map(|model| &model.parameters);
    let own = parameters.filter(|parameter| parameter.name == "egen-kommune");
    let codes = own.filter_map(|parameter| parameter.value.parse::<i32>().ok());
    let listed = book.catalogue().registers().list("municipalities")?;
    codes
        .into_iter()
        .find(|code| listed.number(*code).is_none())
}

/// Serves until the program is interrupted or told to stop; `ready` hears the address when requests are taken.
pub(super) fn listen_until_stopped(
    app: Arc<App>,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("kunne ikke starte")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| {
            format!("kunne ikke lytte på {listen}; er porten i brug, så vælg en anden med --listen")
        })?;
        let address = listener.local_addr().context("kunne ikke lytte")?;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let interrupted = interrupted()?;
        tokio::spawn(async move {
            interrupted.await;
            // Nobody listens any more only if the serving has ended already.
            stop.send(true).ok();
        });
        ready(address);
        tracing::info!(%address, "listening");
        let serving = web::serve(app, listener, until(stopped.clone()));
        tokio::select! {
            served = serving => served.context("kunne ikke blive ved med at svare"),
            () = async { until(stopped).await; tokio::time::sleep(GRACE).await } => {
                tracing::warn!("stopped while a request was still running");
                Ok(())
            }
        }
    })?;
    tracing::info!("stopped");
    Ok(())
}

async fn until(mut stopped: tokio::sync::watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop as well.
    stopped.wait_for(|stop| *stop).await.ok();
}

/// Completes at Ctrl-C, or when the service manager asks the program to stop.
#[cfg(unix)]
fn interrupted() -> anyhow::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let failed = "kunne ikke lytte efter signaler";
    let mut interrupt = signal(SignalKind::interrupt()).context(failed)?;
    let mut terminate = signal(SignalKind::terminate()).context(failed)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Completes at Ctrl-C.
#[cfg(not(unix))]
fn interrupted() -> anyhow::Result<impl Future<Output = ()> + Send> {
    Ok(async {
        tokio::signal::ctrl_c().await.ok();
    })
}
