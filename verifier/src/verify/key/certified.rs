//! What certificates in a token's header (`x5c`) say of its key.
//!
//! A chain says who an authority took the key's owner for. Which authorities may be believed is not known here, so a key
//! is never the issuer's for its certificates alone; and a key that is the issuer's stays so when they have ended.

use model::time::Time;
use proof::certificate::{CertificateError, UnverifiedChain};
use serde_json::{Map, Value};

use super::{KeyFinding, could_not, failed};
use crate::verify::report::{Check, CheckCode, Outcome};

/// What is known of a token's key, `named`, with the certificates in `header` held against it at `now`.
pub(super) fn weigh(header: &Map<String, Value>, named: KeyFinding, now: Time) -> KeyFinding {
    if named.check.outcome == Outcome::Failed {
        return named;
    }
    match UnverifiedChain::of_header(header) {
        Ok(None) => named,
        Ok(Some(chain)) => match &named.public {
            Some(public) if public != chain.key() => {
                let sentence = "Its certificates are for another key than the one that it names.";
                KeyFinding { check: failed("certificate_of_another_key", sentence), ..named }
            }
            Some(_) => beside(chain.check(now), named),
            None => KeyFinding { check: alone(chain.check(now)), public: Some(chain.key().clone()) },
        },
        Err(CertificateError::UnknownKey) if named.public.is_none() => {
            let sentence = "Its key comes with certificates, and is of a kind this version does not check.";
            KeyFinding::without_key(could_not("certified_key_not_read", sentence))
        }
        Err(error) => {
            let sentence = format!("The certificates it brings cannot be used: {error}.");
            KeyFinding { check: failed("malformed_certificates", &sentence), ..named }
        }
    }
}

/// Certificates of a key that was found without them.
fn beside(chain: Result<(), CertificateError>, named: KeyFinding) -> KeyFinding {
    let Err(error) = chain else { return named };
    let check = match reason(&error) {
        Some((reason, ended)) if named.check.outcome == Outcome::Passed => {
            Check::warned(CheckCode::Key, reason, format!("{} {ended}", named.check.sentence))
        }
        Some(_) => named.check,
        None => broken(&error),
    };
    KeyFinding { check, ..named }
}

/// Certificates that are all there is to say whose the key is.
fn alone(chain: Result<(), CertificateError>) -> Check {
    match chain {
        Ok(()) => {
            let sentence = "Its key comes with certificates that are in order. We do not know the authority that gave \
                            them, so who signed it is not proven.";
            could_not("authority_unknown", sentence)
        }
        Err(error) => match reason(&error) {
            Some((reason, ended)) => could_not(reason, &format!("{ended} Who signed it is not proven.")),
            None => broken(&error),
        },
    }
}

/// What is no reproach: time went by, or the sender has no authority.
const fn reason(error: &CertificateError) -> Option<(&'static str, &'static str)> {
    match error {
        CertificateError::Expired => Some(("certificate_expired", "A certificate it brings for its key has ended.")),
        CertificateError::NotYet => {
            Some(("certificate_not_yet_valid", "A certificate it brings for its key is not valid yet."))
        }
        CertificateError::SelfSigned => {
            Some(("certificate_self_signed", "The certificate it brings for its key is signed by the key itself."))
        }
        _ => None,
    }
}

fn broken(error: &CertificateError) -> Check {
    failed("certificates_do_not_hold", &format!("The certificates it brings do not hold: {error}."))
}
