//! Every path the issuer answers, grouped by who calls it.

mod achievement;
mod catalogue;
mod conditions;
pub(crate) mod development;
pub(crate) mod learner;
mod markdown;
pub(crate) mod offer;
pub(crate) mod published;
pub(crate) mod referred;
pub(crate) mod refusal;
pub(crate) mod wallet;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::App;

/// The issuer's routes. The tenant's path is part of each, so that wallets can tell versions of the protocol by the
/// place of the metadata.
pub fn router(app: App) -> Router {
    let tenant = app.urls.tenant().to_owned();
    let inserted = |name: &str| format!("/.well-known/{name}/{tenant}");
    Router::new()
        .route(&inserted("openid-credential-issuer"), get(published::issuer_metadata))
        .route(&inserted("oauth-authorization-server"), get(published::authorization_server_metadata))
        .nest(&format!("/{tenant}"), tenant_routes(app.development))
        .with_state(app)
}

fn tenant_routes(development: bool) -> Router<App> {
    let public = Router::new()
        .route("/.well-known/openid-credential-issuer", get(published::issuer_metadata))
        .route("/.well-known/oauth-authorization-server", get(published::authorization_server_metadata))
        .route("/did.json", get(published::did))
        .route("/jwks", get(published::jwks))
        .route("/achievements/{slug}", get(achievement::achievement))
        .route("/vct/{id}", get(referred::type_metadata))
        .route("/status/{list}", get(referred::status_list))
        .route("/tokenstatus/{list}", get(referred::token_status_list));
    let wallet = Router::new()
        .route("/offers/{offer}", get(wallet::offer))
        .route("/token", post(wallet::token))
        .route("/nonce", post(wallet::nonce))
        .route("/credential", post(wallet::credential))
        .route("/notification", post(wallet::notification));
    let learner = Router::new()
        .route("/record", get(learner::record))
        .route("/agree", post(learner::agree))
        .route("/offers", post(learner::make_offer))
        .route("/sign-out", post(learner::sign_out))
        .route("/o/{offer}", get(offer::page));
    let programs = Router::new()
        .route("/api/catalogue", get(catalogue::list))
        .route("/api/catalogue/{slug}", get(catalogue::one).put(catalogue::put).delete(catalogue::retire))
        .route("/api/catalogue/{slug}/history", get(catalogue::history))
        .layer(DefaultBodyLimit::max(catalogue::BODY_LIMIT));
    let routes = public.merge(wallet).merge(learner).merge(programs);
    if development { routes.merge(development_routes()) } else { routes }
}

fn development_routes() -> Router<App> {
    Router::new().route("/sign-in", get(development::sign_in_page).post(development::sign_in))
}
