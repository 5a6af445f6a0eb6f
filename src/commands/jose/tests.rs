//! The command on files: what it writes, and how it answers what is not right.

use std::path::PathBuf;

use clap::Parser as _;

use super::*;
use crate::commands::{Arguments, Command};

/// A directory of its own, gone at the end.
struct Bench(PathBuf);

impl Bench {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tassel-jose-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The answer to `tassel jose ACTION` with these files, and the exit code.
    fn ask(&self, task: [&str; 2], input: &str, key: &str, sd: Option<&str>) -> (String, Value) {
        let output = self.0.join("out.json");
        let [action, feature] = task;
        let mut words = vec!["tassel", "jose", action, "--input", input, "--key", key, "--feature", feature];
        words.extend(["--output", output.to_str().unwrap()]);
        words.extend(sd.into_iter().flat_map(|sd| ["--sd", sd]));
        let Command::Jose(options) = Arguments::parse_from(words).command else { panic!() };
        let code = run(&options).unwrap();
        let answer: Value = serde_json::from_slice(&fs::read(output).unwrap()).unwrap();
        let word = answer["result"].as_str().unwrap().to_owned();
        let place = ["success", "failure", "indeterminate", "error"].into_iter().position(|known| known == word);
        assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(u8::try_from(place.unwrap()).unwrap())));
        (word, answer["data"].clone())
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// RFC 8037 appendix A.1, as verification method of `controller`.
fn method(controller: &str) -> String {
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": "1",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let mut secret = jwk.clone();
    secret["d"] = json!("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    json!({"id": format!("{controller}#1"), "type": "JsonWebKey", "controller": controller,
        "publicKeyJwk": jwk, "secretKeyJwk": secret})
    .to_string()
}

fn credential() -> Value {
    json!({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"],
        "issuer": "https://issuer.example", "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:1", "name": "Ada", "list": [1, 2]}})
}

#[test]
fn signs_and_checks_all_four() {
    let bench = Bench::new("four");
    let key = bench.file("key.json", &method("https://issuer.example"));
    let inside = bench.ask(["issue", "credential_jose"], &bench.file("c", &credential().to_string()), &key, None).1;
    let presentation = json!({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation",
        "holder": "https://issuer.example", "verifiableCredential": [{"type": "EnvelopedVerifiableCredential",
            "id": format!("data:application/vc+jwt,{}", inside.as_str().unwrap())}]});
    for (feature, document, sd) in [
        ("credential_jose", credential(), None),
        ("presentation_jose", presentation.clone(), None),
        ("credential_sdjwt", credential(), Some(r#"["/credentialSubject/name","credentialSubject.list[0]"]"#)),
        ("presentation_sdjwt", presentation, Some(r#"["holder","verifiableCredential[0]"]"#)),
    ] {
        let input = bench.file("in.json", &document.to_string());
        let (word, signed) = bench.ask(["issue", feature], &input, &key, sd);
        assert_eq!(word, "success", "{feature}: {signed}");
        assert_eq!(signed.as_str().unwrap().matches('~').count(), sd.map_or(0, |_| 3), "{feature}");
        let text = bench.file("in.txt", signed.as_str().unwrap());
        assert_eq!(bench.ask(["verify", feature], &text, &key, None), ("success".to_owned(), document), "{feature}");
        let forged = bench.file("forged.txt", &signed.as_str().unwrap().replacen("ey", "eZ", 1));
        assert_eq!(bench.ask(["verify", feature], &forged, &key, None).0, "failure");
        let other = if feature == "credential_jose" { "presentation_jose" } else { "credential_jose" };
        assert_eq!(bench.ask(["verify", other], &text, &key, None).0, "failure", "another form");
        let stranger = bench.file("stranger.json", &method("https://other.example"));
        assert_eq!(bench.ask(["verify", feature], &text, &stranger, None).0, "failure", "another controller");
    }
}

#[test]
fn shows_a_part_bound_to_a_verifier() {
    let bench = Bench::new("part");
    let key = bench.file("key.json", &method("https://issuer.example"));
    let holder = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let claims = json!({"iss": "https://issuer.example", "vct": "urn:badge", "cnf": {"jwk": holder}, "a": 1, "b": 2});
    let input = bench.file("in.json", &claims.to_string());
    let (_, text) = bench.ask(["issue", "dc_sdjwt"], &input, &key, Some(r#"["/a","/b"]"#));
    let held = bench.file("held.txt", text.as_str().unwrap());
    let output = bench.0.join("shown.json");
    let present = |more: &[&str]| {
        let mut words = vec!["tassel", "jose", "present", "--input", &held, "--issuer-key", &key, "--sd", r#"["/a"]"#];
        words.extend(["--output", output.to_str().unwrap()]);
        words.extend(more);
        let Command::Jose(options) = Arguments::parse_from(words).command else { panic!() };
        run(&options).unwrap();
        let answer: Value = serde_json::from_slice(&fs::read(&output).unwrap()).unwrap();
        bench.file("shown.txt", answer["data"].as_str().unwrap())
    };
    let verify = |shown: &str, nonce: &str| {
        let mut words = vec!["tassel", "jose", "verify", "--input", shown, "--key", &key, "--feature", "dc_sdjwt"];
        words.extend(["--audience", "v", "--nonce", nonce, "--output", output.to_str().unwrap()]);
        let Command::Jose(options) = Arguments::parse_from(words).command else { panic!() };
        run(&options).unwrap();
        serde_json::from_slice::<Value>(&fs::read(&output).unwrap()).unwrap()
    };
    let bound = present(&["--key", &key, "--audience", "v", "--nonce", "n"]);
    let mut expected = claims.clone();
    expected.as_object_mut().unwrap().shift_remove("b");
    assert_eq!(verify(&bound, "n"), json!({"result": "success", "data": expected}));
    assert_eq!(verify(&bound, "m")["result"], "failure");
    assert_eq!(verify(&present(&[]), "n")["result"], "failure", "not bound");
    let one_without_the_other = Arguments::try_parse_from([
        "tassel",
        "jose",
        "present",
        "--input",
        "a",
        "--issuer-key",
        "b",
        "--output",
        "c",
        "--audience",
        "v",
    ]);
    assert!(one_without_the_other.is_err());
}

#[test]
fn what_is_not_secured_is_a_failure() {
    let bench = Bench::new("open");
    let key = bench.file("key.json", &method("https://issuer.example"));
    let open = bench.file("in.json", &credential().to_string());
    for feature in ["credential_jose", "presentation_jose", "credential_sdjwt", "presentation_sdjwt"] {
        assert_eq!(bench.ask(["verify", feature], &open, &key, None).0, "failure");
    }
}

#[test]
fn mistakes_are_errors_and_unknown_keys_decide_nothing() {
    let bench = Bench::new("mistakes");
    let key = bench.file("key.json", &method("https://issuer.example"));
    let input = bench.file("in.json", &credential().to_string());
    let ask = |key: &str, sd: Option<&str>, feature: &str| bench.ask(["issue", feature], &input, key, sd).0;
    assert_eq!(ask("/does/not/exist", None, "credential_jose"), "error");
    assert_eq!(ask(&key, Some(r#"["/issuer"]"#), "credential_jose"), "error", "nothing to hide in a plain JWT");
    assert_eq!(ask(&key, Some("/issuer"), "credential_sdjwt"), "error", "no JSON array");
    assert_eq!(ask(&key, Some(r#"["/nothing"]"#), "credential_sdjwt"), "failure");
    assert_eq!(ask(&key, Some(r#"["/validFrom"]"#), "credential_sdjwt"), "failure", "must be seen");
    let public = bench.file(
        "public.json",
        &json!({"kty": "OKP", "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
        .to_string(),
    );
    assert_eq!(ask(&public, None, "credential_jose"), "error", "no private half");
    let p521 = bench.file("p521.json", r#"{"kty":"EC","crv":"P-521","x":"AA","y":"AA","d":"AA"}"#);
    assert_eq!(ask(&p521, None, "credential_jose"), "indeterminate");
    let token = bench.file("es512.txt", "eyJhbGciOiJFUzUxMiJ9.e30.AA");
    assert_eq!(bench.ask(["verify", "credential_jose"], &token, &p521, None).0, "indeterminate");
    assert_eq!(bench.ask(["verify", "credential_jose"], &token, &key, None).0, "failure", "not that key's algorithm");
    let list = bench.file("list.json", "[1]");
    assert_eq!(bench.ask(["issue", "credential_jose"], &list, &key, None).0, "error");
}

#[test]
fn paths_of_the_test_suite_become_pointers() {
    for (path, expected) in [
        ("/a/b~1c", "/a/b~1c"),
        ("holder", "/holder"),
        ("credentialSubject.address.street", "/credentialSubject/address/street"),
        ("credentialSubject.phoneNumbers[0]", "/credentialSubject/phoneNumbers/0"),
        ("a[1][2].b/c", "/a/1/2/b~1c"),
    ] {
        assert_eq!(pointer(path), expected);
    }
}
