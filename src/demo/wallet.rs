//! The demonstration wallet: it speaks OpenID4VCI 1.0 with the demo's own router, message by message, as a wallet app
//! would over the network. Its keys and credentials live in memory and belong to whoever has this page open.

use std::sync::{Mutex, PoisonError};

use askama::Template;
use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use issuer::urls::Urls;
use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};
use oid4vc::offer::OfferLink;
use proof::keys::SigningKey;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use web::fields::Fields;
use web::page::{Frame, Page};
use web::page_error::PageError;
use web::parts::CredentialCard;
use web::same_site::is_same_site;

use super::DemoPages;
use super::start::frame;
use crate::AnyError;

const PRE_AUTHORIZED: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

/// A wallet in memory.
pub(crate) struct Wallet {
    services: Router,
    urls: Urls,
    key: SigningKey,
    held: Mutex<Vec<Value>>,
}

impl Wallet {
    pub(super) fn new(services: Router, urls: Urls) -> Self {
        Self {
            services,
            urls,
            key: SigningKey::from_seed(&model::random::bytes(&OsRandom)),
            held: Mutex::new(Vec::new()),
        }
    }

    fn held(&self) -> Vec<Value> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Redeems an offer and keeps what comes of it; how many credentials came.
    async fn receive(&self, link: &str, tx_code: &str) -> Result<usize, AnyError> {
        let offer = self.offer(link).await?;
        let code = offer.pointer(&format!("/grants/{PRE_AUTHORIZED}/pre-authorized_code")).and_then(Value::as_str);
        let code = code.ok_or("the offer has no pre-authorized code")?;
        let token = self.token(code, tx_code).await?;
        let mut received = Vec::new();
        for id in offer.get("credential_configuration_ids").and_then(Value::as_array).into_iter().flatten() {
            received.push(self.credential(&token, id).await?);
        }
        let count = received.len();
        self.held.lock().unwrap_or_else(PoisonError::into_inner).extend(received);
        Ok(count)
    }

    async fn offer(&self, link: &str) -> Result<Value, AnyError> {
        let uri = match OfferLink::parse(link)? {
            OfferLink::ByReference(uri) => uri,
            OfferLink::ByValue(_) => return Err("this wallet takes offers by reference".into()),
        };
        let path = uri
            .strip_prefix(self.urls.base())
            .ok_or("this demonstration wallet takes offers of this demonstration only")?;
        self.send(Request::get(path).body(Body::empty())?).await
    }

    async fn token(&self, code: &str, tx_code: &str) -> Result<String, AnyError> {
        let request = Request::post(self.path("token"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(token_form(code, tx_code)))?;
        text(&self.send(request).await?, "access_token")
    }

    async fn credential(&self, token: &str, configuration: &Value) -> Result<Value, AnyError> {
        let nonce = text(&self.send(Request::post(self.path("nonce")).body(Body::empty())?).await?, "c_nonce")?;
        let body = json!({"credential_configuration_id": configuration, "proofs": {"jwt": [self.proof(&nonce)?]}});
        let answer = self.send(self.authorized("credential", token, &body)?).await?;
        let told = json!({"notification_id": answer.get("notification_id"), "event": "credential_accepted"});
        self.send(self.authorized("notification", token, &told)?).await?;
        Ok(answer.pointer("/credentials/0/credential").cloned().ok_or("the answer holds no credential")?)
    }

    /// The key proof (OpenID4VCI 1.0 appendix F.1).
    fn proof(&self, nonce: &str) -> Result<String, AnyError> {
        let header = json!({"typ": "openid4vci-proof+jwt", "kid": proof::did::did_key_method(&self.key.public())});
        let payload = json!({"aud": self.urls.issuer(), "iat": SystemClock.now().unix(), "nonce": nonce});
        let (Value::Object(header), Value::Object(payload)) = (header, payload) else {
            return Err("not objects".into());
        };
        Ok(proof::jose::sign(&header, &payload, &self.key)?)
    }

    fn authorized(&self, path: &str, token: &str, body: &Value) -> Result<Request<Body>, AnyError> {
        Ok(Request::post(self.path(path))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))?)
    }

    fn path(&self, path: &str) -> String {
        format!("/{}/{path}", self.urls.tenant())
    }

    async fn send(&self, request: Request<Body>) -> Result<Value, AnyError> {
        let answer = self.services.clone().oneshot(request).await?;
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 8 * 1024 * 1024).await?;
        if status == StatusCode::NO_CONTENT {
            return Ok(Value::Null);
        }
        let value: Value = serde_json::from_slice(&body).map_err(|_| "that offer is not known here")?;
        if status.is_success() {
            return Ok(value);
        }
        Err(text(&value, "error_description").unwrap_or_else(|_| status.to_string()).into())
    }
}

fn token_form(code: &str, tx_code: &str) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", PRE_AUTHORIZED).append_pair("pre-authorized_code", code);
    if !tx_code.is_empty() {
        form.append_pair("tx_code", tx_code);
    }
    form.finish()
}

fn text(value: &Value, member: &str) -> Result<String, AnyError> {
    Ok(value.get(member).and_then(Value::as_str).ok_or_else(|| format!("the answer has no {member}"))?.to_owned())
}

#[derive(Template)]
#[template(path = "demo/wallet.html")]
struct WalletPage {
    frame: Frame,
    offer: String,
    problem: Option<String>,
    held: Vec<(String, CredentialCard)>,
}

/// What the wallet holds, and a form to take in more.
pub(super) async fn page(State(pages): State<DemoPages>, RawQuery(query): RawQuery) -> Response {
    let fields = Fields::parse(query.as_deref().unwrap_or_default().as_bytes());
    show(&pages, fields.one("offer").unwrap_or_default(), None)
}

fn show(pages: &DemoPages, offer: &str, problem: Option<String>) -> Response {
    let held = pages.wallet.held();
    let cards = held.iter().map(|credential| (credential.to_string(), card(credential))).collect();
    Page(WalletPage { frame: frame("Demonstration wallet"), offer: offer.to_owned(), problem, held: cards })
        .into_response()
}

fn card(credential: &Value) -> CredentialCard {
    let at = |pointer: &str| credential.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let is_transcript = credential.pointer("/credentialSubject/verifiableCredential").is_some();
    let kind = if is_transcript { "Transcript" } else { "Award" };
    CredentialCard::new(kind, at("/name"), at("/issuer/name"))
}

/// Takes an offer in.
pub(super) async fn receive(
    State(pages): State<DemoPages>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, PageError> {
    if !is_same_site(&headers) {
        return Err(PageError::form_expired());
    }
    let offer = form.required("offer")?;
    let tx_code: String = form.one("tx_code").unwrap_or_default().split_whitespace().collect();
    match pages.wallet.receive(offer, &tx_code).await {
        Ok(_) => Ok(Redirect::to("/wallet").into_response()),
        Err(error) => Ok(show(&pages, offer, Some(error.to_string()))),
    }
}
