//! Endorsements, wherever they stand: as credentials, and as compact JWS (Open Badges 3.0 §B.1, §8.2). Signatures are not
//! looked at, only what is signed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::fault::{Code, Fault};
use super::kind::Kind;
use super::place::Place;
use super::{check_rules, older, schemas};

/// The schema around it has the schema of endorsements inside, so that it is not applied again.
pub(super) fn check(endorsement: Place<'_>, faults: &mut Vec<Fault>) {
    if endorsement.value().is_object() {
        check_rules(endorsement, Kind::Endorsement, faults);
    } else {
        faults.push(endorsement.fault(Code::Endorsement, "a credential; a JWT stands in endorsementJwt"));
    }
}

/// A token inside of a token is a third longer than itself, so that the length of the whole bounds how often this goes on.
pub(super) fn check_token(token: &Place<'_>, faults: &mut Vec<Fault>) {
    let Some(payload) = token.value().as_str().and_then(payload) else {
        faults.push(token.fault(Code::Endorsement, "a compact JWS that holds a credential"));
        return;
    };
    let payload = if older::is_older(&payload) { older::in_newer_words(&payload) } else { payload };
    let whole = Place::whole(&payload);
    let mut inside = Vec::new();
    if contexts::is_deeper_than(contexts::MAX_DEPTH, &payload) {
        inside.push(whole.fault_of(Code::Document, "fewer levels of nesting", "more"));
    } else {
        check_rules(whole, Kind::Endorsement, &mut inside);
        schemas::check(&whole, Kind::Endorsement, 0, &mut inside);
    }
    let path = token.pointer();
    faults.extend(inside.into_iter().map(|fault| {
        let at = if fault.path.is_empty() { "at its top".to_owned() } else { format!("at {}", fault.path) };
        let expected = format!("{} {at} of what the JWT holds", fault.expected).into();
        Fault { path: path.clone(), expected, ..fault }
    }));
}

/// The whole payload, or in data model 1.1 its `vc`.
fn payload(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = URL_SAFE_NO_PAD.decode(payload).ok().filter(|_| parts.next().is_none())?;
    let mut payload: Value = serde_json::from_slice(&bytes).ok()?;
    let inner = payload.get_mut("vc").filter(|inner| inner.is_object()).map(Value::take);
    inner.or_else(|| payload.is_object().then_some(payload))
}
