use super::*;
use model::random::SeededRandom;

const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(Zeroizing::new(text.as_bytes().to_vec())).unwrap().at_cost(CHEAP)
}

#[test]
fn what_is_sealed_opens_with_the_same_passphrase_alone() {
    let sealed = passphrase("correct horse battery").seal(b"private", b"about", &SeededRandom::new(1)).unwrap();
    assert!(!sealed.windows(7).any(|window| window == b"private"));
    assert_eq!(&**passphrase("correct horse battery").open(&sealed, b"about").unwrap(), b"private");
    assert_eq!(passphrase("correct horse batterz").open(&sealed, b"about").unwrap_err(), SealError::Wrong);
    assert_eq!(passphrase("correct horse battery").open(&sealed, b"another").unwrap_err(), SealError::Wrong);
}

/// One derivation a directory, and yet no nonce twice.
#[test]
fn a_second_seal_shares_the_salt_and_not_the_nonce() {
    let (phrase, random) = (passphrase("correct horse battery"), SeededRandom::new(1));
    let [one, two] = [1, 2].map(|_| phrase.seal(b"private", b"about", &random).unwrap());
    assert_eq!(one[..HEADER], two[..HEADER]);
    assert_ne!(one[HEADER..HEADER + NONCE], two[HEADER..HEADER + NONCE]);
    let other = passphrase("correct horse battery").seal(b"private", b"about", &random).unwrap();
    assert_ne!(one[..HEADER], other[..HEADER], "another process draws another salt");
}

#[test]
fn a_file_of_another_cost_opens_and_is_not_followed() {
    let random = SeededRandom::new(1);
    let dearer = Cost { memory: 128, passes: 2, lanes: 2 };
    let sealed = passphrase("correct horse battery").at_cost(dearer).seal(b"private", b"", &random).unwrap();
    let phrase = passphrase("correct horse battery");
    assert!(phrase.open(&sealed, b"").is_ok());
    let ours = phrase.seal(b"private", b"", &random).unwrap();
    assert_eq!(cost_of(ours.first_chunk().unwrap()), Some(CHEAP));
}

#[test]
fn every_byte_counts() {
    let phrase = passphrase("correct horse battery");
    let sealed = phrase.seal(b"private", b"about", &SeededRandom::new(1)).unwrap();
    for place in 13..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert_eq!(phrase.open(&changed, b"about").unwrap_err(), SealError::Wrong, "byte {place}");
    }
    for length in 0..sealed.len() {
        let error = phrase.open(&sealed[..length], b"about").unwrap_err();
        let expected = if length < HEADER + NONCE { SealError::Form } else { SealError::Wrong };
        assert_eq!(error, expected, "{length} bytes");
    }
}

#[test]
fn the_header_cannot_ask_for_too_much_or_too_little() {
    let phrase = passphrase("correct horse battery");
    let good = phrase.seal(b"private", b"", &SeededRandom::new(1)).unwrap();
    let most = Cost::MOST;
    for cost in [
        Cost { memory: most.memory + 1, ..CHEAP },
        Cost { passes: most.passes + 1, ..CHEAP },
        Cost { lanes: most.lanes + 1, memory: most.memory, ..CHEAP },
        Cost { memory: 0, ..CHEAP },
        Cost { passes: 0, ..CHEAP },
        Cost { lanes: 0, ..CHEAP },
    ] {
        let mut bad = header(cost, &[7; SALT]).to_vec();
        bad.extend_from_slice(&good[HEADER..]);
        assert_eq!(phrase.open(&bad, b"").unwrap_err(), SealError::Cost, "{cost:?}");
    }
    let mut later = good;
    later[0] = 2;
    assert_eq!(phrase.open(&later, b"").unwrap_err(), SealError::Form);
}

#[test]
fn short_and_long_passphrases_are_refused() {
    for length in [0, LONGEST + 1] {
        assert_eq!(Passphrase::new(Zeroizing::new(vec![b'a'; length])).unwrap_err(), SealError::Length);
    }
    let seal = |text: &str| passphrase(text).seal(b"private", b"", &SeededRandom::new(1));
    assert_eq!(seal("elevenchars").unwrap_err(), SealError::TooShort);
    assert_eq!(seal("ééééééééééé").unwrap_err(), SealError::TooShort, "characters, not bytes");
    assert!(seal("twelve chars").is_ok());
    assert_eq!(format!("{:?}", passphrase("correct horse battery")), "Passphrase");
}

#[test]
fn the_recommended_cost_is_within_the_limits() {
    let parameters = Cost::RECOMMENDED.parameters().unwrap();
    assert_eq!((parameters.m_cost(), parameters.t_cost(), parameters.p_cost()), (65_536, 3, 4));
}

#[test]
fn characters_are_counted_and_not_bytes() {
    for (secret, count) in [(&b"abc"[..], 3), ("pässe".as_bytes(), 5), (b"a\xffb\xfe", 4), (b"", 0)] {
        assert_eq!(characters(secret), count, "{secret:?}");
        assert_eq!(count, String::from_utf8_lossy(secret).chars().count());
    }
}
