use super::*;
use model::random::SeededRandom;

const ED25519: KeyKind = KeyKind::Ed25519;

const NOW: Time = Time::from_unix(1_790_000_000);

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn keys_are_made_on_first_use_and_read_back() {
    let (home, random) = (directory(), SeededRandom::new(1));
    let keys = home.path().join("data/keys");
    let mut files = KeyFiles::open(&keys).unwrap();
    assert!(files.list().is_empty());
    let made = files.active_or_new(KeyPurpose::Credential, ED25519, NOW, &random).unwrap().clone();
    assert_eq!((made.id.as_str(), made.created, made.retired), ("credential-1", NOW, None));
    let again = files.active_or_new(KeyPurpose::Credential, ED25519, NOW.plus(9), &random).unwrap().clone();
    assert_eq!(again.key.public(), made.key.public());
    let status = files.active_or_new(KeyPurpose::Status, ED25519, NOW, &random).unwrap().clone();
    assert_ne!(status.key.public(), made.key.public());

    let read = KeyFiles::open(&keys).unwrap();
    assert_eq!(read.by_id("credential-1").unwrap().public(), made.public());
    assert_eq!(read.active(KeyPurpose::Status, ED25519).unwrap().public(), status.public());
    assert_eq!(read.into_keyring().entries().len(), 2);
}

#[test]
fn a_new_key_takes_over_and_a_retired_one_stays() {
    let (home, random) = (directory(), SeededRandom::new(2));
    let mut files = KeyFiles::open(home.path()).unwrap();
    files.active_or_new(KeyPurpose::Credential, ED25519, NOW, &random).unwrap();
    files.make(KeyPurpose::Credential, ED25519, NOW.plus(60), &random).unwrap();
    assert_eq!(files.active(KeyPurpose::Credential, ED25519).unwrap().id, "credential-2");
    files.retire("credential-2", NOW.plus(90)).unwrap();
    files.retire("credential-2", NOW.plus(99)).unwrap();
    let read = KeyFiles::open(home.path()).unwrap();
    assert_eq!(read.active(KeyPurpose::Credential, ED25519).unwrap().id, "credential-1");
    assert_eq!(read.by_id("credential-2").unwrap().retired, Some(NOW.plus(90)));
    assert!(matches!(files.retire("credential-9", NOW), Err(KeyFileError::Unknown { .. })));
}

#[test]
fn two_processes_end_with_the_same_first_key() {
    let home = directory();
    let (mut one, mut two) = (KeyFiles::open(home.path()).unwrap(), KeyFiles::open(home.path()).unwrap());
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
    KeyFiles::open(&keys).unwrap().make(KeyPurpose::Credential, ED25519, NOW, &SeededRandom::new(1)).unwrap();
    let file = keys.join("credential-1.json");
    assert_eq!(fs::metadata(&keys).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    for mode in [0o640, 0o604, 0o620, 0o644] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let error = KeyFiles::open(&keys).unwrap_err();
        assert!(matches!(error, KeyFileError::Open { .. }), "{mode:o}");
        assert!(error.to_string().contains(&format!("chmod 600 {}", file.display())), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_not_a_key_file_is_refused_without_showing_it() {
    let home = directory();
    KeyFiles::open(home.path()).unwrap().make(KeyPurpose::Status, ED25519, NOW, &SeededRandom::new(1)).unwrap();
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
        format!("{good}{}", " ".repeat(9000)),
    ] {
        assert_ne!(bad, good);
        fs::write(&file, &bad).unwrap();
        let error = KeyFiles::open(home.path()).unwrap_err();
        assert!(matches!(error, KeyFileError::Malformed { .. }), "{bad}");
        assert!(!error.to_string().contains(&seed[4..]));
    }
    fs::write(&file, good).unwrap();
    assert!(KeyFiles::open(home.path()).is_ok());
}

/// The files of other kinds hold PKCS#8; each kind has numbers of its own.
#[test]
fn every_kind_of_key_is_kept() {
    let (home, random) = (directory(), SeededRandom::new(7));
    let mut files = KeyFiles::open(home.path()).unwrap();
    for (kind, id) in
        KeyKind::ALL.into_iter().zip(["credential-1", "credential-p256-1", "credential-p384-1", "credential-rsa-1"])
    {
        let made = files.active_or_new(KeyPurpose::Credential, kind, NOW, &random).unwrap().clone();
        assert_eq!((made.id.as_str(), made.kind()), (id, kind));
        files.retire(id, NOW).unwrap();
        let read = KeyFiles::open(home.path()).unwrap();
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
    KeyFiles::open(home.path()).unwrap().make(KeyPurpose::Status, ED25519, NOW, &SeededRandom::new(1)).unwrap();
    let good: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let pkcs8 = URL_SAFE_NO_PAD.encode(&*SigningKey::from_seed(&[1; 32]).to_pkcs8().unwrap());
    let mut two = good.clone();
    two["pkcs8"] = pkcs8.clone().into();
    let mut none = good.clone();
    none.as_object_mut().unwrap().remove("seed");
    for bad in [&two, &none] {
        fs::write(&file, bad.to_string()).unwrap();
        assert!(matches!(KeyFiles::open(home.path()), Err(KeyFileError::Malformed { .. })));
    }
    none["pkcs8"] = pkcs8.into();
    fs::write(&file, none.to_string()).unwrap();
    let read = KeyFiles::open(home.path()).unwrap();
    assert_eq!(read.by_id("status-1").unwrap().key.public(), SigningKey::from_seed(&[1; 32]).public());
}
