//! Things a credential lists: alignments to frameworks, and evidence. They are shown, never fetched.

use serde_json::Value;

use super::read::{UnverifiedCredential, each};
use super::report::{Check, CheckCode};
use super::words::count;

/// Alignment row (OB 3.0 `Alignment`: a target's name and its address).
pub(crate) fn alignment(credential: &UnverifiedCredential) -> Check {
    let alignments: Vec<&Value> = achievements(credential).flat_map(|one| each(one.get("alignment"))).collect();
    if alignments.is_empty() {
        return Check::not_applicable(CheckCode::Alignment, "none", "It refers to no framework.");
    }
    let whole = |one: &&&Value| text(one, "targetName") && web_address(one.get("targetUrl"));
    let good = alignments.iter().filter(whole).count();
    if good < alignments.len() {
        let sentence = format!(
            "{} of {} lack a name or a web address.",
            alignments.len() - good,
            count(alignments.len(), "reference to a framework", "references to frameworks")
        );
        return Check::warned(CheckCode::Alignment, "incomplete_alignment", sentence);
    }
    let sentence = format!(
        "It lists {}; we did not open them.",
        count(good, "reference to a framework", "references to frameworks")
    );
    Check::passed(CheckCode::Alignment, "listed", sentence)
}

/// Evidence row: counted and listed only.
pub(crate) fn evidence(credential: &UnverifiedCredential) -> Check {
    let own = each(credential.get("evidence")).len();
    if own == 0 {
        return Check::not_applicable(CheckCode::Evidence, "none", "It lists no evidence.");
    }
    let sentence = format!("It lists {}; we did not open them.", count(own, "piece of evidence", "pieces of evidence"));
    Check::passed(CheckCode::Evidence, "listed", sentence)
}

/// The achievements its subjects have.
pub(crate) fn achievements(credential: &UnverifiedCredential) -> impl Iterator<Item = &Value> {
    each(credential.get("credentialSubject")).iter().flat_map(|subject| each(subject.get("achievement")))
}

fn text(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_str).is_some_and(|text| !text.is_empty())
}

fn web_address(value: Option<&Value>) -> bool {
    value
        .and_then(Value::as_str)
        .is_some_and(|text| url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(alignment: &Value, evidence: &Value) -> UnverifiedCredential {
        UnverifiedCredential::from_value(json!({
            "credentialSubject": {"achievement": {"alignment": alignment}},
            "evidence": evidence,
        }))
        .unwrap()
    }

    #[test]
    fn alignments_need_a_name_and_an_address() {
        let good = json!({"targetName": "Sorting", "targetUrl": "https://skills.example/1"});
        let bad = json!({"targetName": "Sorting", "targetUrl": "javascript:alert(1)"});
        assert_eq!(alignment(&with(&Value::Null, &Value::Null)).reason, "none");
        assert_eq!(alignment(&with(&json!([good]), &Value::Null)).reason, "listed");
        let check = alignment(&with(&json!([good, bad]), &Value::Null));
        assert_eq!(check.reason, "incomplete_alignment");
        assert_eq!(check.sentence, "1 of 2 references to frameworks lack a name or a web address.");
    }

    #[test]
    fn evidence_is_counted() {
        assert_eq!(evidence(&with(&Value::Null, &Value::Null)).reason, "none");
        let check = evidence(&with(&Value::Null, &json!([{}, {}])));
        assert_eq!(check.sentence, "It lists 2 pieces of evidence; we did not open them.");
    }
}
