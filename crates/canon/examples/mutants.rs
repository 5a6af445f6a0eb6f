//! Prints mutated documents with this crate's verdict, or judges documents from standard input: the other half of
//! `tests/interop/fuzz.mjs`.
//!
//! `mutants SEED FIRST COUNT` prints one JSON object a line: `index`, `text`, and `sha256` of the canonical bytes or
//! `refused` and `message`. `mutants judge` reads one JSON string a line, a document's text, and prints for each a JSON
//! object with `nquads` or `refused` and `message`.

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[path = "../tests/fuzz/mutants/mod.rs"]
mod mutants;
#[path = "../tests/fuzz/series.rs"]
mod series;
#[path = "../tests/fuzz/verdict.rs"]
mod verdict;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["judge"] => judge(),
        [seed, first, count] => match (seed.parse(), first.parse(), count.parse()) {
            (Ok(seed), Ok(first), Ok(count)) => print(seed, first, count),
            _ => usage(),
        },
        _ => usage(),
    }
}

fn usage() -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::InvalidInput, "expected `mutants SEED FIRST COUNT` or `mutants judge`"))
}

fn print(seed: u64, first: u64, count: u64) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for index in first..first.saturating_add(count) {
        let text = series::document(seed, index);
        let line = match verdict::of(&text) {
            Ok(nquads) => json!({"index": index, "text": text, "sha256": hex(&Sha256::digest(nquads))}),
            Err(refusal) => {
                json!({"index": index, "text": text, "refused": refusal.reason, "message": refusal.message})
            }
        };
        writeln!(out, "{line}")?;
    }
    out.flush()
}

fn judge() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let Ok(Value::String(text)) = serde_json::from_str(&line) else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "expected one JSON string a line"));
        };
        let answer = match verdict::of(&text) {
            Ok(nquads) => json!({"nquads": nquads}),
            Err(refusal) => json!({"refused": refusal.reason, "message": refusal.message}),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
