//! The landing page of an offer: a QR code for a wallet on another device, a link for one on this device.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use web::fields::Fields;
use web::page::{Frame, Page};
use web::page_error::PageError;
use web::parts::{Mark, QrBox, State as CardState};

use crate::App;
use crate::issuance::codes;
use crate::issuance::offer::Standing;
use crate::store::credentials;
use crate::store::offers::{self, Offer};

#[derive(Template)]
#[template(path = "issuer/offer.html")]
struct OfferPage {
    frame: Frame,
    institution: String,
    titles: Vec<String>,
    state: CardState,
    handover: Option<QrBox>,
    /// On the demo's own machine, its wallet page.
    demo_wallet: Option<String>,
    record: String,
}

/// Anybody with the link sees what is offered; the transaction code only the learner who signed in.
pub(crate) async fn page(
    State(app): State<App>,
    Path(public_id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let found = offers::by_public_id(&app.db, app.urls.tenant(), &public_id).await.map_err(PageError::internal)?;
    let offer = found.ok_or_else(PageError::not_found)?;
    let titles: Vec<String> = offers::credentials(&app.db, offer.id)
        .await
        .map_err(PageError::internal)?
        .into_iter()
        .map(|one| one.title)
        .collect();
    let issued = credentials::issued_of_offer(&app.db, offer.id).await.map_err(PageError::internal)?;
    let standing = Standing::of(&offer, titles.len(), issued, app.now());
    let show = Fields::parse(query.as_deref().unwrap_or_default().as_bytes()).has("show");
    let open = standing == Standing::Open;
    let handover = open.then(|| handover(&app, &offer, &headers, show)).transpose()?;
    let page = OfferPage {
        frame: app.frame("Put it into your wallet").progress("Step 3 of 3: into your wallet"),
        institution: app.institution().name.clone(),
        state: state(standing, &offer),
        handover,
        demo_wallet: (app.development && open).then(|| demo_wallet(&app, &offer)),
        titles,
        record: format!("/{}/record", app.urls.tenant()),
    };
    let waiting = matches!(standing, Standing::Claimed(_)) || (open && show);
    let refresh = waiting.then_some([(header::REFRESH, "5")]);
    Ok((refresh, [(header::CACHE_CONTROL, "no-store")], Page(page)).into_response())
}

fn handover(app: &App, offer: &Offer, headers: &HeaderMap, show: bool) -> Result<QrBox, PageError> {
    let own = app
        .sessions
        .read(headers, app.now())
        .is_some_and(|session| session.learner.as_deref() == Some(offer.learner.as_str()));
    let link = app.urls.offer_qr(&offer.public_id);
    let svg = show.then(|| artefact::qr::svg(&link, "Scan this code with your wallet")).transpose();
    Ok(QrBox {
        svg: svg.map_err(PageError::internal)?,
        show_href: "?show".to_owned(),
        caption: "Scan this with your wallet app, not with the camera alone.".to_owned(),
        wallet_href: app.urls.offer_link(&offer.public_id),
        link,
        tx_code: (own && offer.needs_tx_code).then(|| codes::transaction_code(&app.secrets, offer.id)),
        expires: format!("Good until {}.", offer.expires_at.in_words()),
    })
}

fn demo_wallet(app: &App, offer: &Offer) -> String {
    let link = app.urls.offer_link(&offer.public_id);
    let offer: String = url::form_urlencoded::byte_serialize(link.as_bytes()).collect();
    format!("/wallet?offer={offer}")
}

fn state(standing: Standing, offer: &Offer) -> CardState {
    let (mark, words) = match standing {
        Standing::Open => {
            (Mark::NotApplicable, format!("Waiting for your wallet until {}", offer.expires_at.in_words()))
        }
        Standing::Claimed(at) => (Mark::Warned, format!("A wallet began to fetch it on {}", at.in_words())),
        Standing::Received(at) => (Mark::Passed, format!("In your wallet since {}", at.in_words())),
        Standing::Locked => (Mark::Failed, "Locked: the code was typed wrong five times. Make a new offer.".to_owned()),
        Standing::Expired => (Mark::Failed, "This offer has expired. Make a new one.".to_owned()),
    };
    CardState { mark, words }
}
