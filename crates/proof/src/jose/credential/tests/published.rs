//! Credentials that others published as JWT, when they are beside this repository.

use std::path::{Path, PathBuf};

use super::*;

const SUITE: &str = "1EdTech credentials as JWT";

fn directory() -> Option<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/examples");
    if directory.is_dir() {
        return Some(directory);
    }
    what_ran::skipped(SUITE, 0, "../shared/data is absent");
    None
}

/// 1EdTech's sample transcript carries its own key; its signature is checked with it. It holds a badge of the same kind.
#[test]
fn the_sample_transcript() {
    let Some(directory) = directory() else { return };
    let compact = std::fs::read_to_string(directory.join("validator-clr20/simple.jwt")).unwrap();
    let read = UnverifiedCredentialJwt::decode(compact.trim(), LONGEST).unwrap();
    assert_eq!((read.form(), read.jws().algorithm()), (Form::JwtVcJson, Algorithm::Rs256));
    let key = jwk::decode(&read.jws().header()["jwk"]).unwrap();
    let transcript = read.verify(&key).unwrap().document;
    assert_eq!(transcript["type"], json!(["VerifiableCredential", "ClrCredential"]));
    let inside = transcript["credentialSubject"]["verifiableCredential"][0].as_str().unwrap();
    let badge = UnverifiedCredentialJwt::decode(inside, LONGEST).unwrap().verify(&key).unwrap().document;
    assert_eq!(badge["type"], json!(["VerifiableCredential", "AchievementCredential"]));

    let mut forged = compact.trim().to_owned();
    forged.replace_range(forged.len() - 20..forged.len() - 19, "_");
    assert_eq!(
        UnverifiedCredentialJwt::decode(&forged, LONGEST).unwrap().verify(&key),
        Err(JoseError::BadSignature.into())
    );
    what_ran::ran(SUITE, 2);
}

/// The keys of these two are not published; their claims are held against their members.
#[test]
fn the_sample_badges() {
    let Some(directory) = directory() else { return };
    for name in ["simple.jwt", "velocity.jwt"] {
        let compact = std::fs::read_to_string(directory.join("validator-ob30").join(name)).unwrap();
        let badge = UnverifiedCredentialJwt::decode(compact.trim(), LONGEST).unwrap();
        assert_eq!(badge.form(), Form::JwtVcJson, "{name}");
        let document = read(badge.form(), badge.jws().unverified_payload()).unwrap().document;
        assert!(document["type"].as_array().unwrap().contains(&json!("OpenBadgeCredential")), "{name}");
        assert!(badge.unverified_author().is_some(), "{name}");
    }
    what_ran::ran(SUITE, 2);
}
