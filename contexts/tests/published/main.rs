//! Our documents against the published ones in `../shared/data`: contexts term by term and by canonicalising every
//! example with both; schemas by their verdicts on every example and on ten thousand mutations of them.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod bytes;
mod changes;
mod complete;
mod definitions;
mod material;
mod mutate;
mod terms;
mod verdicts;
