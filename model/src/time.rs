//! Time as a value: whole seconds UTC, a clock to ask once per request, and dates in the precision a source states.

use std::fmt;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

mod partial;
mod words;

pub use partial::{NotADate, PartialDate, Zone};

/// The first and last second RFC 3339 can write: years 0000 to 9999.
const FIRST: i64 = -62_167_219_200;
const LAST: i64 = 253_402_300_799;

/// A moment, whole seconds, UTC, in the years 0000 to 9999 that RFC 3339 can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// From seconds since 1970-01-01T00:00:00Z; what lies outside the years 0000 to 9999 becomes the nearest end.
    pub const fn from_unix(seconds: i64) -> Self {
        if seconds < FIRST {
            Self(FIRST)
        } else if seconds > LAST {
            Self(LAST)
        } else {
            Self(seconds)
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// From an RFC 3339 date-time with a zone; fractions of a second are cut off.
    ///
    /// # Errors
    /// [`NotATime`] when the text is not RFC 3339 with a zone, or its zone moves it out of the years 0000 to 9999.
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        let seconds = OffsetDateTime::parse(text, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp);
        seconds.filter(|seconds| (FIRST..=LAST).contains(seconds)).map(Self).ok_or_else(|| NotATime(text.to_owned()))
    }

    /// `seconds` later (or earlier when negative).
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self::from_unix(self.0.saturating_add(seconds))
    }
}

impl fmt::Display for Time {
    /// RFC 3339 in UTC, such as `2026-11-24T08:15:41Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = OffsetDateTime::from_unix_timestamp(self.0).ok().and_then(|at| at.format(&Rfc3339).ok());
        f.write_str(&text.ok_or(fmt::Error)?)
    }
}

/// The text is not an RFC 3339 date-time with a zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date and time with a zone such as 2026-05-29T00:00:00Z, found “{0}”")]
pub struct NotATime(pub String);

/// Asked once per request or command; every rule takes the answer.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Time;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    fn now(&self) -> Time {
        Time::from_unix(OffsetDateTime::now_utc().unix_timestamp())
    }
}

/// A clock that stands still until told to move.
#[derive(Debug)]
pub struct SettableClock(std::sync::atomic::AtomicI64);

impl SettableClock {
    /// Stands at `at`.
    pub fn at(at: Time) -> Self {
        Self(std::sync::atomic::AtomicI64::new(at.0))
    }

    /// Moves `seconds` on.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for SettableClock {
    fn now(&self) -> Time {
        Time::from_unix(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_and_read_alike() {
        let at = Time::parse("2026-05-29T09:30:15.75+02:00").unwrap();
        assert_eq!(at.to_string(), "2026-05-29T07:30:15Z");
        assert_eq!(Time::parse(&at.to_string()), Ok(at));
    }

    #[test]
    fn a_time_without_a_zone_is_refused() {
        assert_eq!(Time::parse("2026-05-29T09:30:15"), Err(NotATime("2026-05-29T09:30:15".to_owned())));
    }

    #[test]
    fn what_rfc_3339_cannot_write_never_comes_into_being() {
        assert!(Time::parse("9999-12-31T23:59:59-01:00").is_err());
        assert!(Time::parse("0000-01-01T00:00:00+01:00").is_err());
        assert_eq!(Time::from_unix(i64::MAX).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Time::from_unix(0).plus(i64::MIN).to_string(), "0000-01-01T00:00:00Z");
    }
}
