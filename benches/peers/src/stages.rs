//! Where our own time goes.

use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

use protocol::{Start, Work};

use crate::documents::Ids;
use crate::samples::Samples;
use crate::signing::Subject;
use crate::table;
use crate::worker::{Who, Worker};

/// Prints the best and the median time of each stage, a table for each document.
pub fn print(start: &Start, issuer: &str) -> io::Result<()> {
    let mut worker = Worker::new(Who::Ours, start, Duration::from_mins(1))?;
    for (subject, name, count) in
        [(Subject::Badge, "badge", 2000), (Subject::Transcript(Ids::Required), "transcript of 60 courses", 100)]
    {
        let batch: Vec<_> = (0..count).map(|number| subject.document(number, issuer)).collect();
        let results = worker.results(Work::Stages, &batch)?;
        let mut stages: BTreeMap<String, Samples> = BTreeMap::new();
        let mut order: Vec<String> = Vec::new();
        // The first tenth warms up.
        for result in results.iter().skip(count / 10) {
            let figures: serde_json::Map<String, serde_json::Value> = serde_json::from_str(result)?;
            order = figures.keys().cloned().collect();
            for (stage, figure) in figures {
                stages.entry(stage).or_default().add(figure.as_u64().unwrap_or(0), 1);
            }
        }
        println!("\n| {name}: stage | best (median) |\n|---|---|");
        for stage in order {
            println!("| {stage} | {} |", stages.get(&stage).map(table::ours).unwrap_or_default());
        }
    }
    Ok(())
}
