//! Keys in a PKCS#11 token: `SoftHSM2`, which is a token in software.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::installation::{Installation, said};

const SUITE: &str = "keys in a PKCS#11 token (SoftHSM2)";
const PIN: &str = "271828";

/// An installation with a token of its own.
struct School {
    here: Installation,
    settings: Vec<(&'static str, String)>,
}

impl School {
    /// `None`, and a note, where `SoftHSM2` is not installed.
    fn new() -> Option<Self> {
        let Some(module) = module() else {
            what_ran::skipped(SUITE, 1, "softhsm2 is not installed");
            return None;
        };
        let here = Installation::new();
        let tokens = here.file("tokens");
        std::fs::create_dir(&tokens).unwrap();
        std::fs::write(here.file("softhsm2.conf"), format!("directories.tokendir = {}\n", tokens.display())).unwrap();
        let settings = vec![
            ("SOFTHSM2_CONF", here.file("softhsm2.conf").display().to_string()),
            ("TASSEL_KEYS__PKCS11__MODULE", module.display().to_string()),
            ("TASSEL_KEYS__PKCS11__TOKEN", "school".to_owned()),
            ("TASSEL_KEYS__PKCS11__PIN", PIN.to_owned()),
        ];
        let made = Command::new("softhsm2-util")
            .args(["--init-token", "--free", "--label", "school", "--so-pin", "314159", "--pin", PIN])
            .env("SOFTHSM2_CONF", here.file("softhsm2.conf"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", said(&made));
        Some(Self { here, settings })
    }

    fn run(&self, words: &[&str]) -> Output {
        let settings: Vec<_> = self.settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.here.run_with(&settings, words)
    }

    fn answer(&self, words: &[&str]) -> Value {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", said(&output));
        serde_json::from_slice(&output.stdout).unwrap_or_default()
    }

    /// What is said when a setting is another, or absent.
    fn refusal_with(&self, name: &str, value: Option<&str>) -> String {
        let others = self.settings.iter().filter(|(other, _)| *other != name);
        let mut settings: Vec<_> = others.map(|(name, value)| (*name, value.as_str())).collect();
        settings.extend(value.map(|value| (name, value)));
        let output = self.here.run_with(&settings, &["keys", "list"]);
        assert!(!output.status.success(), "{name} {value:?} went through");
        said(&output)
    }
}

/// Where Debian puts it, for any processor.
fn module() -> Option<PathBuf> {
    let places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"];
    places.iter().map(Path::new).find(|path| path.exists()).map(Path::to_owned)
}

/// Every kind of key signs from within the token by every suite it is good for, and what it signed is found good.
#[test]
fn credentials_are_signed_in_the_token() {
    let Some(school) = School::new() else { return };
    school.here.unsigned();
    let mut badge = school.here.read("badge.json");
    badge["credentialSubject"]["id"] = "did:example:learner".into();
    school.here.write("badge.json", &badge);
    for (kind, suites) in [
        ("Ed25519", &["eddsa-rdfc-2022", "eddsa-jcs-2022"][..]),
        ("P-256", &["ecdsa-rdfc-2019", "vc-jwt", "dc+sd-jwt"]),
        ("P-384", &["ecdsa-jcs-2019"]),
        ("RSA", &["vc-jwt"]),
    ] {
        let made = school.answer(&["keys", "new", "--kind", kind, "--pkcs11"]);
        assert_eq!((made["kind"].as_str(), made["kept"].as_str()), (Some(kind), Some("token")));
        let id = made["id"].as_str().unwrap();
        let file = school.here.read(&format!("data/keys/{id}.json"));
        assert_eq!(file["token"]["label"], "school");
        assert!(["seed", "pkcs8", "sealed"].iter().all(|name| file.get(name).is_none()), "{file}");
        for suite in suites {
            school.answer(&["issue", "badge.json", "--suite", suite, "--key", id, "--out", "signed"]);
            let report = school.answer(&["verify", "signed/badge.json"]);
            assert_eq!(report["verdict"], "valid", "{kind} {suite}: {report:#}");
        }
        let request = school.answer(&["keys", "csr", id]);
        assert!(request["csr"].as_str().unwrap().contains("CERTIFICATE REQUEST"));
    }
    let open: Vec<Value> = school.answer(&["keys", "list"]).as_array().unwrap().clone();
    assert_eq!(open.iter().filter(|entry| entry["kept"] == "token").count(), 4);
    what_ran::ran(SUITE, 4);
}

#[test]
fn a_key_in_the_token_is_replaced_by_another_there() {
    let Some(school) = School::new() else { return };
    let old = school.answer(&["keys", "new", "--kind", "P-256", "--pkcs11"]);
    let new = school.answer(&["keys", "rotate", old["id"].as_str().unwrap()]);
    assert_eq!((new["id"].as_str(), new["kept"].as_str()), (Some("credential-p256-2"), Some("token")));
    assert_ne!(new["public"], old["public"]);
    let listed = school.answer(&["keys", "list"]);
    let old = listed.as_array().unwrap().iter().find(|entry| entry["id"] == old["id"]).unwrap().clone();
    assert!(old["retired"].is_string());
}

/// Each thing that is missing or wrong is named, and the PIN never.
#[test]
fn what_is_missing_is_named() {
    let Some(school) = School::new() else { return };
    let without = school.here.refusal(&["keys", "new", "--pkcs11"]);
    assert!(without.contains("keys.pkcs11.module"), "{without}");
    school.answer(&["keys", "new", "--pkcs11"]);

    let closed = school.here.refusal(&["keys", "list"]);
    assert!(closed.contains("in the PKCS#11 token 'school'"), "{closed}");
    let pin = "TASSEL_KEYS__PKCS11__PIN";
    assert!(school.refusal_with(pin, None).contains(pin));
    let wrong = school.refusal_with(pin, Some("161803"));
    assert!(wrong.contains("PinIncorrect") && !wrong.contains("161803"), "{wrong}");
    let token = school.refusal_with("TASSEL_KEYS__PKCS11__TOKEN", Some("college"));
    assert!(token.contains("one token with the label 'college'") && token.contains("found 0"), "{token}");
    let module = school.refusal_with("TASSEL_KEYS__PKCS11__MODULE", Some("none.so"));
    assert!(module.contains("expected a PKCS#11 module in none.so"), "{module}");
}

/// A signature that does not fit the public half we know does not leave, and a key that is gone is told.
#[test]
fn the_tokens_answers_are_checked() {
    let Some(school) = School::new() else { return };
    school.here.unsigned();
    let [one, two] = [1, 2].map(|_| school.answer(&["keys", "new", "--pkcs11"])["id"].as_str().unwrap().to_owned());
    let path = format!("data/keys/{one}.json");
    let good = school.here.read(&path);
    let mut swapped = good.clone();
    swapped["token"]["public"] = school.here.read(&format!("data/keys/{two}.json"))["token"]["public"].clone();
    let other_file = format!("data/keys/{two}.json");
    std::fs::remove_file(school.here.file(&other_file)).unwrap();
    school.here.write(&path, &swapped);
    let refused = school.run(&["issue", "badge.json", "--key", &one]);
    assert!(!refused.status.success() && said(&refused).contains("does not fit"), "{}", said(&refused));

    let mut gone = good;
    gone["token"]["id"] = "AAAAAAAAAAAAAAAAAAAAAA".into();
    school.here.write(&path, &gone);
    let refused = school.run(&["keys", "list"]);
    assert!(said(&refused).contains("expected one private key"), "{}", said(&refused));
}
