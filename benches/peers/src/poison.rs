//! Rows: graphs made to keep a canonicaliser busy for ever. Ours must answer within its budget, rightly or not at all.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::Duration;

use protocol::{Answer, Document, Start, Work};

use crate::table::{self, Row};
use crate::worker::{Who, Worker};

/// No peer runs longer than this on one graph.
const CAP: Duration = Duration::from_secs(5);

/// As much memory as the whole process may hold, in kilobytes.
const MOST_MEMORY: u64 = 32 << 10;

/// A graph, and what is known of its canonical form.
struct Graph {
    name: String,
    nquads: String,
    expected: Expected,
}

enum Expected {
    /// The published bytes.
    Bytes(String),
    /// The published verdict.
    Refusal,
    /// The same bytes for the same graph written another way, and as any peer that answers.
    SameAgain(String),
}

/// What ours made of a graph.
struct Made {
    answer: Answer,
    nquads: Option<String>,
    steps: String,
    allowed: usize,
    right: bool,
}

/// All rows. `vectors` is the folder of the W3C tests, absent on most machines.
pub fn rows(start: &Start, vectors: &Path) -> io::Result<()> {
    family("cliques", clique, start)?;
    family("twin trees", twins, start)?;
    let published = published(vectors)?;
    if published.is_empty() {
        eprintln!("SKIPPED the W3C's poison graphs: {} is absent", vectors.display());
    }
    for graph in &published {
        let made = ours(start, graph)?;
        show(start, graph, &made, &mut [true; 3])?;
    }
    Ok(())
}

fn family(name: &str, graph_of: fn(usize, bool) -> String, start: &Start) -> io::Result<()> {
    let mut all: Vec<(Graph, Made)> = Vec::new();
    // A peer that took too long is not asked for a larger one.
    let mut asked = [true; 3];
    for size in 3..=20 {
        let expected = Expected::SameAgain(graph_of(size, true));
        // These have a row of their own, beside counting in their family's.
        let shown = [3, 5, 7, 8, 9, 12, 20].contains(&size);
        let graph = Graph { name: format!("{name}, {size}"), nquads: graph_of(size, false), expected };
        let made = ours(start, &graph)?;
        if shown {
            show(start, &graph, &made, &mut asked)?;
        }
        all.push((graph, made));
    }
    let slowest = all.iter().map(|(_, made)| made.answer.nanoseconds).max().unwrap_or(0);
    let largest = all.iter().map(|(_, made)| made.answer.peak).max().unwrap_or(0);
    let refused = all.iter().filter(|(_, made)| made.nquads.is_none()).count();
    let cell = format!(
        "slowest {}, most memory {}, {refused} refused",
        table::time(nanoseconds(slowest)),
        table::megabytes(largest)
    );
    let right = all.iter().all(|(_, made)| made.right && made.answer.peak <= MOST_MEMORY);
    Row::new(format!("{name}, 3 to 20, all"), cell).must("correct or refused, ≤ 32 MB", right).print();
    Ok(())
}

/// Ours in a process of its own: the bytes, the steps, and whether they are right.
fn ours(start: &Start, graph: &Graph) -> io::Result<Made> {
    let mut worker = warm(Who::Ours, start, Duration::from_mins(1))?;
    let Some(answer) = worker.time(Work::Nquads, &[document(&graph.nquads)])? else {
        return Err(io::Error::other(format!("ours took longer than a minute on {}", graph.name)));
    };
    let nquads = worker.results(Work::Nquads, &[document(&graph.nquads)]).ok().and_then(|mut all| all.pop());
    let steps = worker.results(Work::Steps, &[document(&graph.nquads)])?.remove(0);
    let right = match (&graph.expected, &nquads) {
        (Expected::Refusal, found) => found.is_none(),
        (_, None) => !matches!(graph.expected, Expected::Bytes(_)),
        (Expected::Bytes(expected), Some(found)) => expected == found,
        (Expected::SameAgain(again), Some(found)) => {
            worker.results(Work::Nquads, &[document(again)])?.first() == Some(found)
                && found.lines().count() == graph.nquads.lines().count()
        }
    };
    Ok(Made { answer, nquads, steps, allowed: 4 * blank_nodes(&graph.nquads) + 2000, right })
}

fn show(start: &Start, graph: &Graph, made: &Made, asked: &mut [bool; 3]) -> io::Result<()> {
    let steps = made.steps.parse::<usize>();
    let words = match &steps {
        Ok(steps) => format!("{steps} steps"),
        Err(_) => "refused".to_owned(),
    };
    let time = table::time(nanoseconds(made.answer.nanoseconds));
    let mut row = Row::new(&*graph.name, format!("{time}, {words}, {}", table::megabytes(made.answer.peak)));
    let mut right = made.right;
    for (at, who) in Who::PEERS.into_iter().enumerate() {
        let (cell, same) =
            if asked[at] { peer(start, who, graph, made, &mut asked[at])? } else { ("not run".to_owned(), true) };
        row.cells[at + 2] = cell;
        right &= same;
    }
    let bounded = steps.map_or(true, |steps| steps <= made.allowed) && made.answer.peak <= MOST_MEMORY;
    let must = format!("correct or refused, ≤ {} steps, ≤ 32 MB", made.allowed);
    row.must(must, right && bounded).print();
    Ok(())
}

/// A library in a process of its own that has canonicalised one harmless graph.
fn warm(who: Who, start: &Start, cap: Duration) -> io::Result<Worker> {
    let mut worker = Worker::new(who, start, cap)?;
    worker.results(Work::Nquads, &[document("_:a <urn:example:knows> <urn:example:b> .\n")])?;
    Ok(worker)
}

/// A peer's cell, and whether its bytes are ours where both have some.
fn peer(start: &Start, who: Who, graph: &Graph, made: &Made, asked: &mut bool) -> io::Result<(String, bool)> {
    let mut worker = warm(who, start, CAP)?;
    let Some(answer) = worker.time(Work::Nquads, &[document(&graph.nquads)])? else {
        *asked = false;
        return Ok((format!("> {} s, stopped", CAP.as_secs()), true));
    };
    let time = table::time(nanoseconds(answer.nanoseconds));
    if answer.fault.is_some() {
        return Ok((format!("{time}, refused"), true));
    }
    let theirs = worker.results(Work::Nquads, &[document(&graph.nquads)])?.remove(0);
    let same = made.nquads.as_ref().is_none_or(|ours| *ours == theirs);
    // A peer known to be wrong elsewhere does not make ours wrong where the published bytes say that it is right.
    let known = matches!(graph.expected, Expected::Bytes(_));
    let note = if same { "" } else { ", other bytes" };
    Ok((format!("{time}{note}"), same || known))
}

/// Every blank node points to every other; `again` writes it backwards under other labels.
fn clique(size: usize, again: bool) -> String {
    let mut nquads = String::new();
    for from in 0..size {
        for to in (0..size).filter(|to| *to != from) {
            let (from, to) = if again { (size - from, size - to) } else { (from, to) };
            let _ = writeln!(nquads, "_:n{from} <urn:example:knows> _:n{to} .");
        }
    }
    nquads
}

/// Two parents that nothing tells apart, with so many children each that nothing tells apart.
fn twins(size: usize, again: bool) -> String {
    let mut nquads = String::new();
    for parent in 0..2 {
        for child in 0..size {
            let (parent, child) = if again { (1 - parent, size - child) } else { (parent, child) };
            let _ = writeln!(nquads, "_:p{parent} <urn:example:child> _:p{parent}c{child} .");
        }
    }
    nquads
}

/// The W3C's tests 044, 045 (hard) and 074 (to be refused), from where they lie.
fn published(vectors: &Path) -> io::Result<Vec<Graph>> {
    let mut graphs = Vec::new();
    for test in ["044", "045", "074"] {
        let input = vectors.join(format!("test{test}-in.nq"));
        if !input.exists() {
            continue;
        }
        let expected = std::fs::read_to_string(vectors.join(format!("test{test}-rdfc10.nq")));
        graphs.push(Graph {
            name: format!("W3C rdf-canon test {test}"),
            nquads: std::fs::read_to_string(input)?,
            expected: expected.map_or(Expected::Refusal, Expected::Bytes),
        });
    }
    Ok(graphs)
}

fn blank_nodes(nquads: &str) -> usize {
    let mut labels: Vec<&str> = nquads.split_whitespace().filter(|part| part.starts_with("_:")).collect();
    labels.sort_unstable();
    labels.dedup();
    labels.len()
}

fn document(nquads: &str) -> Document {
    Document { text: nquads.to_owned(), created: String::new() }
}

#[expect(clippy::cast_precision_loss, reason = "no answer takes 104 days")]
fn nanoseconds(whole: u64) -> f64 {
    whole as f64
}
