//! A file that goes into a credential as evidence (Open Badges 3.0 §B.1.10), its bytes in the id.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::badge::EvidenceItem;

/// Adds `pdf` to the evidence of `credential`, as a `data:` URI (RFC 2397).
///
/// The signature covers the id, and so every byte of the file.
pub fn attach(credential: &mut Value, pdf: &[u8], name: &str, narrative: &str) {
    let Some(members) = credential.as_object_mut() else { return };
    let item = EvidenceItem {
        id: format!("data:application/pdf;base64,{}", STANDARD.encode(pdf)),
        name: Some(name.to_owned()),
        narrative: Some(narrative.to_owned()),
        ..EvidenceItem::default()
    };
    let evidence = members.entry("evidence").or_insert_with(|| json!([]));
    if let Some(evidence) = evidence.as_array_mut() {
        evidence.push(item.to_value());
    }
}
