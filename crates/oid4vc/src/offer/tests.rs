use serde_json::json;

use super::*;

const ISSUER: &str = "https://registrar.example/default";

fn offer(tx_code: Option<TxCode>) -> CredentialOffer {
    CredentialOffer::pre_authorized(ISSUER, vec!["bsc-computing.ldp".into()], Secret::from("c0de"), tx_code)
}

#[test]
fn offer_has_the_members_of_the_specification() {
    let tx_code = TxCode { input_mode: Some(InputMode::Numeric), length: Some(6), description: Some("By mail".into()) };
    let expected = json!({
        "credential_issuer": ISSUER,
        "credential_configuration_ids": ["bsc-computing.ldp"],
        "grants": {PRE_AUTHORIZED_CODE: {
            "pre-authorized_code": "c0de",
            "tx_code": {"input_mode": "numeric", "length": 6, "description": "By mail"}
        }}
    });
    assert_eq!(serde_json::to_value(offer(Some(tx_code))).unwrap(), expected);
}

#[test]
fn empty_tx_code_still_means_required() {
    let json = serde_json::to_string(&offer(Some(TxCode::default()))).unwrap();
    assert!(json.contains("\"tx_code\":{}"), "{json}");
    let read: CredentialOffer = serde_json::from_str(&json).unwrap();
    assert_eq!(read.grants.pre_authorized_code.unwrap().tx_code, Some(TxCode::default()));
}

#[test]
fn unknown_members_are_ignored() {
    let text = json!({
        "credential_issuer": ISSUER, "credential_configuration_ids": ["a"], "extra": 1,
        "grants": {"urn:example:other": {}, "authorization_code": {"issuer_state": "s", "more": true}}
    });
    let read: CredentialOffer = serde_json::from_value(text).unwrap();
    assert_eq!(read.grants.authorization_code.unwrap().issuer_state.as_deref(), Some("s"));
}

#[test]
fn rules_of_an_offer_are_held() {
    let mut none = offer(None);
    none.credential_configuration_ids.clear();
    assert_eq!(none.check(), Err(OfferError::NoConfiguration));
    let mut twice = offer(None);
    twice.credential_configuration_ids.push("bsc-computing.ldp".into());
    assert_eq!(twice.check(), Err(OfferError::RepeatedConfiguration("bsc-computing.ldp".into())));
    let long = TxCode { description: Some("é".repeat(301)), ..TxCode::default() };
    assert_eq!(offer(Some(long)).check(), Err(OfferError::LongDescription));
    let enough = TxCode { description: Some("é".repeat(300)), ..TxCode::default() };
    assert_eq!(offer(Some(enough)).check(), Ok(()));
}

#[test]
fn link_by_reference_comes_back_whole() {
    let uri = "https://registrar.example/default/offers/Gk-1_x?a=b&c=d+e %2F#f";
    let link = offer_link(uri);
    assert!(
        link.starts_with("openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fregistrar.example%2F"),
        "{link}"
    );
    assert_eq!(OfferLink::parse(&link), Ok(OfferLink::ByReference(uri.to_owned())));
}

#[test]
fn https_link_with_other_parameters_is_read_too() {
    let link = "https://registrar.example/default/o/x?iuv=1&credential_offer_uri=https%3A%2F%2Fregistrar.example%2Fy";
    assert_eq!(OfferLink::parse(link), Ok(OfferLink::ByReference("https://registrar.example/y".into())));
}

#[test]
fn link_by_value_is_read() {
    let json = serde_json::to_string(&offer(Some(TxCode::default()))).unwrap();
    let link = format!("openid-credential-offer://?credential_offer={}", percent_encoded(&json));
    assert_eq!(OfferLink::parse(&link), Ok(OfferLink::ByValue(offer(Some(TxCode::default())))));
}

#[test]
fn link_must_carry_exactly_one_offer() {
    assert_eq!(OfferLink::parse("nonsense"), Err(OfferError::NotALink));
    for query in
        ["", "x=1", "credential_offer_uri=a&credential_offer_uri=b", "credential_offer_uri=a&credential_offer=b"]
    {
        let link = format!("openid-credential-offer://?{query}");
        assert_eq!(OfferLink::parse(&link), Err(OfferError::NotExactlyOne), "{link}");
    }
    let no_json = OfferLink::parse("openid-credential-offer://?credential_offer=%7B").unwrap_err();
    assert!(matches!(no_json, OfferError::NotAnOffer(_)));
}

#[test]
fn debug_output_hides_the_code() {
    assert!(!format!("{:?}", offer(None)).contains("c0de"));
}
