//! LIF `CredentialAward` with its `Evidence`.

use crate::record::{Award, AwardIdentity, Evidence};

use super::notes::Notes;
use super::tree::Node;

/// Every award of a person, those the source withdrew included.
pub(super) fn read(person: &Node<'_>, notes: &mut Notes) -> Vec<Award> {
    let awards = person.entities(&["CredentialAward"], notes);
    awards.iter().filter_map(|node| notes.told(|notes| award(node, notes))).collect()
}

fn award(node: &Node<'_>, notes: &mut Notes) -> Award {
    Award {
        path: node.path.clone(),
        identifier: node.text(&["identifier", "id"], notes),
        name: node.text(&["name"], notes),
        uri: node.text(&["uri"], notes),
        issued: node.date(&["awardIssueDate"], notes),
        expires: node.date(&["expirationDate"], notes),
        status: node.text(&["awardStatus"], notes),
        revoked: node.warned(&["revoked"], notes),
        revocation_reason: node.text(&["revocationReason"], notes),
        self_asserted: node.warned(&["selfAsserted"], notes),
        deleted: node.is_withdrawn(notes),
        verification: node.text(&["verificationType"], notes),
        credits_earned: node.number(&["creditsEarned"], notes),
        narrative: node.text(&["narrative"], notes),
        results: node.texts(&["result"], notes),
        evidence: node.entities_in_force(&["Evidence"], notes).iter().map(|item| evidence(item, notes)).collect(),
        awardee: node.text(&["credentialAwardee"], notes),
        identities: identities(node, notes),
        terms: node.text(&["termsOfUse"], notes),
        instance_of: node.reference(&["InstanceOfRefCredential"], notes),
        issued_by: node.reference(&["issuedByRefOrganization", "awardedByRefOrganization"], notes),
        provenance: node.provenance(notes),
    }
}

fn identities(node: &Node<'_>, notes: &mut Notes) -> Vec<AwardIdentity> {
    let mut identities = Vec::new();
    for item in node.entities_in_force(&["Identity"], notes) {
        let Some(hash) = item.text(&["identityHash"], notes) else { continue };
        identities.push(AwardIdentity {
            hash,
            hashed: item.warned(&["hashed"], notes),
            kind: item.text(&["identityType"], notes),
            salt: item.text(&["salt"], notes),
            provenance: item.provenance(notes),
        });
    }
    identities
}

fn evidence(node: &Node<'_>, notes: &mut Notes) -> Evidence {
    let id = node.text(&["evidenceId", "uri", "id"], notes);
    Evidence {
        id: id.filter(|id| is_absolute_uri(id)),
        name: node.text(&["name"], notes),
        description: node.text(&["description"], notes),
        narrative: node.text(&["narrative", "evidenceStatement"], notes),
        genre: node.text(&["genre"], notes),
        audience: node.text(&["audience"], notes),
    }
}

/// A scheme, a colon and more without blanks (RFC 3986 §4.3).
fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let sound = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(plain);
    sound && !rest.is_empty() && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_evidence_id_must_be_an_absolute_uri() {
        for uri in ["https://riverbend.example/e/1", "urn:uuid:3f0e7a0c-5c0d-4f7e-9d55-0a7a4c1d2b3e"] {
            assert!(is_absolute_uri(uri), "{uri}");
        }
        for other in ["", "portfolio-7", "/e/1", ":", "https:", "1a:b", "see: page 4", "a b:c"] {
            assert!(!is_absolute_uri(other), "{other}");
        }
    }
}
