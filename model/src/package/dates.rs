//! Dates of a source as the date-times that credentials demand.

use time::{Date, Month, OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use crate::time::{PartialDate, Time, Zone};

use super::reason::NoteCode;

/// In which zone the institution's dates are meant when they name none.
///
/// An institution states it once; a rule that follows daylight saving would need a time zone database and would still
/// be a guess for a date whose hour nobody wrote down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ZoneRule {
    /// Minutes east of UTC.
    offset_minutes: i16,
}

impl ZoneRule {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self { offset_minutes: 0 };

    /// Minutes east of UTC; `None` past ±14 hours, which no place has.
    pub const fn east(offset_minutes: i16) -> Option<Self> {
        if offset_minutes.unsigned_abs() <= 14 * 60 { Some(Self { offset_minutes }) } else { None }
    }

    fn offset(self) -> UtcOffset {
        UtcOffset::from_whole_seconds(i32::from(self.offset_minutes) * 60).unwrap_or(UtcOffset::UTC)
    }
}

/// A date as a credential states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) time: Time,
    /// RFC 3339 with the zone it was stated or assumed in, so that the day reads as the source wrote it.
    pub(super) text: String,
    pub(super) note: Option<NoteCode>,
}

/// Whether a day means its beginning or its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Beginning,
    End,
}

/// The moment a date states; `None` when it has no day, since none is ever invented.
pub(super) fn moment(date: PartialDate, rule: ZoneRule, edge: Edge) -> Option<Moment> {
    match date {
        PartialDate::DateTime(time, Zone::Stated) => Some(Moment { time, text: time.to_string(), note: None }),
        PartialDate::DateTime(time, Zone::AssumedUtc) => {
            let wall = OffsetDateTime::from_unix_timestamp(time.unix()).ok()?.replace_offset(rule.offset());
            written(wall, Some(NoteCode::ZoneAssumed))
        }
        PartialDate::Day(day) => {
            let wall = match edge {
                Edge::Beginning => day.midnight(),
                Edge::End => day.with_hms(23, 59, 59).ok()?,
            };
            written(wall.assume_offset(rule.offset()), Some(NoteCode::DayAsMidnight))
        }
        PartialDate::Month(..) => None,
    }
}

fn written(at: OffsetDateTime, note: Option<NoteCode>) -> Option<Moment> {
    Some(Moment { time: Time::from_unix(at.unix_timestamp()), text: at.format(&Rfc3339).ok()?, note })
}

/// The end of a month without a day: when it surely is over.
pub(super) fn month_over(date: PartialDate, rule: ZoneRule) -> Option<Time> {
    let PartialDate::Month(year, month) = date else { return None };
    let month = Month::try_from(month).ok()?;
    let last = Date::from_calendar_date(year, month, month.length(year)).ok()?;
    moment(PartialDate::Day(last), rule, Edge::End).map(|moment| moment.time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> PartialDate {
        let time = Time::parse(&format!("{text}T00:00:00Z")).unwrap();
        PartialDate::Day(OffsetDateTime::from_unix_timestamp(time.unix()).unwrap().date())
    }

    fn text(date: PartialDate, rule: ZoneRule, edge: Edge) -> String {
        moment(date, rule, edge).unwrap().text
    }

    #[test]
    fn a_day_keeps_its_date_in_the_institutions_zone() {
        let berlin = ZoneRule::east(120).unwrap();
        assert_eq!(text(day("2023-05-12"), ZoneRule::UTC, Edge::Beginning), "2023-05-12T00:00:00Z");
        assert_eq!(text(day("2023-05-12"), berlin, Edge::Beginning), "2023-05-12T00:00:00+02:00");
        assert_eq!(text(day("2023-05-12"), berlin, Edge::End), "2023-05-12T23:59:59+02:00");
        let moment = moment(day("2023-05-12"), berlin, Edge::Beginning).unwrap();
        assert_eq!(moment.time, Time::parse("2023-05-11T22:00:00Z").unwrap());
        assert_eq!(moment.note, Some(NoteCode::DayAsMidnight));
    }

    #[test]
    fn a_time_without_a_zone_is_read_in_the_institutions() {
        let stated = Time::parse("2023-03-09T16:48:19Z").unwrap();
        let without = PartialDate::DateTime(stated, Zone::AssumedUtc);
        assert_eq!(text(without, ZoneRule::UTC, Edge::Beginning), "2023-03-09T16:48:19Z");
        assert_eq!(text(without, ZoneRule::east(-300).unwrap(), Edge::Beginning), "2023-03-09T16:48:19-05:00");
        assert_eq!(moment(without, ZoneRule::UTC, Edge::End).unwrap().note, Some(NoteCode::ZoneAssumed));
    }

    #[test]
    fn a_stated_time_stays_as_it_is() {
        let stated = PartialDate::DateTime(Time::parse("2023-03-09T16:48:19Z").unwrap(), Zone::Stated);
        let read = moment(stated, ZoneRule::east(120).unwrap(), Edge::End).unwrap();
        assert_eq!((read.text.as_str(), read.note), ("2023-03-09T16:48:19Z", None));
    }

    #[test]
    fn a_month_is_no_moment_but_has_an_end() {
        assert_eq!(moment(PartialDate::Month(2020, 5), ZoneRule::UTC, Edge::Beginning), None);
        let over = month_over(PartialDate::Month(2020, 2), ZoneRule::UTC);
        assert_eq!(over, Some(Time::parse("2020-02-29T23:59:59Z").unwrap()));
        assert_eq!(month_over(PartialDate::Month(2020, 13), ZoneRule::UTC), None);
    }

    #[test]
    fn a_zone_lies_within_fourteen_hours() {
        assert!(ZoneRule::east(14 * 60).is_some());
        assert_eq!(ZoneRule::east(-15 * 60), None);
    }
}
