//! The commands, run as a person runs them: the real binary on a directory of its own.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod catalogue;
mod catalogue_kept;
mod doctor;
mod installation;
mod jwt;
mod keys;
mod package;
mod paper;
mod selective;
mod suites;
mod token;
