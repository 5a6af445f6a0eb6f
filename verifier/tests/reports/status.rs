//! Withdrawn or not: lists of every kind, and lists that are none.

use outside::FixedDocuments;
use serde_json::{Value, json};

use super::world::{Issuer, LIST, badge, check, entry, lines, post, unsigned_list, verifier};

/// The report on a badge with the status `entries`, where `list` is served.
async fn with_list(entries: Value, list: Option<&Value>) -> Value {
    let issuer = Issuer::by_key(1);
    let mut unsigned = badge(&issuer);
    let contexts = unsigned["@context"].as_array_mut().unwrap();
    for (kind, context) in [
        ("1EdTechRevocationList", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"),
        ("StatusList2021Entry", "https://w3id.org/vc/status-list/2021/v1"),
    ] {
        if entries.to_string().contains(kind) {
            contexts.push(json!(context));
        }
    }
    unsigned["credentialStatus"] = entries;
    let documents = FixedDocuments::default();
    let documents = match list {
        Some(list) => documents.with(LIST, list.to_string().into_bytes()),
        None => documents,
    };
    post(&verifier(documents, &[&issuer]), issuer.sign(&unsigned).to_string()).await.1
}

#[tokio::test]
async fn the_bit_decides() {
    let issuer = Issuer::by_key(1);
    let revoked = issuer.status_list("revocation", &[94_567]);
    for (index, verdict, row) in [
        (94_566, "valid", ("passed", "not_revoked")),
        (94_567, "invalid", ("failed", "revoked")),
        (94_568, "valid", ("passed", "not_revoked")),
        (131_072, "undecided", ("could_not_check", "index_out_of_range")),
    ] {
        let report = with_list(entry("revocation", index), Some(&revoked)).await;
        assert_eq!((report["verdict"].as_str(), check(&report, "status")), (Some(verdict), row), "{}", lines(&report));
    }
    let suspended = issuer.status_list("suspension", &[5]);
    let report = with_list(entry("suspension", 5), Some(&suspended)).await;
    assert_eq!((report["verdict"].as_str(), check(&report, "status")), (Some("invalid"), ("failed", "suspended")));
}

#[tokio::test]
async fn an_unreachable_list_is_not_a_reproach_and_not_green() {
    let report = with_list(entry("revocation", 7), None).await;
    assert_eq!(check(&report, "status"), ("could_not_check", "status_unreachable"));
    assert_eq!(report["verdict"], "undecided");
    let problem = report["checks"].as_array().unwrap().iter().find(|check| check["code"] == "status").unwrap();
    assert_eq!(problem["problem"], "https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR");
}

#[tokio::test]
async fn a_list_counts_only_when_it_is_the_right_and_genuine_one() {
    let (issuer, other) = (Issuer::by_key(1), Issuer::by_key(2));
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut unsigned = unsigned_list(&issuer.id, "revocation", &[]);
        change(&mut unsigned);
        unsigned
    };
    let signed = |change: &dyn Fn(&mut Value)| issuer.sign(&changed(change));
    let mut tampered = issuer.status_list("revocation", &[7]);
    tampered["credentialSubject"]["encodedList"] =
        unsigned_list("x", "revocation", &[])["credentialSubject"]["encodedList"].clone();
    for (list, reason) in [
        (other.status_list("revocation", &[]), "list_of_another"),
        (other.sign(&unsigned_list(&issuer.id, "revocation", &[])), "list_not_genuine"),
        (changed(&|_| ()), "list_not_genuine"),
        (tampered, "list_not_genuine"),
        (issuer.status_list("suspension", &[]), "list_of_another_kind"),
        (signed(&|list| list["type"] = json!(["VerifiableCredential"])), "list_of_another_kind"),
        (signed(&|list| list["validUntil"] = json!("2026-11-24T08:59:59Z")), "list_out_of_date"),
        (signed(&|list| list["credentialSubject"]["encodedList"] = json!("uAAAA")), "list_unreadable"),
        (
            signed(&|list| list["credentialSubject"]["encodedList"] = json!("uH4sIAAAAAAAAA2NgAAAAAP__AQAAAP__")),
            "list_unreadable",
        ),
        (json!([1, 2]), "list_unreadable"),
    ] {
        let report = with_list(entry("revocation", 7), Some(&list)).await;
        assert_eq!(check(&report, "status"), ("could_not_check", reason), "{}", lines(&report));
        assert_eq!(report["verdict"], "undecided");
    }
}

#[tokio::test]
async fn every_entry_is_looked_at() {
    let issuer = Issuer::by_key(1);
    let list = issuer.status_list("revocation", &[2]);
    let both = with_list(json!([entry("revocation", 1), entry("revocation", 2)]), Some(&list)).await;
    assert_eq!(check(&both, "status"), ("failed", "revoked"));
    let unknown = json!({"id": LIST, "type": "StatusList2021Entry"});
    let unread = with_list(json!([unknown]), Some(&list)).await;
    assert_eq!(check(&unread, "status"), ("could_not_check", "unsupported_status"), "{}", lines(&unread));
    let many = Value::Array((0..9).map(|index| entry("revocation", index)).collect());
    assert_eq!(check(&with_list(many, Some(&list)).await, "status"), ("could_not_check", "too_many_entries"));
}

#[tokio::test]
async fn an_entry_that_leads_nowhere_is_refused() {
    for (member, value) in [("statusListIndex", "-1"), ("statusListIndex", "1.5"), ("statusListCredential", "urn:x:y")]
    {
        let mut broken = entry("revocation", 1);
        broken[member] = json!(value);
        let report = with_list(broken, None).await;
        assert_ne!(check(&report, "status").0, "passed", "{}", lines(&report));
    }
    let mut without = entry("revocation", 1);
    without.as_object_mut().unwrap().remove("statusListIndex");
    assert_eq!(check(&with_list(without, None).await, "status"), ("failed", "malformed_status"));
}

#[tokio::test]
async fn lists_of_revoked_ids_are_read() {
    let id = badge(&Issuer::by_key(1))["id"].clone();
    let entry = || json!({"id": LIST, "type": "1EdTechRevocationList"});
    for (list, row) in [
        (json!({"revokedCredential": []}), ("passed", "not_revoked")),
        (json!({"revokedCredential": [{"id": "urn:uuid:other"}, {"id": id}]}), ("failed", "revoked")),
        (json!({"revokedCredential": [{"id": id, "revoked": true}]}), ("failed", "revoked")),
        (json!({"revokedCredential": [{"id": id, "revoked": false}]}), ("passed", "not_revoked")),
        (json!({"revokedCredential": [{"id": id, "revoked": "no"}]}), ("could_not_check", "list_unreadable")),
        (json!({"id": LIST}), ("could_not_check", "list_unreadable")),
    ] {
        let report = with_list(entry(), Some(&list)).await;
        assert_eq!(check(&report, "status"), row, "{}", lines(&report));
    }
    assert_eq!(check(&with_list(entry(), None).await, "status"), ("could_not_check", "status_unreachable"));
}

#[tokio::test]
async fn nothing_is_fetched_for_a_credential_whose_signature_does_not_hold() {
    let issuer = Issuer::by_key(1);
    let mut unsigned = badge(&issuer);
    unsigned["credentialStatus"] = entry("revocation", 7);
    let mut signed = issuer.sign(&unsigned);
    signed["name"] = json!("Another name");
    let list = issuer.status_list("revocation", &[7]).to_string().into_bytes();
    let documents = FixedDocuments::default().with(LIST, list);
    let (_, report) = post(&verifier(documents, &[&issuer]), signed.to_string()).await;
    assert_eq!(check(&report, "status"), ("not_applicable", "needs_signature"));
}
