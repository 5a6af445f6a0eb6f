//! `tassel issue --suite` and `tassel verify`.

use serde_json::{Value, json};

use crate::installation::{Installation, said};

const SUITES: [(&str, &str); 4] = [
    ("eddsa-rdfc-2022", "credential-1"),
    ("eddsa-jcs-2022", "credential-1"),
    ("ecdsa-rdfc-2019", "credential-p256-1"),
    ("ecdsa-jcs-2019", "credential-p256-1"),
];

/// A badge and a transcript by every suite are found good, and a changed one is not. The key is made on first use.
#[test]
fn what_is_issued_by_every_suite_is_found_good() {
    let here = Installation::new();
    here.unsigned();
    for (suite, key) in SUITES {
        let issued = here.run(&["issue", "badge.json", "transcript.json", "--suite", suite, "--out", suite]);
        assert!(issued.status.success(), "{suite}: {}", said(&issued));
        assert!(said(&issued).contains(&format!("with {key} ({suite})")), "{}", said(&issued));
        for file in ["badge.json", "transcript.json"] {
            let signed = format!("{suite}/{file}");
            let credential = here.read(&signed);
            assert_eq!(credential["proof"]["cryptosuite"], suite);
            for child in credential["credentialSubject"]["verifiableCredential"].as_array().into_iter().flatten() {
                assert_eq!(child["proof"]["cryptosuite"], suite);
            }
            let report = here.answer(&["verify", &signed]);
            assert_eq!(report["verdict"], "valid", "{signed}: {report:#}");
            assert!(report["sentence"].as_str().unwrap().starts_with("Genuine"), "{report:#}");

            let mut changed = credential;
            changed["name"] = json!("Another name");
            here.write("changed.json", &changed);
            assert_eq!(here.run(&["verify", "changed.json"]).status.code(), Some(1), "{signed}");
        }
    }
}

/// What the lint stops is not signed by any suite, and what it warns of is signed and told. A credential that is no badge is
/// held to its data model.
#[test]
fn nothing_is_signed_that_the_lint_stops() {
    let here = Installation::new();
    here.unsigned();
    let (badge, transcript) = (here.read("badge.json"), here.read("transcript.json"));
    let changed = |credential: &Value, pointer: &str, value: Value| {
        let mut credential = credential.clone();
        *credential.pointer_mut(pointer).unwrap() = value;
        here.write("changed.json", &credential);
    };
    for (credential, pointer, value, code) in [
        (&badge, "/credentialSubject/achievement/criteria", json!({}), "criteria"),
        (&badge, "/@context", json!([badge["@context"][1], badge["@context"][0]]), "context"),
        (&badge, "/credentialSubject/type", json!(["Person"]), "subject"),
        (&badge, "/type", json!(["VerifiableCredential"]), "type"),
        (&badge, "/credentialSubject/achievement/name", json!(7), "schema"),
        (&transcript, "/credentialSubject/verifiableCredential/0/credentialSubject/type", json!("Person"), "subject"),
        (&transcript, "/credentialSubject/verifiableCredential", json!([]), "children"),
        (
            &transcript,
            "/credentialSubject/verifiableCredential/1/id",
            transcript["credentialSubject"]["verifiableCredential"][0]["id"].clone(),
            "child_repeated",
        ),
    ] {
        changed(credential, pointer, value);
        for suite in ["eddsa-rdfc-2022", "jwt_vc_json", "dc+sd-jwt"] {
            let refusal = here.refusal(&["issue", "changed.json", "--suite", suite]);
            assert!(refusal.contains(&format!("({code})")), "{suite} {pointer}: {refusal}");
        }
    }
    let mut nameless = badge.clone();
    nameless["evidence"] = json!([{"type": ["Evidence"], "name": "Report"}]);
    here.write("nameless.json", &nameless);
    let warned = here.run(&["issue", "nameless.json"]);
    assert!(warned.status.success() && said(&warned).contains("signed all the same: /evidence/0"), "{}", said(&warned));
    let membership = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": badge["issuer"]["id"],
        "credentialSubject": {"id": "did:example:learner", "name": "Rosa"},
    });
    here.write("membership.json", &membership);
    assert!(!said(&here.run(&["issue", "membership.json"])).contains("signed all the same"));
    assert!(here.run(&["issue", "membership.json"]).status.success());
    changed(&membership, "/credentialSubject", json!([]));
    assert!(here.refusal(&["issue", "changed.json"]).contains("(subject)"));
}

#[test]
fn a_named_key_signs_if_the_suite_takes_it_and_it_is_not_retired() {
    let here = Installation::new();
    here.unsigned();
    let p384 = here.answer(&["keys", "new", "--kind", "P-384"])["id"].clone();
    assert_eq!(p384, "credential-p384-1");
    let sign = ["issue", "badge.json", "--suite", "ecdsa-rdfc-2019", "--key", "credential-p384-1", "--out", "."];
    here.answer_nothing(&sign);
    assert_eq!(here.run(&["verify", "badge.json"]).status.code(), Some(0));

    here.unsigned();
    let other_kind = here.refusal(&["issue", "badge.json", "--key", "credential-p384-1"]);
    assert!(other_kind.contains("eddsa-rdfc-2022 signs with a key of the kind Ed25519"), "{other_kind}");
    here.answer(&["keys", "rotate", "credential-p384-1"]);
    let retired = here.refusal(&sign);
    assert!(retired.contains("credential-p384-1 was retired at"), "{retired}");
    let nobody = here.refusal(&["issue", "badge.json", "--key", "credential-9"]);
    assert!(nobody.contains("there is no key credential-9"), "{nobody}");
    let no_suite = here.refusal(&["issue", "badge.json", "--suite", "Ed25519Signature2020"]);
    assert!(no_suite.contains("ecdsa-jcs-2019"), "{no_suite}");
}

/// A file is signed as it was written: its lines, its numbers, a child that somebody else signed. What has two readings is
/// not signed.
#[test]
fn a_file_stays_as_it_was_written_but_for_its_proofs() {
    let here = Installation::new();
    here.unsigned();
    here.answer_nothing(&["issue", "badge.json", "--out", "signed"]);
    let child = here.text("signed/badge.json").trim_end().replacen("{\"", "{  \"", 1);
    let mut transcript = here.read("transcript.json");
    let children = transcript.pointer_mut("/credentialSubject/verifiableCredential").unwrap().as_array_mut().unwrap();
    // The badge is in there too: signed in another second, its proof would be another.
    let badge = here.read("badge.json");
    children.retain(|child| child["id"] != badge["id"]);
    children.truncate(2);
    children.push(json!("CHILD"));
    let pretty = format!("{transcript:#}\n").replace("\"CHILD\"", &child);
    std::fs::write(here.file("transcript.json"), &pretty).unwrap();

    here.answer_nothing(&["issue", "transcript.json", "--out", "signed"]);
    let signed = here.text("signed/transcript.json");
    assert!(signed.contains(&child), "the signed child, byte for byte");
    assert_eq!(signed.matches("\"proofValue\"").count(), 4);
    let without_proofs = remove_proofs(&signed.replace(&child, "CHILD"));
    assert_eq!(without_proofs, remove_space_before_end(&pretty.replace(&child, "CHILD")));
    assert_eq!(here.answer(&["verify", "signed/transcript.json"])["verdict"], "valid");

    let twice = here.text("badge.json").replacen('{', "{\"name\":\"other\",", 1);
    std::fs::write(here.file("badge.json"), twice).unwrap();
    assert!(here.refusal(&["issue", "badge.json"]).contains("name"));
    std::fs::write(here.file("badge.json"), "{\"issuer\"").unwrap();
    assert!(here.refusal(&["issue", "badge.json"]).contains("JSON"));
}

/// `,"proof":{…}` is the last member of what has one.
fn remove_proofs(signed: &str) -> String {
    let mut parts = signed.split(",\"proof\":{");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + part.split_once('}').unwrap().1)
}

/// White space before the end of the objects that get a proof: the transcript and its first two children.
fn remove_space_before_end(text: &str) -> String {
    text.replace("\n      },", "},").replacen("\n  }\n}", "\n  }}", 1)
}
