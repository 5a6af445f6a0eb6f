//! Row: two cores, one document each.

use std::io;
use std::process::Command;
use std::sync::Barrier;
use std::time::Instant;

use protocol::{Document, Library as _, Start, Work};
use serde_json::{Value, json};

use crate::ours::Ours;
use crate::samples::Samples;
use crate::signing::Subject;
use crate::table::{self, Row};

/// Rounds of one thread and of two in turn.
const ROUNDS: usize = 15;

/// Documents that each thread signs in a round.
const DOCUMENTS: usize = 300;

/// Measures in a process that may use both cores, and prints the row.
pub fn row() -> io::Result<()> {
    let own = std::env::current_exe()?;
    let output = Command::new("taskset").args(["-c", "0,1"]).arg(own).arg("two-cores").output()?;
    let figures: Value = serde_json::from_slice(&output.stdout)?;
    let (Some(one), Some(two)) = (figures["one"].as_f64(), figures["two"].as_f64()) else {
        return Err(io::Error::other("the process on two cores said nothing"));
    };
    let gain = one / two;
    let cell = format!("{} a document, {gain:.2}×", table::time(two));
    let row = Row::new("sign badges on two cores, one document each", cell);
    row.must(format!("≥ 1.9× one core ({})", table::time(one)), gain >= 1.9).print();
    Ok(())
}

/// What the process on two cores does: prints the nanoseconds a document takes with one thread and with two.
pub fn measure(start: Start, issuer: &str) -> Result<(), String> {
    let ours = Ours::new(start)?;
    let [mut one, mut two] = [Samples::default(), Samples::default()];
    for round in 0..=ROUNDS {
        let batch = |which: usize| -> Vec<Document> {
            let first = (round * 3 + which) * DOCUMENTS;
            (first..first + DOCUMENTS).map(|number| Subject::Badge.document(number, issuer)).collect()
        };
        let (alone, together) = (threads(&ours, &[batch(0)])?, threads(&ours, &[batch(1), batch(2)])?);
        if round > 0 {
            one.add(alone, DOCUMENTS);
            two.add(together, DOCUMENTS * 2);
        }
    }
    println!("{}", json!({"one": one.best(), "two": two.best()}));
    Ok(())
}

/// The nanoseconds from a common start until the last thread has signed its documents.
fn threads(ours: &Ours, batches: &[Vec<Document>]) -> Result<u64, String> {
    let barrier = Barrier::new(batches.len());
    let sign = |batch: &Vec<Document>| {
        barrier.wait();
        let from = Instant::now();
        let signed = batch.iter().try_for_each(|document| ours.work(Work::Sign, document).map(drop));
        signed.map(|()| u64::try_from(from.elapsed().as_nanos()).unwrap_or(u64::MAX))
    };
    std::thread::scope(|scope| {
        let running: Vec<_> = batches.iter().map(|batch| scope.spawn(move || sign(batch))).collect();
        let times = running.into_iter().map(|thread| thread.join().map_err(|_| "a thread broke".to_owned())?);
        times.collect::<Result<Vec<u64>, String>>().map(|times| times.into_iter().max().unwrap_or(0))
    })
}
