//! Making an offer (OpenID4VCI 1.0 §4): what is in it, by what right, and until when.

use model::draft::{Draft, Kind};
use model::package::Packaged;
use model::time::Time;

use super::consent::{self, Notice};
use super::whose::Kept;
use super::{Authority, Failure, Refusal, codes};
use crate::App;
use crate::store::consents::{Consent, Method};
use crate::store::offers::{self, Configuration, Offer, Offered};
use crate::store::{audit, identities};

/// Seconds an offer's code can be redeemed after a learner agreed.
pub const LIFETIME: i64 = consent::LIFETIME;
/// Seconds a staff offer waits for its learner.
pub const STAFF_LIFETIME: i64 = 24 * 60 * 60;

/// What an offer is asked to hold.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Configuration ids; empty: whatever the awards say, or everything.
    pub configurations: Vec<String>,
    /// Award keys (`source|identifier`) or credential ids; empty: the newest of each configuration.
    pub awards: Vec<String>,
}

/// An offer that was made, with what its maker is told.
#[derive(Debug, Clone)]
pub struct Made {
    /// The row.
    pub offer: Offer,
    /// The transaction code, when one is needed.
    pub tx_code: Option<String>,
}

/// The configuration id of a draft as `ldp_vc`.
pub fn configuration_id(draft: &Draft) -> String {
    format!("{}.ldp", draft.configuration)
}

/// Chooses what goes into an offer: at most one award for each configuration, the newest unless told.
///
/// # Errors
/// [`Refusal::NotOffered`] when something asked for is not in the record, or nothing is left to offer.
pub fn choose<'p>(packaged: &'p Packaged, wanted: &Wanted) -> Result<Vec<&'p Draft>, Refusal> {
    let of_award = |draft: &Draft, award: &String| {
        draft.id == *award || draft.award.to_string() == *award || draft.award.identifier == *award
    };
    let unknown =
        |what: &str, id: &String| Refusal::NotOffered(format!("{what} {id} cannot be issued from this record"));
    if let Some(id) =
        wanted.awards.iter().find(|award| !packaged.credentials.iter().any(|draft| of_award(draft, award)))
    {
        return Err(unknown("the award", id));
    }
    let mut chosen: Vec<&Draft> = Vec::new();
    for draft in &packaged.credentials {
        let by_configuration =
            wanted.configurations.is_empty() || wanted.configurations.contains(&configuration_id(draft));
        let by_award = wanted.awards.is_empty() || wanted.awards.iter().any(|award| of_award(draft, award));
        if !(by_configuration && by_award) {
            continue;
        }
        match chosen.iter_mut().find(|other| other.configuration == draft.configuration) {
            Some(other) if draft.issued_on > other.issued_on => *other = draft,
            Some(_) => {}
            None => chosen.push(draft),
        }
    }
    if let Some(id) =
        wanted.configurations.iter().find(|id| !chosen.iter().any(|draft| configuration_id(draft) == **id))
    {
        return Err(unknown("the credential", id));
    }
    if chosen.is_empty() {
        return Err(Refusal::NotOffered("nothing in this record can be issued".to_owned()));
    }
    Ok(chosen)
}

/// Makes the offer a learner agreed to on our page: consent, offer, the chosen identity and audit in one transaction.
///
/// # Errors
/// [`Failure::Storage`].
pub async fn make_with_consent(
    app: &App,
    learner: &str,
    chosen: &[&Draft],
    notice: &Notice,
    now: Time,
) -> Result<Made, Failure> {
    let consent = Consent {
        id: model::ids::row_id(now, app.random.as_ref()),
        tenant: app.urls.tenant().to_owned(),
        learner: learner.to_owned(),
        records: award_keys(chosen),
        purpose: notice.purpose.clone(),
        party: notice.party.clone(),
        method: Method::Page,
        notice: consent::NOTICE_VERSION.to_owned(),
        notice_hash: Some(notice.hash()),
        given_at: now,
        expires_at: notice.until,
    };
    let terms = Terms {
        authority: Authority::Consent,
        consent: Some(consent),
        whose: Some(notice.whose.keep(app.random.as_ref())),
        needs_tx_code: true,
        lifetime: LIFETIME,
    };
    make(app, learner, chosen, terms, now).await
}

/// Makes a staff offer to one learner: redeeming it will be the acceptance. Nobody has chosen a name, so the copies have the
/// one that the institution's own source states when the wallet comes.
///
/// # Errors
/// [`Failure::Storage`].
pub async fn make_to_student(
    app: &App,
    learner: &str,
    chosen: &[&Draft],
    needs_tx_code: bool,
    now: Time,
) -> Result<Made, Failure> {
    let terms =
        Terms { authority: Authority::ToStudent, consent: None, whose: None, needs_tx_code, lifetime: STAFF_LIFETIME };
    make(app, learner, chosen, terms, now).await
}

struct Terms {
    authority: Authority,
    consent: Option<Consent>,
    whose: Option<Kept>,
    needs_tx_code: bool,
    lifetime: i64,
}

async fn make(app: &App, learner: &str, chosen: &[&Draft], terms: Terms, now: Time) -> Result<Made, Failure> {
    let offer = Offer {
        id: model::ids::row_id(now, app.random.as_ref()),
        tenant: app.urls.tenant().to_owned(),
        public_id: model::ids::public_id(app.random.as_ref()),
        learner: learner.to_owned(),
        authority: terms.authority,
        consent_id: terms.consent.as_ref().map(|consent| consent.id),
        needs_tx_code: terms.needs_tx_code,
        wrong_codes: 0,
        created_at: now,
        expires_at: now.plus(terms.lifetime),
        redeemed_at: None,
    };
    let entry = made_entry(app, &offer, now);
    let stored = offer.clone();
    let offered: Vec<Offered> = chosen.iter().map(|draft| offered(draft)).collect();
    let configurations: Vec<Configuration> = chosen.iter().map(|draft| configuration(draft)).collect();
    app.db
        .write(async move |tx| {
            if let Some(consent) = terms.consent {
                crate::store::consents::insert(tx, consent).await?;
            }
            for configuration in &configurations {
                offers::know_configuration(tx, &stored.tenant, configuration, now).await?;
            }
            offers::insert(tx, &stored, &offered).await?;
            if let Some(whose) = &terms.whose {
                identities::insert(tx, stored.id, whose).await?;
            }
            audit::write(tx, entry).await
        })
        .await?;
    let tx_code = offer.needs_tx_code.then(|| codes::transaction_code(&app.secrets, offer.id));
    Ok(Made { offer, tx_code })
}

fn made_entry(app: &App, offer: &Offer, now: Time) -> audit::Entry {
    let actor = if offer.authority == Authority::Consent { "learner" } else { "operator" };
    app.audit_entry(now, (actor, "offer.made"), &offer.id.to_string(), offer.authority.word())
}

fn offered(draft: &Draft) -> Offered {
    let selection = match draft.kind {
        Kind::Transcript => draft.children.iter().map(|child| child.id.clone()).collect(),
        Kind::Badge | Kind::Course | Kind::Programme | Kind::Assessment | Kind::Competency => vec![draft.id.clone()],
    };
    Offered { configuration: configuration_id(draft), title: draft.title.clone(), selection }
}

/// A draft's configuration as the metadata shows it.
pub fn configuration(draft: &Draft) -> Configuration {
    let kind = if draft.kind == Kind::Transcript { "transcript" } else { "badge" };
    Configuration { id: configuration_id(draft), kind: kind.to_owned(), name: draft.title.clone() }
}

fn award_keys(chosen: &[&Draft]) -> String {
    serde_json::Value::from(chosen.iter().map(|draft| draft.award.to_string()).collect::<Vec<_>>()).to_string()
}

/// Where an offer stands, for its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Waiting for a wallet.
    Open,
    /// A wallet has redeemed it and has not fetched everything yet.
    Claimed(Time),
    /// Everything in it was issued.
    Received(Time),
    /// Too many wrong transaction codes.
    Locked,
    /// Its time is over.
    Expired,
}

impl Standing {
    /// Of `offer` with `offered` credentials in it, of which `issued` went out, the last at `last`.
    pub fn of(offer: &Offer, offered: usize, (issued, last): (i64, Option<Time>), now: Time) -> Self {
        match (offer.redeemed_at, last) {
            (Some(_), Some(last)) if usize::try_from(issued).is_ok_and(|issued| issued >= offered) => {
                Self::Received(last)
            }
            (Some(at), _) => Self::Claimed(at),
            (None, _) if offer.wrong_codes >= offers::WRONG_CODES_ALLOWED => Self::Locked,
            (None, _) if offer.expires_at <= now => Self::Expired,
            (None, _) => Self::Open,
        }
    }
}
