//! Signing what an operator brings: no learner data source behind it, an intent and an audit row all the same.

use model::status::Purpose;
use model::time::Time;
use proof::envelope::Envelope;
use proof::keyring::KeyEntry;
use serde_json::{Value, json};

use super::prepare::{self, Prepared};
use super::status::Taken;
use super::{Authority, Failure, Refusal, envelope, identity};
use crate::App;
use crate::store::credentials::Intent;

/// Signs `credential` with `key` by `suite`. The issuer must be this installation's, or be left to us: the controller of the key
/// takes the place of any id of ours. Under a suite for showing parts the holder cannot keep back what `mandatory` points to.
///
/// # Errors
/// [`Refusal::NotOffered`] when the issuer is somebody else; [`Failure::Signing`] when the key is retired, the suite does
/// not sign with it, or it does not carry such a credential; [`Failure::Lint`] when the credential is not conformant.
pub async fn issue(
    app: &App,
    credential: Value,
    (key, suite): (&KeyEntry, Envelope),
    mandatory: &[String],
    now: Time,
) -> Result<Value, Failure> {
    check_key(key, suite)?;
    if !mandatory.is_empty() && !matches!(suite, Envelope::Proof(suite) if suite.is_selective()) {
        let name = suite.name();
        return Err(Failure::Signing(format!(
            "under {name} nothing is chosen to be always shown: leave out --mandatory, or use ecdsa-sd-2023 or bbs-2023"
        )));
    }
    let mut document = ours(app, credential, key)?;
    let taken = place_in_list(app, &mut document, (key, suite), now).await?;
    if let Some(fault) = model::lint::lint(&document).first() {
        return Err(Failure::Lint(fault.to_string()));
    }
    envelope::check((key, suite), &document, now)?;
    let text = document.to_string();
    let intent = Intent {
        id: model::ids::row_id(now, app.random.as_ref()),
        tenant: app.urls.tenant().to_owned(),
        offer_id: None,
        credential_id: document.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
        configuration: "file".to_owned(),
        learner: None,
        holder: "file".to_owned(),
        document_hash: prepare::document_hash(&text),
        document: text,
        key_id: key.id.clone(),
        suite,
        authority: Authority::Operator,
        consent_id: None,
        created_at: now,
    };
    let taken = prepare::entries(&taken, std::slice::from_ref(&intent.credential_id));
    let prepared = Prepared::commit_for_operator(app, intent, taken, mandatory.to_vec()).await?;
    let (_, signed) = prepared.sign(&app.urls, &app.keys, app.random.as_ref())?.record(app, now).await?;
    Ok(signed)
}

/// A `dc+sd-jwt` that says nothing of its status gets a place in a list: wallets of the high assurance profile expect one, and
/// without it what was signed from a file could not be withdrawn. Other credentials from files stay as they came.
async fn place_in_list(
    app: &App,
    document: &mut Value,
    (key, suite): (&KeyEntry, Envelope),
    now: Time,
) -> Result<Vec<Taken>, Failure> {
    let Value::Object(members) = document else { return Ok(Vec::new()) };
    if suite != Envelope::DcSdJwt || members.contains_key("credentialStatus") || !members.contains_key("id") {
        return Ok(Vec::new());
    }
    let list_key =
        identity::status_key(&app.urls, &app.keys, key).map_err(|error| Failure::Signing(error.to_string()))?;
    let taken = app.indices.take(app, &list_key.id, 1, now).await?;
    if let Some(taken) = taken.first() {
        members.insert("credentialStatus".to_owned(), taken.entry.to_value(Purpose::Revocation));
    }
    Ok(taken)
}

/// Nothing is intended that could not be signed.
fn check_key(key: &KeyEntry, suite: Envelope) -> Result<(), Failure> {
    if let Some(at) = key.retired {
        return Err(Failure::Signing(format!("the key {} was retired at {at}: sign with another", key.id)));
    }
    if !suite.takes(key.kind()) {
        let kinds: Vec<_> = suite.kinds().iter().map(|kind| kind.name()).collect();
        let expected = kinds.join(" or ");
        return Err(Failure::Signing(format!(
            "{} signs with a key of the kind {expected}; {} is {}",
            suite.name(),
            key.id,
            key.kind()
        )));
    }
    Ok(())
}

/// Puts the controller of `key` in place of an id of this installation, in the whole and in each child without a proof.
fn ours(app: &App, mut credential: Value, key: &KeyEntry) -> Result<Value, Refusal> {
    let identity = identity::of_key(&app.urls, &key.id, &key.key.public());
    let known = app.own_issuer_ids();
    if let Some(Value::Array(children)) = credential.pointer_mut("/credentialSubject/verifiableCredential") {
        for child in children.iter_mut().filter(|child| child.get("proof").is_none()) {
            set_issuer(child, &identity.id, &known)?;
        }
    }
    set_issuer(&mut credential, &identity.id, &known)?;
    Ok(credential)
}

fn set_issuer(credential: &mut Value, id: &str, known: &[String]) -> Result<(), Refusal> {
    let place = match credential.get_mut("issuer") {
        Some(Value::Object(profile)) => profile.entry("id").or_insert_with(|| json!(id)),
        Some(place) => place,
        None => return Err(Refusal::NotOffered("expected an issuer in the credential, found none".to_owned())),
    };
    match place.as_str() {
        Some(found) if known.iter().any(|own| own == found) => {
            *place = json!(id);
            Ok(())
        }
        Some(found) => Err(Refusal::NotOffered(format!(
            "expected an issuer id of this installation, found {found}: we sign only as ourselves"
        ))),
        None => Err(Refusal::NotOffered("expected the issuer's id to be a string".to_owned())),
    }
}
