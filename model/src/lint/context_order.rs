//! The contexts of a credential, in the order its type demands (VCDM 2.0 §4.3, Open Badges 3.0 §B, CLR 2.0 §B).

use ::contexts::{CLR_CONTEXT, OB_CONTEXT, VC2_CONTEXT};
use serde_json::Value;

use super::fault::{Code, Fault};
use super::kind::Kind;
use super::place::Place;

const fn wanted(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Badge | Kind::Endorsement => &[VC2_CONTEXT, OB_CONTEXT],
        Kind::Transcript => &[VC2_CONTEXT, CLR_CONTEXT, OB_CONTEXT],
        Kind::Other => &[VC2_CONTEXT],
    }
}

pub(super) fn check(credential: &Place<'_>, kind: Kind, faults: &mut Vec<Fault>) {
    let list = credential.value().get("@context").and_then(Value::as_array);
    let Some((list, place)) = list.zip(credential.member("@context")) else {
        let place = credential.member("@context");
        faults.push(place.unwrap_or(*credential).fault(Code::Context, "an array of contexts in @context"));
        return;
    };
    let entries: Vec<Place<'_>> = credential.each("@context").collect();
    for (position, url) in wanted(kind).iter().enumerate() {
        let Some(entry) = entries.get(position) else {
            faults.push(place.fault_of(Code::Context, format!("{url} at position {}", position + 1), "the end"));
            return;
        };
        match entry.value().as_str() {
            Some(found) if found == *url => {}
            Some(found) if is_other_version(found, url) => {
                faults.push(entry.fault_of(Code::ContextVersion, *url, "another version of it"));
            }
            _ => {
                faults.push(entry.fault(Code::Context, format!("{url} at position {}", position + 1)));
                return;
            }
        }
    }
    let is_context = |entry: &&Place<'_>| !(entry.value().is_string() || entry.value().is_object());
    faults.extend(
        entries
            .iter()
            .take(list.len())
            .find(is_context)
            .map(|entry| entry.fault(Code::Context, "a context: a URL or an object")),
    );
}

/// Whether `found` is the context at `url` in another version, as 1EdTech names them: `context.json`, `context-3.0.1.json`.
fn is_other_version(found: &str, url: &str) -> bool {
    let Some((base, _)) = url.rsplit_once("/context-") else { return false };
    let version = found.strip_prefix(base).and_then(|rest| rest.strip_prefix("/context"));
    let Some(version) = version.and_then(|rest| rest.strip_suffix(".json")) else { return false };
    let numbers = |part: &str| {
        let numbers: Vec<&str> = part.split('.').collect();
        numbers.len() == 3 && numbers.iter().all(|one| !one.is_empty() && one.bytes().all(|b| b.is_ascii_digit()))
    };
    version.is_empty() || version.strip_prefix('-').is_some_and(|rest| rest.split('-').all(numbers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_1edtech() {
        for good in ["context.json", "context-3.0.1.json", "context-3.0.0.json"] {
            assert!(is_other_version(&format!("https://purl.imsglobal.org/spec/ob/v3p0/{good}"), OB_CONTEXT), "{good}");
        }
        for wrong in ["context-3.json", "context-3.0.x.json", "contexts.json", "context-.json", "context-3.0.1"] {
            assert!(
                !is_other_version(&format!("https://purl.imsglobal.org/spec/ob/v3p0/{wrong}"), OB_CONTEXT),
                "{wrong}"
            );
        }
        assert!(!is_other_version("https://purl.imsglobal.org/spec/clr/v2p0/context.json", OB_CONTEXT));
        assert!(!is_other_version("https://www.w3.org/2018/credentials/v1", VC2_CONTEXT));
    }
}
