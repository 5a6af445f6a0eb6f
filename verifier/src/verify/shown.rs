//! What a credential says, for the card on the page. All of it is the credential's own claim: text to be shown as such,
//! never near the verdict, never as markup.

use serde_json::Value;

use super::details::achievements;
use super::form::{self, schema_of};
use super::read::{UnverifiedCredential, each};
use super::validity;
use contexts::Schema;
use model::time::Time;

/// Longer texts are cut on the card.
const SHOWN_CHARACTERS: usize = 600;

/// The card of one credential.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// `Badge`, `Transcript`, `Endorsement` or `Credential`.
    pub kind: &'static str,
    /// The achievement's or the credential's name.
    pub title: String,
    /// The achievement's description.
    pub description: String,
    /// What was asked for it.
    pub criteria: String,
    /// The issuer's name, as the credential gives it: unproven.
    pub issuer: String,
    /// The issuer's id.
    pub issuer_id: String,
    /// The learner's name, where the credential gives it.
    pub learner: String,
    /// When it was awarded, written out; a copy may be issued much later.
    pub awarded: String,
    /// When it was issued, written out.
    pub issued: String,
    /// When it ends, written out.
    pub until: String,
    /// Details of a course.
    pub course: Course,
}

/// What a credential for a course says beside its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Course {
    /// The course's code.
    pub code: String,
    /// The term it was taken in.
    pub term: String,
    /// Credits earned.
    pub credits: String,
    /// The first result's value.
    pub grade: String,
    /// Whether it is not finished yet.
    pub in_progress: bool,
}

impl Shown {
    /// The card of `credential`.
    pub(crate) fn of(credential: &UnverifiedCredential) -> Self {
        let achievement = achievements(credential).next().unwrap_or(&Value::Null);
        let subject = each(credential.get("credentialSubject")).first().unwrap_or(&Value::Null);
        let issuer = credential.get("issuer").unwrap_or(&Value::Null);
        Self {
            kind: match schema_of(credential) {
                Some(Schema::AchievementCredential) => "Badge",
                Some(Schema::ClrCredential) => "Transcript",
                Some(Schema::EndorsementCredential) => "Endorsement",
                Some(Schema::Profile) | None => "Credential",
            },
            title: first([text(achievement.get("name")), text(credential.get("name")), text(subject.get("name"))]),
            description: first([text(achievement.get("description")), text(credential.get("description"))]),
            criteria: text(achievement.pointer("/criteria/narrative")),
            issuer: text(issuer.get("name")),
            issuer_id: clean(form::issuer_id(credential).unwrap_or_default()),
            learner: learner(subject),
            awarded: validity::awarded(credential).map(Time::day_in_words).unwrap_or_default(),
            issued: validity::issued(credential).map(Time::day_in_words).unwrap_or_default(),
            until: validity::ends(credential).map(Time::day_in_words).unwrap_or_default(),
            course: Course {
                code: text(achievement.get("humanCode")),
                term: text(subject.get("term")),
                credits: first([text(subject.get("creditsEarned")), text(achievement.get("creditsAvailable"))]),
                grade: each(subject.get("result"))
                    .iter()
                    .map(grade)
                    .find(|grade| !grade.is_empty())
                    .unwrap_or_default(),
                in_progress: each(subject.get("result")).iter().any(is_open),
            },
        }
    }
}

fn grade(result: &Value) -> String {
    first([text(result.get("value")), text(result.get("achievedLevel")), status(result)])
}

/// A status (OB 3.0 `ResultStatusType`) as people write it.
fn status(result: &Value) -> String {
    match result.get("status").and_then(Value::as_str) {
        Some("InProgress") => "In progress".to_owned(),
        Some("OnHold") => "On hold".to_owned(),
        _ => text(result.get("status")),
    }
}

fn is_open(result: &Value) -> bool {
    matches!(result.get("status").and_then(Value::as_str), Some("InProgress" | "Enrolled" | "OnHold"))
}

/// A name stands on the subject, or as an identifier of type `name` that is not hashed (OB 3.0 `IdentityObject`).
fn learner(subject: &Value) -> String {
    let open = |identity: &&Value| identity.get("hashed") == Some(&Value::Bool(false));
    let by_name = |identity: &&Value| identity.get("identityType").and_then(Value::as_str) == Some("name");
    let identity = each(subject.get("identifier")).iter().filter(open).find(by_name);
    let named = text(identity.and_then(|identity| identity.get("identityHash")));
    // A CLR subject's and an achievement subject's `name` is the learner's only where an achievement carries the title.
    if named.is_empty() && subject.get("achievement").is_some() { text(subject.get("name")) } else { named }
}

fn first<const N: usize>(texts: [String; N]) -> String {
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => clean(text),
        Some(Value::Number(number)) => number.to_string(),
        // A language map: the English text, or else the first.
        Some(Value::Object(texts)) => {
            texts.get("en").or_else(|| texts.values().next()).and_then(Value::as_str).map(clean).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Without control characters and bidirectional overrides, and not endless.
fn clean(text: &str) -> String {
    let bidi = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut shown: String = text.chars().filter(|c| !c.is_control() && !bidi(*c)).take(SHOWN_CHARACTERS).collect();
    if text.chars().nth(SHOWN_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn card(value: Value) -> Shown {
        Shown::of(&UnverifiedCredential::from_value(value).unwrap())
    }

    #[test]
    fn a_course_shows_code_term_credits_and_grade() {
        let card = card(json!({
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {"id": "did:web:school.example", "name": "Example College"},
            "validFrom": "2024-05-03T00:00:00Z",
            "credentialSubject": {
                "term": "Spring 2024", "creditsEarned": 3.5,
                "achievement": {"name": "Data structures", "humanCode": "CS 201", "criteria": {"narrative": "Pass it."}},
                "result": [{"value": "A-"}],
                "identifier": [{"hashed": false, "identityHash": "Ada Lovelace", "identityType": "name"}]
            }
        }));
        let course = Course {
            code: "CS 201".to_owned(),
            term: "Spring 2024".to_owned(),
            credits: "3.5".to_owned(),
            grade: "A-".to_owned(),
            in_progress: false,
        };
        assert_eq!((card.kind, card.title.as_str()), ("Badge", "Data structures"));
        assert_eq!((card.issuer.as_str(), card.issuer_id.as_str()), ("Example College", "did:web:school.example"));
        assert_eq!(
            (card.issued.as_str(), card.learner.as_str(), card.until.as_str()),
            ("3 May 2024", "Ada Lovelace", "")
        );
        assert_eq!(card.course, course);
    }

    #[test]
    fn hashed_names_and_odd_shapes_show_nothing() {
        let card = card(json!({
            "credentialSubject": [7],
            "name": {"fr": "Titre"},
            "issuer": 5
        }));
        assert_eq!(card, Shown { kind: "Credential", title: "Titre".to_owned(), ..Shown::default() });
        let hashed = json!({"identifier": [{"hashed": true, "identityHash": "sha256$00", "identityType": "name"}]});
        assert_eq!(learner(&hashed), "");
    }

    #[test]
    fn text_cannot_turn_the_reading_direction_or_run_on() {
        assert_eq!(clean("a\u{202e}b\u{0007}c"), "abc");
        assert_eq!(clean(&"x".repeat(5000)).chars().count(), 601);
    }
}
