//! Showing some of what is hidden (RFC 9901 §7.2).

use std::collections::HashSet;

use super::{SdJwt, SdJwtError};
use crate::excerpt::excerpt;

impl SdJwt {
    /// The SD-JWT with only the disclosures that show the claims at `pointers` (JSON Pointers into the payload): each with
    /// everything hidden inside it, and whatever it is hidden in.
    ///
    /// # Errors
    /// [`SdJwtError::NoSuchClaim`] when nothing is at a pointer.
    pub fn present(&self, pointers: &[impl AsRef<str>]) -> Result<String, SdJwtError> {
        for pointer in pointers.iter().map(AsRef::as_ref) {
            if pointer_target(&self.payload, pointer).is_none() {
                return Err(SdJwtError::NoSuchClaim { pointer: excerpt(pointer) });
            }
        }
        let names = |place: &str, pointer: &str| is_within(place, pointer) || is_within(pointer, place);
        Ok(self.present_where(|place| pointers.iter().any(|pointer| names(place, pointer.as_ref()))))
    }

    /// The SD-JWT with only the disclosures of claims whose JSON Pointer `show` says yes to, and of whatever those are
    /// hidden in: a disclosure that belongs nowhere is refused by every verifier (§4.2.6).
    pub fn present_where(&self, show: impl Fn(&str) -> bool) -> String {
        // What is shown, and all it may be hidden in: looked up, so that many disclosures take no more than their number.
        let mut wanted = HashSet::new();
        for place in self.disclosed().filter(|place| show(place)) {
            let above = place.match_indices('/').map(|(at, _)| place.get(..at).unwrap_or_default());
            wanted.extend(above.chain([place]));
        }
        let mut text = format!("{}~", self.issuer_jwt());
        for (place, disclosure) in self.places.iter().zip(&self.disclosures) {
            if wanted.contains(place.as_str()) {
                text.push_str(disclosure.text());
                text.push('~');
            }
        }
        text
    }
}

/// Whether `pointer` is `outer`, or leads to something inside it.
fn is_within(pointer: &str, outer: &str) -> bool {
    pointer.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn pointer_target<'a>(
    payload: &'a serde_json::Map<String, serde_json::Value>,
    pointer: &str,
) -> Option<&'a serde_json::Value> {
    let (first, rest) = match pointer.strip_prefix('/')?.split_once('/') {
        Some((first, rest)) => (first, format!("/{rest}")),
        None => (pointer.strip_prefix('/')?, String::new()),
    };
    payload.get(&first.replace("~1", "/").replace("~0", "~"))?.pointer(&rest)
}
