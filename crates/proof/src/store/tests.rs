use super::*;
use model::random::SeededRandom;

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
    let made = files.active_or_new(KeyPurpose::Credential, NOW, &random).unwrap().clone();
    assert_eq!((made.id.as_str(), made.created, made.retired), ("credential-1", NOW, None));
    let again = files.active_or_new(KeyPurpose::Credential, NOW.plus(9), &random).unwrap().clone();
    assert_eq!(again.key.public(), made.key.public());
    let status = files.active_or_new(KeyPurpose::Status, NOW, &random).unwrap().clone();
    assert_ne!(status.key.public(), made.key.public());

    let read = KeyFiles::open(&keys).unwrap();
    assert_eq!(read.by_id("credential-1").unwrap().public(), made.public());
    assert_eq!(read.active(KeyPurpose::Status).unwrap().public(), status.public());
    assert_eq!(read.into_keyring().entries().len(), 2);
}

#[test]
fn a_new_key_takes_over_and_a_retired_one_stays() {
    let (home, random) = (directory(), SeededRandom::new(2));
    let mut files = KeyFiles::open(home.path()).unwrap();
    files.active_or_new(KeyPurpose::Credential, NOW, &random).unwrap();
    files.make(KeyPurpose::Credential, NOW.plus(60), &random).unwrap();
    assert_eq!(files.active(KeyPurpose::Credential).unwrap().id, "credential-2");
    files.retire("credential-2", NOW.plus(90)).unwrap();
    files.retire("credential-2", NOW.plus(99)).unwrap();
    let read = KeyFiles::open(home.path()).unwrap();
    assert_eq!(read.active(KeyPurpose::Credential).unwrap().id, "credential-1");
    assert_eq!(read.by_id("credential-2").unwrap().retired, Some(NOW.plus(90)));
    assert!(matches!(files.retire("credential-9", NOW), Err(KeyFileError::Unknown { .. })));
}

#[test]
fn two_processes_end_with_the_same_first_key() {
    let home = directory();
    let (mut one, mut two) = (KeyFiles::open(home.path()).unwrap(), KeyFiles::open(home.path()).unwrap());
    let first = one.active_or_new(KeyPurpose::Credential, NOW, &SeededRandom::new(3)).unwrap().key.public();
    let second = two.active_or_new(KeyPurpose::Credential, NOW, &SeededRandom::new(4)).unwrap().key.public();
    assert_eq!(first, second);
    let third = one.make(KeyPurpose::Credential, NOW, &SeededRandom::new(5)).unwrap().id.clone();
    let fourth = two.make(KeyPurpose::Credential, NOW, &SeededRandom::new(6)).unwrap().id.clone();
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
    KeyFiles::open(&keys).unwrap().make(KeyPurpose::Credential, NOW, &SeededRandom::new(1)).unwrap();
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
    KeyFiles::open(home.path()).unwrap().make(KeyPurpose::Status, NOW, &SeededRandom::new(1)).unwrap();
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
        format!("{good}{}", " ".repeat(5000)),
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
