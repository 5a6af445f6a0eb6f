//! Licence expressions as Cargo manifests write them (SPDX 2.3 Annex D, and the old `MIT/Apache-2.0`).

/// Whether `expression` can be met with the licences in `allowed`.
///
/// `WITH` and its exception only ever add permissions, so the licence before it decides.
///
/// # Errors
/// The part that cannot be read.
pub(crate) fn is_met(expression: &str, allowed: &[&str]) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    let met = any(&mut words, allowed)?;
    match words.next() {
        None => Ok(met),
        Some(rest) => Err(format!("unexpected {rest:?} in {expression:?}")),
    }
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>, allowed: &[&str]) -> Result<bool, String> {
    let mut met = all(words, allowed)?;
    while words.next_if_eq(&"OR").is_some() {
        met |= all(words, allowed)?;
    }
    Ok(met)
}

fn all(words: &mut Words<'_>, allowed: &[&str]) -> Result<bool, String> {
    let mut met = one(words, allowed)?;
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed)?;
    }
    Ok(met)
}

fn one(words: &mut Words<'_>, allowed: &[&str]) -> Result<bool, String> {
    match words.next() {
        Some("(") => {
            let met = any(words, allowed)?;
            words.next_if_eq(&")").ok_or("a bracket is not closed")?;
            Ok(met)
        }
        None | Some(")" | "AND" | "OR" | "WITH") => Err("a licence is missing".to_owned()),
        Some(licence) => {
            if words.next_if_eq(&"WITH").is_some() {
                words.next().ok_or("an exception is missing after WITH")?;
            }
            Ok(allowed.contains(&licence))
        }
    }
}

#[test]
fn or_needs_one_and_needs_all() {
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only/MIT", true),
        ("MIT AND GPL-3.0-only", false),
        ("MIT OR ISC AND GPL-3.0-only", true),
        ("(MIT OR ISC) AND GPL-3.0-only", false),
        ("ISC AND (GPL-3.0-only OR MIT)", true),
        ("MIT WITH Some-exception OR GPL-3.0-only", true),
        ("GPL-2.0-only WITH Classpath-exception-2.0", false),
    ] {
        assert_eq!(is_met(expression, &["MIT", "ISC"]), Ok(met), "{expression}");
    }
}

#[test]
fn what_is_no_expression_is_refused() {
    for expression in ["", "MIT OR", "AND MIT", "(MIT", "MIT)", "MIT ISC", "MIT WITH"] {
        assert!(is_met(expression, &["MIT", "ISC"]).is_err(), "{expression:?}");
    }
}
