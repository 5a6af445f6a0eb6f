//! From when until when a credential holds (VCDM 2.0 §4.9 `validFrom`, `validUntil`; VCDM 1.1 `issuanceDate`, `expirationDate`).

use model::time::Time;

use super::read::UnverifiedCredential;
use super::report::{Check, CheckCode, Problem};
use super::words::quote;

/// Whether the credential holds at `at`.
pub(crate) fn check(credential: &UnverifiedCredential, at: Time) -> Check {
    let from = moment(credential, &["validFrom", "issuanceDate"]);
    let until = moment(credential, &["validUntil", "expirationDate"]);
    let (from, until) = match (from, until) {
        (Ok(from), Ok(until)) => (from, until),
        (Err(malformed), _) | (_, Err(malformed)) => {
            return Check::failed(CheckCode::Validity, "malformed_date", malformed).problem(Problem::MalformedValue);
        }
    };
    if let Some(from) = from.filter(|from| at < *from) {
        return Check::failed(
            CheckCode::Validity,
            "not_yet_valid",
            format!("It becomes valid on {}.", from.day_in_words()),
        );
    }
    if let Some(until) = until.filter(|until| at > *until) {
        return Check::failed(CheckCode::Validity, "expired", format!("It expired on {}.", until.day_in_words()));
    }
    if let Some(outside) = outside_token(credential, at) {
        return outside;
    }
    match (from, until) {
        (None, None) => Check::passed(CheckCode::Validity, "no_dates", "It states no dates of validity."),
        (Some(from), None) => Check::passed(
            CheckCode::Validity,
            "in_time",
            format!("Valid since {}; it does not expire.", from.day_in_words()),
        ),
        (None, Some(until)) => {
            Check::passed(CheckCode::Validity, "in_time", format!("Valid until {}.", until.day_in_words()))
        }
        (Some(from), Some(until)) => Check::passed(
            CheckCode::Validity,
            "in_time",
            format!("Valid from {} until {}.", from.day_in_words(), until.day_in_words()),
        ),
    }
}

/// What the dates of the token around it say against `at` (RFC 7519 §4.1.4 and §4.1.5).
fn outside_token(credential: &UnverifiedCredential, at: Time) -> Option<Check> {
    let token = credential.token()?;
    let failed = |reason, sentence: String| Some(Check::failed(CheckCode::Validity, reason, sentence));
    if let Some(from) = token.date("nbf").filter(|from| at < *from) {
        return failed("not_yet_valid", format!("Its signature becomes valid on {}.", from.day_in_words()));
    }
    let until = token.date("exp").filter(|until| at >= *until)?;
    failed("expired", format!("Its signature expired on {}.", until.day_in_words()))
}

/// When it was issued, as far as it says so readably.
pub(crate) fn issued(credential: &UnverifiedCredential) -> Option<Time> {
    moment(credential, &["validFrom", "issuanceDate"]).ok().flatten()
}

/// When it was awarded, as far as it says so readably.
pub(crate) fn awarded(credential: &UnverifiedCredential) -> Option<Time> {
    moment(credential, &["awardedDate"]).ok().flatten()
}

/// When it ends, as far as it says so readably.
pub(crate) fn ends(credential: &UnverifiedCredential) -> Option<Time> {
    moment(credential, &["validUntil", "expirationDate"]).ok().flatten()
}

fn moment(credential: &UnverifiedCredential, names: &[&str]) -> Result<Option<Time>, String> {
    let Some((name, value)) = names.iter().find_map(|name| credential.get(name).map(|value| (name, value))) else {
        return Ok(None);
    };
    let text = value.as_str().ok_or_else(|| format!("“{name}” should be a date and time as a text."))?;
    let read = Time::parse(text).map(Some);
    read.map_err(|_| {
        format!("“{name}” should be a date and time with a zone such as 2026-05-29T00:00:00Z; it is {}.", quote(text))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::verify::report::Outcome;

    fn checked(mut credential: Value, at: &str) -> (Outcome, &'static str, String) {
        credential["credentialSubject"] = json!({});
        let credential = UnverifiedCredential::from_value(credential).unwrap();
        let check = check(&credential, Time::parse(at).unwrap());
        (check.outcome, check.reason, check.sentence)
    }

    #[test]
    fn the_bounds_belong_to_the_time_of_validity() {
        let dates = || json!({"validFrom": "2024-05-03T00:00:00Z", "validUntil": "2025-05-03T00:00:00Z"});
        for (at, reason) in [
            ("2024-05-02T23:59:59Z", "not_yet_valid"),
            ("2024-05-03T00:00:00Z", "in_time"),
            ("2025-05-03T00:00:00Z", "in_time"),
            ("2025-05-03T00:00:01Z", "expired"),
        ] {
            assert_eq!(checked(dates(), at).1, reason, "{at}");
        }
        assert_eq!(checked(dates(), "2026-01-01T00:00:00Z").2, "It expired on 3 May 2025.");
        assert_eq!(checked(dates(), "2026-01-01T00:00:00Z").0, Outcome::Failed);
    }

    #[test]
    fn the_older_names_count_too() {
        assert_eq!(checked(json!({"expirationDate": "2010-01-01T00:00:00Z"}), "2026-01-01T00:00:00Z").1, "expired");
        assert_eq!(checked(json!({"issuanceDate": "2030-01-01T00:00:00Z"}), "2026-01-01T00:00:00Z").1, "not_yet_valid");
        assert_eq!(checked(json!({}), "2026-01-01T00:00:00Z").1, "no_dates");
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for value in [json!("2026-05-29"), json!("2026-05-29T00:00:00"), json!(5), json!(["2026-05-29T00:00:00Z"])] {
            let (outcome, reason, _) = checked(json!({ "validUntil": value }), "2026-01-01T00:00:00Z");
            assert_eq!((outcome, reason), (Outcome::Failed, "malformed_date"));
        }
    }
}
