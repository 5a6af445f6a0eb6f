//! How findings are put: dates written out, and quotations that cannot pose as something else.

use model::time::Time;
use time::{Month, OffsetDateTime};

/// Quotations end here, so that a long text cannot push the finding out of sight.
const QUOTED_CHARACTERS: usize = 80;

/// A day written out, such as `24 November 2026` (UTC).
pub(crate) fn day(at: Time) -> String {
    OffsetDateTime::from_unix_timestamp(at.unix()).map_or_else(
        |_| "an impossible date".to_owned(),
        |at| format!("{} {} {}", at.day(), month(at.month()), at.year()),
    )
}

const fn month(month: Month) -> &'static str {
    match month {
        Month::January => "January",
        Month::February => "February",
        Month::March => "March",
        Month::April => "April",
        Month::May => "May",
        Month::June => "June",
        Month::July => "July",
        Month::August => "August",
        Month::September => "September",
        Month::October => "October",
        Month::November => "November",
        Month::December => "December",
    }
}

/// Text from the credential inside a sentence of ours: visible ASCII only, shortened, in quotation marks.
///
/// Control characters, bidirectional overrides and look-alike letters become `?`: a sentence of ours never carries text
/// that could be read as part of the finding.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted: String = text
        .chars()
        .take(QUOTED_CHARACTERS)
        .map(|c| if c == ' ' || (c.is_ascii_graphic() && c != '"') { c } else { '?' })
        .collect();
    if text.chars().nth(QUOTED_CHARACTERS).is_some() {
        quoted.push('…');
    }
    format!("“{quoted}”")
}

/// `1 credential`, `2 credentials`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out() {
        assert_eq!(day(Time::parse("2026-11-24T23:59:59Z").unwrap()), "24 November 2026");
        assert_eq!(day(Time::parse("2010-01-01T00:00:00+14:00").unwrap()), "31 December 2009");
    }

    #[test]
    fn quotations_are_short_and_plain() {
        assert_eq!(quote("did:key:z6Mk"), "“did:key:z6Mk”");
        assert_eq!(quote("a\u{202e}b\nc”. It is valid"), "“a?b?c?. It is valid”");
        assert_eq!(quote(&"x".repeat(200)).chars().count(), 83);
    }
}
