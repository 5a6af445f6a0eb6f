//! Hiding claims and signing what is left (RFC 9901 §4.2, §5).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::{self, Random};
use serde_json::{Map, Value, json};

use super::{ALGORITHM, DEEPEST, DIGESTS, Disclosure, ELEMENT, HashAlgorithm, RESERVED, SdJwtError, UnverifiedSdJwt};
use crate::excerpt::excerpt;
use crate::jose;
use crate::keys::Signer;

/// What an issuer lets the holder keep back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hiding<'a> {
    /// JSON Pointers (RFC 6901) of the members and array elements to hide. One inside another makes a recursive
    /// disclosure (§4.2.6).
    pub pointers: &'a [String],
    /// How many digests that stand for nothing are added to each object and array that hides something (§4.2.5).
    pub decoys: usize,
}

/// Hides what `hiding` names in `claims`, signs the rest under `header`, and appends the disclosures.
///
/// The result is read back and verified before it is returned.
///
/// # Errors
/// [`SdJwtError`] when a pointer leads nowhere, the claims use names that belong to the format, or the header is not one
/// that readers take.
pub fn issue(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    hiding: &Hiding<'_>,
    key: &dyn Signer,
    random: &dyn Random,
) -> Result<String, SdJwtError> {
    refuse_reserved(claims)?;
    let hidden = Hidden::from_pointers(hiding.pointers)?;
    let mut work = Concealment { decoys: hiding.decoys, random, disclosures: Vec::new() };
    let mut payload = work.object(claims.clone(), &hidden, "")?;
    if !work.disclosures.is_empty() {
        payload.insert(ALGORITHM.into(), json!(HashAlgorithm::Sha256.name()));
    }
    let mut text = jose::sign(header, &payload, key)?;
    text.push('~');
    for disclosure in &work.disclosures {
        text.push_str(disclosure.text());
        text.push('~');
    }
    UnverifiedSdJwt::decode(&text, text.len())?.verify(&key.public())?;
    Ok(text)
}

/// The claims may not use the names of the format, or a reader would take them for digests.
fn refuse_reserved(claims: &Map<String, Value>) -> Result<(), SdJwtError> {
    let mut objects = vec![claims];
    while let Some(object) = objects.pop() {
        if let Some(name) = RESERVED.into_iter().find(|name| object.contains_key(*name)) {
            return Err(SdJwtError::ReservedName { name });
        }
        let mut values: Vec<&Value> = object.values().collect();
        while let Some(value) = values.pop() {
            match value {
                Value::Object(inner) => objects.push(inner),
                Value::Array(elements) => values.extend(elements),
                _ => {}
            }
        }
    }
    Ok(())
}

/// The pointers as a tree.
#[derive(Debug, Default)]
struct Hidden {
    here: bool,
    below: BTreeMap<String, Self>,
}

impl Hidden {
    fn from_pointers(pointers: &[String]) -> Result<Self, SdJwtError> {
        let mut root = Self::default();
        for pointer in pointers {
            let steps = pointer.strip_prefix('/').ok_or_else(|| no_such_claim(pointer))?;
            let mut at = &mut root;
            for (depth, step) in steps.split('/').enumerate() {
                if depth == DEEPEST {
                    return Err(SdJwtError::TooDeep { deepest: DEEPEST });
                }
                at = at.below.entry(step.replace("~1", "/").replace("~0", "~")).or_default();
            }
            at.here = true;
        }
        Ok(root)
    }
}

fn no_such_claim(pointer: &str) -> SdJwtError {
    SdJwtError::NoSuchClaim { pointer: excerpt(pointer) }
}

struct Concealment<'a> {
    decoys: usize,
    random: &'a dyn Random,
    disclosures: Vec<Disclosure>,
}

impl Concealment<'_> {
    /// `value` with everything below it hidden that `hidden` names. The recursion is as deep as the deepest pointer.
    fn value(&mut self, value: Value, hidden: &Hidden, pointer: &str) -> Result<Value, SdJwtError> {
        match value {
            Value::Object(object) => Ok(Value::Object(self.object(object, hidden, pointer)?)),
            Value::Array(array) => Ok(Value::Array(self.array(array, hidden, pointer)?)),
            plain => match hidden.below.keys().next() {
                Some(step) => Err(no_such_claim(&format!("{pointer}/{step}"))),
                None => Ok(plain),
            },
        }
    }

    fn object(
        &mut self,
        mut object: Map<String, Value>,
        hidden: &Hidden,
        pointer: &str,
    ) -> Result<Map<String, Value>, SdJwtError> {
        let mut digests = Vec::new();
        for (name, below) in &hidden.below {
            let at = format!("{pointer}/{name}");
            let member = object.get_mut(name).ok_or_else(|| no_such_claim(&at))?;
            let value = self.value(member.take(), below, &at)?;
            if below.here {
                digests.push(self.hide(Some(name), value));
                object.shift_remove(name);
            } else if let Some(member) = object.get_mut(name) {
                *member = value;
            }
        }
        if !digests.is_empty() {
            digests.extend((0..self.decoys).map(|_| self.decoy()));
            // Sorted, the digests tell nothing of the order the claims had (§4.2.4.1).
            digests.sort_unstable();
            object.insert(DIGESTS.into(), json!(digests));
        }
        Ok(object)
    }

    fn array(&mut self, array: Vec<Value>, hidden: &Hidden, pointer: &str) -> Result<Vec<Value>, SdJwtError> {
        let known = |step: &String| step.parse::<usize>().is_ok_and(|at| at < array.len() && at.to_string() == *step);
        if let Some(step) = hidden.below.keys().find(|step| !known(step)) {
            return Err(no_such_claim(&format!("{pointer}/{step}")));
        }
        let mut elements = Vec::with_capacity(array.len());
        let mut hides = false;
        for (index, element) in array.into_iter().enumerate() {
            let step = index.to_string();
            let Some(below) = hidden.below.get(&step) else {
                elements.push(element);
                continue;
            };
            let value = self.value(element, below, &format!("{pointer}/{step}"))?;
            hides |= below.here;
            elements.push(if below.here { json!({ELEMENT: self.hide(None, value)}) } else { value });
        }
        for _ in 0..if hides { self.decoys } else { 0 } {
            let decoy = json!({ELEMENT: self.decoy()});
            let at = u64::from_be_bytes(random::bytes::<8>(self.random)) % (elements.len() as u64 + 1);
            elements.insert(usize::try_from(at).unwrap_or_default(), decoy);
        }
        Ok(elements)
    }

    fn hide(&mut self, name: Option<&str>, value: Value) -> String {
        let disclosure = Disclosure::new(name, value, self.random);
        let digest = HashAlgorithm::Sha256.digest(disclosure.text());
        self.disclosures.push(disclosure);
        digest
    }

    /// A digest of random bytes, which nobody can tell from a real one (§4.2.5).
    fn decoy(&self) -> String {
        HashAlgorithm::Sha256.digest(&URL_SAFE_NO_PAD.encode(random::bytes::<32>(self.random)))
    }
}
