//! The learner's pages: what is in my record, choose, agree.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use model::draft::{Draft, Kind};
use model::package::{FixBy, Packaged};
use model::record::{LearnerRecord, Reference};
use model::time::Time;
use web::fields::Fields;
use web::page::{Frame, Page, Visitor};
use web::page_error::PageError;
use web::parts::{Choice, CredentialCard, Fact, LeftOut, LeftOutItem};
use web::session::{CSRF_FIELD, Session};

use super::refusal::to_learner;
use crate::issuance::consent::Notice;
use crate::issuance::offer::{self, Wanted};
use crate::issuance::{Failure, Refusal};
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
    let name = record.display_name().unwrap_or_else(|| id.clone());
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
        left_out: left_out(&learner),
        agree: format!("/{}/agree", app.urls.tenant()),
        csrf: app.sessions.csrf_token(&learner.session),
    };
    Ok(Page(page).into_response())
}

/// A draft as a card; with a value, it can be chosen.
pub(super) fn card(draft: &Draft, choose: Option<String>) -> CredentialCard {
    let kind = match draft.kind {
        Kind::Transcript => "Transcript".to_owned(),
        _ => draft.summary.achievement_type.clone().unwrap_or_else(|| "Award".to_owned()),
    };
    let mut card = CredentialCard::new(spaced(&kind), draft.title.as_str(), draft.summary.issuer_name.as_str());
    card.image.clone_from(&draft.summary.image);
    card.facts = facts(draft);
    card.details = vec![Fact::new("What it is", draft.description.as_str())];
    card.choice = choose.map(|value| Choice { name: "award".to_owned(), value, checked: true });
    card
}

fn facts(draft: &Draft) -> Vec<Fact> {
    let fact = |label: &str, value: Option<String>| value.map(|value| Fact::new(label, value));
    let courses = draft.children.iter().filter(|child| child.kind == Kind::Course).count();
    let awards = draft.children.len().saturating_sub(courses);
    [
        fact("Awarded", draft.issued_on.map(Time::day_in_words)),
        fact("Grade", draft.summary.grade.clone()),
        fact("Credits", draft.summary.credits.map(|credits| credits.to_string())),
        fact("Term", draft.summary.term.clone()),
        fact("Courses", (courses > 0).then(|| courses.to_string())),
        fact("Awards", (draft.kind == Kind::Transcript && awards > 0).then(|| awards.to_string())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `BachelorDegree` as people write it: `Bachelor degree`.
fn spaced(word: &str) -> String {
    let mut spaced = String::new();
    for letter in word.trim_start_matches("ext:").chars() {
        if letter.is_uppercase() && !spaced.is_empty() {
            spaced.push(' ');
            spaced.extend(letter.to_lowercase());
        } else {
            spaced.push(letter);
        }
    }
    spaced
}

fn left_out(learner: &Learner) -> LeftOut {
    let item = |line: &model::package::LeftOut| LeftOutItem {
        what: title_at(&learner.record, &line.path).unwrap_or_else(|| "A part of your record".to_owned()),
        reason: line.detail.clone(),
        fix_by: who(line.fix_by).map(str::to_owned),
    };
    LeftOut { items: learner.packaged.left_out.iter().map(item).collect() }
}

/// What the record calls the statement at `path`.
fn title_at(record: &LearnerRecord, path: &str) -> Option<String> {
    let named = |name: &Option<String>, of: &Option<Reference>| {
        name.clone().or_else(|| of.as_ref().and_then(|reference| reference.name.clone()))
    };
    let awards = record.awards.iter().map(|award| (&award.path, named(&award.name, &award.instance_of)));
    let courses = record.courses.iter().map(|course| (&course.path, named(&course.name, &course.course)));
    let programmes = record.programmes.iter().map(|one| (&one.path, named(&one.name, &one.program)));
    awards.chain(courses).chain(programmes).find(|(at, _)| *at == path).and_then(|(_, name)| name)
}

const fn who(fix_by: FixBy) -> Option<&'static str> {
    match fix_by {
        FixBy::Source => Some("the organisation that keeps this part of your record"),
        FixBy::Registrar => Some("your registrar"),
        FixBy::Operator => Some("whoever runs this service"),
        FixBy::Nobody => None,
    }
}

#[derive(Template)]
#[template(path = "issuer/agree.html")]
struct Agree {
    frame: Frame,
    notice: Notice,
    until: String,
    learner: String,
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
    let notice = notice(&app, &chosen);
    let page = Agree {
        frame: app.frame_for("What you agree to", &learner).progress("Step 2 of 3: what you agree to"),
        until: notice.until.in_words(),
        learner: learner.name.clone(),
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

fn notice(app: &App, chosen: &[&Draft]) -> Notice {
    let titles = chosen.iter().map(|draft| draft.title.clone()).collect();
    Notice::for_wallet(&app.institution().name, titles, app.now())
}

/// Agreed: records the consent and makes the offer. What was agreed to must be what is chosen now.
pub(crate) async fn make_offer(
    State(app): State<App>,
    headers: HeaderMap,
    form: Fields,
) -> Result<Response, PageError> {
    let learner = posted(&app, &headers, &form).await?;
    let chosen = chosen(&learner, &form)?;
    let notice = notice(&app, &chosen);
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
