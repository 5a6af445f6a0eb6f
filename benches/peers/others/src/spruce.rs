//! `ssi` 0.16: its own types, its own verification with its resolver for `did:key`, one loader for the whole run.

use std::fmt::Display;

use iref::IriBuf;
use protocol::{Document, Library, NOT_OFFERED, Start, Work, from_hex, to_hex};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use ssi::JWK;
use ssi::claims::data_integrity::{
    AnyInputSuiteOptions, AnySelectionOptions, AnySignatureOptions, AnySuite, CryptographicSuite as _, DataIntegrity,
    JsonPointerBuf, ProofOptions,
};
use ssi::claims::vc::v2::JsonCredential;
use ssi::claims::{SignatureEnvironment, VerificationParameters};
use ssi::dids::{AnyDidMethod, DIDResolver as _, VerificationMethodDIDResolver};
use ssi::json_ld::{CompactJsonLd, ContextLoader, Expandable as _};
use ssi::rdf::{AnyLdEnvironment as _, LdEnvironment};
use ssi::verification_methods::{AnyMethod, ProofPurpose, SingleSecretSigner};
use ssi::xsd::DateTimeStamp;

use crate::terms;

/// What is made once for a run.
pub struct Spruce {
    loader: ContextLoader,
    resolver: VerificationMethodDIDResolver<AnyDidMethod, AnyMethod>,
    key: JWK,
    verification_method: IriBuf,
    p256: JWK,
    p256_verification_method: IriBuf,
    mandatory: Vec<JsonPointerBuf>,
    revealed: Vec<JsonPointerBuf>,
}

impl Spruce {
    /// With the contexts of the run and no others.
    pub fn new(start: Start) -> Result<Self, String> {
        let loader =
            ContextLoader::empty().with_context_map_from(start.contexts.into_iter().collect()).map_err(said)?;
        let seed = from_hex(&start.seed).ok_or("the seed is not hexadecimal")?;
        let secret = ed25519_dalek::SigningKey::try_from(&*seed).map_err(said)?;
        let public = secret.verifying_key();
        let jwk = serde_json::json!({
            "kty": "OKP", "crv": "Ed25519", "x": terms::base64url(public.as_bytes()), "d": terms::base64url(&seed),
        });
        Ok(Self {
            loader,
            resolver: AnyDidMethod::default().into_vm_resolver(),
            key: serde_json::from_value(jwk).map_err(said)?,
            verification_method: IriBuf::new(start.verification_method).map_err(said)?,
            p256: terms::p256_jwk(&start.p256_verification_method, seed)?,
            p256_verification_method: IriBuf::new(start.p256_verification_method).map_err(said)?,
            mandatory: pointers(start.mandatory)?,
            revealed: pointers(start.revealed)?,
        })
    }

    async fn canonical(&self, text: &str) -> Result<Vec<String>, String> {
        let document: CompactJsonLd = serde_json::from_str(text).map_err(said)?;
        let mut environment = LdEnvironment::default();
        let expanded = document.expand_with(&mut environment, &self.loader).await.map_err(said)?;
        environment.canonical_form_of(&expanded).map_err(said)
    }

    async fn sign(&self, document: &Document) -> Result<String, String> {
        let signing = (&self.key, &self.verification_method, AnySignatureOptions::default());
        self.sign_with(AnySuite::EdDsaRdfc2022, document, signing).await
    }

    async fn sign_base(&self, document: &Document) -> Result<String, String> {
        let mut options = AnySignatureOptions::default();
        options.mandatory_pointers.clone_from(&self.mandatory);
        let signing = (&self.p256, &self.p256_verification_method, options);
        self.sign_with(AnySuite::EcdsaSd2023, document, signing).await
    }

    async fn sign_with(
        &self,
        suite: AnySuite,
        document: &Document,
        (key, verification_method, signature_options): (&JWK, &IriBuf, AnySignatureOptions),
    ) -> Result<String, String> {
        let credential: JsonCredential = serde_json::from_str(&document.text).map_err(said)?;
        let created: DateTimeStamp = document.created.parse().map_err(said)?;
        let options = ProofOptions::new(
            created.into(),
            verification_method.clone().into(),
            ProofPurpose::Assertion,
            AnyInputSuiteOptions::default(),
        );
        let environment = SignatureEnvironment { json_ld_loader: &self.loader, eip712_loader: () };
        let secret = SingleSecretSigner::new(key.clone()).into_local();
        let signed = suite
            .sign_with(environment, credential, &self.resolver, secret, options, signature_options)
            .await
            .map_err(said)?;
        serde_json::to_string(&signed).map_err(said)
    }

    async fn derive(&self, text: &str) -> Result<String, String> {
        let base: DataIntegrity<JsonCredential, AnySuite> = serde_json::from_str(text).map_err(said)?;
        let parameters = VerificationParameters::from_resolver(&self.resolver).with_json_ld_loader(&self.loader);
        let mut options = AnySelectionOptions::default();
        options.selective_pointers.clone_from(&self.revealed);
        let derived = base.select(parameters, options).await.map_err(said)?;
        serde_json::to_string(&derived).map_err(said)
    }

    async fn verify(&self, text: &str) -> Result<String, String> {
        let signed: DataIntegrity<JsonCredential, AnySuite> = serde_json::from_str(text).map_err(said)?;
        let parameters = VerificationParameters::from_resolver(&self.resolver).with_json_ld_loader(&self.loader);
        match signed.verify(parameters).await {
            Ok(Ok(())) => Ok("holds".into()),
            Ok(Err(invalid)) => Err(format!("does not hold: {invalid}")),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The whole, and each child by its own text.
    async fn verify_all(&self, text: &str) -> Result<String, String> {
        self.verify(text).await?;
        let transcript: Value = serde_json::from_str(text).map_err(said)?;
        let children = transcript["credentialSubject"]["verifiableCredential"].as_array();
        for child in children.into_iter().flatten() {
            self.verify(&child.to_string()).await?;
        }
        Ok("holds".into())
    }
}

impl Library for Spruce {
    fn work(&self, work: Work, document: &Document) -> Result<String, String> {
        let text = &*document.text;
        match work {
            Work::Canonical => pollster::block_on(self.canonical(text)).map(|lines| lines.concat()),
            Work::Hash => pollster::block_on(self.canonical(text))
                .map(|lines| to_hex(&lines.iter().fold(Sha256::new(), Sha256::chain_update).finalize())),
            Work::Sign => pollster::block_on(self.sign(document)),
            Work::SignBase => pollster::block_on(self.sign_base(document)),
            Work::Derive => pollster::block_on(self.derive(text)),
            Work::Verify => pollster::block_on(self.verify(text)),
            Work::VerifyAll => pollster::block_on(self.verify_all(text)),
            Work::Nquads => {
                let quads = terms::parse(text)?;
                Ok(ssi::rdf::urdna2015::normalize(quads.iter().map(|quad| quad.as_lexical_quad_ref())).into_nquads())
            }
            Work::SignChecked | Work::DeriveChecked | Work::Steps | Work::Stages => Err(NOT_OFFERED.into()),
        }
    }
}

fn pointers(texts: Vec<String>) -> Result<Vec<JsonPointerBuf>, String> {
    texts.into_iter().map(|text| JsonPointerBuf::new(text).map_err(said)).collect()
}

fn said(error: impl Display) -> String {
    error.to_string()
}
