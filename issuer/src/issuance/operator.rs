//! Signing what an operator brings: no learner data source behind it, an intent and an audit row all the same.

use std::borrow::Cow;
use std::ops::Range;

use canon::{Budget, Document};
use model::lint::Fault;
use model::status::Purpose;
use model::time::Time;
use proof::envelope::Envelope;
use proof::keyring::KeyEntry;
use proof::written::{self, Written};
use serde_json::{Value, json};

use super::credential::children_without_proof;
use super::prepare::{self, Prepared};
use super::status::Taken;
use super::{Authority, Failure, Refusal, envelope, identity};
use crate::App;
use crate::store::credentials::Intent;

/// What was signed.
#[derive(Debug)]
pub struct Issued {
    /// JSON text: the credential with its proof, or a JWT as a string.
    pub text: String,
    /// What is not as it should be and did not keep it from being signed.
    pub warnings: Vec<Fault>,
}

/// Signs `credential`, JSON text, with `key` by `suite`, and gives JSON text: the credential as it was written, with its
/// proof, or a JWT as a string. The issuer must be this installation's, or be left to us: the controller of the key
/// takes the place of any id of ours. Under a suite for showing parts the
/// holder cannot keep back what `mandatory` points to.
///
/// # Errors
/// [`Refusal::NotOffered`] when the issuer is somebody else; [`Failure::Signing`] when the key is retired, the suite does
/// not sign with it, the text is not JSON with one reading and within bounds, or the suite does not carry such a credential;
/// [`Failure::Lint`] when the credential is not conformant.
pub async fn issue(
    app: &App,
    credential: &str,
    (key, suite): (&KeyEntry, Envelope),
    mandatory: &[String],
    now: Time,
) -> Result<Issued, Failure> {
    check_key(key, suite)?;
    if !mandatory.is_empty() && !matches!(suite, Envelope::Proof(suite) if suite.is_selective()) {
        let name = suite.name();
        return Err(Failure::Signing(format!(
            "under {name} nothing is chosen to be always shown: leave out --mandatory, or use ecdsa-sd-2023 or bbs-2023"
        )));
    }
    let text = ours(app, credential, key)?;
    let mut document = read(&text)?;
    let taken = place_in_list(app, &mut document, (key, suite), now).await?;
    let text = if taken.is_empty() { text.into_owned() } else { document.to_string() };
    let warnings = model::lint::before_signature(&document).map_err(|fault| Failure::Lint(fault.to_string()))?;
    envelope::check((key, suite), &document, now)?;
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
        catalogue_version: None,
        created_at: now,
    };
    let taken = prepare::entries(&taken, std::slice::from_ref(&intent.credential_id));
    let prepared = Prepared::commit_for_operator(app, intent, taken, mandatory.to_vec()).await?;
    let (_, text) = prepared.sign(&app.urls, &app.keys, app.random.as_ref())?.record(app, now).await?;
    Ok(Issued { text, warnings })
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

/// The values in `text`, as the signature will cover them.
fn read(text: &str) -> Result<Value, Failure> {
    let document = Document::parse(text, &Budget::default()).map_err(|error| Failure::Signing(error.to_string()))?;
    Ok(document.root().to_value())
}

/// Puts the controller of `key` in place of an id of this installation, in the whole and in each child without a proof;
/// all else stays as it is written.
fn ours<'t>(app: &App, credential: &'t str, key: &KeyEntry) -> Result<Cow<'t, str>, Failure> {
    read(credential)?;
    let identity = identity::of_key(&app.urls, &key.id, &key.key.public());
    let known = app.own_issuer_ids();
    let mut changes = Vec::new();
    for one in children_without_proof(credential).into_iter().chain(Written::of(credential)) {
        changes.extend(issuer_change(one, &identity.id, &known)?);
    }
    changes.sort_by_key(|(range, _)| range.start);
    Ok(if changes.is_empty() { Cow::Borrowed(credential) } else { Cow::Owned(written::replaced(credential, &changes)) })
}

/// What has to be written where, for `id` to be the issuer of `credential`; nothing when it is.
fn issuer_change(
    credential: Written<'_>,
    id: &str,
    known: &[String],
) -> Result<Option<(Range<usize>, String)>, Refusal> {
    let issuer = credential
        .member("issuer")
        .ok_or_else(|| Refusal::NotOffered("expected an issuer in the credential, found none".to_owned()))?;
    let written_id = json!(id).to_string();
    let place = match issuer.member("id") {
        Some(place) => place,
        None if issuer.is_object() => {
            let at = issuer.range().start + 1;
            let is_empty = issuer.text().get(1..).is_some_and(|rest| rest.trim_start().starts_with('}'));
            return Ok(Some((at..at, format!("\"id\":{written_id}{}", if is_empty { "" } else { "," }))));
        }
        None => issuer,
    };
    match serde_json::from_str::<String>(place.text()) {
        Ok(found) if found == id => Ok(None),
        Ok(found) if known.contains(&found) => Ok(Some((place.range(), written_id))),
        Ok(found) => Err(Refusal::NotOffered(format!(
            "expected an issuer id of this installation, found {found}: we sign only as ourselves"
        ))),
        Err(_) => Err(Refusal::NotOffered("expected the issuer's id to be a string".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(text: &str) -> Result<String, Refusal> {
        let known = ["did:web:a".to_owned(), "did:key:b".to_owned()];
        let change = issuer_change(Written::of(text).unwrap(), "did:web:a", &known)?;
        Ok(written::replaced(text, change.as_slice()))
    }

    #[test]
    fn the_issuer_is_ours_and_the_rest_stays_as_it_is_written() {
        for (text, expected) in [
            (r#"{ "issuer" : "did:key:b", "a": 1.0 }"#, r#"{ "issuer" : "did:web:a", "a": 1.0 }"#),
            (r#"{"issuer":{"id":"did:\u006bey:b"}}"#, r#"{"issuer":{"id":"did:web:a"}}"#),
            (r#"{"issuer":{ "name":"A"}}"#, r#"{"issuer":{"id":"did:web:a", "name":"A"}}"#),
            (r#"{"issuer":{ }}"#, r#"{"issuer":{"id":"did:web:a" }}"#),
            (r#"{"issuer":"did:web:\u0061"}"#, r#"{"issuer":"did:web:\u0061"}"#),
        ] {
            assert_eq!(changed(text).unwrap(), expected);
        }
        for text in [r"{}", r#"{"issuer":7}"#, r#"{"issuer":{"id":null}}"#, r#"{"issuer":["did:web:a"]}"#, r#""text""#]
        {
            assert!(matches!(changed(text), Err(Refusal::NotOffered(_))), "{text}");
        }
        let foreign = changed(r#"{"issuer":"did:web:other"}"#).unwrap_err().to_string();
        assert!(foreign.contains("found did:web:other"), "{foreign}");
    }
}
