//! To whom a draft goes.

use std::collections::BTreeSet;

use model::catalogue::Catalogue;
use model::draft::{BindError, Binding, Draft, Identity, Subject};
use model::package::{Packaged, package};
use model::status::StatusEntry;
use model::time::Time;
use serde_json::{Value, json};

use super::records::{HOLDER, ISSUER, NOW, award, bound, bound_to, course, one_award, packaging, record, reference};

fn packaged() -> Packaged {
    let mut second = course(1);
    second.award = reference("award-0", "");
    package(&record(vec![award(0)], vec![course(0), second]), &packaging(&Catalogue::demo()))
}

fn transcript() -> Draft {
    packaged().credentials.pop().unwrap()
}

fn select(draft: &Draft, ids: &[&str]) -> Result<Value, BindError> {
    let mut status = |_: &str| None;
    draft.bind(&mut Binding {
        issuer_id: ISSUER,
        subject: Subject::holder(HOLDER),
        valid_from: Time::parse(NOW).unwrap(),
        status: &mut status,
        learner_name: None,
        selection: Some(ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>()),
    })
}

#[test]
fn every_credential_of_a_transcript_has_the_subject_and_a_status_of_its_own() {
    let clr = bound(&transcript());
    let children = clr["credentialSubject"]["verifiableCredential"].as_array().unwrap();
    assert_eq!(children.len(), 3);
    let mut indices = BTreeSet::new();
    for credential in children.iter().chain([&clr]) {
        assert_eq!(credential["credentialSubject"]["id"], HOLDER);
        assert_eq!(credential["validFrom"], NOW);
        assert_eq!(credential["issuer"]["id"], ISSUER);
        let status = &credential["credentialStatus"];
        assert_eq!(status["type"], "BitstringStatusListEntry");
        assert!(indices.insert(status["statusListIndex"].as_str().unwrap().to_owned()));
    }
}

#[test]
fn the_status_is_asked_for_by_credential_id() {
    let draft = transcript();
    let mut asked = Vec::new();
    let mut status = |id: &str| {
        asked.push(id.to_owned());
        Some(StatusEntry { list_url: "https://northlake.example/default/status/1".into(), index: 7 })
    };
    draft
        .bind(&mut Binding {
            issuer_id: "did:key:z6Mkother",
            subject: Subject::holder(HOLDER),
            valid_from: Time::parse(NOW).unwrap(),
            status: &mut status,
            learner_name: None,
            selection: None,
        })
        .unwrap();
    let expected: Vec<String> = draft.children.iter().chain([&draft]).map(|one| one.id.clone()).collect();
    assert_eq!(asked, expected);
}

#[test]
fn the_controller_of_the_key_takes_the_issuers_place_everywhere() {
    let draft = transcript();
    let mut status = |_: &str| None;
    let mut binding = Binding {
        issuer_id: "did:key:z6Mkother",
        subject: Subject::holder(HOLDER),
        valid_from: Time::parse(NOW).unwrap(),
        status: &mut status,
        learner_name: None,
        selection: None,
    };
    let text = draft.bind(&mut binding).unwrap().to_string();
    assert_eq!(text.matches("did:key:z6Mkother").count(), 4);
    assert!(!text.contains(ISSUER) && !text.contains("credentialStatus"), "{text}");
}

#[test]
fn a_file_carries_hashed_identifiers_and_the_name_only_by_choice() {
    let draft = &packaged().credentials[0];
    let identifiers = vec![Identity::hashed("emailAddress", "rosa@northlake.example", "s4lt")];
    let subject = Subject::File { identifiers };
    let value = bound_to(draft, subject.clone(), None);
    assert_eq!(value["credentialSubject"].get("id"), None);
    // printf '%s' 'rosa@northlake.examples4lt' | sha256sum
    let hash = "sha256$d4ea60dac9737fb6760ca0240a7a8afe345bff462c01b9c9b5eff5b1877bc03d";
    assert_eq!(
        value["credentialSubject"]["identifier"],
        json!([{
            "type": "IdentityObject", "hashed": true, "identityHash": hash,
            "identityType": "emailAddress", "salt": "s4lt",
        }])
    );
    let named = bound_to(draft, subject, Some("Rosa Valdés".into()));
    assert_eq!(
        named["credentialSubject"]["identifier"][1],
        json!({"type": "IdentityObject", "hashed": false, "identityHash": "Rosa Valdés", "identityType": "name"})
    );
}

#[test]
fn a_holder_keeps_the_id_beside_the_identifiers_of_choice() {
    let address = Identity::hashed("emailAddress", "rosa@northlake.example", "s4lt");
    assert!(address.hash().starts_with("sha256$d4ea60da"), "{}", address.hash());
    let subject = Subject::Holder { id: HOLDER.into(), identifiers: vec![address] };
    let clr = bound_to(&transcript(), subject, Some("Rosa Valdés".into()));
    let children = clr["credentialSubject"]["verifiableCredential"].as_array().unwrap();
    for credential in children.iter().chain([&clr]) {
        let subject = &credential["credentialSubject"];
        assert_eq!(subject["id"], HOLDER);
        let kinds: Vec<_> = subject["identifier"].as_array().unwrap().iter().map(|one| &one["identityType"]).collect();
        assert_eq!(kinds, ["emailAddress", "name"]);
        assert!(!credential.to_string().contains("rosa@"), "{credential}");
    }
}

#[test]
fn nobody_is_no_subject() {
    let draft = &packaged().credentials[0];
    let mut status = |_: &str| None;
    let mut binding = Binding {
        issuer_id: ISSUER,
        subject: Subject::File { identifiers: vec![] },
        valid_from: Time::parse(NOW).unwrap(),
        status: &mut status,
        learner_name: None,
        selection: None,
    };
    assert_eq!(draft.bind(&mut binding), Err(BindError::NoSubject));
    binding.learner_name = Some("Rosa Valdés".into());
    assert!(draft.bind(&mut binding).is_ok());
}

#[test]
fn a_subset_is_partial_and_keeps_only_associations_among_its_own() {
    let draft = transcript();
    let [badge, plain, part] = draft.children.as_slice() else { panic!("three children") };
    let whole = bound(&draft);
    assert_eq!(whole.get("partial"), None);
    assert_eq!(whole["credentialSubject"]["association"][0]["sourceId"], part.achievement_id.as_str());

    let both = select(&draft, &[&badge.id, &part.id]).unwrap();
    assert_eq!(both["partial"], true);
    assert_eq!(both["credentialSubject"]["association"].as_array().unwrap().len(), 1);
    assert_eq!(both["id"], whole["id"], "it is the same transcript, thinner");

    let other = select(&draft, &[&plain.id, &part.id]).unwrap();
    assert_eq!(other["credentialSubject"].get("association"), None);
    let all = select(&draft, &[&badge.id, &plain.id, &part.id]).unwrap();
    assert_eq!(all.get("partial"), None, "a selection of everything is the whole");
}

#[test]
fn a_selection_must_fit() {
    let draft = transcript();
    assert_eq!(select(&draft, &[]), Err(BindError::NothingSelected));
    assert_eq!(select(&draft, &["urn:uuid:x"]), Err(BindError::NotInTranscript("urn:uuid:x".into())));
}

#[test]
fn ids_are_stable_and_differ_between_learners() {
    let first = one_award(award(0)).credentials[0].id.clone();
    assert_eq!(first, one_award(award(0)).credentials[0].id);
    let mut other = record(vec![award(0)], vec![]);
    other.identifiers[0].value = "100043".into();
    let packaged = package(&other, &packaging(&Catalogue::demo()));
    assert_ne!(first, packaged.credentials[0].id, "sources number awards within a learner");
    assert_eq!(packaged.credentials[0].id, packaged.credentials[1].children[0].id, "one id in every envelope");
}
