//! Rows: how time and memory grow with the courses of a transcript.

use std::io;
use std::time::Duration;

use protocol::{Start, Work};

use crate::documents::{self, Ids};
use crate::samples::Samples;
use crate::signing::dated;
use crate::table::{self, Row};
use crate::worker::{Who, Worker, Workers};

/// The courses of each row.
const COURSES: [usize; 7] = [10, 30, 100, 300, 1000, 3000, 5000];

/// Peers are not asked for more: they take seconds a document.
const MOST_FOR_PEERS: usize = 300;

/// Time from JSON text to the hash.
pub fn time(all: &mut Workers, issuer: &str) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut per_course: Vec<f64> = Vec::new();
    for courses in COURSES {
        let mut samples = [const { None }; 4];
        for (slot, who) in samples.iter_mut().zip(Who::ALL) {
            if who == Who::Ours || courses <= MOST_FOR_PEERS {
                *slot = Some(batches(all, who, courses, issuer)?);
            }
        }
        let [ours, peers @ ..] = samples;
        let ours = ours.unwrap_or_default();
        per_course.push(ours.best().unwrap_or(f64::NAN) / count(courses));
        let each = per_course.last().copied().unwrap_or(f64::NAN);
        let mut row = Row::new(
            format!("{courses} courses to the hash"),
            format!("{}, {} a course", table::ours(&ours), table::time(each)),
        );
        for (cell, peer) in row.cells.iter_mut().skip(2).zip(&peers) {
            *cell = peer.as_ref().map_or_else(|| "not run".to_owned(), |samples| table::peer(samples, &ours));
        }
        let row = judged(row, courses, &per_course);
        row.print();
        rows.push(row);
    }
    Ok(rows)
}

/// From 10 to 300 courses the time of each must be flat within 1.2 times, to 5,000 within 2 times.
fn judged(row: Row, courses: usize, per_course: &[f64]) -> Row {
    let spread = |figures: &[f64]| {
        let least = figures.iter().copied().fold(f64::INFINITY, f64::min);
        figures.iter().copied().fold(0.0, f64::max) / least
    };
    match courses {
        300 => {
            let spread = spread(per_course);
            row.must(format!("10 to 300 flat within 1.2× (is {spread:.2}×)"), spread <= 1.2)
        }
        5000 => {
            let spread = spread(per_course);
            row.must(format!("10 to 5,000 within 2× (is {spread:.2}×)"), spread <= 2.0)
        }
        _ => row,
    }
}

fn batches(all: &mut Workers, who: Who, courses: usize, issuer: &str) -> io::Result<Samples> {
    let mut samples = Samples::default();
    let (rounds, size) = match who {
        Who::Ours if courses <= MOST_FOR_PEERS => (15, (200 / courses).max(1)),
        Who::Ours => (5, 1),
        _ => (2, 1),
    };
    // One round more, which warms up.
    for round in 0..=rounds {
        let made = |at| dated(&documents::transcript(round * size + at, courses, issuer, Ids::Required), round);
        let batch: Vec<_> = (0..size).map(made).collect();
        let Some(answer) = all.of(who).time(Work::Hash, &batch)? else { return Err(io::Error::other("took too long")) };
        if let Some(fault) = answer.fault {
            return Err(io::Error::other(format!("{}, {courses} courses: {fault}", who.name())));
        }
        if round > 0 {
            samples.add(answer.nanoseconds, size);
        }
    }
    Ok(samples)
}

/// Memory from JSON text to the hash: a process of its own for each size, warmed up by a badge.
pub fn memory(start: &Start, issuer: &str) -> io::Result<()> {
    let mut first = None;
    for courses in [60, 300, 1000, 5000] {
        let document = dated(&documents::transcript(1, courses, issuer, Ids::Required), 1);
        let mut row =
            Row::new(format!("memory for {courses} courses ({:.1} MB of JSON)", count(document.text.len()) / 1e6), "");
        for who in Who::ALL {
            let cell = if who == Who::Ours { 0 } else { who as usize + 1 };
            if who != Who::Ours && courses > MOST_FOR_PEERS {
                row.cells[cell] = "not run".into();
                continue;
            }
            let used = used(who, start, &document, issuer)?;
            row.cells[cell] = table::megabytes(used);
            if who == Who::Ours {
                let each = f64::from(u32::try_from(used).unwrap_or(u32::MAX)) / count(courses);
                let first = *first.get_or_insert(each);
                if courses == 5000 {
                    let must =
                        format!("linear: a course takes at most 1.25× what it takes at 60 (is {:.2}×)", each / first);
                    row = row.must(must, each <= 1.25 * first);
                }
            }
        }
        row.print();
    }
    Ok(())
}

/// Kilobytes beyond what the process held, its input included, when the work began.
fn used(who: Who, start: &Start, document: &protocol::Document, issuer: &str) -> io::Result<u64> {
    let mut worker = Worker::new(who, start, Duration::from_mins(1))?;
    worker.results(Work::Hash, &[dated(&documents::badge(1, issuer), 1)])?;
    match worker.time(Work::Hash, std::slice::from_ref(document))? {
        Some(answer) if answer.fault.is_none() => Ok(answer.peak.saturating_sub(answer.held)),
        _ => Err(io::Error::other(format!("{}: no memory to tell", who.name()))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "far from 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}
