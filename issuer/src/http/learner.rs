//! The learner's pages: what is in my record, choose, agree.

mod cards;
mod whose;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use model::draft::Draft;
use model::package::Packaged;
use model::record::LearnerRecord;
use web::fields::Fields;
use web::page::{Frame, Page, Visitor};
use web::page_error::PageError;
use web::parts::{CredentialCard, LeftOut};
use web::session::{CSRF_FIELD, Session};

use cards::card;
use whose::Name;

use super::refusal::to_learner;
use crate::issuance::consent::Notice;
use crate::issuance::offer::{self, Wanted};
use crate::issuance::whose::{Choice, addresses};
use crate::issuance::{Failure, Refusal};
use crate::left_out::Report;
use crate::{App, Issuer};

/// A signed-in learner with their record as we package it now.
struct Learner {
    session: Session,
    id: String,
    name: String,
    record: LearnerRecord,
    packaged: Packaged,
}

async fn signed_in(app: &App, headers: &HeaderMap) -> Result<Learner, PageError> {
    let sign_in = || PageError::sign_in_first(&format!("/{}/sign-in", app.urls.tenant()));
    let session = app.sessions.read(headers, app.now()).ok_or_else(sign_in)?;
    let id = session.learner.clone().ok_or_else(sign_in)?;
    let record = app.records.record(&id).await.map_err(|error| to_learner(error.into()))?;
    let record = record.ok_or_else(|| to_learner(Failure::from(Refusal::UnknownLearner)))?;
    let name = Choice::by_default(&record, &app.institution().sources).name.unwrap_or_else(|| id.clone());
    let packaged = app.package(&record).await.map_err(to_learner)?;
    Ok(Learner { session, id, name, record, packaged })
}

/// The same for a posted form, whose token must be this session's.
async fn posted(app: &App, headers: &HeaderMap, form: &Fields) -> Result<Learner, PageError> {
    let learner = signed_in(app, headers).await?;
    let ours = app.sessions.check_form(headers, &learner.session, form.one(CSRF_FIELD));
    if ours { Ok(learner) } else { Err(PageError::form_expired()) }
}

impl Issuer {
    /// The frame of this institution's pages.
    pub(super) fn frame(&self, title: &str) -> Frame {
        let frame =
            Frame::new(title).institution(self.institution().name.as_str(), format!("/{}/record", self.urls.tenant()));
        if self.development {
            frame.notice("This is a demonstration with invented people and institutions.")
        } else {
            frame
        }
    }

    fn frame_for(&self, title: &str, learner: &Learner) -> Frame {
        self.frame(title).visitor(Visitor {
            name: learner.name.clone(),
            sign_out: format!("/{}/sign-out", self.urls.tenant()),
            csrf: self.sessions.csrf_token(&learner.session),
        })
    }
}

#[derive(Template)]
#[template(path = "issuer/record.html")]
struct Record {
    frame: Frame,
    institution: String,
    cards: Vec<CredentialCard>,
    names: Vec<Name>,
    addresses: Vec<String>,
    left_out: LeftOut,
    agree: String,
    csrf: String,
}

/// What is in my record: choose.
pub(crate) async fn record(State(app): State<App>, headers: HeaderMap) -> Result<Response, PageError> {
    let learner = signed_in(&app, &headers).await?;
    let frame = app
        .frame_for("Choose what to put in your wallet", &learner)
        .progress("Step 1 of 3: what your school says about you");
    let page = Record {
        frame,
        institution: app.institution().name.clone(),
        cards: learner.packaged.credentials.iter().map(|draft| card(draft, Some(draft.id.clone()))).collect(),
        names: whose::names(&app, &learner),
        addresses: addresses(&learner.record).to_vec(),
        left_out: Report::of(&learner.record, &learner.packaged).for_learner(&app.institution().name),
        agree: format!("/{}/agree", app.urls.tenant()),
        csrf: app.sessions.csrf_token(&learner.session),
    };
    Ok(Page(page).into_response())
}

#[derive(Template)]
#[template(path = "issuer/agree.html")]
struct Agree {
    frame: Frame,
    notice: Notice,
    until: String,
    whose: String,
    chosen: Vec<(String, CredentialCard)>,
    notice_hash: String,
    offers: String,
    back: String,
    csrf: String,
}

/// Who, what, why, until when: agree or go back.
pub(crate) async fn agree(State(app): State<App>, headers: HeaderMap, form: Fields) -> Result<Response, PageError> {
    let learner = posted(&app, &headers, &form).await?;
    let chosen = chosen(&learner, &form)?;
    let notice = notice(&app, &chosen, whose::chosen(&app, &learner, &form)?);
    let page = Agree {
        frame: app.frame_for("What you agree to", &learner).progress("Step 2 of 3: what you agree to"),
        until: notice.until.in_words(),
        whose: notice.whose.in_words(),
        chosen: chosen.iter().map(|draft| (draft.id.clone(), card(draft, None))).collect(),
        notice_hash: notice.hash(),
        notice,
        offers: format!("/{}/offers", app.urls.tenant()),
        back: format!("/{}/record", app.urls.tenant()),
        csrf: app.sessions.csrf_token(&learner.session),
    };
    Ok(Page(page).into_response())
}

fn chosen<'l>(learner: &'l Learner, form: &Fields) -> Result<Vec<&'l Draft>, PageError> {
    let awards: Vec<String> = form.all("award").map(str::to_owned).collect();
    if awards.is_empty() {
        return Err(PageError::bad_form("Nothing was chosen. Tick at least one thing to put into your wallet."));
    }
    let wanted = Wanted { awards, configurations: Vec::new() };
    offer::choose(&learner.packaged, &wanted).map_err(|refusal| to_learner(refusal.into()))
}

fn notice(app: &App, chosen: &[&Draft], whose: Choice) -> Notice {
    let titles = chosen.iter().map(|draft| draft.title.clone()).collect();
    Notice::for_wallet(&app.institution().name, titles, whose, app.now())
}

/// Agreed: records the consent and makes the offer. What was agreed to must be what is chosen now.
pub(crate) async fn make_offer(
    State(app): State<App>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, PageError> {
    let learner = posted(&app, &headers, &form).await?;
    let chosen = chosen(&learner, &form)?;
    let notice = notice(&app, &chosen, whose::chosen(&app, &learner, &form)?);
    if form.one("notice") != Some(notice.hash().as_str()) {
        return Err(PageError::bad_form(
            "What you agreed to has changed in the meantime. Read it again and agree again.",
        ));
    }
    let made = offer::make_with_consent(&app, &learner.id, &chosen, &notice, app.now()).await.map_err(to_learner)?;
    Ok(Redirect::to(&format!("/{}/o/{}", app.urls.tenant(), made.offer.public_id)).into_response())
}

/// Ends the session.
pub(crate) async fn sign_out(State(app): State<App>, headers: HeaderMap, form: Fields) -> Result<Response, PageError> {
    let session = app.sessions.read(&headers, app.now()).ok_or_else(PageError::form_expired)?;
    if !app.sessions.check_form(&headers, &session, form.one(CSRF_FIELD)) {
        return Err(PageError::form_expired());
    }
    let cookie = app.sessions.clear_cookie().map_err(PageError::internal)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}
