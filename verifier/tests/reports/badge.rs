//! One badge: genuine, changed, by somebody else, too early, too late.

use outside::FixedDocuments;
use proof::data_integrity::Purpose;
use serde_json::{Value, json};

use super::world::{
    Issuer, WEB_DID, WEB_DOCUMENT, badge, check, each_leaf_changed, entry, lines, post, report, verifier,
};

#[tokio::test]
async fn a_genuine_badge_of_a_known_issuer_is_valid() {
    let issuer = Issuer::by_key(1);
    let report = report(&issuer.sign(&badge(&issuer)), &issuer).await;
    insta::assert_snapshot!(lines(&report), @"
    valid: Genuine and valid, issued by Example College (listed) on 1 June 2026.
      parse passed ok: The file is a credential we can read.
      context passed ok: Every word it uses is defined by vocabularies we know.
      type passed ok: A badge (Open Badges 3.0).
      schema passed ok: It has the form the specification publishes for its kind.
      subject passed ok: It says whom it is about.
      issuer passed ok: It names its issuer: “did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX”.
      proof passed signature_valid: Nothing in it was changed since it was signed.
      key passed issuers_key: The key that signed it belongs to the issuer it names.
      status passed no_status: The issuer provides no way to withdraw it.
      validity passed in_time: Valid since 1 June 2026; it does not expire.
      trust passed recognised: The issuer is Example College (listed), according to the test list.
    ");
}

#[tokio::test]
async fn an_unknown_issuer_is_a_warning() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let report = report(&issuer.sign(&badge(&issuer)), &other).await;
    assert_eq!((report["verdict"].as_str(), check(&report, "trust")), (Some("warning"), ("warned", "issuer_unknown")));
    assert!(report["sentence"].as_str().unwrap().starts_with("Genuine, issued on 1 June 2026. We don’t know"));
}

#[tokio::test]
async fn a_badge_with_any_leaf_changed_is_refused() {
    let issuer = Issuer::by_key(1);
    let signed = issuer.sign(&badge(&issuer));
    let changes = each_leaf_changed(&signed);
    assert!(changes.len() > 30, "{}", changes.len());
    for (place, changed) in changes {
        let report = report(&changed, &issuer).await;
        assert!(!["valid", "warning"].contains(&report["verdict"].as_str().unwrap()), "{place}: {}", lines(&report));
    }
}

#[tokio::test]
async fn a_badge_with_any_member_removed_is_refused() {
    let issuer = Issuer::by_key(1);
    let signed = issuer.sign(&badge(&issuer));
    let subject = &signed["credentialSubject"];
    for (place, object) in [("", &signed), ("/credentialSubject", subject), ("/issuer", &signed["issuer"])] {
        for name in object.as_object().unwrap().keys() {
            let mut changed = signed.clone();
            changed.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(name);
            let report = report(&changed, &issuer).await;
            let verdict = report["verdict"].as_str().unwrap();
            assert!(!["valid", "warning"].contains(&verdict), "{place}/{name}: {}", lines(&report));
        }
    }
}

#[tokio::test]
async fn a_changed_badge_is_told_to_be_changed() {
    let issuer = Issuer::by_key(1);
    let mut signed = issuer.sign(&badge(&issuer));
    signed["credentialSubject"]["result"][0]["value"] = json!("A+");
    let report = report(&signed, &issuer).await;
    assert_eq!(check(&report, "proof"), ("failed", "signature_invalid"));
    assert_eq!(check(&report, "trust"), ("not_applicable", "needs_signature"));
    assert!(report["sentence"].as_str().unwrap().starts_with("Not valid. It was changed after it was signed"));
}

#[tokio::test]
async fn a_strangers_signature_in_a_schools_name_is_refused() {
    let (school, stranger) = (Issuer::by_key(1), Issuer::by_key(2));
    let report = report(&stranger.sign(&badge(&school)), &school).await;
    assert_eq!(check(&report, "proof"), ("passed", "signature_valid"));
    assert_eq!(check(&report, "key"), ("failed", "key_not_issuers"));
    assert_eq!(report["verdict"], "invalid");
}

#[tokio::test]
async fn dates_decide() {
    let issuer = Issuer::by_key(1);
    for (member, value, reason) in
        [("validFrom", "2027-01-01T00:00:00Z", "not_yet_valid"), ("validUntil", "2026-11-23T00:00:00Z", "expired")]
    {
        let mut unsigned = badge(&issuer);
        unsigned[member] = json!(value);
        let report = report(&issuer.sign(&unsigned), &issuer).await;
        assert_eq!((check(&report, "proof").0, check(&report, "validity")), ("passed", ("failed", reason)));
        assert_eq!(report["verdict"], "invalid");
    }
}

#[tokio::test]
async fn a_key_on_the_web_counts_when_the_issuers_document_lists_it() {
    let issuer = Issuer::on_the_web(3);
    let signed = issuer.sign(&badge(&issuer)).to_string();
    let listed = FixedDocuments::default().with(WEB_DOCUMENT, issuer.document(&[Purpose::AssertionMethod]));
    let (_, report) = post(&verifier(listed, &[&issuer]), signed.clone()).await;
    assert_eq!((report["verdict"].as_str(), check(&report, "key")), (Some("valid"), ("passed", "issuers_key")));

    let other_purpose = FixedDocuments::default().with(WEB_DOCUMENT, issuer.document(&[Purpose::Authentication]));
    let (_, report) = post(&verifier(other_purpose, &[&issuer]), signed.clone()).await;
    assert_eq!(
        (report["verdict"].as_str(), check(&report, "key")),
        (Some("invalid"), ("failed", "key_not_for_issuing"))
    );

    let another_key =
        FixedDocuments::default().with(WEB_DOCUMENT, Issuer::on_the_web(4).document(&[Purpose::AssertionMethod]));
    let (_, report) = post(&verifier(another_key, &[&issuer]), signed.clone()).await;
    assert_eq!((report["verdict"].as_str(), check(&report, "proof").0), (Some("invalid"), "failed"));

    let (_, report) = post(&verifier(FixedDocuments::default(), &[&issuer]), signed.clone()).await;
    assert_eq!(
        (report["verdict"].as_str(), check(&report, "key")),
        (Some("undecided"), ("could_not_check", "issuer_unreachable"))
    );
    assert_eq!(check(&report, "proof"), ("could_not_check", "key_missing"));

    let of_another = Issuer::on_the_web(3).called(&format!("{WEB_DID}:x"));
    let of_another = FixedDocuments::default().with(WEB_DOCUMENT, of_another.document(&[Purpose::AssertionMethod]));
    let (_, report) = post(&verifier(of_another, &[&issuer]), signed).await;
    assert_eq!(check(&report, "key"), ("could_not_check", "issuer_document_unreadable"));
}

#[tokio::test]
async fn proofs_of_other_kinds_are_named_and_not_judged() {
    let issuer = Issuer::by_key(1);
    let mut signed = issuer.sign(&badge(&issuer));
    let good = signed["proof"].clone();
    let mut other = good.clone();
    other["cryptosuite"] = json!("other-2030");
    signed["proof"] = other.clone();
    let alone = report(&signed, &issuer).await;
    assert_eq!(
        (alone["verdict"].as_str(), check(&alone, "proof")),
        (Some("undecided"), ("could_not_check", "unsupported_suite"))
    );

    signed["proof"] = json!([other, good]);
    let beside = report(&signed, &issuer).await;
    assert_eq!(
        (beside["verdict"].as_str(), check(&beside, "proof").0),
        (Some("valid"), "passed"),
        "{}",
        lines(&beside)
    );

    let mut bad = good.clone();
    bad["created"] = json!("2026-06-01T10:00:01Z");
    signed["proof"] = json!([good, bad]);
    let report = report(&signed, &issuer).await;
    assert_eq!(
        (report["verdict"].as_str(), check(&report, "proof")),
        (Some("invalid"), ("failed", "signature_invalid"))
    );
}

#[tokio::test]
async fn proofs_that_cannot_count_are_refused() {
    let issuer = Issuer::by_key(1);
    let unsigned = badge(&issuer);
    let bare = report(&unsigned, &issuer).await;
    assert_eq!((bare["verdict"].as_str(), check(&bare, "proof")), (Some("invalid"), ("failed", "no_proof")));

    let method = issuer.sign(&unsigned)["proof"]["verificationMethod"].as_str().unwrap().to_owned();
    let login = issuer.sign_as(&unsigned, &method, Purpose::Authentication);
    assert_eq!(check(&report(&login, &issuer).await, "proof"), ("failed", "wrong_purpose"));

    let mut many = issuer.sign(&unsigned);
    many["proof"] = Value::Array(vec![many["proof"].clone(); 9]);
    assert_eq!(check(&report(&many, &issuer).await, "proof"), ("could_not_check", "too_many_proofs"));

    let mut chained = issuer.sign(&unsigned);
    chained["proof"]["previousProof"] = json!("urn:uuid:1");
    assert_eq!(check(&report(&chained, &issuer).await, "proof"), ("failed", "broken_chain"));
}

#[tokio::test]
async fn words_and_contexts_that_would_not_be_signed_are_refused() {
    let issuer = Issuer::by_key(1);
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut signed = issuer.sign(&badge(&issuer));
        change(&mut signed);
        signed
    };
    let inline = json!({"honours": "https://college.example/honours"});
    for (credential, outcome, reason) in [
        (changed(&|c| c["honours"] = json!("summa cum laude")), "failed", "undefined_term"),
        (changed(&|c| c["@context"].as_array_mut().unwrap().push(inline.clone())), "failed", "inline_context"),
        (changed(&|c| c["issuer"]["@context"] = inline.clone()), "failed", "nested_context"),
        (changed(&|c| c["@context"].as_array_mut().unwrap().reverse()), "failed", "wrong_first_context"),
        (changed(&|c| c["@context"] = Value::Null), "failed", "missing_context"),
        (changed(&|c| c["@context"][1] = json!("https://school.example/words")), "could_not_check", "unknown_context"),
    ] {
        let report = report(&credential, &issuer).await;
        assert_eq!(check(&report, "context"), (outcome, reason), "{}", lines(&report));
        assert!(!["valid", "warning"].contains(&report["verdict"].as_str().unwrap()));
    }
}

/// The full address of a word keeps the statements and so the signature, but hides the status from readers of the JSON.
#[tokio::test]
async fn a_status_hidden_under_another_spelling_is_refused() {
    let issuer = Issuer::by_key(1);
    let mut unsigned = badge(&issuer);
    unsigned["credentialStatus"] = entry("revocation", 7);
    let mut signed = issuer.sign(&unsigned);
    let status = signed.as_object_mut().unwrap().remove("credentialStatus").unwrap();
    signed["https://www.w3.org/2018/credentials#credentialStatus"] = status;
    let report = report(&signed, &issuer).await;
    assert_eq!((report["verdict"].as_str(), check(&report, "proof")), (Some("invalid"), ("failed", "not_plain")));
}

/// The status of a badge moved into the subject of an endorsement of that badge, which has the same id: the statements are
/// the same, the badge's signature still fits, and who looks for a status in the badge finds none.
#[tokio::test]
async fn a_status_moved_to_another_object_of_the_same_id_is_refused() {
    let issuer = Issuer::by_key(1);
    let mut unsigned = badge(&issuer);
    unsigned["credentialStatus"] = entry("revocation", 7);
    let endorsement = json!({
        "@context": [contexts::VC2_CONTEXT, contexts::OB_CONTEXT],
        "id": "urn:uuid:00000000-0000-8000-8000-00000000000e",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": issuer.profile(),
        "validFrom": "2026-06-01T00:00:00Z",
        "credentialSubject": {"id": unsigned["id"], "type": ["EndorsementSubject"], "endorsementComment": "Good."}
    });
    unsigned["endorsement"] = json!([issuer.sign(&endorsement)]);
    let mut moved = issuer.sign(&unsigned);
    let status = moved.as_object_mut().unwrap().remove("credentialStatus").unwrap();
    let kinds = moved["type"].clone();
    let subject = &mut moved["endorsement"][0]["credentialSubject"];
    subject["credentialStatus"] = status;
    subject["type"] = json!([kinds[0], kinds[1], "EndorsementSubject"]);

    let report = report(&moved, &issuer).await;
    assert_eq!(check(&report, "proof"), ("passed", "signature_valid"), "{}", lines(&report));
    assert_eq!((report["verdict"].as_str(), check(&report, "context")), (Some("invalid"), ("failed", "misplaced")));
}

#[tokio::test]
async fn endorsements_stand_by_themselves() {
    let (issuer, friend) = (Issuer::by_key(1), Issuer::by_key(2));
    let mut unsigned = badge(&issuer);
    let endorsement = |of: &Value| {
        friend.sign(&json!({
            "@context": [contexts::VC2_CONTEXT, contexts::OB_CONTEXT],
            "id": "urn:uuid:00000000-0000-8000-8000-00000000000e",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement",
            "issuer": friend.profile(),
            "validFrom": "2026-06-01T00:00:00Z",
            "credentialSubject": {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Good work."}
        }))
    };
    unsigned["endorsement"] = json!([endorsement(&unsigned["id"])]);
    let genuine = report(&issuer.sign(&unsigned), &issuer).await;
    assert_eq!(check(&genuine, "endorsements"), ("passed", "genuine"), "{}", lines(&genuine));

    unsigned["endorsement"] = json!([endorsement(&json!("urn:uuid:00000000-0000-8000-8000-0000000000ff"))]);
    let of_another = report(&issuer.sign(&unsigned), &issuer).await;
    assert_eq!(check(&of_another, "endorsements"), ("warned", "endorsement_not_confirmed"));
    assert_eq!(of_another["verdict"], "warning");
}
