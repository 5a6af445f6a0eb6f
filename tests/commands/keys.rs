//! `tassel keys`.

use std::process::Command;

use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};

use crate::installation::{Installation, said};

#[test]
fn keys_are_made_listed_and_given_out_by_their_public_halves() {
    let here = Installation::new();
    for (kind, id) in [
        ("ed25519", "credential-2"),
        ("P-256", "credential-p256-1"),
        ("P-384", "credential-p384-1"),
        ("RSA", "credential-rsa-1"),
    ] {
        let made = here.run(&["keys", "new", "--kind", kind]);
        assert!(made.status.success(), "{}", said(&made));
        let entry: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
        assert_eq!((entry["id"].as_str(), entry["purpose"].as_str()), (Some(id), Some("credential")));
    }
    let status = here.answer(&["keys", "new", "--purpose", "status"]);
    assert_eq!((status["id"].as_str(), status["kind"].as_str()), (Some("status-2"), Some("Ed25519")));

    let listed = here.answer(&["keys", "list"]);
    let ids: Vec<&str> = listed.as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 7, "{ids:?}");
    let set = here.answer(&["keys", "export-public"]);
    let keys = set["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 7);
    for key in keys {
        assert!(proof::jwk::decode(key).is_ok(), "a public key, and nothing private: {key}");
    }
    assert!(here.refusal(&["keys", "new", "--kind", "P-521"]).contains("P-384"));
}

/// The old key stays published, so what it signed is still found good.
#[test]
fn rotation_keeps_old_credentials_good() {
    let here = Installation::new();
    here.unsigned();
    here.answer_nothing(&["issue", "badge.json", "--out", "before"]);
    let new = here.answer(&["keys", "rotate", "credential-1"]);
    assert_eq!((new["id"].as_str(), new["retired"].as_str()), (Some("credential-2"), None));
    let listed = here.answer(&["keys", "list"]);
    let old = listed.as_array().unwrap().iter().find(|entry| entry["id"] == "credential-1").unwrap();
    assert!(old["retired"].is_string());

    here.answer_nothing(&["issue", "badge.json", "--out", "after"]);
    let key_of = |name: &str| here.read(name)["proof"]["verificationMethod"].clone();
    assert_ne!(key_of("before/badge.json"), key_of("after/badge.json"));
    for file in ["before/badge.json", "after/badge.json"] {
        assert_eq!(here.run(&["verify", file]).status.code(), Some(0), "{file}");
    }
    assert!(here.refusal(&["keys", "rotate", "credential-1"]).contains("was retired at"));
    assert!(here.refusal(&["keys", "rotate", "credential-9"]).contains("there is no key credential-9"));
}

/// Open keys are told about; sealed ones open with the passphrase, or the file that holds it, and with nothing else.
#[test]
fn keys_are_sealed_with_a_passphrase() {
    let here = Installation::new();
    let listed = here.run(&["keys", "list"]);
    assert!(said(&listed).contains("tassel keys seal"), "{}", said(&listed));
    assert!(here.refusal(&["keys", "seal"]).contains("TASSEL_KEYS__PASSPHRASE"));

    let phrase = [("TASSEL_KEYS__PASSPHRASE", "correct horse battery staple")];
    let sealed = here.run_with(&phrase, &["keys", "seal"]);
    assert!(sealed.status.success(), "{}", said(&sealed));
    let ids: serde_json::Value = serde_json::from_slice(&sealed.stdout).unwrap();
    assert_eq!(ids, serde_json::json!(["credential-1", "status-1"]));
    assert!(here.refusal(&["keys", "list"]).contains("is sealed"));

    std::fs::write(here.file("phrase"), "correct horse battery staple\n").unwrap();
    let file = [("TASSEL_KEYS__KEY_FILE", "phrase")];
    set_mode(&here.file("phrase"), 0o644);
    let refused = here.run_with(&file, &["keys", "list"]);
    assert!(!refused.status.success() && said(&refused).contains("chmod 600"), "{}", said(&refused));
    set_mode(&here.file("phrase"), 0o600);
    for variables in [&phrase, &file] {
        let again = here.run_with(variables, &["keys", "list"]);
        assert!(again.status.success() && said(&again).is_empty(), "{}", said(&again));
        let open = String::from_utf8(listed.stdout.clone()).unwrap();
        assert_eq!(String::from_utf8(again.stdout).unwrap(), open.replace("\"open\"", "\"sealed\""), "the same keys");
    }
    let both = [file[0], phrase[0]];
    let refused = said(&here.run_with(&both, &["keys", "list"]));
    assert!(refused.contains("found both"), "{refused}");
    let refused = said(&here.run_with(&[("TASSEL_KEYS__PASSPHRASE", "incorrect horse battery")], &["keys", "list"]));
    assert!(refused.contains("the passphrase is wrong") && !refused.contains("horse"), "{refused}");
}

/// Digits alone are a number to whoever reads settings.
#[test]
fn a_passphrase_of_digits_is_a_passphrase() {
    let here = Installation::new();
    let digits = [("TASSEL_KEYS__PASSPHRASE", "0123456789012345")];
    let made = here.run_with(&digits, &["keys", "new"]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(here.run_with(&digits, &["keys", "list"]).status.success());
    assert!(!here.run_with(&[("TASSEL_KEYS__PASSPHRASE", "123456789012345")], &["keys", "list"]).status.success());
}

/// A request goes out, a chain comes in; one for another key, or none, is refused.
#[test]
fn certificates_are_asked_for_and_imported() {
    let here = Installation::new();
    let id = here.answer(&["keys", "new", "--kind", "P-256"])["id"].as_str().unwrap().to_owned();
    let other = here.answer(&["keys", "new", "--kind", "P-256"])["id"].as_str().unwrap().to_owned();
    let asked = here.answer(&["keys", "csr", &id]);
    assert!(asked["csr"].as_str().unwrap().starts_with("-----BEGIN CERTIFICATE REQUEST-----\n"));
    assert!(here.refusal(&["keys", "csr", "credential-9"]).contains("there is no key credential-9"));

    let listed = here.answer(&["keys", "list"]);
    let entry = listed.as_array().unwrap().iter().find(|entry| entry["id"] == *id).unwrap();
    let key = proof::multikey::decode(entry["public"].as_str().unwrap()).unwrap();
    let names = proof::certificate::Names {
        organisation: "Riverbend College".into(),
        url: "https://riverbend.example".into(),
        domain: None,
    };
    let now = SystemClock.now();
    let chain = proof::certificate::development_chain(&key, &names, now, &OsRandom).unwrap();
    std::fs::write(here.file("chain.pem"), chain.to_pem()).unwrap();
    assert!(here.refusal(&["keys", "import-chain", &other, "chain.pem"]).contains("for another key"));
    assert!(here.refusal(&["keys", "import-chain", "credential-9", "chain.pem"]).contains("credential-9"));
    assert!(here.refusal(&["keys", "import-chain", &id, "none.pem"]).contains("none.pem"));
    std::fs::write(here.file("empty.pem"), "").unwrap();
    assert!(here.refusal(&["keys", "import-chain", &id, "empty.pem"]).contains("expected certificates in PEM"));
    std::fs::write(here.file("long.pem"), " ".repeat(40_000)).unwrap();
    assert!(here.refusal(&["keys", "import-chain", &id, "long.pem"]).contains("at most"));
    assert_eq!(here.answer(&["keys", "import-chain", &id, "chain.pem"])["certificate"], "valid");

    let listed = here.answer(&["keys", "list"]);
    let of =
        |id: &str| listed.as_array().unwrap().iter().find(|entry| entry["id"] == *id).unwrap()["certificate"].clone();
    assert_eq!((of(&id), of(&other)), ("valid".into(), serde_json::Value::Null));
}

/// Another implementation reads the request, finds its signature good, and gives a certificate that is taken.
#[test]
fn openssl_reads_the_request_and_signs_it() {
    let suite = "keys: a certificate of an OpenSSL authority";
    if Command::new("openssl").arg("version").output().is_err() {
        return what_ran::skipped(suite, 3, "openssl is not installed");
    }
    let here = Installation::new();
    for kind in ["P-256", "P-384", "RSA"] {
        let id = here.answer(&["keys", "new", "--kind", kind])["id"].as_str().unwrap().to_owned();
        let asked = here.answer(&["keys", "csr", &id]);
        std::fs::write(here.file("request.pem"), asked["csr"].as_str().unwrap()).unwrap();
        openssl(&here, "req -in request.pem -verify -noout");
        openssl(
            &here,
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout ca.key -out ca.pem -days 9 -subj /CN=Root",
        );
        openssl(
            &here,
            "x509 -req -in request.pem -CA ca.pem -CAkey ca.key -days 3 -copy_extensions copyall -out leaf.pem",
        );
        let [leaf, root] = ["leaf.pem", "ca.pem"].map(|name| std::fs::read_to_string(here.file(name)).unwrap());
        std::fs::write(here.file("chain.pem"), format!("{leaf}{root}")).unwrap();
        assert_eq!(here.answer(&["keys", "import-chain", &id, "chain.pem"])["certificate"], "valid");
        std::fs::write(here.file("chain.pem"), leaf).unwrap();
        assert!(here.refusal(&["keys", "import-chain", &id, "chain.pem"]).contains("root"));
    }
    what_ran::ran(suite, 3);
}

fn openssl(here: &Installation, words: &str) {
    let done = Command::new("openssl").current_dir(here.file("")).args(words.split(' ')).output().unwrap();
    assert!(done.status.success(), "{words}: {}", said(&done));
}

fn set_mode(path: &std::path::Path, mode: u32) {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}
