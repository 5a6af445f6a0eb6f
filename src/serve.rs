//! `tassel serve`, and what the demo shares with it: one router, one listener, a clean end.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use model::time::SystemClock;
use outside::{Fetcher, Policy};
use tokio::net::TcpListener;
use verifier::trust::TrustList;
use web::protect::{Limits, protect};

use crate::AnyError;
use crate::commands::{Role, Serve};
use crate::config::{self, Config, Place};
use crate::documents::OwnThenOutside;
use crate::installation;
use crate::output::note;

/// Bytes of a request body, but for uploads to the verifier, which have their own limit.
const BODY_LIMIT: usize = 256 * 1024;

/// Runs the parts asked for until told to stop.
///
/// # Errors
/// What is missing, or the address that cannot be listened on.
pub(crate) async fn run(options: Serve, place: &Place) -> Result<ExitCode, AnyError> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let config = Config::load(place)?;
    let issuer = match options.role {
        Some(Role::Verifier) => None,
        _ => Some(installation::issuer(place, &config, false).await?),
    };
    let verifier = match options.role {
        Some(Role::Issuer) => None,
        _ => Some(verifier_app(&config, issuer.clone(), false)?),
    };
    let mut router = Router::new();
    if let Some(issuer) = &issuer {
        router = router.merge(issuer::http::router(issuer.clone()));
    }
    if let Some(verifier) = verifier {
        router = router.merge(verifier::router(verifier));
    }
    let listener = listen(&config.listen).await?;
    note(&format!("Listening on {} for {}", listener.local_addr()?, config.public_url));
    until_stopped(listener, framed(router, &config), issuer).await
}

/// The verifier with the installation's trust list; our own issuer is recognised by its ids.
///
/// # Errors
/// What is wrong with the list.
pub(crate) fn verifier_app(
    config: &Config,
    issuer: Option<issuer::App>,
    loopback: bool,
) -> Result<verifier::App, AnyError> {
    let mut trust = match &config.verifier.trust {
        Some(path) => TrustList::parse_toml(&config::read("verifier.trust", path)?)?,
        None => TrustList::empty("this installation"),
    };
    for id in issuer.iter().flat_map(|issuer| issuer.own_issuer_ids()) {
        trust = trust.with(id, config.issuer.name.clone(), config.issuer.website.clone());
    }
    let fetcher = Fetcher::new(Policy { allow_loopback: loopback })?;
    let documents = OwnThenOutside { issuer, fetcher };
    Ok(verifier::App::new(Arc::new(documents), Arc::new(trust), Arc::new(SystemClock)))
}

/// The router with the style sheet, the health answers, and the limits around all of it.
pub(crate) fn framed(router: Router, config: &Config) -> Router {
    let router = router
        .merge(web::assets::router())
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(async || "ok"))
        .fallback(async || web::page_error::PageError::not_found());
    let https = config.public_url.scheme() == "https";
    protect(router, Limits { body: BODY_LIMIT, time: Duration::from_mins(1), https })
}

/// A listener on `address`.
///
/// # Errors
/// The address, and what to do about it.
pub(crate) async fn listen(address: &str) -> Result<TcpListener, AnyError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}. Choose another port.").into())
}

/// Serves until Ctrl-C, a termination signal or the end of the database; requests under way are finished.
///
/// # Errors
/// What the listener says, or that the database ended: after a disk error nothing may be written any more.
pub(crate) async fn until_stopped(
    listener: TcpListener,
    router: Router,
    issuer: Option<issuer::App>,
) -> Result<ExitCode, AnyError> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let Some(issuer) = issuer else {
        axum::serve(listener, service).with_graceful_shutdown(stopped()).await?;
        return Ok(ExitCode::SUCCESS);
    };
    let beside = [tokio::spawn(tidy(issuer.clone())), tokio::spawn(tell(issuer.clone()))];
    let (ended, mut database_ended) = tokio::sync::oneshot::channel();
    let end = {
        let database = issuer.db().ended();
        async move {
            tokio::select! {
                () = stopped() => {}
                () = database => {
                    let _ = ended.send(());
                }
            }
        }
    };
    axum::serve(listener, service).with_graceful_shutdown(end).await?;
    for task in beside {
        task.abort();
    }
    if database_ended.try_recv().is_ok() {
        return Err("the database ended after a disk error: look at the disk, then start again".into());
    }
    issuer.db().close().await;
    Ok(ExitCode::SUCCESS)
}

/// Tidies every ten minutes.
async fn tidy(issuer: issuer::App) {
    let mut every = tokio::time::interval(Duration::from_mins(10));
    loop {
        every.tick().await;
        if let Err(error) = issuer::issuance::housekeeping::tidy(&issuer, issuer.now()).await {
            tracing::warn!(%error, "what has expired could not be tidied away");
        }
    }
}

/// Tells the record source what was issued, a message after the other, and looks for new ones every few seconds.
async fn tell(issuer: issuer::App) {
    if !issuer.records().takes_interactions() {
        return;
    }
    let mut every = tokio::time::interval(Duration::from_secs(5));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        loop {
            match issuer::issuance::write_back::tell_next(&issuer, issuer.now()).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(%error, "messages for the record source could not be read or marked");
                    break;
                }
            }
        }
    }
}

async fn stopped() {
    let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}
