//! Puts disclosures in their places (RFC 9901 §7.1, steps 3 to 5).

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::{ALGORITHM, DEEPEST, DIGESTS, Disclosure, ELEMENT, HashAlgorithm, LONGEST_PLACES, RESERVED, SdJwtError};
use crate::excerpt::excerpt;

/// A payload with its disclosures in place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Processed {
    /// The Processed SD-JWT Payload.
    pub payload: Map<String, Value>,
    /// For each disclosure, in the order they were sent, the JSON Pointer (RFC 6901) of what it showed.
    pub places: Vec<String>,
}

/// The hash algorithm that `payload` names.
pub(super) fn algorithm(payload: &Map<String, Value>) -> Result<HashAlgorithm, SdJwtError> {
    match payload.get(ALGORITHM) {
        None => Ok(HashAlgorithm::default()),
        Some(Value::String(name)) => {
            HashAlgorithm::from_name(name).ok_or_else(|| SdJwtError::HashAlgorithm { found: excerpt(name) })
        }
        Some(_) => Err(SdJwtError::Malformed { name: ALGORITHM }),
    }
}

/// Puts each of `disclosures` where its digest stands in `payload` or in another disclosure.
pub(super) fn process(payload: &Map<String, Value>, disclosures: &[Disclosure]) -> Result<Processed, SdJwtError> {
    let algorithm = algorithm(payload)?;
    let mut by_digest = HashMap::with_capacity(disclosures.len());
    for (index, disclosure) in disclosures.iter().enumerate() {
        if by_digest.insert(algorithm.digest(disclosure.text()), index).is_some() {
            return Err(SdJwtError::DisclosureRepeated);
        }
    }
    let places = vec![None; disclosures.len()];
    let mut work = Work { disclosures, by_digest, seen: HashSet::new(), places, room: LONGEST_PLACES };
    let mut payload = payload.clone();
    payload.shift_remove(ALGORITHM);
    let payload = work.object(payload, &Place::root())?;
    let places: Option<Vec<String>> = work.places.into_iter().collect();
    Ok(Processed { payload, places: places.ok_or(SdJwtError::DisclosureUnreferenced)? })
}

/// Where in the processed payload the work is.
struct Place<'a> {
    above: Option<&'a Self>,
    step: String,
    depth: usize,
}

impl<'a> Place<'a> {
    const fn root() -> Self {
        Self { above: None, step: String::new(), depth: 1 }
    }

    fn below(&'a self, step: &str) -> Result<Self, SdJwtError> {
        if self.depth == DEEPEST {
            return Err(SdJwtError::TooDeep { deepest: DEEPEST });
        }
        Ok(Self { above: Some(self), step: step.replace('~', "~0").replace('/', "~1"), depth: self.depth + 1 })
    }

    /// The steps that lead here, the last one first.
    fn steps(&self) -> impl Iterator<Item = &str> {
        let with_above = |place: &&Self| place.above.is_some();
        std::iter::successors(Some(self), |place| place.above).take_while(with_above).map(|place| place.step.as_str())
    }

    /// Bytes of [`Self::pointer`].
    fn length(&self) -> usize {
        self.steps().map(|step| 1 + step.len()).sum()
    }

    fn pointer(&self) -> String {
        let steps: Vec<&str> = self.steps().collect();
        let pointer = String::with_capacity(self.length());
        steps.iter().rev().fold(pointer, |pointer, step| pointer + "/" + step)
    }
}

struct Work<'a> {
    disclosures: &'a [Disclosure],
    by_digest: HashMap<String, usize>,
    seen: HashSet<String>,
    places: Vec<Option<String>>,
    /// Bytes that are left for `places`.
    room: usize,
}

impl<'a> Work<'a> {
    fn value(&mut self, value: Value, place: &Place<'_>) -> Result<Value, SdJwtError> {
        match value {
            Value::Object(object) => Ok(Value::Object(self.object(object, place)?)),
            Value::Array(array) => Ok(Value::Array(self.array(array, place)?)),
            plain => Ok(plain),
        }
    }

    fn object(&mut self, mut object: Map<String, Value>, place: &Place<'_>) -> Result<Map<String, Value>, SdJwtError> {
        let digests = object.shift_remove(DIGESTS);
        if let Some(name) = RESERVED.into_iter().find(|name| object.contains_key(*name)) {
            return Err(SdJwtError::ReservedName { name });
        }
        let mut processed = Map::with_capacity(object.len());
        for (name, value) in object {
            let value = self.value(value, &place.below(&name)?)?;
            processed.insert(name, value);
        }
        match digests {
            None => {}
            Some(Value::Array(digests)) => {
                for digest in digests {
                    self.member(&mut processed, digest, place)?;
                }
            }
            Some(_) => return Err(SdJwtError::Malformed { name: DIGESTS }),
        }
        Ok(processed)
    }

    /// Adds the member that `digest` stands for, where it was shown.
    fn member(&mut self, object: &mut Map<String, Value>, digest: Value, place: &Place<'_>) -> Result<(), SdJwtError> {
        let Value::String(digest) = digest else { return Err(SdJwtError::Malformed { name: DIGESTS }) };
        let Some((index, disclosure)) = self.find(digest)? else { return Ok(()) };
        let name = disclosure.name().ok_or(SdJwtError::DisclosureKind)?;
        if object.contains_key(name) {
            return Err(SdJwtError::NameTaken);
        }
        let below = place.below(name)?;
        self.put(index, &below)?;
        let value = self.value(disclosure.value().clone(), &below)?;
        object.insert(name.to_owned(), value);
        Ok(())
    }

    fn array(&mut self, array: Vec<Value>, place: &Place<'_>) -> Result<Vec<Value>, SdJwtError> {
        let mut processed = Vec::with_capacity(array.len());
        for element in array {
            let below = place.below(&processed.len().to_string())?;
            let Some(digest) = hidden_element(&element)? else {
                processed.push(self.value(element, &below)?);
                continue;
            };
            let Some((index, disclosure)) = self.find(digest)? else { continue };
            if disclosure.name().is_some() {
                return Err(SdJwtError::DisclosureKind);
            }
            self.put(index, &below)?;
            processed.push(self.value(disclosure.value().clone(), &below)?);
        }
        Ok(processed)
    }

    /// The disclosure of `digest`, if it was sent. A digest may be met once only.
    fn find(&mut self, digest: String) -> Result<Option<(usize, &'a Disclosure)>, SdJwtError> {
        let index = self.by_digest.get(&digest).copied();
        if !self.seen.insert(digest) {
            return Err(SdJwtError::DigestRepeated);
        }
        Ok(index.and_then(|index| Some((index, self.disclosures.get(index)?))))
    }

    fn put(&mut self, index: usize, place: &Place<'_>) -> Result<(), SdJwtError> {
        let most = LONGEST_PLACES;
        self.room = self.room.checked_sub(place.length()).ok_or(SdJwtError::Places { most })?;
        if let Some(found) = self.places.get_mut(index) {
            *found = Some(place.pointer());
        }
        Ok(())
    }
}

/// The digest, when `element` stands for a hidden one: an object with the one member `...` (§4.2.4.2).
fn hidden_element(element: &Value) -> Result<Option<String>, SdJwtError> {
    let Some(digest) = element.as_object().and_then(|object| object.get(ELEMENT)) else { return Ok(None) };
    match digest {
        Value::String(digest) if element.as_object().is_some_and(|object| object.len() == 1) => {
            Ok(Some(digest.clone()))
        }
        _ => Err(SdJwtError::Malformed { name: ELEMENT }),
    }
}
