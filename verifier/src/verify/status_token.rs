//! Token Status List (draft-ietf-oauth-status-list §8.3): a few bits of a signed list, at a place the token names.

use proof::token_status::{StatusReference, TokenStatus, TokenStatusError, UnverifiedStatusListToken};
use url::Url;

use super::examine::Pass;
use super::known::Need;
use super::report::{Check, CheckCode, Outcome, Problem};
use super::signature::Verified;
use super::status::{could_not, fetch, unfit, unreadable};
use super::{form, key};

/// An unpacked list may have this many bytes.
const LIST_BYTES: usize = 2 << 20;

/// What the claim `status` of an SD-JWT VC says of it; nothing, if there is none.
pub(crate) fn check(credential: Verified<'_>, pass: &mut Pass<'_>) -> Option<Check> {
    let claims = credential.unverified().token()?.status_claims()?;
    let checked = match StatusReference::of(claims) {
        Ok(None) => return None,
        Ok(Some(place)) => at(credential, &place, pass),
        Err(_) => Err(could_not("unsupported_status", "Its status is kept in a way this version does not read.")),
    };
    Some(checked.unwrap_or_else(|unknown| unknown))
}

fn at(credential: Verified<'_>, place: &StatusReference, pass: &mut Pass<'_>) -> Result<Check, Check> {
    let url = Url::parse(&place.uri).map_err(|_| unreadable())?;
    let bytes = fetch(&url, Need::StatusToken, pass)?;
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let token = UnverifiedStatusListToken::decode(text, text.len()).map_err(|_| unreadable())?;
    let issuer = form::issuer_id(credential.unverified()).unwrap_or_default();
    let key = key::of_header(token.jws().header(), None, issuer, pass);
    let is_issuers = matches!(key.check.outcome, Outcome::Passed | Outcome::Warned);
    let Some(public) = key.public.filter(|_| is_issuers) else {
        let sentence = format!("The list of withdrawn credentials is not known to be genuine. {}", key.check.sentence);
        return Err(unfit("list_not_genuine", &sentence));
    };
    let verified = token.verify(&public, &place.uri, pass.policy.now, LIST_BYTES);
    // A status takes a byte at the most; what was refused may have been unpacked to the end.
    pass.known.go_through(verified.as_ref().map_or(LIST_BYTES, |verified| verified.list.len()));
    let list = verified.map_err(|error| refused(&error))?.list;
    let status = list.get(place.index).map_err(|_| {
        could_not("index_out_of_range", "The list of withdrawn credentials has no such position.")
            .problem(Problem::Range)
    })?;
    Ok(verdict(status))
}

fn refused(error: &TokenStatusError) -> Check {
    match error {
        TokenStatusError::Expired { .. } | TokenStatusError::FromTheFuture { .. } => {
            unfit("list_out_of_date", "The list of withdrawn credentials is out of date.")
        }
        TokenStatusError::OtherList => {
            unfit("list_of_another_kind", "The list is not the one the credential refers to.")
        }
        TokenStatusError::Jose(_) => {
            unfit("list_not_genuine", "The list of withdrawn credentials was changed after the issuer signed it.")
        }
        _ => unreadable(),
    }
}

fn verdict(status: TokenStatus) -> Check {
    match status {
        TokenStatus::Valid => Check::passed(CheckCode::Status, "not_revoked", "The issuer has not revoked it."),
        TokenStatus::Invalid => Check::failed(CheckCode::Status, "revoked", "The issuer has revoked it."),
        TokenStatus::Suspended => {
            Check::failed(CheckCode::Status, "suspended", "The issuer has suspended it until further notice.")
        }
        TokenStatus::ApplicationSpecific(_) => {
            Check::warned(CheckCode::Status, "marked", "The issuer has marked it with a status of its own meaning.")
        }
        TokenStatus::Unregistered(_) => {
            could_not("unsupported_status", "The issuer has marked it with a status that nobody has defined.")
        }
    }
}
