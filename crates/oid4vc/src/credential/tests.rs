use serde_json::json;

use super::*;

fn read(body: &Value) -> Result<CredentialRequest, Refusal> {
    CredentialRequest::read(body.to_string().as_bytes())
}

fn refused(body: &Value) -> ErrorCode {
    read(body).unwrap_err().code
}

#[test]
fn reads_a_request_by_configuration_with_jwt_proofs() {
    let request =
        read(&json!({"credential_configuration_id": "a.ldp", "proofs": {"jwt": ["x.y.z", "u.v.w"]}})).unwrap();
    assert_eq!(request.requested, Requested::Configuration("a.ldp".into()));
    assert_eq!(request.proofs, Some(Proofs::Jwt(vec!["x.y.z".into(), "u.v.w".into()])));
    assert_eq!(request.proofs.unwrap().count(), 2);
}

#[test]
fn reads_a_request_by_identifier_with_a_presentation() {
    let request = read(&json!({"credential_identifier": "i", "proofs": {"di_vp": [{"proof": {}}]}})).unwrap();
    assert_eq!(request.requested, Requested::Identifier("i".into()));
    assert_eq!(request.proofs, Some(Proofs::DiVp(vec![json!({"proof": {}})])));
}

#[test]
fn request_without_proofs_is_left_to_the_configuration() {
    assert_eq!(read(&json!({"credential_configuration_id": "a"})).unwrap().proofs, None);
}

#[test]
fn unknown_members_are_ignored_and_format_beside_an_id_too() {
    let body = json!({"credential_configuration_id": "a", "format": "ldp_vc", "x": 1, "issuer_state": "s"});
    assert_eq!(read(&body).unwrap().requested, Requested::Configuration("a".into()));
}

#[test]
fn older_wallets_are_understood() {
    let single = json!({"credential_configuration_id": "a", "proof": {"proof_type": "jwt", "jwt": "x.y.z"}});
    assert_eq!(read(&single).unwrap().proofs, Some(Proofs::Jwt(vec!["x.y.z".into()])));
    let old_name = json!({"credential_configuration_id": "a", "proof": {"proof_type": "ldp_vp", "ldp_vp": {}}});
    assert_eq!(read(&old_name).unwrap().proofs, Some(Proofs::DiVp(vec![json!({})])));
    let by_format = json!({"format": "ldp_vc", "credential_definition": {"@context": ["c"], "type": ["t"]}});
    let expected = RequestedFormat {
        format: CredentialFormat::LdpVc,
        definition: Some(CredentialDefinition::new(&["c"], &["t"])),
        vct: None,
    };
    assert_eq!(read(&by_format).unwrap().requested, Requested::Format(expected));
}

#[test]
fn contradictory_or_missing_names_are_refused() {
    let both = json!({"credential_configuration_id": "a", "credential_identifier": "b"});
    assert_eq!(refused(&both), ErrorCode::InvalidCredentialRequest);
    assert_eq!(refused(&json!({"proofs": {"jwt": ["x"]}})), ErrorCode::InvalidCredentialRequest);
    assert_eq!(refused(&json!({"credential_configuration_id": 7})), ErrorCode::InvalidCredentialRequest);
    assert_eq!(refused(&json!([])), ErrorCode::InvalidCredentialRequest);
}

#[test]
fn what_is_not_json_or_repeats_a_member_is_refused() {
    for body in [
        "",
        "credential_configuration_id=a",
        r#"{"credential_configuration_id":"a","credential_configuration_id":"b"}"#,
    ] {
        let refusal = CredentialRequest::read(body.as_bytes()).unwrap_err();
        assert_eq!(refusal.code, ErrorCode::InvalidCredentialRequest, "{body}");
    }
    let nested = r#"{"credential_configuration_id":"a","proofs":{"di_vp":[{"holder":"a","holder":"b"}]}}"#;
    assert_eq!(CredentialRequest::read(nested.as_bytes()).unwrap_err().code, ErrorCode::InvalidCredentialRequest);
}

#[test]
fn misshapen_proofs_are_refused() {
    for proofs in [
        json!({}),
        json!({"jwt": []}),
        json!({"jwt": "x.y.z"}),
        json!({"jwt": [{}]}),
        json!({"di_vp": ["x.y.z"]}),
        json!({"cwt": ["x"]}),
        json!({"jwt": ["x.y.z"], "di_vp": [{}]}),
        json!("x.y.z"),
    ] {
        let body = json!({"credential_configuration_id": "a", "proofs": proofs});
        assert_eq!(refused(&body), ErrorCode::InvalidProof, "{body}");
    }
    for proof in [json!({"jwt": "x"}), json!({"proof_type": "jwt"}), json!({"proof_type": "proof_type"}), json!([])] {
        let body = json!({"credential_configuration_id": "a", "proof": proof});
        assert_eq!(refused(&body), ErrorCode::InvalidProof, "{body}");
    }
    let both = json!({"credential_configuration_id": "a", "proofs": {"jwt": ["x"]}, "proof": {"proof_type": "jwt", "jwt": "x"}});
    assert_eq!(refused(&both), ErrorCode::InvalidProof);
}

#[test]
fn encrypted_answer_is_refused() {
    let body =
        json!({"credential_configuration_id": "a", "credential_response_encryption": {"jwk": {}, "enc": "A256GCM"}});
    assert_eq!(refused(&body), ErrorCode::InvalidEncryptionParameters);
}

#[test]
fn response_has_the_members_of_the_specification() {
    let read = |response: CredentialResponse| serde_json::from_str::<Value>(&response.to_json()).unwrap();
    let signed = "{ \"type\": \"x\" }";
    let response = CredentialResponse::issued([signed.to_owned(), "\"a\"".to_owned()], Some("n\"1".into()));
    assert!(response.to_json().contains(signed), "as it was signed");
    let expected =
        json!({"credentials": [{"credential": {"type": "x"}}, {"credential": "a"}], "notification_id": "n\"1"});
    assert_eq!(read(response), expected);
    let without = CredentialResponse::issued([json!("x.y.z").to_string()], None);
    assert_eq!(read(without), json!({"credentials": [{"credential": "x.y.z"}]}));
}
