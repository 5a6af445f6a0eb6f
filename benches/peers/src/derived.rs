//! Before anything is timed: what is derived from base proofs of `ecdsa-sd-2023` verifies crosswise, whoever derives it and
//! from whose base proof, and shows the same.

use std::io;
use std::slice;

use protocol::{Document, Work};
use serde_json::Value;

use crate::agreement::conforms;
use crate::signing::{Subject, made};
use crate::worker::{Who, Workers};

/// Those whose derived proofs hold.
const RIGHT: [Who; 2] = [Who::Ours, Who::DigitalBazaar];

/// Ours and Digital Bazaar's must agree. Returns a footnote when `ssi`'s derived proofs are refused.
pub fn check(all: &mut Workers, issuer: &str) -> io::Result<Option<String>> {
    let unsigned = Subject::BadgeWithoutList.document(7, issuer);
    conforms(&unsigned, Subject::BadgeWithoutList)?;
    let mut expected = None;
    for signer in RIGHT {
        let base = made(all.of(signer), Work::SignBase, slice::from_ref(&unsigned))?;
        for holder in RIGHT {
            let derived = made(all.of(holder), Work::Derive, &base)?;
            let shown = shown(&derived)?;
            if *expected.get_or_insert_with(|| shown.clone()) != shown {
                return Err(io::Error::other(format!("{} shows something else of a badge", holder.name())));
            }
            for verifier in RIGHT {
                all.of(verifier).results(Work::Verify, &derived)?;
                if all.of(verifier).results(Work::Verify, &changed(&derived)?).is_ok() {
                    return Err(io::Error::other(format!(
                        "{} takes a changed part for the signed one",
                        verifier.name()
                    )));
                }
            }
        }
    }
    of_ssi(all, &unsigned, expected.as_ref())
}

/// Who refuses what `ssi` derives from its own base proof, and whether it shows the same.
fn of_ssi(all: &mut Workers, unsigned: &Document, expected: Option<&Value>) -> io::Result<Option<String>> {
    let base = made(all.of(Who::Ssi), Work::SignBase, slice::from_ref(unsigned))?;
    let derived = made(all.of(Who::Ssi), Work::Derive, &base)?;
    let mut refusing = Vec::new();
    for verifier in [Who::Ssi, Who::Ours, Who::DigitalBazaar] {
        if let Err(refusal) = all.of(verifier).results(Work::Verify, &derived) {
            eprintln!("{} refuses what ssi derives: {refusal}", verifier.name());
            refusing.push(if verifier == Who::Ssi { "itself" } else { verifier.name() });
        }
    }
    let same = if Some(&shown(&derived)?) == expected { "It shows the same" } else { "It shows something else" };
    let names = refusing.join(", ");
    Ok((!refusing.is_empty()).then(|| {
        format!(
            "What ssi 0.16 derives from its own base proof of a badge is refused by {names}. {same}; its time is that of \
             the call."
        )
    }))
}

/// What is shown, without the proof.
fn shown(derived: &[Document]) -> io::Result<Value> {
    let text = derived.first().map_or("null", |document| &*document.text);
    let mut value: Value = serde_json::from_str(text)?;
    if let Value::Object(members) = &mut value {
        members.remove("proof");
    }
    Ok(value)
}

/// Another value in a statement that the holder chose to show.
fn changed(derived: &[Document]) -> io::Result<Vec<Document>> {
    let change = |document: &Document| {
        let mut value: Value = serde_json::from_str(&document.text)?;
        let name = value
            .pointer_mut("/credentialSubject/achievement/name")
            .ok_or_else(|| io::Error::other("what is derived from a badge does not show what was chosen"))?;
        *name = "Woodwork III".into();
        Ok(Document { text: value.to_string(), ..document.clone() })
    };
    derived.iter().map(change).collect()
}
