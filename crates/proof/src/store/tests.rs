use super::*;
use crate::sealed::{Cost, SealError};
use model::random::SeededRandom;
use zeroize::Zeroizing;

const ED25519: KeyKind = KeyKind::Ed25519;

const NOW: Time = Time::from_unix(1_790_000_000);

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn keys_are_made_on_first_use_and_read_back() {
    let (home, random) = (directory(), SeededRandom::new(1));
    let keys = home.path().join("data/keys");
    let mut files = KeyFiles::open(&keys, Access::default()).unwrap();
    assert!(files.list().is_empty());
    let made = files.active_or_new(KeyPurpose::Credential, ED25519, NOW, &random).unwrap().clone();
    assert_eq!((made.id.as_str(), made.created, made.retired), ("credential-1", NOW, None));
    let again = files.active_or_new(KeyPurpose::Credential, ED25519, NOW.plus(9), &random).unwrap().clone();
    assert_eq!(again.key.public(), made.key.public());
    let status = files.active_or_new(KeyPurpose::Status, ED25519, NOW, &random).unwrap().clone();
    assert_ne!(status.key.public(), made.key.public());

    let read = KeyFiles::open(&keys, Access::default()).unwrap();
    assert_eq!(read.by_id("credential-1").unwrap().public(), made.public());
    assert_eq!(read.active(KeyPurpose::Status, ED25519).unwrap().public(), status.public());
    assert_eq!(read.into_keyring().entries().len(), 2);
}

#[test]
fn a_new_key_takes_over_and_a_retired_one_stays() {
    let (home, random) = (directory(), SeededRandom::new(2));
    let mut files = KeyFiles::open(home.path(), Access::default()).unwrap();
    files.active_or_new(KeyPurpose::Credential, ED25519, NOW, &random).unwrap();
    files.make(KeyPurpose::Credential, ED25519, NOW.plus(60), &random).unwrap();
    assert_eq!(files.active(KeyPurpose::Credential, ED25519).unwrap().id, "credential-2");
    files.retire("credential-2", NOW.plus(90)).unwrap();
    files.retire("credential-2", NOW.plus(99)).unwrap();
    let read = KeyFiles::open(home.path(), Access::default()).unwrap();
    assert_eq!(read.active(KeyPurpose::Credential, ED25519).unwrap().id, "credential-1");
    assert_eq!(read.by_id("credential-2").unwrap().retired, Some(NOW.plus(90)));
    assert!(matches!(files.retire("credential-9", NOW), Err(KeyFileError::Unknown { .. })));
}

#[test]
fn two_processes_end_with_the_same_first_key() {
    let home = directory();
    let (mut one, mut two) = (
        KeyFiles::open(home.path(), Access::default()).unwrap(),
        KeyFiles::open(home.path(), Access::default()).unwrap(),
    );
    let first = one.active_or_new(KeyPurpose::Credential, ED25519, NOW, &SeededRandom::new(3)).unwrap().key.public();
    let second = two.active_or_new(KeyPurpose::Credential, ED25519, NOW, &SeededRandom::new(4)).unwrap().key.public();
    assert_eq!(first, second);
    let third = one.make(KeyPurpose::Credential, ED25519, NOW, &SeededRandom::new(5)).unwrap().id.clone();
    let fourth = two.make(KeyPurpose::Credential, ED25519, NOW, &SeededRandom::new(6)).unwrap().id.clone();
    assert_eq!((third.as_str(), fourth.as_str()), ("credential-2", "credential-3"));
    let names: Vec<_> = fs::read_dir(home.path()).unwrap().map(|item| item.unwrap().file_name()).collect();
    assert_eq!(names.len(), 3, "no draft is left over: {names:?}");
}

#[cfg(unix)]
#[test]
fn files_are_private_and_open_ones_are_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = directory();
    let keys = home.path().join("keys");
    KeyFiles::open(&keys, Access::default())
        .unwrap()
        .make(KeyPurpose::Credential, ED25519, NOW, &SeededRandom::new(1))
        .unwrap();
    let file = keys.join("credential-1.json");
    assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    for mode in [0o640, 0o604, 0o620, 0o644] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let error = KeyFiles::open(&keys, Access::default()).unwrap_err();
        assert!(matches!(error, KeyFileError::Open { .. }), "{mode:o}");
        assert!(error.to_string().contains(&format!("chmod 600 {}", file.display())), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_a_key_file_is_refused_without_showing_it() {
    let home = directory();
    KeyFiles::open(home.path(), Access::default())
        .unwrap()
        .make(KeyPurpose::Status, ED25519, NOW, &SeededRandom::new(1))
        .unwrap();
    let file = home.path().join("status-1.json");
    let good = fs::read_to_string(&file).unwrap();
    let seed = serde_json::from_str::<serde_json::Value>(&good).unwrap()["seed"].as_str().unwrap().to_owned();
    for bad in [
        String::new(),
        good.replace("status\"", "other\""),
        good.replace("status-1", "status-2"),
        good.replace(&seed, &seed[4..]),
        good.replace("2026-", "26-"),
        good.replace("\"seed\"", "\"extra\": 1, \"seed\""),
        good.replace("\"seed\"", "\"sealed\": \"AQ\", \"seed\""),
    ] {
        assert_ne!(bad, good);
        fs::write(&file, &bad).unwrap();
        let error = KeyFiles::open(home.path(), Access::default()).unwrap_err();
        assert!(matches!(error, KeyFileError::Malformed { .. }), "{bad}");
        assert!(!error.to_string().contains(&seed[4..]));
    }
    fs::write(&file, format!("{good}{}", " ".repeat(9000))).unwrap();
    let error = KeyFiles::open(home.path(), Access::default()).unwrap_err();
    assert!(matches!(error, KeyFileError::Long { .. }), "{error}");
    fs::write(&file, good).unwrap();
    assert!(KeyFiles::open(home.path(), Access::default()).is_ok());
}

/// The files of other kinds hold PKCS#8; each kind has numbers of its own.
#[test]
fn every_kind_of_key_is_kept() {
    let (home, random) = (directory(), SeededRandom::new(7));
    let mut files = KeyFiles::open(home.path(), Access::default()).unwrap();
    for (kind, id) in KeyKind::SIGNING_BYTES.into_iter().zip([
        "credential-1",
        "credential-p256-1",
        "credential-p384-1",
        "credential-rsa-1",
    ]) {
        let made = files.active_or_new(KeyPurpose::Credential, kind, NOW, &random).unwrap().clone();
        assert_eq!((made.id.as_str(), made.kind()), (id, kind));
        files.retire(id, NOW).unwrap();
        let read = KeyFiles::open(home.path(), Access::default()).unwrap();
        let read = read.by_id(id).unwrap();
        assert_eq!((read.key.public(), read.retired), (made.key.public(), Some(NOW)));
        let signature = read.key.sign(b"m").unwrap();
        assert_eq!(made.key.public().verify(b"m", &signature), Ok(()));
        let refused = files.active(KeyPurpose::Credential, kind).unwrap_err();
        assert_eq!(refused, KeyringError::NoActive { purpose: KeyPurpose::Credential, kind });
    }
    assert_eq!(files.make(KeyPurpose::Credential, KeyKind::P256, NOW, &random).unwrap().id, "credential-p256-2");
}

#[test]
fn a_file_with_two_private_halves_or_none_is_refused() {
    let home = directory();
    let file = home.path().join("status-1.json");
    KeyFiles::open(home.path(), Access::default())
        .unwrap()
        .make(KeyPurpose::Status, ED25519, NOW, &SeededRandom::new(1))
        .unwrap();
    let good: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let pkcs8 = URL_SAFE_NO_PAD.encode(&*SigningKey::from_seed(&[1; 32]).to_pkcs8().unwrap());
    let mut two = good.clone();
    two["pkcs8"] = pkcs8.clone().into();
    let mut none = good.clone();
    none.as_object_mut().unwrap().remove("seed");
    for bad in [&two, &none] {
        fs::write(&file, bad.to_string()).unwrap();
        assert!(matches!(KeyFiles::open(home.path(), Access::default()), Err(KeyFileError::Malformed { .. })));
    }
    none["pkcs8"] = pkcs8.into();
    fs::write(&file, none.to_string()).unwrap();
    let read = KeyFiles::open(home.path(), Access::default()).unwrap();
    assert_eq!(read.by_id("status-1").unwrap().key.public(), SigningKey::from_seed(&[1; 32]).public());
}

fn sealed_with(text: &str) -> Access {
    let cost = Cost { memory: 64, passes: 1, lanes: 1 };
    let passphrase = Passphrase::new(Zeroizing::new(text.as_bytes().to_vec())).unwrap().at_cost(cost);
    Access { passphrase: Some(Arc::new(passphrase)), token: None }
}

/// Open keys are told, sealed in place, and then open only with the passphrase.
#[test]
fn open_keys_are_sealed_in_place() {
    let (home, random) = (directory(), SeededRandom::new(8));
    let mut files = KeyFiles::open(home.path(), Access::default()).unwrap();
    for kind in KeyKind::ALL {
        files.make(KeyPurpose::Credential, kind, NOW, &random).unwrap();
    }
    files.retire("credential-1", NOW.plus(5)).unwrap();
    let before: Vec<_> = files.keyring().public().collect();
    assert_eq!(files.unsealed().len(), 5);
    assert!(matches!(files.seal(&random), Err(KeyFileError::NoPassphrase)));

    let mut files = KeyFiles::open(home.path(), sealed_with("correct horse battery")).unwrap();
    assert_eq!(files.seal(&random).unwrap().len(), 5);
    assert!(files.unsealed().is_empty() && files.seal(&random).unwrap().is_empty());
    for entry in &before {
        let text = fs::read_to_string(home.path().join(format!("{}.json", entry.id))).unwrap();
        assert!(
            !text.contains("\"seed\"")
                && !text.contains("\"pkcs8\"")
                && !text.contains("\"bls12381\"")
                && text.contains("\"sealed\""),
            "{text}"
        );
    }
    let read = KeyFiles::open(home.path(), sealed_with("correct horse battery")).unwrap();
    assert_eq!(read.keyring().public().collect::<Vec<_>>(), before);
    let entry = read.by_id("credential-p256-1").unwrap();
    assert_eq!(entry.key.public().verify(b"m", &entry.key.sign(b"m").unwrap()), Ok(()));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 5, "no draft is left over");
}

#[test]
fn new_keys_are_sealed_and_retired_without_being_opened() {
    let (home, random) = (directory(), SeededRandom::new(9));
    let mut files = KeyFiles::open(home.path(), sealed_with("correct horse battery")).unwrap();
    let made = files.make(KeyPurpose::Credential, ED25519, NOW, &random).unwrap().public();
    assert!(files.unsealed().is_empty());
    files.retire("credential-1", NOW.plus(1)).unwrap();
    let read = KeyFiles::open(home.path(), sealed_with("correct horse battery")).unwrap();
    let read = read.by_id("credential-1").unwrap().public();
    assert_eq!((read.key, read.retired), (made.key, Some(NOW.plus(1))));
}

/// Nothing more is said than that it is wrong, and a key does not open under another's name or purpose.
#[test]
fn sealed_keys_do_not_open_otherwise() {
    let (home, random) = (directory(), SeededRandom::new(9));
    let mut files = KeyFiles::open(home.path(), sealed_with("correct horse battery")).unwrap();
    files.make(KeyPurpose::Credential, ED25519, NOW, &random).unwrap();
    let path = home.path().join("credential-1.json");
    let locked = KeyFiles::open(home.path(), Access::default()).unwrap_err();
    assert!(matches!(locked, KeyFileError::Locked { .. }) && locked.to_string().contains("TASSEL_KEYS__PASSPHRASE"));
    let wrong = |error: KeyFileError| matches!(error, KeyFileError::Sealed { source: SealError::Wrong, .. });
    let error = KeyFiles::open(home.path(), sealed_with("incorrect horse battery")).unwrap_err();
    let said = error.to_string();
    assert!(wrong(error) && !said.contains("horse"), "{said}");

    let good = fs::read_to_string(&path).unwrap();
    for (old, new) in [("\"credential\"", "\"status\""), ("2026-", "2025-")] {
        assert!(good.contains(old));
        fs::write(&path, good.replace(old, new)).unwrap();
        assert!(wrong(KeyFiles::open(home.path(), sealed_with("correct horse battery")).unwrap_err()), "{new}");
    }
    fs::write(&path, &good).unwrap();
    fs::remove_file(&path).unwrap();
    let moved = home.path().join("credential-2.json");
    fs::write(&moved, good.replace("credential-1", "credential-2")).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&moved, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert!(wrong(KeyFiles::open(home.path(), sealed_with("correct horse battery")).unwrap_err()));
}

#[test]
fn a_short_passphrase_seals_nothing() {
    let (home, random) = (directory(), SeededRandom::new(9));
    let mut files = KeyFiles::open(home.path(), sealed_with("short")).unwrap();
    let error = files.make(KeyPurpose::Credential, ED25519, NOW, &random).unwrap_err();
    assert!(matches!(error, KeyFileError::Seal(SealError::TooShort)), "{error}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

/// A chain is kept beside the key it is for, and read with it; one for another key is refused at once and when it is read.
#[test]
fn certificates_stand_beside_their_key() {
    use crate::certificate::{CertificateError, Names, development_chain};
    let (home, random) = (directory(), SeededRandom::new(11));
    let names = Names { organisation: "R".into(), url: "https://r.example".into(), domain: None };
    let mut files = KeyFiles::open(home.path(), Access::default()).unwrap();
    let mut made = || files.make(KeyPurpose::Credential, KeyKind::P256, NOW, &random).unwrap().key.public();
    let (one, two) = (made(), made());
    let [one, two] = [one, two].map(|key| development_chain(&key, &names, NOW, &random).unwrap());
    let other_key = |error| matches!(error, KeyFileError::Certificate { source: CertificateError::OtherKey, .. });
    assert!(other_key(files.certify("credential-p256-1", &two, NOW, &random).unwrap_err()));
    assert!(matches!(files.certify("credential-9", &one, NOW, &random), Err(KeyFileError::Unknown { .. })));
    let late = files.certify("credential-p256-1", &one, NOW.plus(i64::from(u32::MAX)), &random).unwrap_err();
    assert!(matches!(late, KeyFileError::Certificate { source: CertificateError::Expired, .. }));
    assert!(files.by_id("credential-p256-1").unwrap().chain.is_none());

    files.certify("credential-p256-1", &one, NOW, &random).unwrap();
    files.certify("credential-p256-1", &one, NOW, &random).unwrap();
    let read = KeyFiles::open(home.path(), Access::default()).unwrap();
    let entry = read.by_id("credential-p256-1").unwrap();
    assert_eq!(entry.x5c(NOW).unwrap().unwrap(), one.x5c());
    assert_eq!(entry.x5c(NOW.plus(i64::from(u32::MAX))), Err(CertificateError::Expired));
    assert_eq!(read.by_id("credential-p256-2").unwrap().x5c(NOW), Ok(None));

    fs::write(home.path().join("credential-p256-1.chain.pem"), two.to_pem()).unwrap();
    assert!(other_key(KeyFiles::open(home.path(), Access::default()).unwrap_err()));
}

/// A file that says its key is in a token is refused without that token, and when it holds a private half besides.
#[test]
fn keys_in_a_token_need_their_token() {
    let home = directory();
    let key = SigningKey::from_seed(&[1; 32]).public();
    let token = serde_json::json!({"label": "school", "id": URL_SAFE_NO_PAD.encode([7; 16]), "public": crate::multikey::encode(&key)});
    let mut files = KeyFiles::open(home.path(), Access::default()).unwrap();
    files.make(KeyPurpose::Status, ED25519, NOW, &SeededRandom::new(1)).unwrap();
    let path = home.path().join("status-1.json");
    let mut text: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let none = files.make_in_token(KeyPurpose::Status, ED25519, NOW, &SeededRandom::new(1)).unwrap_err();
    assert!(matches!(none, KeyFileError::NoTokenGiven), "{none}");

    text["token"] = token.clone();
    fs::write(&path, text.to_string()).unwrap();
    let both = KeyFiles::open(home.path(), Access::default()).unwrap_err();
    assert!(matches!(both, KeyFileError::Malformed { .. }), "{both}");
    text.as_object_mut().unwrap().remove("seed");
    fs::write(&path, text.to_string()).unwrap();
    let absent = KeyFiles::open(home.path(), Access::default()).unwrap_err();
    assert!(matches!(&absent, KeyFileError::NoToken { label, .. } if label == "school"), "{absent}");
    for (member, bad) in [("id", "AA"), ("public", "z6Mk")] {
        text["token"] = token.clone();
        text["token"][member] = bad.into();
        fs::write(&path, text.to_string()).unwrap();
        let error = KeyFiles::open(home.path(), Access::default()).unwrap_err();
        assert!(matches!(error, KeyFileError::Malformed { .. }), "{error}");
    }
}

/// What could not be put in its place is not left behind: it would be a private half that nobody looks after.
#[test]
fn a_draft_that_comes_to_nothing_is_removed() {
    let directory = directory();
    let mut files = KeyFiles::open(directory.path(), Access::default()).unwrap();
    let id = files.make(KeyPurpose::Credential, KeyKind::P256, NOW, &SeededRandom::new(1)).unwrap().id.clone();
    let path = directory.path().join(format!("{id}.json"));
    let text = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::create_dir_all(path.join("in the way")).unwrap();
    assert!(matches!(files.replace(&path, &text, "x"), Err(KeyFileError::Io { .. })));
    let left: Vec<_> = fs::read_dir(directory.path()).unwrap().map(|item| item.unwrap().file_name()).collect();
    assert_eq!(left, [path.file_name().unwrap()]);
}
