//! A credential secured in the way its intent says: a proof inside, or a JWT around it. An intent holds it in data model 2.0;
//! `jwt_vc_json` says the same in 1.1.

use std::borrow::Cow;

use model::random::Random;
use model::time::Time;
use model::vcdm1;
use proof::certificate::X5C;
use proof::data_integrity::selective::sign_base;
use proof::data_integrity::{ProofOptions, Suite};
use proof::envelope::Envelope;
use proof::jose::credential;
use proof::jose::forms::Form;
use proof::jwk;
use proof::keyring::KeyEntry;
use proof::sd_jwt::Hiding;
use proof::sd_jwt::vc::issue_credential;
use serde_json::{Map, Value, json};

use super::credential::{sign_children, sign_tree};
use super::{Failure, identity, sd_jwt};
use crate::urls::Urls;

/// Signs the JSON text `document` with `key` in `envelope`, and gives JSON text: an object with its proof, or a JWT as a
/// string. What `mandatory` points to is always shown
/// under a suite for showing parts; others do not ask for it.
///
/// # Errors
/// [`Failure::Signing`].
pub fn secure(
    urls: &Urls,
    (key, envelope): (&KeyEntry, Envelope),
    document: &str,
    (created, random): (Time, &dyn Random),
    mandatory: &[String],
) -> Result<String, Failure> {
    match envelope {
        Envelope::Proof(suite) if suite.is_selective() => {
            let document = read(&with_proved_children(urls, key, document, created)?)?;
            let signed = selective(urls, (key, suite), document, (created, random), mandatory)?;
            return Ok(signed.to_string());
        }
        Envelope::Proof(suite) => return sign_tree(urls, (key, suite), document, created),
        Envelope::JwtVcJson | Envelope::VcJwt | Envelope::VcJose | Envelope::DcSdJwt => {}
    }
    let document = object(read(&with_proved_children(urls, key, document, created)?)?)?;
    let header = header(urls, (key, envelope), created)?;
    let signed = if let Some(form) = envelope.form() {
        credential::sign(form, &header, &in_its_model(form, document)?, &*key.key).map_err(|error| error.to_string())
    } else {
        let hiding = Hiding { pointers: &sd_jwt::hidden(&document), decoys: 0 };
        let claims = sd_jwt::claims(urls, document, created)?;
        issue_credential(&header, &claims, &hiding, &*key.key, random).map_err(|error| error.to_string())
    };
    signed.map(|jwt| Value::String(jwt).to_string()).map_err(Failure::Signing)
}

/// What makes a statement one of somebody, for a time, and until revoked: a learner who keeps it back would show something
/// else than was issued.
const NEVER_KEPT_BACK: [&str; 6] =
    ["/issuer", "/validFrom", "/validUntil", "/issuanceDate", "/expirationDate", "/credentialStatus"];

/// A base proof, for the learner alone, from which parts are derived.
fn selective(
    urls: &Urls,
    (key, suite): (&KeyEntry, Suite),
    document: Value,
    (created, random): (Time, &dyn Random),
    mandatory: &[String],
) -> Result<Value, Failure> {
    let method = identity::of_key(urls, &key.id, &key.key.public()).method;
    let options = ProofOptions { suite, ..ProofOptions::assertion(created, method) };
    let mut pointers: Vec<String> = NEVER_KEPT_BACK.into_iter().map(str::to_owned).collect();
    pointers.retain(|pointer| document.pointer(pointer).is_some());
    pointers.extend(mandatory.iter().filter(|pointer| !NEVER_KEPT_BACK.contains(&pointer.as_str())).cloned());
    let reading = (model::published::contexts(), &canon::Budget::default());
    sign_base(document, &options, &pointers, (&*key.key, random), reading)
        .map_err(|error| Failure::Signing(error.to_string()))
}

/// Refuses what could not be signed at `now`, before it is promised.
///
/// # Errors
/// [`Failure::Signing`], with the member or the certificate that is in the way.
pub fn check((key, envelope): (&KeyEntry, Envelope), document: &Value, now: Time) -> Result<(), Failure> {
    certificates(key, envelope, now)?;
    if envelope == Envelope::VcJwt && document.pointer("/credentialSubject/id").is_none() {
        return Err(Failure::Signing(
            "vc-jwt needs a credentialSubject with an id, which becomes 'sub' (OB 3.0 §8.2.4); this one has none: \
             use vc+jwt or a proof"
                .to_owned(),
        ));
    }
    if envelope == Envelope::Proof(Suite::Bbs2023) && has_unproved_child(document) {
        return Err(Failure::Signing(
            "a key for bbs-2023 signs no credentials inside: sign the transcript’s own with another suite first"
                .to_owned(),
        ));
    }
    match envelope.form() {
        Some(form) => {
            let document = in_its_model(form, object(document.clone())?)?;
            credential::check(form, &document).map_err(|error| Failure::Signing(error.to_string()))
        }
        None => Ok(()),
    }
}

/// Whether a transcript holds a credential without a proof of its own, which nobody could show alone.
fn has_unproved_child(document: &Value) -> bool {
    let children = document.pointer("/credentialSubject/verifiableCredential").and_then(Value::as_array);
    children.is_some_and(|children| children.iter().any(|child| child.get("proof").is_none()))
}

/// `document` in the data model that `form` carries.
fn in_its_model(form: Form, document: Map<String, Value>) -> Result<Map<String, Value>, Failure> {
    if form == Form::JwtVcJson {
        vcdm1::from_vcdm2(&document).map_err(|error| Failure::Signing(format!("{}: {error}", form.rules().name)))
    } else {
        Ok(document)
    }
}

fn object(document: Value) -> Result<Map<String, Value>, Failure> {
    match document {
        Value::Object(document) => Ok(document),
        _ => Err(Failure::Inconsistent("a credential is not a JSON object")),
    }
}

/// Each child of a transcript without a proof gets one, so that it can be shown alone. An RSA key makes none; what its
/// JWT surrounds is covered by it.
fn with_proved_children<'t>(
    urls: &Urls,
    key: &KeyEntry,
    document: &'t str,
    created: Time,
) -> Result<Cow<'t, str>, Failure> {
    match Suite::for_kind(key.kind()) {
        Some(suite) => sign_children(urls, (key, suite), document, created),
        None => Ok(Cow::Borrowed(document)),
    }
}

/// The tree of a document, for what signs parts or members of it.
fn read(document: &str) -> Result<Value, Failure> {
    proof::strict_json::parse(document.as_bytes(), document.len())
        .map_err(|_| Failure::Inconsistent("an intent's document is not JSON"))
}

/// `kid` names the key in the issuer's DID document; 1EdTech's validator finds no key behind a `did:key`, and takes `jwk`.
/// Certificates go with it where the key has them.
fn header(urls: &Urls, (key, envelope): (&KeyEntry, Envelope), created: Time) -> Result<Map<String, Value>, Failure> {
    let public = key.key.public();
    let mut header = Map::new();
    header.insert("kid".into(), json!(identity::of_key(urls, &key.id, &public).method));
    if envelope == Envelope::VcJwt {
        header.insert("jwk".into(), jwk::encode(&public));
    }
    if let Some(x5c) = certificates(key, envelope, created)? {
        header.insert(X5C.into(), json!(x5c));
    }
    Ok(header)
}

/// What goes into `x5c`. A certificate that has ended is no reason to sign without it in silence: readers who rely on it
/// would find a credential they cannot place.
fn certificates(key: &KeyEntry, envelope: Envelope, now: Time) -> Result<Option<Vec<String>>, Failure> {
    if !envelope.carries_certificates() {
        return Ok(None);
    }
    key.x5c(now).map_err(|error| {
        Failure::Signing(format!(
            "{}: {error} (`tassel keys import-chain`), or set keys.send_certificates to false",
            key.id
        ))
    })
}
