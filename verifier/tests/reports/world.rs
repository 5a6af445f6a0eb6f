//! Issuers, credentials and a verifier to give them to.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use canon::Budget;
use http_body_util::BodyExt as _;
use model::random::{Random, SeededRandom};
use model::status::Bitstring;
use model::time::{SettableClock, Time};
use outside::FixedDocuments;
use proof::certificate::{Names, development_chain};
use proof::data_integrity::selective::{derive, sign_base};
use proof::data_integrity::{self, ProofOptions, Purpose, Suite, UnverifiedDocument};
use proof::did::{did_key, did_key_method};
use proof::did_document::{DidDocument, PublishedKey};
use proof::jose::forms::Form;
use proof::jose::{Algorithm, credential};
use proof::keys::{KeyKind, Signer, SigningKey};
use proof::sd_jwt::{Hiding, document::issue_document, vc::issue_credential};
use proof::token_status::{Bits, StatusListClaims, TokenStatus, TokenStatusList};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use verifier::trust::TrustList;
use verifier::{App, router};

pub(crate) const NOW: &str = "2026-11-24T09:00:00Z";
pub(crate) const WEB_DID: &str = "did:web:college.example:default";
pub(crate) const WEB_DOCUMENT: &str = "https://college.example/default/did.json";
pub(crate) const LIST: &str = "https://college.example/default/status/1";

pub(crate) fn time(text: &str) -> Time {
    Time::parse(text).unwrap()
}

/// Somebody who signs.
pub(crate) struct Issuer {
    key: SigningKey,
    pub(crate) id: String,
    method: String,
}

impl Issuer {
    /// An issuer whose id is its key.
    pub(crate) fn by_key(seed: u8) -> Self {
        let key = SigningKey::from_seed(&[seed; 32]);
        Self { id: did_key(&key.public()), method: did_key_method(&key.public()), key }
    }

    /// An issuer whose id is a key of this kind.
    pub(crate) fn with_key(kind: KeyKind, seed: u64) -> Self {
        let key = SigningKey::generate(kind, &SeededRandom::new(seed)).unwrap();
        Self { id: did_key(&key.public()), method: did_key_method(&key.public()), key }
    }

    /// An issuer whose document stands on the web.
    pub(crate) fn on_the_web(seed: u8) -> Self {
        let key = SigningKey::from_seed(&[seed; 32]);
        Self { key, id: WEB_DID.to_owned(), method: format!("{WEB_DID}#key-1") }
    }

    /// The same key under another name.
    pub(crate) fn called(self, id: &str) -> Self {
        Self { id: id.to_owned(), ..self }
    }

    /// Its DID document, with the key listed for `purposes`.
    pub(crate) fn document(&self, purposes: &[Purpose]) -> Vec<u8> {
        let key = PublishedKey { fragment: "key-1".to_owned(), key: self.key.public(), purposes: purposes.to_vec() };
        serde_json::to_vec(DidDocument::for_web(&self.id, &[key]).json()).unwrap()
    }

    pub(crate) fn profile(&self) -> Value {
        json!({"id": self.id, "type": ["Profile"], "name": "Example College"})
    }

    pub(crate) fn sign(&self, credential: &Value) -> Value {
        self.sign_as(credential, &self.method, Purpose::AssertionMethod)
    }

    pub(crate) fn sign_as(&self, credential: &Value, method: &str, purpose: Purpose) -> Value {
        let options =
            ProofOptions { purpose, ..ProofOptions::assertion(time("2026-06-01T10:00:00Z"), method.to_owned()) };
        data_integrity::sign(credential, &self.key, &options, &Budget::default()).unwrap()
    }

    /// Signs with `suite` what may have proofs already.
    pub(crate) fn add_proof(&self, document: Value, suite: Suite, change: impl Fn(&mut ProofOptions)) -> Value {
        let plain = ProofOptions::assertion(time("2026-06-01T10:00:00Z"), &self.method);
        let mut options = ProofOptions { suite, ..plain };
        change(&mut options);
        let document = UnverifiedDocument::read(document).unwrap();
        let (kind, budget) = (self.key.public().kind(), Budget::default());
        let prepared = data_integrity::prepare_another(document, &options, kind, &contexts::context, &budget);
        prepared.unwrap().sign(&self.key).unwrap()
    }

    /// `credential` with a base proof of `suite`, issuer and date always shown.
    pub(crate) fn base(&self, credential: &Value, suite: Suite) -> Value {
        let plain = ProofOptions::assertion(time("2026-06-01T10:00:00Z"), &self.method);
        let always = ["/issuer", "/validFrom"].map(str::to_owned);
        let reading = (model::published::contexts(), &Budget::default());
        let signing = (&self.key as &dyn Signer, &SeededRandom::new(7) as &dyn Random);
        sign_base(credential.clone(), &ProofOptions { suite, ..plain }, &always, signing, reading).unwrap()
    }

    /// What is derived from `base`, with what stands at `shown`.
    pub(crate) fn derived(&self, base: &Value, shown: &[&str]) -> Value {
        let pointers: Vec<String> = shown.iter().map(|pointer| (*pointer).to_owned()).collect();
        let (contexts, budget) = (model::published::contexts(), Budget::default());
        let derived = derive(base, &pointers, (contexts, &budget)).unwrap();
        derived.verify(&self.key.public(), contexts, &budget).unwrap()
    }

    /// `credential` as a JWT, its header naming the key.
    pub(crate) fn jwt(&self, form: Form, credential: &Value) -> String {
        let header = json!({"kid": self.method});
        credential::sign(form, header.as_object().unwrap(), credential.as_object().unwrap(), &self.key).unwrap()
    }

    /// Whatever `payload` is, under whatever `header` with `alg` and `kid`.
    pub(crate) fn jws(&self, mut header: Value, payload: &Value) -> String {
        if header.get("kid").is_none() && header.get("jwk").is_none() {
            header["kid"] = json!(self.method);
        }
        header["alg"] = json!(Algorithm::of(&self.key.public()).unwrap().name());
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        self.compact(&encode(&header), &encode(payload))
    }

    /// `header` and `payload`, both base64url, with a signature.
    pub(crate) fn compact(&self, header: &str, payload: &str) -> String {
        let signature = self.key.sign(format!("{header}.{payload}").as_bytes()).unwrap();
        format!("{header}.{payload}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// `claims` as an SD-JWT VC in which what stands at `hidden` can be kept back.
    pub(crate) fn sd_jwt(&self, claims: &Value, hidden: &[&str]) -> String {
        let pointers: Vec<String> = hidden.iter().map(|pointer| (*pointer).to_owned()).collect();
        let hiding = Hiding { pointers: &pointers, decoys: 1 };
        let header = json!({"kid": self.method});
        let (header, claims) = (header.as_object().unwrap(), claims.as_object().unwrap());
        issue_credential(header, claims, &hiding, &self.key, &SeededRandom::new(7)).unwrap()
    }

    /// `document` as an SD-JWT of the W3C's in which what stands at `hidden` can be kept back.
    pub(crate) fn sd_document(&self, form: Form, document: &Value, hidden: &[&str]) -> String {
        let pointers: Vec<String> = hidden.iter().map(|pointer| (*pointer).to_owned()).collect();
        let hiding = Hiding { pointers: &pointers, decoys: 0 };
        let header = json!({"kid": self.method});
        let (header, document) = (header.as_object().unwrap(), document.as_object().unwrap());
        issue_document(form, header, document, &hiding, (&self.key, &SeededRandom::new(7))).unwrap()
    }

    /// The id of its key.
    pub(crate) fn method(&self) -> &str {
        &self.method
    }

    /// Its certificate and that of an authority of its own above it, made at `made` for a year, as `x5c` has them.
    pub(crate) fn chain(&self, made: Time) -> Vec<String> {
        let names =
            Names { organisation: "Example College".into(), url: "https://college.example".into(), domain: None };
        let seed = self.id.bytes().map(u64::from).sum();
        let chain = development_chain(&self.key.public(), &names, made, &SeededRandom::new(seed)).unwrap();
        let pem = chain.to_pem();
        let bodies = pem.split("-----").filter(|part| !part.contains(' '));
        bodies.map(|body| body.replace('\n', "")).filter(|body| !body.is_empty()).collect()
    }

    /// The public half of its key, as a JWK.
    pub(crate) fn jwk(&self) -> Value {
        proof::jwk::encode(&self.key.public())
    }

    /// A signed status list token with these statuses at places 0, 1, 2, …
    pub(crate) fn status_token(&self, uri: &str, statuses: &[TokenStatus]) -> String {
        let mut list = TokenStatusList::new(Bits::Two, 1024);
        for (index, status) in (0..).zip(statuses) {
            list.set(index, *status).unwrap();
        }
        let (issued_at, expires_at) = (time("2026-11-24T00:00:00Z"), Some(time("2026-11-25T00:00:00Z")));
        let claims = StatusListClaims { uri: uri.to_owned(), issued_at, expires_at, ttl: None, list };
        claims.sign(json!({"kid": self.method}).as_object().unwrap(), &self.key).unwrap()
    }

    /// A signed status list with `marked` set.
    pub(crate) fn status_list(&self, purpose: &str, marked: &[u64]) -> Value {
        self.sign(&unsigned_list(&self.id, purpose, marked))
    }
}

pub(crate) fn unsigned_list(issuer: &str, purpose: &str, marked: &[u64]) -> Value {
    let mut bits = Bitstring::new(131_072).unwrap();
    for index in marked {
        bits.set(*index, true).unwrap();
    }
    json!({
        "@context": [contexts::VC2_CONTEXT],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": "2026-11-24T00:00:00Z",
        "validUntil": "2026-11-25T00:00:00Z",
        "credentialSubject": {
            "id": format!("{LIST}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits.encode(),
        },
    })
}

pub(crate) fn entry(purpose: &str, index: u64) -> Value {
    json!({
        "id": format!("{LIST}#{index}"),
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index.to_string(),
        "statusListCredential": LIST,
    })
}

/// An unsigned badge for the course `code`, taken in `term`.
pub(crate) fn course(issuer: &Issuer, code: &str, term: &str, grade: &str) -> Value {
    let id = format!("https://college.example/achievements/{code}");
    json!({
        "@context": [contexts::VC2_CONTEXT, contexts::OB_CONTEXT],
        "id": format!("urn:uuid:00000000-0000-8000-8000-{:0>12}", code.trim_start_matches("CS-")),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": format!("Course {code}"),
        "issuer": issuer.profile(),
        "validFrom": "2026-06-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "creditsEarned": 3,
            "term": term,
            "achievement": {
                "id": id,
                "type": ["Achievement"],
                "achievementType": "Course",
                "name": format!("Course {code}"),
                "description": "A course.",
                "humanCode": code,
                "criteria": {"type": "Criteria", "narrative": "Pass the examination."},
                "resultDescription": [{
                    "id": format!("{id}#grade"),
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade"
                }]
            },
            "result": [{
                "id": format!("{id}#result"),
                "type": ["Result"],
                "resultDescription": format!("{id}#grade"),
                "value": grade
            }]
        }
    })
}

/// An unsigned badge.
pub(crate) fn badge(issuer: &Issuer) -> Value {
    course(issuer, "CS-101", "Spring 2026", "A")
}

/// A signed transcript around `children`.
pub(crate) fn transcript(issuer: &Issuer, children: &[Value]) -> Value {
    issuer.sign(&unsigned_transcript(issuer, children))
}

pub(crate) fn unsigned_transcript(issuer: &Issuer, children: &[Value]) -> Value {
    json!({
        "@context": [contexts::VC2_CONTEXT, contexts::CLR_CONTEXT, contexts::OB_CONTEXT],
        "id": "urn:uuid:00000000-0000-8000-8000-000000000001",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": issuer.profile(),
        "validFrom": "2026-06-02T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": children
        }
    })
}

/// A verifier that knows `known`, and finds `documents` and nothing else.
pub(crate) fn verifier(documents: FixedDocuments, known: &[&Issuer]) -> Router {
    let empty = TrustList::empty("the test list");
    let trust = known.iter().fold(empty, |list, issuer| list.with(&issuer.id, "Example College (listed)", None));
    router(App::new(Arc::new(documents), Arc::new(trust), Arc::new(SettableClock::at(time(NOW)))))
}

/// The report on `credential` where nothing can be fetched and `issuer` is known.
pub(crate) async fn report(credential: &Value, issuer: &Issuer) -> Value {
    let (status, report) = post(&verifier(FixedDocuments::default(), &[issuer]), credential.to_string()).await;
    assert_eq!(status, StatusCode::OK);
    report
}

/// The same for text of any kind.
pub(crate) async fn report_text(text: &str, issuer: &Issuer) -> Value {
    post(&verifier(FixedDocuments::default(), &[issuer]), text.to_owned()).await.1
}

/// What the API says of `bytes`.
pub(crate) async fn post(verifier: &Router, bytes: impl Into<Body>) -> (StatusCode, Value) {
    let request = Request::post("/verifier/api/verify").body(bytes.into()).unwrap();
    let (status, body) = answer(verifier, request).await;
    (status, serde_json::from_slice(&body).unwrap())
}

pub(crate) async fn answer(verifier: &Router, request: Request<Body>) -> (StatusCode, Vec<u8>) {
    let response = verifier.clone().oneshot(request).await.unwrap();
    (response.status(), response.into_body().collect().await.unwrap().to_bytes().to_vec())
}

/// Outcome and reason of the check `code`.
pub(crate) fn check<'a>(report: &'a Value, code: &str) -> (&'a str, &'a str) {
    let checks = report["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["code"] == code).unwrap();
    (check["outcome"].as_str().unwrap(), check["reason"].as_str().unwrap())
}

/// The report in lines: verdict, then every check that applies.
pub(crate) fn lines(report: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines = vec![format!("{}: {}", text(&report["verdict"]), text(&report["sentence"]))];
    for check in report["checks"].as_array().unwrap() {
        if check["outcome"] != "not_applicable" {
            let [code, outcome, reason] = ["code", "outcome", "reason"].map(|name| text(&check[name]));
            lines.push(format!("  {code} {outcome} {reason}: {}", text(&check["sentence"])));
        }
    }
    lines.join("\n")
}

/// The document with one leaf changed, for each of its leaves, and where.
pub(crate) fn each_leaf_changed(document: &Value) -> Vec<(String, Value)> {
    let mut places = Vec::new();
    leaves(document, "", &mut places);
    let change = |place: String| {
        let mut changed = document.clone();
        let leaf = changed.pointer_mut(&place).unwrap();
        *leaf = match &*leaf {
            Value::String(text) => json!(format!("{text}x")),
            _ => json!(4),
        };
        (place, changed)
    };
    places.into_iter().map(change).collect()
}

/// Every place in the document that holds a value, as JSON Pointers.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                leaves(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                leaves(value, &format!("{at}/{number}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}
