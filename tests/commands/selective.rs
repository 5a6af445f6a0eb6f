//! `tassel issue --suite ecdsa-sd-2023` and `bbs-2023`, `tassel derive` and `tassel verify`.

use serde_json::{Value, json};

use crate::installation::{Installation, said};

/// A badge and a transcript with base proofs, in `signed`.
fn issued() -> Installation {
    let here = Installation::new();
    here.unsigned();
    let issue = here.run(&[
        "issue",
        "badge.json",
        "transcript.json",
        "--suite",
        "ecdsa-sd-2023",
        "--out",
        "signed",
        "--mandatory",
        "/credentialSubject/type",
    ]);
    assert!(issue.status.success(), "{}", said(&issue));
    assert!(said(&issue).contains("with credential-p256-1 (ecdsa-sd-2023)"), "{}", said(&issue));
    here
}

/// The same badge with a base proof of `bbs-2023`.
fn issued_for_bbs() -> Installation {
    let here = Installation::new();
    here.unsigned();
    let issue = here.run(&["issue", "badge.json", "--suite", "bbs-2023", "--out", "signed"]);
    assert!(issue.status.success(), "{}", said(&issue));
    assert!(said(&issue).contains("with credential-bls12381-1 (bbs-2023)"), "{}", said(&issue));
    here
}

fn check<'a>(report: &'a Value, code: &str) -> &'a Value {
    report["checks"].as_array().unwrap().iter().find(|check| check["code"] == code).unwrap()
}

#[test]
fn a_part_of_a_badge_is_found_genuine_and_the_base_proof_is_not_for_verifiers() {
    for here in [issued(), issued_for_bbs()] {
        derived_is_genuine_and_base_is_not(&here);
    }
}

fn derived_is_genuine_and_base_is_not(here: &Installation) {
    let name = "/credentialSubject/achievement/name";
    let badge = here.read("signed/badge.json");
    let derived = here.answer(&["derive", "signed/badge.json", "--reveal", name]);
    assert_eq!(derived.pointer(name), badge.pointer(name));
    assert_eq!((&derived["issuer"], &derived["validFrom"]), (&badge["issuer"], &badge["validFrom"]));
    assert_eq!(derived.pointer("/credentialSubject/achievement/criteria"), None);
    here.write("derived.json", &derived);
    let report: Value = serde_json::from_slice(&here.run(&["verify", "derived.json"]).stdout).unwrap();
    assert_eq!(check(&report, "proof")["reason"], "signature_valid", "{report:#}");
    assert_eq!(check(&report, "key")["reason"], "issuers_key", "{report:#}");
    assert_eq!(check(&report, "schema")["reason"], "kept_back", "{report:#}");
    assert_eq!(report["verdict"], "undecided", "{report:#}");

    let mut changed = derived;
    *changed.pointer_mut(name).unwrap() = json!("Another name");
    here.write("changed.json", &changed);
    let report: Value = serde_json::from_slice(&here.run(&["verify", "changed.json"]).stdout).unwrap();
    assert_eq!(check(&report, "proof")["reason"], "signature_invalid", "{report:#}");

    let whole = here.answer(&["derive", "signed/badge.json", "--reveal", ""]);
    here.write("whole.json", &whole);
    assert_eq!(here.answer(&["verify", "whole.json"])["verdict"], "valid");

    let base = here.run(&["verify", "signed/badge.json"]);
    let report: Value = serde_json::from_slice(&base.stdout).unwrap();
    assert_eq!(check(&report, "proof")["reason"], "base_proof", "{report:#}");
}

/// A course is shown with its own proof, so that it can be checked alone.
#[test]
fn one_course_of_a_transcript_is_shown() {
    let here = issued();
    let course = "/credentialSubject/verifiableCredential/1";
    let transcript = here.read("signed/transcript.json");
    let derived = here.answer(&["derive", "signed/transcript.json", "--reveal", course]);
    let shown = derived["credentialSubject"]["verifiableCredential"].as_array().unwrap();
    assert_eq!((shown.len(), shown.first()), (1, transcript.pointer(course)));
    here.write("derived.json", &derived);
    let report: Value = serde_json::from_slice(&here.run(&["verify", "derived.json"]).stdout).unwrap();
    assert_eq!(check(&report, "proof")["reason"], "signature_valid", "{report:#}");
    assert_eq!(report["children"][0]["verdict"], "valid", "{report:#}");
}

#[test]
fn what_cannot_be_derived_says_why() {
    let here = issued();
    let nowhere = here.refusal(&["derive", "signed/badge.json", "--reveal", "/nowhere"]);
    assert!(nowhere.contains("'/nowhere' points to nothing in this document"), "{nowhere}");
    let unsigned = here.refusal(&["derive", "badge.json", "--reveal", "/name"]);
    assert!(unsigned.contains("expected a base proof of ecdsa-sd-2023"), "{unsigned}");
    let mut changed = here.read("signed/badge.json");
    changed["validFrom"] = json!("2020-01-01T00:00:00Z");
    here.write("changed.json", &changed);
    let bad = here.refusal(&["derive", "changed.json", "--reveal", "/name"]);
    assert!(bad.contains("nothing was derived: It was changed after it was signed"), "{bad}");
    let other = here.refusal(&["issue", "badge.json", "--mandatory", "/name"]);
    assert!(other.contains("leave out --mandatory, or use ecdsa-sd-2023"), "{other}");
    let wrong = here.refusal(&["issue", "badge.json", "--suite", "ecdsa-sd-2023", "--mandatory", "/nowhere"]);
    assert!(wrong.contains("points to nothing"), "{wrong}");
}

/// A key for BBS signs no other credential, and stands in no JWK set.
#[test]
fn keys_for_bbs_are_made_and_kept_apart() {
    let here = Installation::new();
    here.unsigned();
    let key = here.answer(&["keys", "new", "--kind", "BLS12-381"]);
    assert_eq!((&key["id"], &key["kind"]), (&json!("credential-bls12381-1"), &json!("BLS12-381")));
    assert!(key["public"].as_str().unwrap().starts_with("zUC7"), "{key}");
    let id = key["id"].as_str().unwrap();
    let plain = here.refusal(&["issue", "badge.json", "--key", id]);
    assert!(plain.contains("signs with a key of the kind Ed25519; credential-bls12381-1 is BLS12-381"), "{plain}");
    let transcript = here.refusal(&["issue", "transcript.json", "--suite", "bbs-2023"]);
    assert!(transcript.contains("signs no credentials inside"), "{transcript}");
    let status = here.refusal(&["keys", "new", "--kind", "BLS12-381", "--purpose", "status"]);
    assert!(status.contains("sign no status lists"), "{status}");
    let request = here.refusal(&["keys", "csr", id]);
    assert!(request.contains("certificates know no BLS12-381 keys"), "{request}");
    let set = here.answer(&["keys", "export-public"]);
    assert!(set["keys"].as_array().unwrap().iter().all(|key| key["crv"] != "BLS12381G2"), "{set}");
    let next = here.answer(&["keys", "rotate", id]);
    assert_eq!(next["id"], "credential-bls12381-2");
}
