//! The table, in Markdown.

use crate::samples::Samples;

/// Whether a row's "must" holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// There is none for this row.
    NoMust,
}

/// One row.
pub struct Row {
    /// The work.
    pub work: String,
    /// Ours; ours with its own signature checked; then the peers, in the order of [`crate::worker::Who::PEERS`].
    pub cells: [String; 5],
    /// What must hold, in words.
    pub must: String,
    /// Whether it does.
    pub holds: Holds,
}

impl Row {
    /// A row of which only ours and the verdict are known yet.
    pub fn new(work: impl Into<String>, ours: impl Into<String>) -> Self {
        let cells = [ours.into(), String::new(), String::new(), String::new(), String::new()];
        Self { work: work.into(), cells, must: String::new(), holds: Holds::NoMust }
    }

    /// With what must hold, and whether it does.
    pub fn must(mut self, must: impl Into<String>, holds: bool) -> Self {
        self.must = must.into();
        self.holds = if holds { Holds::Yes } else { Holds::No };
        self
    }

    /// Prints it as soon as it is known: a run takes minutes.
    pub fn print(&self) {
        let holds = match self.holds {
            Holds::Yes => "yes",
            Holds::No => "**no**",
            Holds::NoMust => "",
        };
        println!("| {} | {} | {} | {holds} |", self.work, self.cells.join(" | "), self.must);
    }
}

/// The head of the table.
pub fn print_head() {
    println!(
        "| work | ours | ours, signature checked | ssi 0.16 | json-ld 0.21 + sophia_c14n 0.10 | Digital Bazaar (Node) \
         | must | holds |"
    );
    println!("|---|---|---|---|---|---|---|---|");
}

/// The best batch and, in brackets, the median: `24.3 µs (25.0)`.
pub fn ours(samples: &Samples) -> String {
    match (samples.best(), samples.median()) {
        (Some(best), Some(median)) => format!("{} ({})", time(best), time(median)),
        _ => "–".into(),
    }
}

/// The best batch, the median, and how many times ours that is.
pub fn peer(samples: &Samples, ours: &Samples) -> String {
    match ratio(samples, ours) {
        Some(ratio) => format!("{}, **{}**", self::ours(samples), times(ratio)),
        None => "–".into(),
    }
}

/// How many times as long the peer's best batch takes as our best.
pub fn ratio(peer: &Samples, ours: &Samples) -> Option<f64> {
    Some(peer.best()? / ours.best()?)
}

/// `152×`, `9.3×`.
pub fn times(ratio: f64) -> String {
    if ratio >= 20.0 { format!("{ratio:.0}×") } else { format!("{ratio:.1}×") }
}

/// Nanoseconds for reading: three digits and a unit.
pub fn time(nanoseconds: f64) -> String {
    let (figure, unit) = match nanoseconds {
        ns if ns < 1e3 => (ns, "ns"),
        ns if ns < 1e6 => (ns / 1e3, "µs"),
        ns if ns < 1e9 => (ns / 1e6, "ms"),
        ns => (ns / 1e9, "s"),
    };
    let digits = if figure < 10.0 { 2 } else { usize::from(figure < 100.0) };
    format!("{figure:.digits$} {unit}")
}

/// Kilobytes as megabytes.
#[expect(clippy::cast_precision_loss, reason = "far from 2^52 kilobytes")]
pub fn megabytes(kilobytes: u64) -> String {
    format!("{:.1} MB", kilobytes as f64 / 1024.0)
}
