//! `tassel keys`.

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
        assert_eq!(again.stdout, listed.stdout, "the same keys");
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

fn set_mode(path: &std::path::Path, mode: u32) {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}
