//! Transcripts: every child stands on its own signature, and why it must.

use canon::Budget;
use outside::FixedDocuments;
use proof::data_integrity;
use proof::did::resolve_offline;
use serde_json::{Value, json};

use super::world::{
    Issuer, check, course, each_leaf_changed, lines, post, report, report_text, transcript, unsigned_transcript,
    verifier,
};

fn courses(issuer: &Issuer) -> [Value; 2] {
    [("CS-101", "Fall 2025", "A"), ("CS-102", "Spring 2026", "B")]
        .map(|(code, term, grade)| issuer.sign(&course(issuer, code, term, grade)))
}

#[tokio::test]
async fn a_genuine_transcript_lists_each_child_with_its_own_report() {
    let issuer = Issuer::by_key(1);
    let report = report(&transcript(&issuer, &courses(&issuer)), &issuer).await;
    assert_eq!(report["verdict"], "valid", "{}", lines(&report));
    assert_eq!(check(&report, "children"), ("passed", "all_valid"));
    let children = report["children"].as_array().unwrap();
    assert_eq!(children.len(), 2);
    for child in children {
        assert_eq!((child["verdict"].as_str(), check(child, "proof").1), (Some("valid"), "signature_valid"));
        assert_eq!(child["checks"].as_array().unwrap().len(), 20);
    }
}

/// The outer signature covers the statements as a set. Both children are about the same learner, so after the swap the set
/// is the same and the outer signature still holds. Only each child's own signature shows that its term was exchanged.
#[tokio::test]
async fn terms_swapped_between_two_children_are_seen_by_the_childrens_signatures_alone() {
    let issuer = Issuer::by_key(1);
    let mut swapped = transcript(&issuer, &courses(&issuer));
    let children = swapped.pointer_mut("/credentialSubject/verifiableCredential").unwrap().as_array_mut().unwrap();
    let terms: Vec<Value> = children.iter().map(|child| child["credentialSubject"]["term"].clone()).collect();
    children[0]["credentialSubject"]["term"] = terms[1].clone();
    children[1]["credentialSubject"]["term"] = terms[0].clone();

    let key = resolve_offline(swapped["proof"]["verificationMethod"].as_str().unwrap()).unwrap().key;
    let outer = data_integrity::verify(&swapped, &swapped["proof"], &key, &Budget::default());
    assert_eq!(outer, Ok(()), "the outer signature alone does not see the swap");

    let report = report(&swapped, &issuer).await;
    assert_eq!(check(&report, "proof"), ("passed", "signature_valid"));
    assert_eq!(check(&report, "children"), ("failed", "child_not_valid"));
    assert_eq!(report["verdict"], "invalid");
    for child in report["children"].as_array().unwrap() {
        assert_eq!(check(child, "proof"), ("failed", "signature_invalid"));
    }
}

/// Each credential is checked by its own text. White space, escapes, another spelling of a number and the place of the proof
/// change nothing that was signed, and nothing in the report.
#[tokio::test]
async fn the_same_transcript_written_otherwise_has_the_same_report() {
    let issuer = Issuer::by_key(1);
    let transcript = transcript(&issuer, &courses(&issuer));
    let expected = report(&transcript, &issuer).await;
    assert_eq!(expected["verdict"], "valid", "{}", lines(&expected));
    let compact = transcript.to_string();
    let (body, proof) = compact.rsplit_once(",\"proof\":").unwrap();
    let proof_first = format!("{{\"proof\":{},{}}}", proof.strip_suffix('}').unwrap(), &body[1..]);
    for text in [
        format!("{transcript:#}\n"),
        compact.replace("\"creditsEarned\":3", "\"creditsEarned\":3.0e0"),
        compact.replace("\"verifiableCredential\"", "\"verifiable\\u0043redential\""),
        compact.replace("\"proof\"", "\"pr\\u006fof\""),
        compact.replace("Course CS-101", "Course\\u0020CS-10\\u0031"),
        compact.replace("[{", "[\r\n\t {"),
        proof_first,
    ] {
        assert_ne!(text, compact);
        assert_eq!(report_text(&text, &issuer).await, expected, "{text}");
    }
}

/// No other text has that report: what a reader could take for something else is changed, or is not read.
#[tokio::test]
async fn a_transcript_that_can_be_read_in_two_ways_is_refused() {
    let issuer = Issuer::by_key(1);
    let compact = transcript(&issuer, &courses(&issuer)).to_string();
    for (part, other, verdict) in [
        ("\"creditsEarned\":3", "\"creditsEarned\":3,\"credits\\u0045arned\":4", "unreadable"),
        ("\"creditsEarned\":3", "\"creditsEarned\":3.0000000001", "invalid"),
        ("\"creditsEarned\":3", "\"creditsEarned\":\"3\"", "invalid"),
        ("\"creditsEarned\":3", "\"creditsEarned\":1e999", "unreadable"),
        ("Course CS-101", "Course CS-101\\ud800", "unreadable"),
        ("\"proof\":{", "\"proof\":null,\"proof\":{", "unreadable"),
        ("\"term\":", "\"proof\":{\"proofPurpose\":\"x\"},\"term\":", "invalid"),
    ] {
        let text = compact.replacen(part, other, 1);
        assert_ne!(text, compact, "{part}");
        assert_eq!(report_text(&text, &issuer).await["verdict"], verdict, "{other}");
    }
}

#[tokio::test]
async fn a_transcript_with_any_leaf_changed_is_refused() {
    let issuer = Issuer::by_key(1);
    let changes = each_leaf_changed(&transcript(&issuer, &courses(&issuer)));
    assert!(changes.len() > 80, "{}", changes.len());
    for (place, changed) in changes {
        let report = report(&changed, &issuer).await;
        assert!(!["valid", "warning"].contains(&report["verdict"].as_str().unwrap()), "{place}: {}", lines(&report));
    }
}

#[tokio::test]
async fn a_child_without_a_signature_is_unprotected() {
    let issuer = Issuer::by_key(1);
    let [first, mut second] = courses(&issuer);
    second.as_object_mut().unwrap().remove("proof");
    let report = report(&transcript(&issuer, &[first, second]), &issuer).await;
    assert_eq!(check(&report["children"][1], "proof"), ("failed", "child_unprotected"));
    assert_eq!(
        (report["verdict"].as_str(), report["children"][0]["verdict"].as_str()),
        (Some("invalid"), Some("valid"))
    );
}

#[tokio::test]
async fn each_child_has_its_own_issuer_and_its_own_trust() {
    let (school, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let [first, _] = courses(&school);
    let foreign = other.sign(&course(&other, "CS-103", "Fall 2025", "A"));
    let report = report(&transcript(&school, &[first, foreign]), &school).await;
    assert_eq!(check(&report, "trust").0, "passed");
    assert_eq!(check(&report["children"][1], "trust"), ("warned", "issuer_unknown"));
    assert_eq!((report["verdict"].as_str(), check(&report, "children").1), (Some("warning"), "child_warned"));
}

#[tokio::test]
async fn an_outer_change_is_seen_too() {
    let issuer = Issuer::by_key(1);
    let mut changed = transcript(&issuer, &courses(&issuer));
    changed["credentialSubject"]["verifiableCredential"].as_array_mut().unwrap().pop();
    let report = report(&changed, &issuer).await;
    assert_eq!(check(&report, "proof"), ("failed", "signature_invalid"));
    assert_eq!(report["children"][0]["verdict"], "valid");
}

#[tokio::test]
async fn children_in_other_formats_leave_the_transcript_undecided() {
    let issuer = Issuer::by_key(1);
    let [first, _] = courses(&issuer);
    let mut unsigned = unsigned_transcript(&issuer, &[first]);
    let enveloped = json!({
        "@context": contexts::VC2_CONTEXT,
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt,eyJhbGciOiJFUzI1NiJ9.e30.c2ln"
    });
    unsigned["credentialSubject"]["verifiableCredential"].as_array_mut().unwrap().push(enveloped);
    let report = report(&unsigned, &issuer).await;
    assert_eq!(report["children"][1]["verdict"], "unreadable");
    assert_eq!(check(&report, "children"), ("could_not_check", "child_not_decided"));
}

#[tokio::test]
async fn an_empty_transcript_is_told() {
    let issuer = Issuer::by_key(1);
    let report = report(&transcript(&issuer, &[]), &issuer).await;
    assert_eq!(check(&report, "children"), ("warned", "empty_transcript"), "{}", lines(&report));
}

#[tokio::test]
async fn a_presentation_in_a_file_is_read_for_its_credentials() {
    let issuer = Issuer::by_key(1);
    let presentation = json!({
        "@context": [contexts::VC2_CONTEXT],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": courses(&issuer)
    });
    let (_, report) = post(&verifier(FixedDocuments::default(), &[&issuer]), presentation.to_string()).await;
    assert_eq!((report["verdict"].as_str(), check(&report, "children").1), (Some("valid"), "all_valid"));
    assert_eq!(report["children"].as_array().unwrap().len(), 2);
    assert_eq!(check(&report, "holder").0, "not_applicable");
}
