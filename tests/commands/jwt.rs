//! `tassel issue --suite` with the forms of JWT, checked by `tassel jose` and `tassel verify`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};
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

/// A badge with a subject of an id, which `vc-jwt` asks for, and the transcript.
fn with_subjects(here: &Installation) {
    here.unsigned();
    for file in ["badge.json", "transcript.json"] {
        let mut credential = here.read(file);
        credential["credentialSubject"]["id"] = json!("did:example:learner");
        here.write(file, &credential);
    }
}

#[test]
fn what_is_issued_as_jwt_is_found_good() {
    let here = Installation::new();
    with_subjects(&here);
    for suite in ["vc-jwt", "vc+jwt", "dc+sd-jwt"] {
        for file in ["badge.json", "transcript.json"] {
            issue(&here, file, suite);
            let signed = format!("signed/{file}");
            let report = here.answer(&["verify", &signed]);
            let rows: Vec<&Value> = report["checks"].as_array().unwrap().iter().collect();
            let row = |code: &str| rows.iter().find(|row| row["code"] == code).unwrap()["reason"].clone();
            assert_eq!(report["verdict"], "valid", "{suite} {file}: {report:#}");
            assert_eq!((row("proof"), row("key")), (json!("signature_valid"), json!("issuers_key")));
            assert_eq!(row("jwt"), "claims_agree");
            let children = report["children"].as_array().unwrap();
            assert_eq!(children.len() > 1, file == "transcript.json");
            assert!(children.iter().all(|child| child["verdict"] == "valid"), "{suite}: {report:#}");
        }
    }
}

/// The header of a compact token.
fn header(text: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text.split('.').next().unwrap()).unwrap()).unwrap()
}

/// A key with a certificate sends it where the form has room for it, unless the settings say no.
#[test]
fn a_certificate_goes_with_what_its_key_signs() {
    let here = Installation::new();
    with_subjects(&here);
    let id = here.answer(&["keys", "new", "--kind", "P-256"])["id"].as_str().unwrap().to_owned();
    let signed = |variables: &[(&str, &str)], suite: &str, more: &[&str]| {
        let words = [&["issue", "badge.json", "--key", &id, "--suite", suite, "--out", "signed"], more].concat();
        let done = here.run_with(variables, &words);
        let text = || std::fs::read_to_string(here.file("signed/badge.json")).unwrap();
        if done.status.success() { Ok(text()) } else { Err(said(&done)) }
    };
    let missing = signed(&[], "dc+sd-jwt", &["--x5c"]).unwrap_err();
    assert!(missing.contains("expected a certificate for") && missing.contains("keys csr"), "{missing}");
    let listed = here.answer(&["keys", "list"]);
    let public = &listed.as_array().unwrap().iter().find(|entry| entry["id"] == *id).unwrap()["public"];
    let key = proof::multikey::decode(public.as_str().unwrap()).unwrap();
    let certify = |made| {
        let names = proof::certificate::Names {
            organisation: "Riverbend College".into(),
            url: "https://riverbend.example".into(),
            domain: None,
        };
        proof::certificate::development_chain(&key, &names, made, &OsRandom).unwrap()
    };
    let now = SystemClock.now();
    let chain = certify(now);
    std::fs::write(here.file("chain.pem"), chain.to_pem()).unwrap();
    here.answer(&["keys", "import-chain", &id, "chain.pem"]);
    for suite in ["dc+sd-jwt", "vc+jwt", "jwt_vc_json"] {
        let text = signed(&[], suite, &["--x5c"]).unwrap();
        assert_eq!(header(&text)["x5c"], json!(chain.x5c()), "{suite}");
        let report = here.answer(&["verify", "signed/badge.json"]);
        assert_eq!(report["verdict"], if suite == "jwt_vc_json" { "warning" } else { "valid" }, "{suite}: {report:#}");
        assert_eq!(header(&signed(&[], suite, &[]).unwrap())["x5c"], json!(chain.x5c()), "{suite}");
        let never = [("TASSEL_KEYS__SEND_CERTIFICATES", "false")];
        assert_eq!(header(&signed(&never, suite, &[]).unwrap()).get("x5c"), None);
        assert!(signed(&never, suite, &["--x5c"]).unwrap_err().contains("send_certificates"));
    }
    assert_eq!(header(&signed(&[], "vc-jwt", &[]).unwrap()).get("x5c"), None, "OB 3.0 §8.2.3 has no room for it");
    assert!(signed(&[], "vc-jwt", &["--x5c"]).unwrap_err().contains("carries no certificates"));
    // An ended one is put beside the key by hand: what cannot be relied on is not sent in silence, nor left out.
    let path = here.file(&format!("data/keys/{id}.chain.pem"));
    std::fs::write(&path, certify(now.plus(-400 * 24 * 3600)).to_pem()).unwrap();
    let ended = signed(&[], "dc+sd-jwt", &[]).unwrap_err();
    assert!(ended.contains("has expired") && ended.contains("send_certificates"), "{ended}");
    assert!(signed(&[], "vc-jwt", &[]).is_ok());
}

/// Data model 1.1 in `vc`, and the claims beside it say the same. Children keep their own proofs, over data model 2.0.
#[test]
fn what_wallets_take_is_of_data_model_1_1() {
    let here = Installation::new();
    with_subjects(&here);
    for file in ["badge.json", "transcript.json"] {
        let unsigned = here.read(file);
        issue(&here, file, "jwt_vc_json");
        let signed = format!("signed/{file}");
        let text = std::fs::read_to_string(here.file(&signed)).unwrap();
        let payload: Value =
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text.split('.').nth(1).unwrap()).unwrap()).unwrap();
        let vc = &payload["vc"];
        assert_eq!(vc["@context"][0], "https://www.w3.org/2018/credentials/v1");
        assert_eq!((&vc["issuanceDate"], vc.get("validFrom")), (&unsigned["validFrom"], None));
        let from = model::time::Time::parse(unsigned["validFrom"].as_str().unwrap()).unwrap();
        assert_eq!(
            (&payload["iss"], &payload["sub"], &payload["jti"], &payload["nbf"]),
            (&vc["issuer"]["id"], &vc["credentialSubject"]["id"], &unsigned["id"], &json!(from.unix()))
        );
        assert_eq!(payload.get("exp"), None);
        let answer = checked(&here, "jwt_vc_json", &signed, &named_key(&here, &signed));
        assert_eq!((&answer["result"], &answer["data"]), (&json!("success"), vc));
        let report = here.answer(&["verify", &signed]);
        assert_eq!(report["verdict"], "warning", "data model 1.1 is something to know: {report:#}");
        let warned = report["checks"].as_array().unwrap().iter().filter(|row| row["outcome"] == "warned");
        assert_eq!(warned.map(|row| &row["code"]).collect::<Vec<_>>(), ["context"], "{report:#}");
        let children = vc["credentialSubject"]["verifiableCredential"].as_array();
        for child in children.into_iter().flatten() {
            assert_eq!(child["@context"][0], "https://www.w3.org/ns/credentials/v2");
            assert_eq!(child["proof"]["cryptosuite"], "ecdsa-rdfc-2019");
        }
        assert!(report["children"].as_array().unwrap().iter().all(|child| child["verdict"] == "valid"), "{report:#}");
    }
    let mut endless = here.read("badge.json");
    endless["relatedResource"] = json!([{"id": "https://a.example", "digestSRI": "sha256-AA"}]);
    here.write("badge.json", &endless);
    let refused = here.refusal(&["issue", "badge.json", "--suite", "jwt_vc_json", "--out", "signed"]);
    assert!(refused.contains("'relatedResource' has no meaning in data model 1.1"), "{refused}");
}

/// From a file too: a place in a status list, which shows what was revoked.
#[test]
fn an_sd_jwt_has_a_place_in_a_token_status_list() {
    let here = Installation::new();
    with_subjects(&here);
    for variables in [&[][..], &[("TASSEL_PUBLIC_URL", "https://learn.example.edu")]] {
        let status = |file: &str| {
            let output = here.run_with(variables, &["verify", file]);
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            let rows = report["checks"].as_array().unwrap().iter();
            let row = rows.clone().find(|row| row["code"] == "status").unwrap();
            (report["verdict"].as_str().unwrap().to_owned(), row["reason"].as_str().unwrap().to_owned())
        };
        let sign = |file: &str| {
            let done = here.run_with(variables, &["issue", file, "--suite", "dc+sd-jwt", "--out", "signed"]);
            assert!(done.status.success(), "{}", said(&done));
        };
        let mut other = here.read("badge.json");
        other["id"] = json!(format!("urn:uuid:00000000-0000-8000-8000-{:012}", variables.len()));
        here.write("other.json", &other);
        if !variables.is_empty() {
            for file in ["badge.json", "other.json"] {
                let mut badge = here.read(file);
                badge["issuer"]["id"] = json!("did:web:learn.example.edu:default");
                here.write(file, &badge);
            }
        }
        ["badge.json", "other.json"].into_iter().for_each(sign);
        let files = ["signed/badge.json", "signed/other.json"];
        let payloads = files.map(|file| {
            let text = std::fs::read_to_string(here.file(file)).unwrap();
            let payload = URL_SAFE_NO_PAD.decode(text.split('.').nth(1).unwrap()).unwrap();
            serde_json::from_slice::<Value>(&payload).unwrap()
        });
        let [one, two] = payloads.each_ref().map(|payload| &payload["status"]["status_list"]);
        assert!(one["uri"].as_str().unwrap().contains("/default/tokenstatus/"), "{one}");
        assert!(one["idx"].is_u64() && two["idx"].is_u64() && one["idx"] != two["idx"]);
        assert!(payloads.iter().all(|payload| payload.get("credentialStatus").is_none()));
        let good = ("valid".to_owned(), "not_revoked".to_owned());
        assert_eq!(files.map(status), [good.clone(), good.clone()]);
        let id = here.read("other.json")["id"].as_str().unwrap().to_owned();
        let revoked = here.run_with(variables, &["revoke", &id, "--reason", "a slip"]);
        assert!(revoked.status.success(), "{}", said(&revoked));
        assert_eq!(files.map(status), [good, ("invalid".to_owned(), "revoked".to_owned())]);
    }
}

/// Every leaf of what was signed, changed; and every disclosure.
#[test]
fn a_badge_with_any_leaf_changed_is_not_valid() {
    let here = Installation::new();
    with_subjects(&here);
    for suite in ["jwt_vc_json", "vc-jwt", "vc+jwt", "dc+sd-jwt"] {
        issue(&here, "badge.json", suite);
        let text = std::fs::read_to_string(here.file("signed/badge.json")).unwrap();
        let places: Vec<(usize, usize)> = parts(text.trim());
        let mut tried = 0;
        for (start, end) in places {
            let part: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(&text[start..end]).unwrap()).unwrap();
            for changed in changes(&part) {
                // Disclosures cannot be put in their places by a hash that is not known.
                let expected = if changed.get("_sd_alg") == part.get("_sd_alg") { 1 } else { 2 };
                let changed = URL_SAFE_NO_PAD.encode(changed.to_string());
                std::fs::write(here.file("changed"), format!("{}{changed}{}", &text[..start], &text[end..])).unwrap();
                let output = here.run(&["verify", "changed"]);
                let said = String::from_utf8_lossy(&output.stdout);
                assert_eq!(output.status.code(), Some(expected), "{suite}: {said}");
                tried += 1;
            }
        }
        assert!(tried > 25, "{suite}: {tried}");
    }
}

/// Where the payload and the disclosures stand in a compact token.
fn parts(text: &str) -> Vec<(usize, usize)> {
    let dots: Vec<usize> = text.match_indices('.').map(|(at, _)| at).collect();
    let tildes: Vec<usize> = text.match_indices('~').map(|(at, _)| at).collect();
    let mut parts = vec![(dots[0] + 1, dots[1])];
    parts.extend(tildes.windows(2).map(|pair| (pair[0] + 1, pair[1])));
    parts
}

/// `value` with each of its leaves changed in turn.
fn changes(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, inner)| changes(inner).into_iter().map(move |changed| (name, changed)))
            .map(|(name, changed)| {
                let mut members = members.clone();
                members.insert(name.clone(), changed);
                Value::Object(members)
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(at, inner)| changes(inner).into_iter().map(move |changed| (at, changed)))
            .map(|(at, changed)| {
                let mut items = items.clone();
                items[at] = changed;
                Value::Array(items)
            })
            .collect(),
        Value::String(text) => vec![json!(format!("{text}x"))],
        Value::Number(number) => vec![json!(number.as_f64().unwrap() + 1.0)],
        Value::Bool(is) => vec![json!(!is)],
        Value::Null => vec![json!(0)],
    }
}

/// Behind https the issuer is a `did:web`, whose document the same installation reads from its store.
#[test]
fn the_issuers_own_document_lists_the_key_and_a_picture_may_hold_the_jwt() {
    let here = Installation::new();
    with_subjects(&here);
    let on_https = [("TASSEL_PUBLIC_URL", "https://learn.example.edu")];
    let issuer = json!("did:web:learn.example.edu:default");
    let mut badge = here.read("badge.json");
    badge["issuer"]["id"] = issuer;
    here.write("badge.json", &badge);
    std::fs::write(here.file("picture.svg"), "<svg xmlns='http://www.w3.org/2000/svg'><title>A</title></svg>").unwrap();
    for suite in ["vc-jwt", "vc+jwt", "dc+sd-jwt"] {
        let done = here.run_with(&on_https, &["issue", "badge.json", "--suite", suite, "--out", "signed"]);
        assert!(done.status.success(), "{}", said(&done));
        let mut files = vec!["signed/badge.json"];
        if suite != "dc+sd-jwt" {
            here.answer(&["bake", "signed/badge.json", "--image", "picture.svg", "--out", "baked.svg"]);
            files.push("baked.svg");
        }
        for file in files {
            let output = here.run_with(&on_https, &["verify", file]);
            assert_eq!(output.status.code(), Some(0), "{suite} {file}: {}", String::from_utf8_lossy(&output.stdout));
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(report["verdict"], "valid", "{suite} {file}: {report:#}");
        }
    }
}
