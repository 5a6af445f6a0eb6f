//! What the measuring process and the libraries it measures say to each other: one JSON text a line, on standard input
//! and output of the library's own process.
//!
//! Each library has a process of its own, so that none runs with another's settings of shared crates, its memory can be
//! read alone, and it can be stopped. The worker takes the time itself: around the work, without the transfer.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{self, BufRead as _, Write as _};
use std::time::Instant;

use serde::{Deserialize, Serialize};

/// The first line a worker gets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Start {
    /// The contexts by URL, as JSON text. A worker knows no others.
    pub contexts: BTreeMap<String, String>,
    /// The seed of the Ed25519 key that signs, 32 bytes in hexadecimal.
    pub seed: String,
    /// The key's id, a `did:key` URL with its fragment.
    pub verification_method: String,
    /// The id of the P-256 key whose scalar is the same 32 bytes: it signs where parts can be shown.
    pub p256_verification_method: String,
    /// JSON Pointers to what is always shown.
    pub mandatory: Vec<String>,
    /// JSON Pointers to what is shown besides.
    pub revealed: Vec<String>,
}

/// One thing to do with each document of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// JSON text to canonical N-Quads.
    Canonical,
    /// JSON text to the SHA-256 of its canonical N-Quads, in hexadecimal.
    Hash,
    /// JSON text to signed JSON text, `eddsa-rdfc-2022`.
    Sign,
    /// As `Sign`, and the signature checked before it is given out.
    SignChecked,
    /// JSON text to JSON text with a base proof of `ecdsa-sd-2023`, by the P-256 key.
    SignBase,
    /// JSON text with a base proof to JSON text that shows a part, with a derived proof.
    Derive,
    /// As `Derive`, and the derived proof checked before it is given out.
    DeriveChecked,
    /// Signed JSON text: whether its proof holds.
    Verify,
    /// Signed JSON text of a transcript: whether its proof holds, and that of every credential in it.
    VerifyAll,
    /// N-Quads to canonical N-Quads.
    Nquads,
    /// N-Quads to the number of steps that telling their blank nodes apart takes, or why they are refused.
    Steps,
    /// JSON text to the nanoseconds of each stage of signing it, as JSON.
    Stages,
}

/// A document and when it is signed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// JSON text, or N-Quads.
    pub text: String,
    /// `created` of the proof, as it is written.
    pub created: String,
}

/// A batch.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// What to do.
    pub work: Work,
    /// With what.
    pub documents: Vec<Document>,
    /// Whether the results are wanted; if not, the answer has none.
    pub results: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The time all documents took together.
    pub nanoseconds: u64,
    /// One text for each document.
    pub results: Vec<String>,
    /// The first fault; there are no results then.
    pub fault: Option<String>,
    /// The most memory the process has held since the batch began, in kilobytes.
    pub peak: u64,
    /// What it held when the batch began, in kilobytes.
    pub held: u64,
}

/// A library under measurement.
pub trait Library {
    /// Does one piece of work.
    ///
    /// # Errors
    /// A sentence, when the library refuses or does not offer it.
    fn work(&self, work: Work, document: &Document) -> Result<String, String>;
}

/// The fault of a library that does not offer something.
pub const NOT_OFFERED: &str = "not offered";

/// Answers requests on standard input until it ends.
///
/// # Errors
/// When the other side is gone or does not speak this.
pub fn serve<L: Library>(make: impl FnOnce(Start) -> Result<L, String>) -> io::Result<()> {
    let mut lines = io::stdin().lock().lines();
    let Some(first) = lines.next() else { return Ok(()) };
    let library = make(serde_json::from_str(&first?)?).map_err(io::Error::other)?;
    for line in lines {
        let answer = answer(&library, &serde_json::from_str(&line?)?);
        let mut out = io::stdout().lock();
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(library: &impl Library, request: &Request) -> Answer {
    let mut results = Vec::new();
    let held = start_of_peak();
    let from = Instant::now();
    let fault = request.documents.iter().find_map(|document| match library.work(request.work, document) {
        Ok(result) => {
            // Kept without need, results would cost fresh memory, which is not what is measured.
            if request.results {
                results.push(result);
            } else {
                black_box(result);
            }
            None
        }
        Err(fault) => Some(fault),
    });
    let nanoseconds = u64::try_from(from.elapsed().as_nanos()).unwrap_or(u64::MAX);
    let peak = status("VmHWM:");
    if fault.is_some() {
        results.clear();
    }
    Answer { nanoseconds, results, fault, peak, held }
}

/// Makes the process's peak its present size (proc(5), `clear_refs`), which is returned.
fn start_of_peak() -> u64 {
    // Where it cannot be written the peak is that of the whole run: larger, never smaller.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    status("VmRSS:")
}

/// A figure of `/proc/self/status` in kilobytes; nought where there is none.
fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|figure| figure.parse().ok()).unwrap_or(0)
}

/// The bytes of lower-case hexadecimal; `None` when it is not.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// Lower-case hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
