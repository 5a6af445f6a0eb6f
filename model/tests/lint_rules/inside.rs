//! Credentials inside of a credential: in a transcript, as endorsements, as JWTs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::lint::{Code, lint};
use serde_json::{Value, json};

use crate::brief;
use crate::good::{EXTENSIONS, V2, badge, endorsement, transcript, with};

fn token(payload: &Value) -> String {
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.c2ln", encoded(&json!({"alg": "EdDSA"})), encoded(payload))
}

/// In the transcript the term is known by the transcript's context; the credential is signed and shown without it.
#[test]
fn a_credential_in_a_transcript_stands_on_its_own_contexts() {
    let refresh = json!({"id": "https://college.example/refresh", "type": "1EdTechCredentialRefresh"});
    let at = "/credentialSubject/verifiableCredential/1";
    let extended = with(transcript(), "/@context/-", json!(EXTENSIONS));
    assert_eq!(lint(&extended), []);
    let borrowed = with(extended, &format!("{at}/refreshService"), refresh);
    assert_eq!(brief(&lint(&borrowed)), [(Code::Canonical, at)]);
    assert_eq!(lint(&with(borrowed, &format!("{at}/@context/-"), json!(EXTENSIONS))), []);
    let bare = with(transcript(), &format!("{at}/@context"), json!([V2]));
    let faults = lint(&with(bare, &format!("{at}/type"), json!(["VerifiableCredential"])));
    assert!(brief(&faults).contains(&(Code::Canonical, at)), "{faults:?}");
}

#[test]
fn endorsements_are_credentials_too() {
    let endorsed = |place: &str, value: Value| lint(&with(badge(), place, value));
    let (good, bad) = (endorsement(), with(endorsement(), "/credentialSubject/id", json!("welding")));
    for place in ["/endorsement", "/issuer/endorsement", "/credentialSubject/achievement/endorsement"] {
        assert_eq!(endorsed(place, json!([good])), [], "{place}");
        let faults = endorsed(place, json!([good, bad]));
        assert!(faults.iter().any(|fault| fault.path == format!("{place}/1/credentialSubject/id")), "{faults:?}");
    }
    let other = with(endorsement(), "/type", json!(["VerifiableCredential"]));
    assert!(brief(&endorsed("/endorsement", json!(other))).contains(&(Code::Type, "/endorsement/type")));
}

#[test]
fn endorsements_as_jwt_are_opened() {
    let endorsed = |payload: &Value| lint(&with(badge(), "/endorsementJwt", json!([token(payload)])));
    assert_eq!(endorsed(&endorsement()), []);
    let older = json!({"iss": "did:web:board.example", "vc": with(
        with(with(endorsement(), "/@context/0", json!("https://www.w3.org/2018/credentials/v1")), "/validFrom", json!(null)),
        "/issuanceDate", json!("2026-01-31T09:30:00Z"),
    )});
    assert_eq!(endorsed(&older), []);
    let faults = endorsed(&with(endorsement(), "/name", json!(null)));
    assert_eq!(brief(&faults), [(Code::Schema, "/endorsementJwt/0")]);
    assert!(faults[0].to_string().contains("of what the JWT holds"), "{}", faults[0]);
    let mut deep = json!(1);
    for _ in 0..200 {
        deep = json!([deep]);
    }
    let deep = format!("{{\"a\":{deep}}}");
    let text = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(deep));
    let faults = lint(&with(badge(), "/endorsementJwt", json!(text)));
    assert_eq!(brief(&faults), [(Code::Endorsement, "/endorsementJwt")]);
    for wrong in [json!("e30.e30"), json!("e30.W10.c2ln"), json!("e30.e30.c2ln.c2ln"), json!(7)] {
        let faults = lint(&with(badge(), "/endorsementJwt", wrong.clone()));
        assert!(brief(&faults).contains(&(Code::Endorsement, "/endorsementJwt")), "{wrong}: {faults:?}");
    }
}
