//! The endpoints wallets call (OpenID4VCI 1.0).

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use oid4vc::credential::{CredentialRequest, CredentialResponse};
use oid4vc::nonce::NonceResponse;
use oid4vc::notification::NotificationRequest;
use oid4vc::oauth::{AuthorizationDetail, TokenGrant, TokenRequest, TokenResponse};
use oid4vc::offer::{CredentialOffer, InputMode, TxCode};
use oid4vc::secret::Secret;
use web::api_error::ApiError;
use web::message::{Bearer, Message};
use web::page_error::PageError;

use super::refusal::to_wallet;
use crate::App;
use crate::issuance::{codes, credential as rules, nonce as nonces, notification as notices, redeem};
use crate::store::offers;

/// §4.1.3: the offer by reference.
pub(crate) async fn offer(State(app): State<App>, Path(public_id): Path<String>) -> Result<Response, ApiError> {
    let Some(offer) = offers::by_public_id(&app.db, app.urls.tenant(), &public_id).await.map_err(ApiError::internal)?
    else {
        return Ok(PageError::not_found().into_response());
    };
    let offered = offers::credentials(&app.db, offer.id).await.map_err(ApiError::internal)?;
    let tx_code = offer.needs_tx_code.then(|| TxCode {
        input_mode: Some(InputMode::Numeric),
        length: Some(6),
        description: Some("The six digits shown with this offer".to_owned()),
    });
    let object = CredentialOffer::pre_authorized(
        &app.urls.issuer(),
        offered.into_iter().map(|offered| offered.configuration).collect(),
        Secret::from(codes::pre_authorized_code(&app.secrets, offer.id)),
        tx_code,
    );
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(object)).into_response())
}

/// §6: a code in, an access token out.
pub(crate) async fn token(
    State(app): State<App>,
    Message(request): Message<TokenRequest>,
) -> Result<Response, ApiError> {
    let TokenGrant::PreAuthorizedCode { code, tx_code } = &request.grant;
    let redeemed = redeem::redeem(&app, code.expose(), tx_code.as_ref().map(Secret::expose), app.now())
        .await
        .map_err(to_wallet)?;
    let lifetime = u64::try_from(redeem::TOKEN_LIFETIME).unwrap_or_default();
    let mut response = TokenResponse::bearer(Secret::from(redeemed.token), lifetime);
    let details = request.authorization_details.as_ref();
    response.authorization_details = details.map(|details| granted(details, &redeemed.configurations));
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(response)).into_response())
}

/// Each configuration has one dataset here, so its id is its credential identifier too. Only a wallet that sent
/// `authorization_details` gets identifiers (§6.2).
fn granted(details: &[AuthorizationDetail], configurations: &[String]) -> Vec<AuthorizationDetail> {
    let asked = |id: &&String| details.iter().any(|detail| detail.credential_configuration_id == **id);
    configurations.iter().filter(asked).map(|id| AuthorizationDetail::granted(id, vec![id.clone()])).collect()
}

/// §7: a nonce for the key proof.
pub(crate) async fn nonce(State(app): State<App>) -> Response {
    let c_nonce = nonces::make(&app.secrets, app.random.as_ref(), app.now());
    ([(header::CACHE_CONTROL, "no-store")], Json(NonceResponse { c_nonce })).into_response()
}

/// §8: an access token and a key proof in, a credential out.
pub(crate) async fn credential(
    State(app): State<App>,
    Bearer(token): Bearer,
    Message(request): Message<CredentialRequest>,
) -> Result<Response, ApiError> {
    let answer = rules::answer(&app, token.expose(), &request, app.now()).await.map_err(to_wallet)?;
    let response = CredentialResponse::issued([answer.credential], Some(answer.notification_id));
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "application/json")];
    Ok((headers, response.to_json()).into_response())
}

/// §11: what became of a credential in the wallet.
pub(crate) async fn notification(
    State(app): State<App>,
    Bearer(token): Bearer,
    Message(request): Message<NotificationRequest>,
) -> Result<StatusCode, ApiError> {
    notices::record(&app, token.expose(), &request, app.now()).await.map_err(to_wallet)?;
    Ok(StatusCode::NO_CONTENT)
}
