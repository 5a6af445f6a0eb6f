//! A credential request answered (OpenID4VCI 1.0 §8): token, configuration, key proof; then intent, signature, answer.

use std::borrow::Cow;

use model::draft::{Binding, Draft, Identity, Kind, Subject};
use model::record::LearnerRecord;
use model::time::Time;
use oid4vc::credential::{CredentialRequest, Proofs, Requested};
use proof::data_integrity::{PreparedText, ProofOptions, Suite};
use proof::envelope::Envelope;
use proof::holder::{self, Holder, ProofPolicy};
use proof::keyring::{KeyEntry, KeyPurpose};
use proof::keys::KeyKind;
use proof::written::{self, Written};

use super::codes::PresentedToken;
use super::nonce::{self, Nonce};
use super::prepare::{self, Conditions, Prepared};
use super::whose::{Choice, Kept};
use super::{Authority, Failure, Refusal, identity};
use crate::App;
use crate::catalogue::Edition;
use crate::store::credentials::Intent;
use crate::store::grants::{self, AccessToken};
use crate::store::identities;
use crate::store::offers::{self, Offer, Offered};
use crate::urls::Urls;

/// What a wallet gets.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The signed credential, as JSON text.
    pub credential: String,
    /// For the notification endpoint.
    pub notification_id: String,
}

/// Answers a credential request.
///
/// # Errors
/// [`Failure::Refused`] with the reason; nothing is signed then.
pub async fn answer(app: &App, token: &str, request: &CredentialRequest, now: Time) -> Result<Answer, Failure> {
    let prepared = prepare(app, token, request, now).await?;
    let (intent, credential) = prepared.sign(&app.urls, &app.keys, app.random.as_ref())?.record(app, now).await?;
    Ok(Answer { credential, notification_id: super::codes::notification_id(&app.secrets, intent.id) })
}

/// Everything up to the committed intent: token, configuration, key proof, record, packaging, lint, status index.
///
/// # Errors
/// As [`answer`].
pub async fn prepare(app: &App, token: &str, request: &CredentialRequest, now: Time) -> Result<Prepared, Failure> {
    let token = live_token(app, token, now).await?;
    let offer =
        offers::by_id(&app.db, token.offer_id).await?.ok_or(Failure::Inconsistent("a token without an offer"))?;
    let offered = offered(app, &offer, request).await?;
    let (holder, nonce) = proved_holder(app, request, now)?;
    let intended = crate::store::credentials::intent_of(&app.db, offer.id, &offered.configuration).await?;
    if let Some(intent) = intended {
        return again(app, intent, &holder, nonce).await;
    }
    first(app, &Asked { token: &token, offer: &offer, offered: &offered, holder: &holder, now }, nonce).await
}

/// The live access token behind a bearer token.
///
/// # Errors
/// [`Refusal::InvalidToken`].
pub async fn live_token(app: &App, text: &str, now: Time) -> Result<AccessToken, Failure> {
    let presented = PresentedToken::parse(text).ok_or(Refusal::InvalidToken)?;
    let token = grants::live(&app.db, app.urls.tenant(), presented.id, now).await?.ok_or(Refusal::InvalidToken)?;
    if presented.matches(&token.secret_hash) { Ok(token) } else { Err(Refusal::InvalidToken.into()) }
}

async fn offered(app: &App, offer: &Offer, request: &CredentialRequest) -> Result<Offered, Failure> {
    let (id, unknown) = match &request.requested {
        Requested::Configuration(id) => (id, Refusal::UnknownConfiguration),
        // Each configuration has one dataset, so its id is its identifier too.
        Requested::Identifier(id) => (id, Refusal::UnknownIdentifier),
        Requested::Format(_) => {
            let text = "expected credential_configuration_id or credential_identifier, found a format";
            return Err(Refusal::InvalidCredentialRequest(text.to_owned()).into());
        }
    };
    let all = offers::credentials(&app.db, offer.id).await?;
    Ok(all.into_iter().find(|offered| offered.configuration == *id).ok_or(unknown)?)
}

fn proved_holder(app: &App, request: &CredentialRequest, now: Time) -> Result<(Holder, Nonce), Refusal> {
    let audience = app.urls.issuer();
    let policy = ProofPolicy::new(&audience, now);
    let proved = match &request.proofs {
        Some(Proofs::Jwt(jwts)) => match jwts.as_slice() {
            [jwt] => holder::verify_jwt_proof(jwt, &policy),
            _ => return Err(one_proof()),
        },
        Some(Proofs::DiVp(presentations)) => match presentations.as_slice() {
            [presentation] => holder::verify_di_vp_proof(presentation, &policy),
            _ => return Err(one_proof()),
        },
        _ => return Err(Refusal::InvalidProof("expected one key proof of type jwt or di_vp, found none".to_owned())),
    };
    let holder = proved.map_err(|error| Refusal::InvalidProof(error.description()))?;
    let nonce = nonce::read(&app.secrets, &holder.nonce, now).ok_or(Refusal::InvalidNonce)?;
    Ok((holder, nonce))
}

fn one_proof() -> Refusal {
    Refusal::InvalidCredentialRequest(
        "expected exactly one key proof: this issuer gives one credential for each request".to_owned(),
    )
}

/// A retry: the same holder gets the same credential; any other is refused. The nonce is used up either way.
async fn again(app: &App, intent: Intent, holder: &Holder, nonce: Nonce) -> Result<Prepared, Failure> {
    let fresh = app.db.write(async move |tx| grants::use_nonce(tx, nonce.key, nonce.expires_at).await).await?;
    if !fresh {
        return Err(Refusal::InvalidNonce.into());
    }
    if intent.holder != holder.did {
        return Err(Refusal::OtherHolder.into());
    }
    Ok(Prepared::resume(intent))
}

/// A request whose token, configuration and key proof hold.
struct Asked<'a> {
    token: &'a AccessToken,
    offer: &'a Offer,
    offered: &'a Offered,
    holder: &'a Holder,
    now: Time,
}

async fn first(app: &App, asked: &Asked<'_>, nonce: Nonce) -> Result<Prepared, Failure> {
    let Asked { token, offer, offered, holder, now } = *asked;
    let catalogue = app.edition().await?;
    let record = app.records.record(&offer.learner).await?.ok_or(Refusal::NotIssuable)?;
    let (learner_name, identifiers) = whose(app, offer, &record).await?;
    let draft = draft(app, &record, offered, &catalogue)?;
    let key = app
        .keys
        .active(KeyPurpose::Credential, KeyKind::Ed25519)
        .map_err(|error| Failure::Signing(error.to_string()))?;
    let list_key =
        identity::status_key(&app.urls, &app.keys, key).map_err(|error| Failure::Signing(error.to_string()))?;
    let ids = credential_ids(&draft, &offered.selection);
    let indices = app.indices.take(app, &list_key.id, ids.len(), now).await?;
    let mut entries = indices.iter().map(|index| index.entry.clone());
    let binding = Binding {
        issuer_id: &identity::of_key(&app.urls, &key.id, &key.key.public()).id,
        subject: Subject::Holder { id: holder.did.clone(), identifiers },
        valid_from: now,
        status: &mut |_| entries.next(),
        learner_name,
        selection: None,
    };
    let check_page = app.institution().transcript_pdf.as_deref();
    let document = bind(&draft, (&offered.selection, check_page), binding)?;
    let accepted = (offer.authority == Authority::ToStudent && offer.consent_id.is_none())
        .then(|| prepare::acceptance(app, offer, std::slice::from_ref(&offered.title), now));
    let intent = Intent {
        id: model::ids::row_id(now, app.random.as_ref()),
        tenant: offer.tenant.clone(),
        offer_id: Some(offer.id),
        credential_id: draft.id.clone(),
        configuration: offered.configuration.clone(),
        learner: Some(offer.learner.clone()),
        holder: holder.did.clone(),
        document_hash: prepare::document_hash(&document),
        document,
        key_id: key.id.clone(),
        suite: Envelope::Proof(Suite::EddsaRdfc2022),
        authority: offer.authority,
        consent_id: offer.consent_id.or_else(|| accepted.as_ref().map(|consent| consent.id)),
        catalogue_version: Some(catalogue.version()),
        created_at: now,
    };
    let conditions = Conditions { token: token.id, nonce, accepted };
    match Prepared::commit(app, intent, prepare::entries(&indices, &ids), conditions).await? {
        Some(prepared) => Ok(prepared),
        None => overtaken(app, asked).await,
    }
}

/// Another request for the same credential wrote its intent first.
async fn overtaken(app: &App, asked: &Asked<'_>) -> Result<Prepared, Failure> {
    let intent = crate::store::credentials::intent_of(&app.db, asked.offer.id, &asked.offered.configuration)
        .await?
        .ok_or(Failure::Inconsistent("an intent that stands in the way is gone"))?;
    if intent.holder == asked.holder.did { Ok(Prepared::resume(intent)) } else { Err(Refusal::OtherHolder.into()) }
}

/// Name and identifiers as the learner chose them with the offer; without a choice, as it is by default.
async fn whose(app: &App, offer: &Offer, record: &LearnerRecord) -> Result<(Option<String>, Vec<Identity>), Failure> {
    let sources = &app.institution().sources;
    let kept = identities::of_offer(&app.db, offer.id).await?;
    let kept = kept.unwrap_or_else(|| Kept { name: Choice::by_default(record, sources).name, emails: Vec::new() });
    Ok(kept.subject(record, sources)?)
}

/// The draft as the record packages it now: what was offered may have been revoked since.
fn draft(app: &App, record: &LearnerRecord, offered: &Offered, catalogue: &Edition) -> Result<Draft, Failure> {
    let packaged = app.package_with(record, catalogue);
    // A badge and its copy inside the transcript have one id: the configuration tells which is meant.
    let wanted = |draft: &Draft| {
        super::offer::configuration_id(draft) == offered.configuration
            && (draft.kind == Kind::Transcript || offered.selection.contains(&draft.id))
    };
    Ok(packaged.credentials.into_iter().find(wanted).ok_or(Refusal::NotIssuable)?)
}

/// Ids in the order `bind` asks for their status: children before the transcript.
fn credential_ids(draft: &Draft, selection: &[String]) -> Vec<String> {
    let kept = draft.children.iter().filter(|child| selection.contains(&child.id)).map(|child| child.id.clone());
    kept.chain(std::iter::once(draft.id.clone())).collect()
}

/// The document to sign: of a transcript what was chosen and is still in the record, with its PDF where one is wanted, linted.
/// The intent keeps it, so that every retry signs the same file.
fn bind(
    draft: &Draft,
    (selection, check_page): (&[String], Option<&str>),
    mut binding: Binding<'_>,
) -> Result<String, Failure> {
    if draft.kind == Kind::Transcript {
        let ids = draft.children.iter().map(|child| child.id.clone());
        binding.selection = Some(ids.filter(|id| selection.contains(id)).collect());
    }
    let mut document = draft.bind(&mut binding).map_err(|_| Refusal::NotIssuable)?;
    if let Some(check_page) = check_page.filter(|_| draft.kind == Kind::Transcript) {
        crate::transcript_pdf::attach(draft, &mut document, check_page)?;
    }
    model::lint::before_signature(&document).map_err(|fault| Failure::Lint(fault.to_string()))?;
    Ok(document.to_string())
}

/// Signs a credential; in a transcript first every child that has no proof, then the whole. What is signed stays as it was
/// written, with the proof as its last member.
///
/// # Errors
/// [`Failure::Signing`].
pub fn sign_tree(
    urls: &Urls,
    (key, suite): (&KeyEntry, Suite),
    document: &str,
    created: Time,
) -> Result<String, Failure> {
    sign_one(urls, (key, suite), &sign_children(urls, (key, suite), document, created)?, created)
}

/// Signs every child of a transcript that has no proof; children that have one stay byte for byte.
///
/// # Errors
/// [`Failure::Signing`].
pub fn sign_children<'t>(
    urls: &Urls,
    (key, suite): (&KeyEntry, Suite),
    document: &'t str,
    created: Time,
) -> Result<Cow<'t, str>, Failure> {
    let mut signed = Vec::new();
    for child in children_without_proof(document) {
        signed.push((child.range(), sign_one(urls, (key, suite), child.text(), created)?));
    }
    Ok(if signed.is_empty() { Cow::Borrowed(document) } else { Cow::Owned(written::replaced(document, &signed)) })
}

/// The credentials that stand in the transcript `document` without a proof. A document that is no transcript has none.
pub fn children_without_proof(document: &str) -> Vec<Written<'_>> {
    let subject = Written::of(document).and_then(|whole| whole.member("credentialSubject"));
    let children = subject.and_then(|subject| subject.member("verifiableCredential")).filter(|found| found.is_array());
    let children = children.map(Written::one_or_many).unwrap_or_default();
    children.into_iter().filter(|child| child.member("proof").is_none()).collect()
}

/// Signs one document.
///
/// # Errors
/// [`Failure::Signing`], also when the suite does not sign with such a key.
pub fn sign_one(
    urls: &Urls,
    (key, suite): (&KeyEntry, Suite),
    document: &str,
    created: Time,
) -> Result<String, Failure> {
    let identity = identity::of_key(urls, &key.id, &key.key.public());
    let options = ProofOptions { suite, ..ProofOptions::assertion(created, identity.method) };
    PreparedText::new(document, &options, key.kind(), &canon::Budget::default())
        .and_then(|prepared| prepared.sign(&*key.key))
        .map_err(|error| Failure::Signing(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::draft::{AwardKey, Summary};
    use serde_json::{Value, json};

    fn draft(criteria: &Value) -> Draft {
        let id = "urn:uuid:00000000-0000-8000-8000-000000000001";
        Draft {
            kind: Kind::Badge,
            configuration: "welding".into(),
            award: AwardKey { source: "college".into(), identifier: "1".into() },
            path: "/Person/0/CredentialAward/0".into(),
            id: id.into(),
            achievement_id: "https://college.example/welding".into(),
            credential: std::sync::Arc::new(json!({
                "@context": [contexts::VC2_CONTEXT, contexts::OB_CONTEXT], "id": id,
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "issuer": {"id": "did:web:college.example", "type": ["Profile"], "name": "College"},
                "credentialSubject": {"type": ["AchievementSubject"], "achievement": {
                    "id": "https://college.example/welding", "type": ["Achievement"], "name": "Welding",
                    "description": "Welds.", "criteria": criteria,
                }},
            })),
            title: "Welding".into(),
            description: "Welds.".into(),
            issued_on: None,
            summary: Summary::default(),
            children: Vec::new(),
            transcript: None,
        }
    }

    fn bound(criteria: &Value) -> Result<String, Failure> {
        let binding = Binding {
            issuer_id: "did:web:college.example",
            subject: Subject::holder("did:example:learner"),
            valid_from: Time::from_unix(1_800_000_000),
            status: &mut |_| None,
            learner_name: None,
            selection: None,
        };
        bind(&draft(criteria), (&[], None), binding)
    }

    #[test]
    fn what_the_lint_stops_never_becomes_an_intent() {
        assert!(bound(&json!({"narrative": "Weld something."})).is_ok());
        let refused = bound(&json!({})).unwrap_err();
        assert!(matches!(&refused, Failure::Lint(why) if why.contains("(criteria)")), "{refused}");
    }
}
