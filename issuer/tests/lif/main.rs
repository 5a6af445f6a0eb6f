//! The LIF GraphQL client, against servers on this machine and, when one is given, a live LIF.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets what it did not expect is to stop there"
)]

mod answers;
mod interactions;
mod live;
mod nobody;
mod recorded;
mod replay;
mod schema;
mod server;
mod tries;
