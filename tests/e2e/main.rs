//! The stories, through the real routers, with a settable clock and a real database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod achievement;
mod catalogue;
mod catalogue_issued;
mod composed;
mod issue;
mod learner;
mod lists;
mod race;
mod refuse;
mod revoke;
mod wallet;
mod whose;
mod world;
mod write_back;
