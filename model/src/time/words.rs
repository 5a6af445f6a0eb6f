//! Moments in words, for people to read. UTC.

use time::{Month, OffsetDateTime};

use super::Time;

impl Time {
    /// The day, written out: `24 November 2026`.
    pub fn day_in_words(self) -> String {
        OffsetDateTime::from_unix_timestamp(self.unix()).map_or_else(
            |_| "an impossible date".to_owned(),
            |at| format!("{} {} {}", at.day(), month(at.month()), at.year()),
        )
    }

    /// Day and clock, written out: `24 November 2026 at 08:15 UTC`.
    pub fn in_words(self) -> String {
        let text = self.to_string();
        format!("{} at {} UTC", self.day_in_words(), text.get(11..16).unwrap_or_default())
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_out() {
        let at = Time::parse("2026-11-24T08:15:41Z").unwrap();
        assert_eq!(at.day_in_words(), "24 November 2026");
        assert_eq!(at.in_words(), "24 November 2026 at 08:15 UTC");
    }
}
