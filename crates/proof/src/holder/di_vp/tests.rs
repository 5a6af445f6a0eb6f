use super::*;
use crate::data_integrity::{ProofError, ProofOptions, sign};
use crate::did::DidError;
use crate::jwk;
use crate::keys::SigningKey;
use canon::CanonError;
use model::time::Time;
use serde_json::json;

const ISSUER: &str = "https://learn.example.edu/default";
const NOW: Time = Time::from_unix(1_790_000_000);

fn policy() -> ProofPolicy<'static> {
    ProofPolicy::new(ISSUER, NOW)
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[9; 32])
}

fn vp() -> Value {
    json!({
        "@context": [contexts::VC2_CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": did::did_key(&key().public()),
    })
}

fn options() -> ProofOptions {
    ProofOptions {
        purpose: Purpose::Authentication,
        challenge: Some("n-1".into()),
        domain: Some(ISSUER.into()),
        ..ProofOptions::assertion(NOW, did::did_key_method(&key().public()))
    }
}

fn signed(vp: &Value, options: &ProofOptions) -> Value {
    sign(vp, &key(), options, &Budget::default()).unwrap()
}

fn verify(vp: &Value, options: &ProofOptions) -> Result<Holder, HolderError> {
    verify_di_vp_proof(&signed(vp, options), &policy())
}

fn with(member: &str, value: Value) -> Value {
    let mut vp = vp();
    vp[member] = value;
    vp
}

#[test]
fn the_controller_of_the_key_is_the_holder() {
    let mut without_holder = vp();
    without_holder.as_object_mut().unwrap().remove("holder");
    let as_object = with("holder", json!({"id": did::did_key(&key().public())}));
    for vp in [vp(), without_holder, as_object] {
        let holder = verify(&vp, &options()).unwrap();
        assert_eq!((holder.did, holder.nonce.as_str()), (did::did_key(&key().public()), "n-1"));
        assert_eq!((holder.key, holder.thumbprint), (key().public(), jwk::thumbprint(&key().public())));
    }
}

#[test]
fn presentations_of_vcdm_1_1() {
    let contexts = ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/security/data-integrity/v2"];
    assert!(verify(&with("@context", json!(contexts)), &options()).is_ok());
}

#[test]
fn did_jwk_holders() {
    let options = ProofOptions { verification_method: did::did_jwk_method(&key().public()), ..options() };
    let holder = verify(&with("holder", json!(did::did_jwk(&key().public()))), &options).unwrap();
    assert_eq!(holder.did, did::did_jwk(&key().public()));
}

#[test]
fn every_refusal_of_a_presentation() {
    let refused = |vp: &Value| match verify_di_vp_proof(vp, &policy()) {
        Err(HolderError::Presentation { what }) => what,
        other => panic!("{other:?}"),
    };
    let good = signed(&vp(), &options());
    let changed = |member: &str, value: Value| {
        let mut vp = good.clone();
        vp[member] = value;
        vp
    };
    let context = "expected the context of VCDM 2.0 or 1.1 first";
    for value in [json!([]), json!({}), json!(null), json!("https://a.example"), json!([contexts::OB_CONTEXT])] {
        assert_eq!(refused(&changed("@context", value)), context);
    }
    let inline = json!([contexts::VC2_CONTEXT, {"challenge": null}]);
    let own = "expected contexts by URL, found one written into the presentation";
    assert_eq!(refused(&changed("@context", inline)), own);
    for value in [json!("VerifiableCredential"), json!([]), json!(null)] {
        assert_eq!(refused(&changed("type", value)), "expected VerifiablePresentation");
    }
    for value in [json!([]), json!([good["proof"], good["proof"]])] {
        assert_eq!(refused(&changed("proof", value)), "expected exactly one proof");
    }
    assert_eq!(refused(&vp()), "expected exactly one proof");
    assert_eq!(refused(&json!("x")), context);
}

#[test]
fn every_refusal_of_a_proof() {
    let with = |change: &dyn Fn(&mut ProofOptions)| {
        let mut options = options();
        change(&mut options);
        verify(&vp(), &options).unwrap_err()
    };
    let purpose = ProofError::PurposeMismatch { expected: "authentication", found: "assertionMethod".into() };
    assert_eq!(with(&|options| options.purpose = Purpose::AssertionMethod), purpose.into());
    let domain = HolderError::OtherAudience { member: "domain" };
    assert_eq!(with(&|options| options.domain = None), domain);
    assert_eq!(with(&|options| options.domain = Some(format!("{ISSUER}/"))), domain);
    let nonce = HolderError::NonceMissing { member: "challenge" };
    assert_eq!(with(&|options| options.challenge = None), nonce);
    assert_eq!(with(&|options| options.challenge = Some(String::new())), nonce);
    assert_eq!(with(&|options| options.created = NOW.plus(-301)), HolderError::TooOld);
    assert_eq!(with(&|options| options.created = NOW.plus(301)), HolderError::FromTheFuture);
    let web = with(&|options| options.verification_method = "did:web:a.example#k".into());
    assert_eq!(web, DidError::OtherMethod { method: "web".into() }.into());
}

#[test]
fn another_holder_is_refused() {
    let other = did::did_key(&SigningKey::from_seed(&[8; 32]).public());
    for holder in [json!(other), json!({"id": other}), json!({}), json!(null), json!([])] {
        let mut vp = signed(&vp(), &options());
        vp["holder"] = holder;
        assert_eq!(verify_di_vp_proof(&vp, &policy()), Err(HolderError::OtherHolder));
    }
}

#[test]
fn every_changed_member_is_refused() {
    let good = signed(&vp(), &options());
    assert!(verify_di_vp_proof(&good, &policy()).is_ok());
    for (pointer, value) in [
        ("/proof/challenge", json!("n-2")),
        ("/proof/created", json!(NOW.plus(1).to_string())),
        (
            "/proof/proofValue",
            signed(&vp(), &ProofOptions { challenge: Some("n-2".into()), ..options() })["proof"]["proofValue"].clone(),
        ),
        ("/type", json!(["VerifiablePresentation", "VerifiableCredential"])),
    ] {
        let mut changed = good.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let refused = verify_di_vp_proof(&changed, &policy());
        assert_eq!(refused, Err(ProofError::BadSignature.into()), "{pointer}");
    }
    let mut expired = good.clone();
    expired["proof"]["expires"] = json!(NOW.to_string());
    assert_eq!(verify_di_vp_proof(&expired, &policy()), Err(ProofError::Expired { at: NOW }.into()));
    let mut undefined = good;
    undefined["unheardOf"] = json!(1);
    let refused = verify_di_vp_proof(&undefined, &policy());
    assert!(matches!(refused, Err(HolderError::Proof(ProofError::Canonicalisation(CanonError::UndefinedTerm { .. })))));
}
