use serde_json::json;

use super::*;

fn read(form: &[(&str, &str)]) -> Result<TokenRequest, Refusal> {
    TokenRequest::read(form.iter().copied())
}

fn refused(form: &[(&str, &str)]) -> ErrorCode {
    read(form).unwrap_err().code
}

const GRANT: (&str, &str) = ("grant_type", PRE_AUTHORIZED_CODE);
const CODE: (&str, &str) = ("pre-authorized_code", "c0de");

#[test]
fn reads_an_anonymous_pre_authorized_request() {
    let request = read(&[GRANT, CODE, ("tx_code", "493536"), ("resource", "https://r.example/default")]).unwrap();
    assert_eq!(request.grant, TokenGrant::PreAuthorizedCode { code: "c0de".into(), tx_code: Some("493536".into()) });
    assert_eq!((request.client_id, request.authorization_details), (None, None));
    assert_eq!(request.resource, ["https://r.example/default"]);
}

#[test]
fn empty_values_count_as_left_out_and_unknown_names_are_ignored() {
    let request = read(&[GRANT, CODE, ("tx_code", ""), ("client_id", "w"), ("user_pin", "1")]).unwrap();
    assert_eq!(request.grant, TokenGrant::PreAuthorizedCode { code: "c0de".into(), tx_code: None });
    assert_eq!(request.client_id.as_deref(), Some("w"));
}

#[test]
fn missing_and_repeated_parameters_are_refused() {
    assert_eq!(refused(&[]), ErrorCode::InvalidRequest);
    assert_eq!(refused(&[CODE]), ErrorCode::InvalidRequest);
    assert_eq!(refused(&[GRANT]), ErrorCode::InvalidRequest);
    assert_eq!(refused(&[GRANT, ("pre-authorized_code", "")]), ErrorCode::InvalidRequest);
    assert_eq!(refused(&[GRANT, CODE, CODE]), ErrorCode::InvalidRequest);
    assert_eq!(refused(&[GRANT, CODE, ("x", "1"), ("x", "2")]), ErrorCode::InvalidRequest);
    assert!(read(&[GRANT, CODE, ("resource", "a"), ("resource", "b")]).is_ok());
}

#[test]
fn other_grants_are_refused_by_name() {
    for grant in ["authorization_code", "refresh_token", "client_credentials", "PRE"] {
        assert_eq!(refused(&[("grant_type", grant), CODE]), ErrorCode::UnsupportedGrantType, "{grant}");
    }
}

#[test]
fn authorization_details_are_read() {
    let details = json!([{"type": "openid_credential", "credential_configuration_id": "a", "claims": []}]).to_string();
    let request = read(&[GRANT, CODE, ("authorization_details", &details)]).unwrap();
    assert_eq!(request.authorization_details.unwrap()[0].credential_configuration_id, "a");
}

#[test]
fn authorization_details_of_another_shape_are_refused() {
    for details in [
        "x",
        "{}",
        "[]",
        r#"[{"type":"openid_credential"}]"#,
        r#"[{"type":"payment","credential_configuration_id":"a"}]"#,
        r#"[{"type":"openid_credential","type":"payment","credential_configuration_id":"a"}]"#,
    ] {
        let code = refused(&[GRANT, CODE, ("authorization_details", details)]);
        assert_eq!(code, ErrorCode::InvalidAuthorizationDetails, "{details}");
    }
}

#[test]
fn debug_output_hides_codes() {
    let shown = format!("{:?}", read(&[GRANT, CODE, ("tx_code", "493536")]).unwrap());
    assert!(!shown.contains("c0de") && !shown.contains("493536"), "{shown}");
}

#[test]
fn response_has_the_members_of_the_specification() {
    let mut response = TokenResponse::bearer("t0ken".into(), 300);
    let expected = json!({"access_token": "t0ken", "token_type": "Bearer", "expires_in": 300});
    assert_eq!(serde_json::to_value(&response).unwrap(), expected);
    response.authorization_details = Some(vec![AuthorizationDetail::granted("a", vec!["a-1".into()])]);
    let details = json!([
        {"type": "openid_credential", "credential_configuration_id": "a", "credential_identifiers": ["a-1"]}
    ]);
    assert_eq!(serde_json::to_value(&response).unwrap()["authorization_details"], details);
}

#[test]
fn metadata_says_that_anonymous_wallets_are_welcome() {
    let metadata = AuthorizationServerMetadata::pre_authorized_only(
        "https://r.example/default",
        "https://r.example/default/token",
    );
    let expected = json!({
        "issuer": "https://r.example/default",
        "token_endpoint": "https://r.example/default/token",
        "grant_types_supported": [PRE_AUTHORIZED_CODE],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": true,
        "response_types_supported": []
    });
    assert_eq!(serde_json::to_value(metadata).unwrap(), expected);
}
