//! Base proofs (ECDSA Cryptosuites §3.6.1 to §3.6.5).

use canon::{Budget, ContextLoader};
use model::random::{self, Random};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::statements::{Reading, Statements, hash_of};
use super::value::{BaseValue, ProofKey, Signature};
use crate::data_integrity::{ProofError, ProofOptions, Suite, UnverifiedDocument};
use crate::keys::{KeyKind, PublicKey, SignError, Signer, SigningKey};
use crate::{did, multikey};

/// What is made for one proof.
pub(super) struct Secrets {
    /// Signs each statement, and is then thrown away.
    pub(super) proof_key: SigningKey,
    /// Makes the labels of blank nodes; the holder gets it.
    pub(super) hmac_key: Zeroizing<[u8; 32]>,
}

impl Secrets {
    fn new(random: &dyn Random) -> Result<Self, SignError> {
        let proof_key = SigningKey::generate(KeyKind::P256, random)?;
        Ok(Self { proof_key, hmac_key: Zeroizing::new(random::bytes::<32>(random)) })
    }
}

/// Signs `document` with `key` so that a holder can show parts of it. What the pointers in `mandatory` choose is always
/// shown, with the types and ids on the way to it; with no pointer, a holder may show a statement without its issuer.
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
    let secrets = Secrets::new(random)?;
    sign_with(document, options, mandatory, (key, &secrets), Reading { loader, budget })
}

pub(super) fn sign_with(
    document: Value,
    options: &ProofOptions,
    mandatory: &[String],
    (key, secrets): (&dyn Signer, &Secrets),
    reading: Reading<'_>,
) -> Result<Value, ProofError> {
    let mut document = unsigned(document)?;
    check_key(options, &key.public())?;
    let mut proof = options.to_proof(&reading.plain(&document)?);
    let statements = Statements::of(&document, &secrets.hmac_key, reading)?;
    let always = statements.at(&document, mandatory)?;
    let proof_key = multikey_bytes(&secrets.proof_key.public());
    let input =
        signing_input(&reading.proof_hash(&document, &proof)?, &proof_key, &hash_of(always.iter().map(String::as_str)));
    let others = statements.lines().filter(|line| !always.contains(*line));
    let value = BaseValue {
        base_signature: checked(key, &input)?,
        proof_key,
        hmac_key: *secrets.hmac_key,
        signatures: others.map(|line| checked(&secrets.proof_key, line.as_bytes())).collect::<Result<_, _>>()?,
        mandatory: mandatory.to_vec(),
    };
    proof.insert("proofValue".into(), json!(value.encode()));
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
    if options.suite != Suite::EcdsaSd2023 {
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

/// A signature that has been checked.
fn checked(key: &dyn Signer, message: &[u8]) -> Result<Signature, ProofError> {
    let signature = key.sign(message)?;
    key.public().verify(message, &signature)?;
    signature.try_into().map_err(|_| ProofError::BadSignature)
}

/// What the issuer signs (§3.5.1, “serializeSignData”).
pub(super) fn signing_input(proof_hash: &[u8; 32], proof_key: &ProofKey, mandatory_hash: &[u8; 32]) -> Vec<u8> {
    [&proof_hash[..], proof_key, mandatory_hash].concat()
}

/// The bytes of a P-256 key's Multikey.
fn multikey_bytes(key: &PublicKey) -> ProofKey {
    let text = multikey::encode(key);
    let bytes = bs58::decode(text.trim_start_matches('z')).into_vec().unwrap_or_default();
    bytes.try_into().unwrap_or([0; 35])
}
