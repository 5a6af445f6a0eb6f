//! Time as a value: whole seconds UTC, a clock to ask once per request, and dates in the precision a source states.

use std::fmt;

use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

/// A moment, whole seconds, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// From seconds since 1970-01-01T00:00:00Z.
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// From an RFC 3339 date-time with a zone; fractions of a second are cut off.
    ///
    /// # Errors
    /// [`NotATime`] when the text is not RFC 3339 with a zone.
    pub fn parse(text: &str) -> Result<Self, NotATime> {
        OffsetDateTime::parse(text, &Rfc3339).map(|at| Self(at.unix_timestamp())).map_err(|_| NotATime(text.to_owned()))
    }

    /// `seconds` later (or earlier when negative).
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }
}

impl fmt::Display for Time {
    /// RFC 3339 in UTC, such as `2026-11-24T08:15:41Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = OffsetDateTime::from_unix_timestamp(self.0).map_err(|_| fmt::Error)?;
        f.write_str(&at.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

/// The text is not an RFC 3339 date-time with a zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date and time with a zone such as 2026-05-29T00:00:00Z, found “{0}”")]
pub struct NotATime(pub String);

/// A date in the precision its source states (LIF keeps dates as strings in five forms).
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
        Time(OffsetDateTime::now_utc().unix_timestamp())
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
        Time(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}
