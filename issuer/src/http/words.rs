//! Moments in words, for pages.

use model::time::Time;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day: `24 November 2026`.
pub(super) fn day(at: Time) -> String {
    let text = at.to_string();
    let mut parts = text.get(..10).unwrap_or_default().split('-').map(|part| part.parse::<usize>().unwrap_or_default());
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let month = month.and_then(|month| MONTHS.get(month.checked_sub(1)?)).copied().unwrap_or_default();
    format!("{} {month} {}", day.unwrap_or_default(), year.unwrap_or_default())
}

/// A moment: `24 November 2026 at 08:15 UTC`.
pub(super) fn moment(at: Time) -> String {
    let text = at.to_string();
    format!("{} at {} UTC", day(at), text.get(11..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out() {
        let at = Time::parse("2026-11-24T08:15:41Z").unwrap();
        assert_eq!((day(at), moment(at)), ("24 November 2026".to_owned(), "24 November 2026 at 08:15 UTC".to_owned()));
    }
}
