//! Dates in the precision their source states.

use std::fmt;

use ::time::{Date, Month};

use super::Time;

/// A date in the precision its source states (LIF keeps dates as strings in five forms).
///
/// The derived order is only for maps and sets; to order by time use [`PartialDate::earliest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartialDate {
    /// A moment: `2023-05-12T09:30:00Z`, or without a zone.
    DateTime(Time, Zone),
    /// A day: `2023-05-12`.
    Day(Date),
    /// A month: `2023-05` or `05/2023`. Never made into a day silently.
    Month(i32, u8),
}

/// Whether the source wrote a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// The text had a zone.
    Stated,
    /// It had none: read as UTC, which the packaging says.
    AssumedUtc,
}

/// The text is in none of the five forms, or names a day that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a date such as 2023-05-12, 2023-05-12T09:30:00Z, 2023-05-12T09:30:00, 2023-05 or 05/2023, found “{0}”"
)]
pub struct NotADate(pub String);

impl PartialDate {
    /// Reads one of the five forms found in LIF data: date and time with a zone, date and time without one,
    /// `YYYY-MM-DD`, `YYYY-MM`, and `MM/YYYY`. Blanks around the text are ignored; a fraction of a second is cut off.
    ///
    /// # Errors
    /// [`NotADate`] for every other text, so that no day is ever guessed: `05/06/2023` and `2023` among them.
    pub fn parse(text: &str) -> Result<Self, NotADate> {
        let text = text.trim();
        moment(text).or_else(|| day(text)).or_else(|| month(text)).ok_or_else(|| NotADate(text.to_owned()))
    }

    /// The first moment the date can mean, in UTC: for ordering, never for writing into a credential.
    pub fn earliest(self) -> Time {
        let midnight = |date: Date| Time::from_unix(date.midnight().assume_utc().unix_timestamp());
        match self {
            Self::DateTime(time, _) => time,
            Self::Day(date) => midnight(date),
            Self::Month(year, month) => calendar_day(year, month, 1).map_or(Time::from_unix(0), midnight),
        }
    }
}

impl fmt::Display for PartialDate {
    /// As precise as the source: `2023-05-12T09:30:00Z`, `2023-05-12T09:30:00`, `2023-05-12` or `2023-05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DateTime(time, Zone::Stated) => time.fmt(f),
            Self::DateTime(time, Zone::AssumedUtc) => f.write_str(time.to_string().trim_end_matches('Z')),
            Self::Day(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
        }
    }
}

fn moment(text: &str) -> Option<PartialDate> {
    let (date, clock) = text.split_once(['T', 't'])?;
    day(date)?;
    if let Ok(time) = Time::parse(text) {
        return Some(PartialDate::DateTime(time, Zone::Stated));
    }
    let bare = clock.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let time = bare.then(|| Time::parse(&format!("{text}Z")).ok()).flatten()?;
    Some(PartialDate::DateTime(time, Zone::AssumedUtc))
}

fn day(text: &str) -> Option<PartialDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let date = calendar_day(digits(year, 4)?, digits(month, 2)?.try_into().ok()?, digits(day, 2)?.try_into().ok()?)?;
    Some(PartialDate::Day(date))
}

fn month(text: &str) -> Option<PartialDate> {
    let (year, month) = match text.split_once('/') {
        Some((month, year)) => (digits(year, 4)?, digits(month, 2).or_else(|| digits(month, 1))?),
        None => text.split_once('-').and_then(|(year, month)| Some((digits(year, 4)?, digits(month, 2)?)))?,
    };
    let month: u8 = month.try_into().ok().filter(|month| (1..=12).contains(month))?;
    Some(PartialDate::Month(year, month))
}

fn calendar_day(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

fn digits(text: &str, count: usize) -> Option<i32> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    #[test]
    fn the_five_forms() {
        let at = Time::parse("2023-05-12T09:30:00Z").unwrap();
        assert_eq!(read("2023-05-12T09:30:00Z"), PartialDate::DateTime(at, Zone::Stated));
        assert_eq!(read("2023-05-12T11:30:00.250+02:00"), PartialDate::DateTime(at, Zone::Stated));
        assert_eq!(read("2023-05-12T09:30:00"), PartialDate::DateTime(at, Zone::AssumedUtc));
        assert_eq!(read("2023-05-12 "), PartialDate::Day(Date::from_calendar_date(2023, Month::May, 12).unwrap()));
        assert_eq!(read("2023-05"), PartialDate::Month(2023, 5));
        assert_eq!(read("05/2023"), PartialDate::Month(2023, 5));
        assert_eq!(read("5/2023"), PartialDate::Month(2023, 5));
    }

    #[test]
    fn what_is_not_one_of_them_is_refused() {
        for text in [
            "",
            "2023",
            "05/06/2023",
            "2023-13",
            "13/2023",
            "00/2023",
            "2023-02-30",
            "2023-5-1",
            "+023-05",
            "May 2023",
            "2023-05-12T",
            "2023-05-12T25:00:00Z",
            "2023-05-12T09:30",
            "2023-05-12TZ",
            "2023/05",
            "٢٠٢٣-05",
        ] {
            assert_eq!(PartialDate::parse(text), Err(NotADate(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_date_is_shown_as_precisely_as_it_was_stated() {
        for text in ["2023-05-12T09:30:00Z", "2023-05-12T09:30:00", "2023-05-12", "2023-05"] {
            assert_eq!(read(text).to_string(), text);
        }
        assert_eq!(read("05/2023").to_string(), "2023-05");
    }

    #[test]
    fn dates_of_different_precision_can_be_ordered() {
        assert!(read("2023-05").earliest() < read("2023-05-12").earliest());
        assert!(read("2023-05-12").earliest() < read("2023-05-12T09:30:00").earliest());
        assert_eq!(read("05/2023").earliest(), Time::parse("2023-05-01T00:00:00Z").unwrap());
    }
}
