//! The last look before a signature.
//!
//! A credential that a wallet or 1EdTech's validator cannot read, or whose signed bytes would not hold all that it says,
//! must never be signed. This looks at the form only; whether it may be issued is decided elsewhere.
//!
//! The rules go by type. Badges, transcripts and endorsements are held to all: the published schema, what 1EdTech's
//! validator asks beside it, and what makes a credential cost or mislead those who check it. Any other credential is held
//! to the Verifiable Credentials Data Model 2.0. All must have a canonical form that holds everything they say.
//!
//! | module | subject |
//! |---|---|
//! | `kind`, `context_order` | types, and the contexts that go with them |
//! | `data_model`, `dates`, `status`, `schemas` | what every credential has |
//! | `nodes` | one walk over the nodes of a badge: their types, ids and words |
//! | `subject`, `results`, `identity` | whose it is, and with which result |
//! | `endorsements` | credentials inside of a credential, and JWTs |
//! | `transcript` | the credentials of a transcript, and how they belong together |
//! | `canonical` | the form that is signed |
//! | `older` | data model 1.1, read as 2.0 |

mod canonical;
mod context_order;
mod data_model;
mod dates;
mod endorsements;
mod fault;
mod identity;
mod kind;
mod nodes;
mod older;
mod place;
mod results;
mod schemas;
mod status;
mod subject;
mod transcript;

use serde_json::Value;

pub use fault::{Code, Fault};

use kind::Kind;
use place::Place;

/// All that is wrong with a credential, warnings included ([`Fault::stops`] tells them apart). An empty answer means that
/// nothing is.
///
/// Credentials inside (of a transcript, as endorsements, as JWTs) are held to the rules of their own types.
pub fn lint(credential: &Value) -> Vec<Fault> {
    let whole = Place::whole(credential);
    if !credential.is_object() {
        return vec![whole.fault(Code::Document, "an object")];
    }
    if contexts::is_deeper_than(contexts::MAX_DEPTH, credential) {
        let expected = format!("at most {} levels of nesting", contexts::MAX_DEPTH);
        return vec![whole.fault_of(Code::Document, expected, "more")];
    }
    let mut faults = Vec::new();
    if older::is_older(credential) {
        faults.push(older::notice(whole));
        let newer = older::in_newer_words(credential);
        check_whole(Place::whole(&newer), &mut faults);
    } else {
        check_whole(whole, &mut faults);
    }
    canonical::check(&whole, &mut faults);
    faults
}

/// The warnings of a credential that may be signed.
///
/// # Errors
/// The first fault that keeps it from being signed. That it is of data model 1.1 is one: it is said in the words of 1.1
/// only when it is signed ([`crate::vcdm1`]).
pub fn before_signature(credential: &Value) -> Result<Vec<Fault>, Fault> {
    let faults = lint(credential);
    match faults.iter().find(|fault| fault.stops() || fault.code == Code::DataModel) {
        Some(fault) => Err(fault.clone()),
        None => Ok(faults),
    }
}

/// A credential by itself, alone or in a transcript: its rules, then the published schema, whose word on a place is left out
/// where a rule has a clearer one.
fn check_whole(credential: Place<'_>, faults: &mut Vec<Fault>) {
    let (kind, own) = (Kind::of(&credential), faults.len());
    check_rules(credential, kind, faults);
    schemas::check(&credential, kind, own, faults);
}

/// The rules of a credential of this kind, wherever it stands. Credentials inside of it come through here again; they are no
/// deeper than the whole, whose depth is bounded.
fn check_rules(credential: Place<'_>, kind: Kind, faults: &mut Vec<Fault>) {
    kind::check(&credential, kind, faults);
    context_order::check(&credential, kind, faults);
    data_model::check(&credential, kind, faults);
    dates::check(&credential, faults);
    status::check(&credential, faults);
    schemas::check_named(&credential, kind, faults);
    if kind != Kind::Other {
        nodes::check(&credential, faults);
        subject::check(&credential, kind, faults);
    }
    if kind == Kind::Transcript {
        transcript::check(&credential, faults);
    }
}
