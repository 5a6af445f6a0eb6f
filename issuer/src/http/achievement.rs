//! An achievement of the catalogue at its id: JSON-LD for programs, a page for people. What credentials name as their
//! achievement and its criteria is found here.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contexts::{OB_CONTEXT, VC2_CONTEXT};
use model::badge::Achievement;
use model::catalogue::{MatchOn, Publisher};
use oid4vc::error::ErrorCode;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use web::api_error::ApiError;
use web::page::Frame;
use web::page_error::PageError;
use web::parts::Fact;

use super::conditions::{not_modified, unchanged};
use super::markdown::{self, Block};
use super::referred::accepts;
use super::refusal;
use crate::App;
use crate::catalogue::Item;
use crate::store::offers;

/// Minutes old a copy may be: the catalogue changes seldom, and never what was issued.
const CACHED: &str = "public, max-age=300";

#[derive(Template)]
#[template(path = "issuer/achievement.html")]
struct AchievementPage {
    frame: Frame,
    institution: String,
    kind: String,
    retired: Option<String>,
    picture: Option<String>,
    picture_elsewhere: Option<String>,
    description: Vec<Block>,
    criteria: Vec<Block>,
    criteria_elsewhere: Option<String>,
    facts: Vec<Fact>,
    alignments: Vec<Aligned>,
    results: Vec<Results>,
    id: String,
}

struct Aligned {
    name: String,
    href: Option<String>,
    url: String,
    framework: Option<String>,
    description: Option<String>,
}

struct Results {
    name: String,
    facts: Vec<Fact>,
}

/// By `Accept`: JSON where it names JSON or JSON-LD, else the page.
pub(crate) async fn achievement(
    State(app): State<App>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let json = ["application/ld+json", "application/json"].into_iter().find(|kind| accepts(&headers, kind).by_name);
    let edition = app.edition().await.map_err(refusal::to_learner)?;
    let Some(item) = edition.get(&slug) else { return Ok(missing(json.is_some())) };
    let named = name(&app, item).await?;
    let (base, institution) = (app.urls.issuer(), app.institution().name.as_str());
    let publisher = Publisher { base: &base, name: institution };
    let shown = named.clone().unwrap_or_else(|| slug.clone());
    let found = edition.catalogue().published(&item.entry, publisher, &shown);
    match json {
        None => {
            let page = page(&app, item, found).render().map_err(PageError::internal)?;
            Ok(answer(&headers, "text/html; charset=utf-8", page))
        }
        Some(_) if found.description.is_empty() || found.criteria.is_empty() || named.is_none() => Ok(incomplete()),
        Some(kind) => Ok(answer(&headers, kind, document(&found).to_string())),
    }
}

/// The entry's own name, or the one under which it was offered, which the metadata publish too.
async fn name(app: &App, item: &Item) -> Result<Option<String>, PageError> {
    if let Some(name) = &item.entry.name {
        return Ok(Some(name.clone()));
    }
    let id = format!("{}.ldp", item.entry.slug);
    let named = offers::configuration_name(&app.db, app.urls.tenant(), &id).await.map_err(PageError::internal)?;
    let by_name = || {
        item.entry.matches.iter().find_map(|one| match &one.on {
            MatchOn::Name(name) => Some(name.clone()),
            MatchOn::Identifier(_) | MatchOn::Code(_) => None,
        })
    };
    Ok(named.or_else(by_name))
}

/// The achievement alone (Open Badges 3.0 §B.1.2), under the contexts that its credentials have.
fn document(achievement: &Achievement) -> Value {
    let mut document = json!({ "@context": [VC2_CONTEXT, OB_CONTEXT] });
    if let (Value::Object(whole), Value::Object(members)) = (&mut document, achievement.to_value()) {
        whole.extend(members);
    }
    document
}

/// The tag is the text's hash: the same page has the same tag on every server.
fn answer(headers: &HeaderMap, kind: &str, text: String) -> Response {
    let hash = Sha256::digest(&text);
    let tag = format!("\"{}\"", hex::encode(hash.get(..16).unwrap_or_default()));
    let cached = [
        (header::CACHE_CONTROL, CACHED.to_owned()),
        (header::VARY, "Accept".to_owned()),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*".to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if unchanged(headers, &tag) {
        return (cached, not_modified(&tag)).into_response();
    }
    (cached, [(header::CONTENT_TYPE, kind.to_owned())], text).into_response()
}

fn missing(json: bool) -> Response {
    if !json {
        return PageError::not_found().into_response();
    }
    let text = "the catalogue has no such achievement";
    ApiError::new(StatusCode::NOT_FOUND, ErrorCode::InvalidRequest, text).into_response()
}

/// Half an achievement is none (Open Badges 3.0 §B.1.2 demands name, description and criteria): nothing is invented.
fn incomplete() -> Response {
    let text = "the catalogue leaves name, description or criteria of this achievement to each record; its credentials \
                have them";
    ApiError::new(StatusCode::NOT_FOUND, ErrorCode::InvalidRequest, text).into_response()
}

fn page(app: &App, item: &Item, achievement: Achievement) -> AchievementPage {
    let entry = &item.entry;
    let own = |image: &String| image.starts_with("data:image/") || image.starts_with(&format!("{}/", app.urls.base()));
    let (picture, picture_elsewhere) = match achievement.image.clone() {
        Some(image) if own(&image) => (Some(image), None),
        other => (None, other.filter(|image| is_web(image))),
    };
    let alignments = achievement.alignments.iter().map(|one| Aligned {
        name: one.name.clone(),
        href: is_web(&one.url).then(|| one.url.clone()),
        url: one.url.clone(),
        framework: one.framework.clone().or_else(|| one.code.clone()),
        description: one.description.clone(),
    });
    AchievementPage {
        frame: app.frame(&achievement.name),
        institution: app.institution().name.clone(),
        kind: in_words(achievement.achievement_type.as_deref().unwrap_or_else(|| entry.kind.as_str())),
        retired: item.is_retired().then(|| item.row.changed_at.in_words()),
        picture,
        picture_elsewhere,
        description: markdown::blocks(&achievement.description),
        criteria: markdown::blocks(achievement.criteria.narrative.as_deref().unwrap_or_default()),
        criteria_elsewhere: achievement.criteria.id.clone().filter(|id| is_web(id)),
        facts: facts(&achievement, &entry.grades),
        alignments: alignments.collect(),
        results: achievement.result_descriptions.iter().map(results).collect(),
        id: achievement.id,
    }
}

fn facts(achievement: &Achievement, grades: &[String]) -> Vec<Fact> {
    let credits = achievement.credits_available.map(|credits| credits.to_string());
    let listed = |all: &[String]| (!all.is_empty()).then(|| all.join(", "));
    let all = [
        ("Course number", achievement.human_code.clone()),
        ("Field of study", achievement.field_of_study.clone()),
        ("Specialization", achievement.specialization.clone()),
        ("Credits", credits),
        ("Grades, lowest first", listed(grades)),
        ("Keywords", listed(&achievement.tags)),
    ];
    all.into_iter().filter_map(|(label, value)| Some(Fact::new(label, value?))).collect()
}

fn results(one: &model::badge::ResultDescription) -> Results {
    let values = (!one.allowed_values.is_empty()).then(|| one.allowed_values.join(", "));
    let all = [
        ("Kind", Some(in_words(&one.result_type))),
        ("Values, lowest first", values),
        ("Lowest", one.value_min.clone()),
        ("Highest", one.value_max.clone()),
        ("Required", one.required_value.clone()),
    ];
    let facts = all.into_iter().filter_map(|(label, value)| Some(Fact::new(label, value?))).collect();
    Results { name: one.name.clone(), facts }
}

/// Only such addresses become links: a catalogue may hold any URI.
fn is_web(uri: &str) -> bool {
    uri.starts_with("https://") || uri.starts_with("http://")
}

/// `BachelorDegree` as `Bachelor degree`; a type of one's own without its `ext:`.
fn in_words(kind: &str) -> String {
    let mut words = String::new();
    for (at, letter) in kind.trim_start_matches("ext:").chars().enumerate() {
        match (at, letter.is_uppercase()) {
            (0, _) => words.extend(letter.to_uppercase()),
            (_, true) => {
                words.push(' ');
                words.extend(letter.to_lowercase());
            }
            (_, false) => words.push(letter),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_shown_in_words() {
        assert_eq!(in_words("BachelorDegree"), "Bachelor degree");
        assert_eq!(in_words("course"), "Course");
        assert_eq!(in_words("ext:NightSchool"), "Night school");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert!(is_web("https://a.example/") && !is_web("javascript:alert(1)") && !is_web("urn:uuid:1"));
    }
}
