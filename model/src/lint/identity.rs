//! Identifiers of a learner (Open Badges 3.0 §B.1.14): a hashed one must be one that somebody can compare.

use serde_json::Value;

use super::fault::{Code, Fault};
use super::place::Place;

/// The two algorithms there are, and how many hexadecimal digits each gives.
const HASHES: [(&str, usize); 2] = [("sha256$", 64), ("md5$", 32)];

pub(super) fn check(identity: &Place<'_>, faults: &mut Vec<Fault>) {
    let hashed = identity.value().get("hashed") == Some(&Value::Bool(true));
    let Some(hash) = identity.member("identityHash").filter(|_| hashed) else { return };
    if !hash.value().as_str().is_some_and(is_hash) {
        faults.push(hash.fault(Code::IdentityHash, "sha256$ or md5$, and the hash in hexadecimal"));
    }
}

fn is_hash(text: &str) -> bool {
    HASHES.iter().any(|(prefix, length)| {
        let digits = text.strip_prefix(prefix);
        digits.is_some_and(|digits| digits.len() == *length && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}
