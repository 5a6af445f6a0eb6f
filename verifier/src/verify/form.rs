//! What kind of credential it is, whether it has the form of one, whom it is about and who says so.

use contexts::{Schema, SchemaFault};
use proof::data_integrity::Suite;
use serde_json::Value;

use super::context::is_vcdm1;
use super::read::{UnverifiedCredential, each, has_type};
use super::report::{Check, CheckCode, Problem};
use super::token::UnverifiedToken;
use super::words::{count, quote};

/// The schema that belongs to the kind of credential, if it is one of ours.
pub(crate) fn schema_of(credential: &UnverifiedCredential) -> Option<Schema> {
    if credential.is_a("ClrCredential") {
        Some(Schema::ClrCredential)
    } else if credential.is_a("OpenBadgeCredential") || credential.is_a("AchievementCredential") {
        Some(Schema::AchievementCredential)
    } else if credential.is_a("EndorsementCredential") {
        Some(Schema::EndorsementCredential)
    } else {
        None
    }
}

/// Type row (OB 3.0 and CLR 2.0: `VerifiableCredential` and one kind of theirs).
pub(crate) fn kind(credential: &UnverifiedCredential) -> Check {
    if !credential.is_a("VerifiableCredential") {
        let sentence = "Its type should include “VerifiableCredential”.";
        return Check::failed(CheckCode::Type, "not_a_verifiable_credential", sentence)
            .problem(Problem::MalformedValue);
    }
    let kind = match schema_of(credential) {
        Some(Schema::ClrCredential) => "A transcript (Comprehensive Learner Record 2.0).",
        Some(Schema::AchievementCredential) => "A badge (Open Badges 3.0).",
        Some(Schema::EndorsementCredential) => "An endorsement (Open Badges 3.0).",
        Some(Schema::Profile) | None => {
            let sentence = "It is a credential of another kind than a badge, a transcript or an endorsement.";
            return Check::warned(CheckCode::Type, "other_kind", sentence);
        }
    };
    Check::passed(CheckCode::Type, "ok", kind)
}

/// Schema row: the published form of its kind, and the schemas it names itself where they are among the published ones.
pub(crate) fn schema(credential: &UnverifiedCredential, validate: impl FnOnce(Schema) -> Vec<SchemaFault>) -> Check {
    let Some(which) = schema_of(credential) else {
        return Check::not_applicable(CheckCode::Schema, "no_schema", "There is no published form for this kind.");
    };
    if is_vcdm1(credential) {
        let sentence = "The published form is for data model 2.0; this credential follows 1.1.";
        return Check::not_applicable(CheckCode::Schema, "older_data_model", sentence);
    }
    let faults = validate(which);
    if !faults.is_empty() && (credential.token().is_some_and(UnverifiedToken::may_hold_back) || is_derived(credential))
    {
        let sentence = "It does not have the published form as far as it was shown; a part may have been kept back.";
        return Check::could_not(CheckCode::Schema, "kept_back", sentence);
    }
    if let Some(first) = faults.first() {
        let more = if faults.len() > 1 {
            format!(" ({} in all)", count(faults.len(), "fault", "faults"))
        } else {
            String::new()
        };
        let at = if first.path.is_empty() { "the top".to_owned() } else { quote(&first.path) };
        let sentence = format!("It does not have the published form at {at}: {}{more}.", quote(&first.message));
        return Check::failed(CheckCode::Schema, "schema", sentence).problem(Problem::MalformedValue);
    }
    own_schema(credential).unwrap_or_else(|| {
        Check::passed(CheckCode::Schema, "ok", "It has the form the specification publishes for its kind.")
    })
}

/// Whether it has a proof that shows parts. Whether that holds is for its own row; a bad one makes the whole invalid.
fn is_derived(credential: &UnverifiedCredential) -> bool {
    let suite = |proof: &Value| proof.get("cryptosuite").and_then(Value::as_str).and_then(Suite::from_name);
    each(credential.get("proof")).iter().any(|proof| suite(proof).is_some_and(Suite::is_selective))
}

/// A schema the credential names and we do not have is not fetched: what it would say is unknown.
fn own_schema(credential: &UnverifiedCredential) -> Option<Check> {
    let ids = each(credential.get("credentialSchema")).iter().map(|entry| entry.get("id").and_then(Value::as_str));
    let unknown = ids.map(Option::unwrap_or_default).find(|id| contexts::schema_by_id(id).is_none())?;
    let sentence = format!("It names a form of its own that we do not have: {}.", quote(unknown));
    Some(Check::could_not(CheckCode::Schema, "unknown_schema", sentence))
}

/// Subject row: somebody is named, by an id or by an identifier.
pub(crate) fn subject(credential: &UnverifiedCredential) -> Check {
    let subjects = each(credential.get("credentialSubject"));
    if subjects.is_empty() || subjects.iter().any(|subject| !subject.is_object()) {
        let sentence = "It should say whom it is about (“credentialSubject”, an object).";
        return Check::failed(CheckCode::Subject, "no_subject", sentence).problem(Problem::MalformedValue);
    }
    let named = |subject: &Value| {
        subject.get("id").is_some_and(Value::is_string) || !each(subject.get("identifier")).is_empty()
    };
    if subjects.iter().all(named) {
        return Check::passed(CheckCode::Subject, "ok", "It says whom it is about.");
    }
    let sentence = "It does not say whom it is about: anyone who has the file could show it as theirs.";
    Check::warned(CheckCode::Subject, "subject_not_named", sentence)
}

/// The issuer's id, whether `issuer` is a text or an object.
pub(crate) fn issuer_id(credential: &UnverifiedCredential) -> Option<&str> {
    match credential.get("issuer")? {
        Value::String(id) => Some(id.as_str()),
        Value::Object(profile) => profile.get("id")?.as_str(),
        _ => None,
    }
    .filter(|id| !id.is_empty())
}

/// Issuer row: one issuer with an id that is an address or a DID, and the type of a profile.
pub(crate) fn issuer(credential: &UnverifiedCredential) -> Check {
    let Some(id) = issuer_id(credential) else {
        let sentence = "It should name one issuer by an id.";
        return Check::failed(CheckCode::Issuer, "no_issuer", sentence).problem(Problem::MalformedValue);
    };
    if !(id.starts_with("did:") || id.starts_with("https://") || id.starts_with("http://") || id.starts_with("urn:")) {
        let sentence = format!("The issuer’s id should be a DID or a web address; it is {}.", quote(id));
        return Check::failed(CheckCode::Issuer, "issuer_id_form", sentence).problem(Problem::MalformedValue);
    }
    match credential.get("issuer") {
        Some(Value::Object(profile)) if !has_type(profile, "Profile") => {
            Check::warned(CheckCode::Issuer, "issuer_type", "The issuer is named, but not as a profile.")
        }
        _ => Check::passed(CheckCode::Issuer, "ok", format!("It names its issuer: {}.", quote(id))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::verify::report::Outcome;

    fn credential(mut value: Value) -> UnverifiedCredential {
        if value.get("type").is_none() {
            value["type"] = json!(["VerifiableCredential", "OpenBadgeCredential"]);
        }
        UnverifiedCredential::from_value(value).unwrap()
    }

    #[test]
    fn kinds_are_told_apart() {
        let kinds = [
            (json!(["VerifiableCredential", "AchievementCredential"]), Outcome::Passed, "ok"),
            (json!(["VerifiableCredential", "ClrCredential"]), Outcome::Passed, "ok"),
            (json!("VerifiableCredential"), Outcome::Warned, "other_kind"),
            (json!(["OpenBadgeCredential"]), Outcome::Failed, "not_a_verifiable_credential"),
        ];
        for (types, outcome, reason) in kinds {
            let check = kind(&credential(json!({"type": types, "credentialSubject": {}})));
            assert_eq!((check.outcome, check.reason), (outcome, reason));
        }
    }

    #[test]
    fn a_subject_is_named_by_id_or_identifier() {
        let subjects = [
            (json!({"id": "did:example:1"}), "ok"),
            (json!({"identifier": [{"identityHash": "x"}]}), "ok"),
            (json!({"name": "Ada"}), "subject_not_named"),
            (json!("did:example:1"), "no_subject"),
            (json!([]), "no_subject"),
        ];
        for (value, reason) in subjects {
            assert_eq!(subject(&credential(json!({ "credentialSubject": value }))).reason, reason);
        }
    }

    #[test]
    fn an_issuer_has_an_id_and_is_a_profile() {
        let issuers = [
            (json!("did:example:1"), "ok"),
            (json!({"id": "did:example:1", "type": ["Profile"]}), "ok"),
            (json!({"id": "did:example:1"}), "issuer_type"),
            (json!({"id": "example"}), "issuer_id_form"),
            (json!({"id": ""}), "no_issuer"),
            (json!(["did:example:1"]), "no_issuer"),
        ];
        for (value, reason) in issuers {
            assert_eq!(issuer(&credential(json!({ "issuer": value }))).reason, reason);
        }
    }

    #[test]
    fn the_first_fault_of_form_is_told() {
        let badge = credential(json!({"credentialSchema": {"id": "https://school.example/schema.json"}}));
        let fault = |path: &str| SchemaFault { path: path.to_owned(), message: "required".to_owned() };
        let check = schema(&badge, |_| vec![fault("/issuer"), fault("")]);
        assert_eq!((check.outcome, check.reason), (Outcome::Failed, "schema"));
        assert!(check.sentence.contains("“/issuer”: “required” (2 faults in all)"), "{}", check.sentence);
        assert_eq!(schema(&badge, |_| Vec::new()).reason, "unknown_schema");
        let older = credential(json!({"@context": [contexts::VC1_CONTEXT]}));
        assert_eq!(schema(&older, |_| Vec::new()).reason, "older_data_model");
    }
}
