//! A list as it is served, in each of its forms, from the same rows.

use std::collections::HashMap;
use std::sync::PoisonError;

use model::status::{Bitstring, ListCredential, Purpose};
use model::time::Time;
use proof::certificate::X5C;
use proof::jose::credential;
use proof::jose::forms::Form;
use proof::keyring::KeyEntry;
use proof::token_status::{Bits, StatusListClaims, TokenStatus, TokenStatusList};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::LIST_LENGTH;
use crate::App;
use crate::issuance::{Failure, identity};
use crate::store;
use crate::store::status::StatusList;
use crate::urls::Urls;

/// Seconds a list may be relied on after it was signed.
const KEEP: i64 = 15 * 60;

/// Seconds after which a reader should ask again (Token Status List §5.1 `ttl`); the cache of HTTP is told the same.
pub const ASK_AGAIN: u32 = 60;

/// In what form a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListForm {
    /// A `BitstringStatusListCredential` with a proof inside.
    Proof,
    /// The same as `vc+jwt`.
    Jwt,
    /// A Token Status List, `statuslist+jwt`.
    Token,
}

/// Signed lists, kept until they change or age.
#[derive(Debug, Default)]
pub struct SignedLists {
    lists: std::sync::Mutex<HashMap<(Uuid, ListForm), SignedList>>,
}

#[derive(Debug, Clone)]
struct SignedList {
    version: i64,
    signed_at: Time,
    text: String,
}

/// The list with this public id as it is served in `form`; `None` when there is none.
///
/// # Errors
/// [`Failure`] when the list cannot be read or signed.
pub async fn published(app: &App, public_id: &str, form: ListForm, now: Time) -> Result<Option<String>, Failure> {
    let Some(list) = store::status::by_public_id(&app.db, app.urls.tenant(), public_id).await? else {
        return Ok(None);
    };
    if let Some(kept) = app.lists.kept((&list, form), now) {
        return Ok(Some(kept));
    }
    let revoked = store::status::revoked_indices(&app.db, list.id).await?;
    let key = app.keys.find(&list.key_id).ok_or(Failure::Inconsistent("a status list names a key that is not here"))?;
    let text = match form {
        ListForm::Proof => app.sign_document(&bitstring(app, &list, key, (&revoked, now))?.to_string(), key, now)?,
        ListForm::Jwt => as_jwt(app, key, bitstring(app, &list, key, (&revoked, now))?, now)?,
        ListForm::Token => as_token(app, &list, key, (&revoked, now))?,
    };
    app.lists.keep((&list, form), now, &text);
    Ok(Some(text))
}

impl SignedLists {
    fn kept(&self, (list, form): (&StatusList, ListForm), now: Time) -> Option<String> {
        let lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = lists.get(&(list.id, form))?;
        (kept.version == list.version && kept.signed_at <= now && now < kept.signed_at.plus(KEEP / 2))
            .then(|| kept.text.clone())
    }

    fn keep(&self, (list, form): (&StatusList, ListForm), now: Time, text: &str) {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.insert((list.id, form), SignedList { version: list.version, signed_at: now, text: text.to_owned() });
    }
}

fn bitstring(app: &App, list: &StatusList, key: &KeyEntry, (revoked, now): (&[i64], Time)) -> Result<Value, Failure> {
    let unsigned = ListCredential {
        issuer: &identity::of_key(&app.urls, &key.id, &key.key.public()).id,
        url: &app.urls.status_list(&list.public_id),
        purpose: Purpose::Revocation,
        valid_from: now,
        valid_until: now.plus(KEEP),
    };
    Ok(unsigned.to_value(&bits(revoked).ok_or(OUTSIDE)?))
}

fn as_jwt(app: &App, key: &KeyEntry, list: Value, now: Time) -> Result<String, Failure> {
    let Value::Object(list) = list else { return Err(Failure::Inconsistent("a status list is not a JSON object")) };
    credential::sign(Form::VcJose, &header(&app.urls, key, now), &list, &*key.key)
        .map_err(|error| Failure::Signing(error.to_string()))
}

fn as_token(app: &App, list: &StatusList, key: &KeyEntry, (revoked, now): (&[i64], Time)) -> Result<String, Failure> {
    let claims = StatusListClaims {
        uri: app.urls.token_status_list(&list.public_id),
        issued_at: now,
        expires_at: Some(now.plus(KEEP)),
        ttl: Some(ASK_AGAIN.into()),
        list: statuses(revoked).ok_or(OUTSIDE)?,
    };
    claims.sign(&header(&app.urls, key, now), &*key.key).map_err(|error| Failure::Signing(error.to_string()))
}

/// What names the key. A certificate that has ended is left out: a list must be served as long as credentials point at it, and
/// `kid` names the key all the same.
fn header(urls: &Urls, key: &KeyEntry, now: Time) -> Map<String, Value> {
    let mut header = Map::new();
    header.insert("kid".to_owned(), json!(identity::of_key(urls, &key.id, &key.key.public()).method));
    if let Ok(Some(x5c)) = key.x5c(now) {
        header.insert(X5C.to_owned(), json!(x5c));
    }
    header
}

const OUTSIDE: Failure = Failure::Inconsistent("a status index lies outside its list");

fn bits(revoked: &[i64]) -> Option<Bitstring> {
    let mut bits = Bitstring::new(usize::try_from(LIST_LENGTH).ok()?).ok()?;
    for index in revoked {
        bits.set(u64::try_from(*index).ok()?, true).ok()?;
    }
    Some(bits)
}

/// Two bits each: room for suspension.
fn statuses(revoked: &[i64]) -> Option<TokenStatusList> {
    let mut list = TokenStatusList::new(Bits::Two, usize::try_from(LIST_LENGTH).ok()?);
    for index in revoked {
        list.set(u64::try_from(*index).ok()?, TokenStatus::Invalid).ok()?;
    }
    Some(list)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use model::random::SeededRandom;
    use proof::certificate::{Names, development_chain};
    use proof::keyring::KeyPurpose;
    use proof::keys::{KeyKind, SigningKey};

    use super::*;

    #[test]
    fn a_list_is_signed_with_a_certificate_while_it_lasts() {
        let made = Time::from_unix(1_790_000_000);
        let random = SeededRandom::new(1);
        let key = SigningKey::generate(KeyKind::P256, &random).unwrap();
        let names = Names { organisation: "School".into(), url: "https://school.example".into(), domain: None };
        let chain = development_chain(&key.public(), &names, made, &random).unwrap();
        let entry = KeyEntry {
            id: "credential-p256-1".into(),
            purpose: KeyPurpose::Credential,
            created: made,
            retired: None,
            key: Arc::new(key),
            chain: Some(Arc::new(chain.clone())),
        };
        let urls = Urls::new(&"https://school.example".parse().unwrap(), "default");
        let kid = json!("did:web:school.example:default#credential-p256-1");
        let now = header(&urls, &entry, made);
        assert_eq!((now.get("kid"), now.get(X5C)), (Some(&kid), Some(&json!(chain.x5c()))));
        let later = header(&urls, &entry, made.plus(400 * 24 * 3600));
        assert_eq!((later.get("kid"), later.get(X5C)), (Some(&kid), None));
    }

    #[test]
    fn an_index_outside_the_list_is_noticed() {
        assert!(bits(&[0, 262_143]).is_some() && statuses(&[0, 262_143]).is_some());
        assert!(bits(&[262_144]).is_none() && bits(&[-1]).is_none());
        assert!(statuses(&[262_144]).is_none() && statuses(&[-1]).is_none());
    }
}
