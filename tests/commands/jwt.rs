//! `tassel issue --suite` with the forms of JWT, checked by `tassel jose`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::installation::{Installation, said};

/// The key that the header of a JWT names, as a key file: on plain http it is in the `did:key` itself.
fn named_key(here: &Installation, signed: &str) -> String {
    let text = std::fs::read_to_string(here.file(signed)).unwrap();
    let header = URL_SAFE_NO_PAD.decode(text.split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    let (_, fragment) = header["kid"].as_str().unwrap().split_once('#').unwrap();
    here.write("key.json", &proof::jwk::encode(&proof::multikey::decode(fragment).unwrap()));
    "key.json".to_owned()
}

/// What `tassel jose verify` answers.
fn checked(here: &Installation, feature: &str, input: &str, key: &str) -> Value {
    let words = ["jose", "verify", "--input", input, "--key", key, "--feature", feature, "--output", "answer.json"];
    here.run(&words);
    here.read("answer.json")
}

fn issue(here: &Installation, file: &str, suite: &str) {
    here.answer_nothing(&["issue", file, "--suite", suite, "--out", "signed"]);
}

#[test]
fn vc_jose_with_the_usual_key_and_a_named_one() {
    let here = Installation::new();
    here.unsigned();
    for kind in ["Ed25519", "P-384", "RSA"] {
        let key = here.answer(&["keys", "new", "--kind", kind])["id"].as_str().unwrap().to_owned();
        for file in ["badge.json", "transcript.json"] {
            here.answer_nothing(&["issue", file, "--suite", "vc+jwt", "--key", &key, "--out", "signed"]);
            let signed = format!("signed/{file}");
            let answer = checked(&here, "credential_jose", &signed, &named_key(&here, &signed));
            assert_eq!(answer["result"], "success", "{kind} {file}: {}", answer["data"]);
            let (signed, unsigned) = (&answer["data"], here.read(file));
            assert_eq!(signed["name"], unsigned["name"]);
            assert!(signed["issuer"]["id"].as_str().unwrap().starts_with("did:key:z"));
            for child in signed["credentialSubject"]["verifiableCredential"].as_array().into_iter().flatten() {
                assert_eq!(child.get("proof").is_some(), kind != "RSA", "no suite signs with RSA");
            }
        }
    }
}

#[test]
fn the_jwt_of_open_badges_needs_a_subject_with_an_id() {
    let here = Installation::new();
    here.unsigned();
    let refused = here.refusal(&["issue", "badge.json", "--suite", "vc-jwt", "--out", "signed"]);
    assert!(refused.contains("vc-jwt needs a credentialSubject with an id"), "{refused}");
    let mut badge = here.read("badge.json");
    badge["credentialSubject"]["id"] = json!("did:example:learner");
    here.write("badge.json", &badge);
    issue(&here, "badge.json", "vc-jwt");
    let answer = checked(&here, "vc_jwt", "signed/badge.json", &named_key(&here, "signed/badge.json"));
    assert_eq!(answer["result"], "success", "{}", answer["data"]);
    assert_eq!(answer["data"]["credentialSubject"], badge["credentialSubject"]);
    let text = std::fs::read_to_string(here.file("signed/badge.json")).unwrap();
    std::fs::write(here.file("forged.txt"), text.replacen(".ey", ".eZ", 1)).unwrap();
    assert_eq!(checked(&here, "vc_jwt", "forged.txt", "key.json")["result"], "failure");
    let other = here.refusal(&["issue", "badge.json", "--suite", "vc-jwt", "--key", "credential-1"]);
    assert!(other.contains("RSA or P-256"), "{other}");
}

#[test]
fn sd_jwt_lets_the_learner_keep_each_course_back() {
    let here = Installation::new();
    here.unsigned();
    issue(&here, "transcript.json", "dc+sd-jwt");
    let key = named_key(&here, "signed/transcript.json");
    let all = checked(&here, "dc_sdjwt", "signed/transcript.json", &key);
    assert_eq!(all["result"], "success", "{}", all["data"]);
    let courses = all["data"]["credentialSubject"]["verifiableCredential"].as_array().unwrap();
    assert!(courses.len() > 1 && courses.iter().all(|course| course["proof"]["cryptosuite"] == "ecdsa-rdfc-2019"));
    assert!(all["data"]["vct"].as_str().unwrap().ends_with("/default/vct/transcript"));
    assert_eq!(all["data"]["iss"], all["data"]["issuer"]["id"]);
    let present = ["jose", "present", "--input", "signed/transcript.json", "--issuer-key", &key, "--sd"];
    let present =
        [&present[..], &[r#"["/credentialSubject/verifiableCredential/1"]"#, "--output", "answer.json"]].concat();
    let presented = here.run(&present);
    assert!(presented.status.success(), "{}", said(&presented));
    std::fs::write(here.file("shown.txt"), here.read("answer.json")["data"].as_str().unwrap()).unwrap();
    let shown = checked(&here, "dc_sdjwt", "shown.txt", &key);
    assert_eq!(shown["data"]["credentialSubject"]["verifiableCredential"], json!([courses[1]]));
    let identifier = |answer: &Value| answer["data"]["credentialSubject"].get("identifier").is_some();
    assert!(identifier(&all) && !identifier(&shown), "who it is was kept back");
}
