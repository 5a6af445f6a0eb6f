//! A small honest wallet, whose every message a story can spoil.

use axum::body::Body;
use axum::http::{Request, header};
use proof::keys::SigningKey;
use serde_json::{Map, Value, json};

use crate::world::{Answer, World};

pub(crate) const PRE_AUTHORIZED: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

/// A wallet with one key.
pub(crate) struct Wallet<'w> {
    pub(crate) world: &'w World,
    pub(crate) key: SigningKey,
}

impl<'w> Wallet<'w> {
    pub(crate) fn new(world: &'w World) -> Self {
        Self { world, key: SigningKey::from_seed(&[9; 32]) }
    }

    pub(crate) fn did(&self) -> String {
        proof::did::did_key(&self.key.public())
    }

    /// The offer's pre-authorized code.
    pub(crate) async fn code(&self, public_id: &str) -> String {
        let offer = self.world.get(&format!("/default/offers/{public_id}")).await.json();
        offer["grants"][PRE_AUTHORIZED]["pre-authorized_code"].as_str().expect("a code").to_owned()
    }

    pub(crate) async fn redeem(&self, code: &str, tx_code: Option<&str>) -> Answer {
        let mut fields = vec![("grant_type", PRE_AUTHORIZED), ("pre-authorized_code", code)];
        fields.extend(tx_code.map(|tx_code| ("tx_code", tx_code)));
        self.world.form("/default/token", &fields).await
    }

    pub(crate) async fn token(&self, public_id: &str, tx_code: Option<&str>) -> String {
        let answer = self.redeem(&self.code(public_id).await, tx_code).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["access_token"].as_str().expect("a token").to_owned()
    }

    pub(crate) async fn nonce(&self) -> String {
        let answer = self.world.form("/default/nonce", &[]).await;
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        answer.json()["c_nonce"].as_str().expect("a nonce").to_owned()
    }

    /// A `jwt` key proof (OpenID4VCI 1.0 appendix F.1).
    pub(crate) fn jwt_proof(&self, nonce: &str, audience: &str) -> String {
        let header = json!({
            "typ": "openid4vci-proof+jwt",
            "kid": proof::did::did_key_method(&self.key.public()),
        });
        let payload = json!({"aud": audience, "iat": self.world.issuer.now().unix(), "nonce": nonce});
        proof::jose::sign(&members(&header), &members(&payload), &self.key).unwrap()
    }

    /// A `di_vp` key proof (appendix F.2).
    pub(crate) fn di_vp_proof(&self, nonce: &str, audience: &str) -> Value {
        let presentation = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "holder": self.did(),
        });
        let options = proof::data_integrity::ProofOptions {
            purpose: proof::data_integrity::Purpose::Authentication,
            challenge: Some(nonce.to_owned()),
            domain: Some(audience.to_owned()),
            ..proof::data_integrity::ProofOptions::assertion(
                self.world.issuer.now(),
                proof::did::did_key_method(&self.key.public()),
            )
        };
        proof::data_integrity::sign(&presentation, &self.key, &options, &canon::Budget::default()).unwrap()
    }

    /// A fresh, right `jwt` proof.
    pub(crate) async fn proofs(&self) -> Value {
        json!({"jwt": [self.jwt_proof(&self.nonce().await, &self.world.issuer.urls().issuer())]})
    }

    pub(crate) async fn request(&self, token: &str, body: &Value) -> Answer {
        self.post("/default/credential", token, body).await
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        let request = Request::post(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json");
        self.world.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// One credential, or the refusal.
    pub(crate) async fn ask(&self, token: &str, configuration: &str) -> Answer {
        let body = json!({"credential_configuration_id": configuration, "proofs": self.proofs().await});
        self.request(token, &body).await
    }

    /// One credential.
    pub(crate) async fn fetch(&self, token: &str, configuration: &str) -> Value {
        let answer = self.ask(token, configuration).await;
        assert_eq!(answer.status, 200, "{configuration}: {}", answer.text());
        answer.json()["credentials"][0]["credential"].clone()
    }

    /// Everything in an offer, in its order.
    pub(crate) async fn receive(&self, public_id: &str, tx_code: Option<&str>) -> Vec<(String, Value)> {
        let offer = self.world.get(&format!("/default/offers/{public_id}")).await.json();
        let token = self.token(public_id, tx_code).await;
        let mut received = Vec::new();
        for id in offer["credential_configuration_ids"].as_array().expect("configurations") {
            let id = id.as_str().expect("a configuration id");
            received.push((id.to_owned(), self.fetch(&token, id).await));
        }
        received
    }
}

pub(crate) fn members(value: &Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}
