//! Times: batches of ours and of each peer in turn, the best and the median kept.

use std::collections::BTreeMap;
use std::io;

use protocol::{Document, Work};

use crate::worker::{Who, Workers};

/// Nanoseconds a document, one figure a batch.
#[derive(Debug, Clone, Default)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// Adds a batch.
    #[expect(clippy::cast_precision_loss, reason = "no batch takes 104 days")]
    pub fn add(&mut self, nanoseconds: u64, documents: usize) {
        self.0.push(nanoseconds as f64 / documents as f64);
        self.0.sort_by(f64::total_cmp);
    }

    /// The best batch.
    pub fn best(&self) -> Option<f64> {
        self.0.first().copied()
    }

    /// The median batch.
    pub fn median(&self) -> Option<f64> {
        self.0.get(self.0.len() / 2).copied()
    }
}

/// How long a batch of one library should take, in nanoseconds.
const BATCH: f64 = 20e6;

/// The most documents in a batch.
const MOST: usize = 400;

/// Makes the documents of a batch for a library: from the first number on, and how many.
pub type Documents<'a> = dyn FnMut(&mut Workers, Who, usize, usize) -> io::Result<Vec<Document>> + 'a;

/// One line of work for several libraries.
pub struct Course<'a> {
    /// What each does.
    pub works: &'a [(Who, Work)],
    /// How many rounds, a batch of each library in every one.
    pub rounds: usize,
    /// Makes the documents of a batch.
    pub documents: &'a mut Documents<'a>,
}

/// Runs warm-up and rounds. Keyed by the library and the work.
pub fn run(workers: &mut Workers, course: Course<'_>) -> io::Result<BTreeMap<(Who, usize), Samples>> {
    let Course { works, rounds, documents } = course;
    let mut samples: BTreeMap<(Who, usize), Samples> = BTreeMap::new();
    let mut sizes = vec![1_usize; works.len()];
    let mut number = 1;
    // The first batch, of one document, and the second, of a few, warm up and say how many make a batch.
    for round in 0..rounds + 2 {
        let largest = sizes.iter().copied().max().unwrap_or(1);
        for (at, (who, work)) in works.iter().enumerate() {
            let batch = documents(workers, *who, number, sizes[at])?;
            let Some(answer) = workers.of(*who).time(*work, &batch)? else {
                return Err(io::Error::other(format!("{}: {work:?} took too long", who.name())));
            };
            if let Some(fault) = answer.fault {
                return Err(io::Error::other(format!("{}: {work:?}: {fault}", who.name())));
            }
            let mut one = Samples::default();
            one.add(answer.nanoseconds, batch.len());
            if round < 2 {
                sizes[at] = fitting(one.best().unwrap_or(BATCH), if round == 0 { 8 } else { MOST });
            } else {
                samples.entry((*who, at)).or_default().add(answer.nanoseconds, batch.len());
            }
        }
        number += largest;
    }
    Ok(samples)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and MOST")]
fn fitting(nanoseconds: f64, most: usize) -> usize {
    ((BATCH / nanoseconds) as usize).clamp(1, most)
}
