//! Base proofs (ECDSA Cryptosuites §3.6.1 to §3.6.5, BBS Cryptosuites §3.4.1 to §3.4.5).

use canon::{Budget, ContextLoader};
use model::random::{self, Random};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::split::Split;
use super::statements::{Labelling, Reading};
use super::{bbs, ecdsa};
use crate::data_integrity::{ProofError, ProofOptions, Suite, UnverifiedDocument};
use crate::did;
use crate::keys::{KeyKind, PublicKey, Signer, SigningKey};

/// What a base proof is made of, besides the statements.
pub(super) struct Signing<'a> {
    /// The hash of the proof without its value.
    pub(super) proof_hash: [u8; 32],
    /// Makes the labels of blank nodes; the holder gets it.
    pub(super) hmac_key: &'a [u8; 32],
    /// What is always shown.
    pub(super) mandatory: &'a [String],
}

/// Signs `document` with `key` so that a holder can show parts of it, by one of [`Suite::SELECTIVE`]. What the pointers in
/// `mandatory` choose is always shown, with the types and ids on the way to it; with no pointer, a holder may show a statement
/// without its issuer.
///
/// # Errors
/// [`ProofError`] when the options name another suite or previous proofs, the document has a proof already or no canonical
/// form, a pointer is wrong ([`SelectionError`](super::SelectionError)), the key is of another kind or does not sign.
pub fn sign_base(
    document: Value,
    options: &ProofOptions,
    mandatory: &[String],
    (key, random): (&dyn Signer, &dyn Random),
    (loader, budget): (&dyn ContextLoader, &Budget),
) -> Result<Value, ProofError> {
    let hmac_key = Zeroizing::new(random::bytes::<32>(random));
    let reading = Reading { loader, budget };
    check_key(options, &key.public())?;
    if options.suite == Suite::Bbs2023 {
        return sign_with(document, (options, mandatory), &hmac_key, reading, |split, signing| {
            bbs::base(split, signing, key)
        });
    }
    let proof_key = SigningKey::generate(KeyKind::P256, random)?;
    sign_with(document, (options, mandatory), &hmac_key, reading, |split, signing| {
        ecdsa::base(split, signing, (key, &proof_key))
    })
}

/// As [`sign_base`], where `seal` makes the proof's value.
pub(super) fn sign_with(
    document: Value,
    (options, mandatory): (&ProofOptions, &[String]),
    hmac_key: &[u8; 32],
    reading: Reading<'_>,
    seal: impl FnOnce(&Split<'_>, &Signing<'_>) -> Result<String, ProofError>,
) -> Result<Value, ProofError> {
    let mut document = unsigned(document)?;
    let mut proof = options.to_proof(&reading.plain(&document)?);
    let split = Split::of(&document, mandatory, (Labelling::of(options.suite), hmac_key), reading)?;
    let signing = Signing { proof_hash: reading.proof_hash(&document, &proof)?, hmac_key, mandatory };
    proof.insert("proofValue".into(), json!(seal(&split, &signing)?));
    if let Value::Object(members) = &mut document {
        members.insert("proof".into(), Value::Object(proof));
    }
    Ok(document)
}

fn unsigned(document: Value) -> Result<Value, ProofError> {
    let document = UnverifiedDocument::read(document)?;
    if !document.proofs().is_empty() {
        return Err(ProofError::AlreadySigned);
    }
    Ok(document.into_parts().0)
}

fn check_key(options: &ProofOptions, public: &PublicKey) -> Result<(), ProofError> {
    if !options.suite.is_selective() {
        return Err(ProofError::UnsupportedSuite { suite: options.suite.name().to_owned() });
    }
    if !options.previous.is_empty() {
        return Err(ProofError::Malformed {
            what: "'previousProof': expected none in a proof that parts are shown of",
        });
    }
    let named = did::resolve_offline(&options.verification_method);
    if !options.suite.takes(public.kind()) || named.is_ok_and(|named| named.key != *public) {
        return Err(ProofError::KeyMismatch { kind: public.kind() });
    }
    Ok(())
}
