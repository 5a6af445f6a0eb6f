//! Tokens around other things and inside of them: transcripts, presentations, endorsements, pictures, proofs.

use artefact::baking::bake;
use outside::FixedDocuments;
use proof::jose::forms::Form;
use serde_json::{Value, json};

use super::world::{Issuer, badge, check, course, lines, post, report, report_text, unsigned_transcript, verifier};

#[tokio::test]
async fn a_transcript_in_a_token_covers_what_is_inside() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let own = course(&issuer, "CS-101", "Fall 2025", "A");
    let jwt = issuer.jwt(Form::VcJose, &unsigned_transcript(&issuer, std::slice::from_ref(&own)));
    let found = report_text(&jwt, &issuer).await;
    assert_eq!(found["verdict"], "valid", "{}", lines(&found));
    assert_eq!(check(&found["children"][0], "proof"), ("passed", "covered_by_publisher"));

    let foreign = course(&other, "CS-102", "Fall 2025", "A");
    let jwt = issuer.jwt(Form::VcJose, &unsigned_transcript(&issuer, &[foreign]));
    let found = report_text(&jwt, &issuer).await;
    assert_eq!(check(&found["children"][0], "key").1, "publisher_is_not_issuer");
    assert_eq!(found["verdict"], "undecided");

    let forged = other.jws(json!({"typ": "vc+jwt"}), &unsigned_transcript(&issuer, &[own]));
    let found = report_text(&forged, &issuer).await;
    assert_eq!(check(&found["children"][0], "proof"), ("failed", "child_unprotected"), "{}", lines(&found));
}

/// Both the token and the proof must hold, and a stranger's token takes from a good proof that it counts.
#[tokio::test]
async fn a_proof_inside_a_token_is_checked_too() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let signed = issuer.sign(&badge(&issuer));
    let mut changed = signed.clone();
    changed["name"] = json!("Another name");
    let typ = || json!({"typ": "vc+jwt"});
    for (jwt, verdict, proof, key) in [
        (issuer.jws(typ(), &signed), "valid", "signature_valid", "issuers_key"),
        (issuer.jws(typ(), &changed), "invalid", "signature_invalid", "issuers_key"),
        (issuer.jws(typ(), &other.sign(&badge(&issuer))), "valid", "signature_valid", "issuers_key"),
        (other.jws(typ(), &signed), "invalid", "signature_valid", "key_not_issuers"),
    ] {
        let found = report_text(&jwt, &issuer).await;
        let seen = (found["verdict"].as_str(), check(&found, "proof").1, check(&found, "key").1);
        assert_eq!(seen, (Some(verdict), proof, key), "{}", lines(&found));
    }
}

#[tokio::test]
async fn tokens_inside_are_opened() {
    let issuer = Issuer::by_key(1);
    let jwt = issuer.jwt(Form::VcJose, &course(&issuer, "CS-101", "Fall 2025", "A"));
    let enveloped =
        |id: String| json!({"@context": contexts::VC2_CONTEXT, "type": "EnvelopedVerifiableCredential", "id": id});
    let good = enveloped(format!("data:application/vc+jwt,{jwt}"));
    let found = report(&good, &issuer).await;
    assert_eq!((found["verdict"].as_str(), check(&found, "jwt").1), (Some("valid"), "claims_agree"));

    let presentation = |inside: Value| json!({"type": ["VerifiablePresentation"], "verifiableCredential": [inside]});
    for inside in [good, json!(jwt)] {
        let found = report(&presentation(inside), &issuer).await;
        assert_eq!(found["children"][0]["verdict"], "valid", "{}", lines(&found));
    }
    let forged = jwt.replacen(".ey", ".ez", 1);
    assert_ne!(report(&presentation(json!(forged)), &issuer).await["verdict"], "valid");
    let other = enveloped("data:application/vc+cose;base64,0oRD".to_owned());
    assert_eq!(check(&report(&other, &issuer).await, "parse"), ("failed", "format_not_read"));
}

#[tokio::test]
async fn a_picture_may_hold_a_token() {
    const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><title>A</title></svg>";
    let issuer = Issuer::by_key(1);
    let jwt = issuer.jwt(Form::VcJose, &badge(&issuer));
    let baked = bake(SVG, &jwt).unwrap().bytes;
    let found = post(&verifier(FixedDocuments::default(), &[&issuer]), baked).await.1;
    assert_eq!(found, report_text(&jwt, &issuer).await);
    assert_eq!(found["verdict"], "valid");
}

#[tokio::test]
async fn endorsements_may_be_tokens() {
    let (issuer, friend) = (Issuer::by_key(1), Issuer::by_key(2));
    let mut badge = badge(&issuer);
    let endorsement = |of: &Value| {
        let mut endorsement = json!({
            "@context": [contexts::VC2_CONTEXT, contexts::OB_CONTEXT],
            "id": "urn:uuid:00000000-0000-8000-8000-00000000000e",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement",
            "issuer": friend.profile(),
            "validFrom": "2026-06-01T00:00:00Z",
            "credentialSubject": {"id": of, "type": ["EndorsementSubject"]},
        });
        endorsement["credentialSubject"]["endorsementComment"] = json!("Well done.");
        friend.jwt(Form::VcJose, &endorsement)
    };
    for (of, row) in
        [(json!(badge["id"]), ("passed", "genuine")), (json!("urn:uuid:0"), ("warned", "endorsement_not_confirmed"))]
    {
        badge["endorsementJwt"] = json!([endorsement(&of)]);
        let found = report(&issuer.sign(&badge), &issuer).await;
        assert_eq!(check(&found, "endorsements"), row, "{}", lines(&found));
    }
}
