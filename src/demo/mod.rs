//! `tassel demo`: everything on one port, with sample learners and a wallet page, so that the whole way can be walked
//! without a phone.

mod registrar;
mod start;
mod wallet;

use std::process::ExitCode;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use issuer::issuance::offer::{self, Wanted};
use url::Url;

use crate::AnyError;
use crate::commands::Demo;
use crate::config::{Config, Place};
use crate::output::line;
use crate::{installation, serve};

/// What the demo's own pages need.
#[derive(Clone)]
pub(crate) struct DemoPages {
    issuer: issuer::App,
    wallet: Arc<wallet::Wallet>,
}

/// Runs the demo until told to stop.
///
/// # Errors
/// What is missing, or the port that is taken.
pub(crate) async fn run(options: Demo, place: &Place) -> Result<ExitCode, AnyError> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).init();
    let config = settings(&options, place)?;
    let listener = serve::listen(&address(&options, &config)).await?;
    let issuer = installation::issuer(place, &config, true).await?;
    let verifier = serve::verifier_app(&config, Some(issuer.clone()), true)?;
    let services = issuer::http::router(issuer.clone()).merge(verifier::router(verifier));
    let wallet = Arc::new(wallet::Wallet::new(services.clone(), issuer.urls().clone()));
    let pages = DemoPages { issuer: issuer.clone(), wallet };
    let router = serve::framed(services.merge(routes(pages)), &config);
    greet(&issuer, &config);
    show_an_offer(&issuer).await;
    serve::until_stopped(listener, router, Some(issuer)).await
}

fn routes(pages: DemoPages) -> Router {
    Router::new()
        .route("/", get(start::page))
        .route("/api/demo/learners", get(start::learners))
        .route("/wallet", get(wallet::page).post(wallet::receive))
        .route("/registrar", get(registrar::page).post(registrar::revoke))
        .route("/registrar/learner", post(registrar::learner::page))
        .route("/registrar/learner.csv", post(registrar::learner::table))
        .with_state(pages)
}

/// The demo's settings, written into its data directory, so that commands beside it find the same installation.
fn settings(options: &Demo, place: &Place) -> Result<Config, AnyError> {
    let mut config = Config::load(place)?;
    config.public_url = match &options.public_url {
        Some(url) => url.clone(),
        None => Url::parse(&format!("http://localhost:{}", options.port))?,
    };
    config.listen = format!("127.0.0.1:{}", options.port);
    config.issuer.catalogue.get_or_insert_with(|| "demo".to_owned());
    config.records.samples = options.records.is_none();
    if config.records.samples && config.issuer.sources.is_empty() {
        // The samples hold awards of other institutions too: they are shown, and not signed as ours.
        config.issuer.sources = vec![model::samples::INSTITUTION_SOURCE.to_owned()];
    }
    config.records.directory =
        options.records.as_ref().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
    std::fs::create_dir_all(&place.data)?;
    std::fs::write(place.settings(), toml::to_string(&config)?)?;
    Ok(config)
}

/// Only this machine, unless a public URL says that phones are to reach it.
fn address(options: &Demo, config: &Config) -> String {
    if options.public_url.is_some() { format!("0.0.0.0:{}", options.port) } else { config.listen.clone() }
}

fn greet(issuer: &issuer::App, config: &Config) {
    let base = issuer.urls().base();
    let tenant = issuer.urls().tenant();
    line(&format!(
        "Tassel demo: {} with {} sample learners\n\n  Start here      {base}/\n  Learner         {base}/{tenant}/sign-in\n  \
         Employer        {base}/verify\n  Registrar       {base}/registrar\n  Wallet page     {base}/wallet\n\nThe verifier \
         here may fetch from this machine (loopback), because this is a demonstration.\nMore offers:  tassel offer \
         --learner ID   (ids: {base}/api/demo/learners)\nStop with Ctrl-C.",
        config.issuer.name,
        issuer.records().learners().len(),
    ));
}

/// An offer to the first learner with its QR code, for whoever has a wallet at hand. A record in which nothing can be
/// issued has none.
async fn show_an_offer(issuer: &issuer::App) {
    match first_offer(issuer).await {
        Ok(Some((name, page, picture))) => line(&format!("\nAn offer to {name}, for a wallet app:\n{picture}\n{page}")),
        Ok(None) => {}
        Err(error) => line(&format!("\nNo offer is shown: {error}")),
    }
}

async fn first_offer(issuer: &issuer::App) -> Result<Option<(String, String, String)>, AnyError> {
    let learners = issuer.records().learners();
    let Some(learner) = learners.first() else { return Ok(None) };
    let Some(record) = issuer.records().record(&learner.id).await? else { return Ok(None) };
    let packaged = issuer.package(&record).await?;
    let chosen = offer::choose(&packaged, &Wanted::default())?;
    let made = offer::make_to_student(issuer, &learner.id, &chosen, false, issuer.now()).await?;
    let id = &made.offer.public_id;
    let picture = artefact::qr::terminal(&issuer.urls().offer_qr(id))?;
    Ok(Some((learner.name.clone(), issuer.urls().offer_page(id), picture)))
}
