//! Learner records and credentials. No I/O, no async, never signs.
//!
//! | module | what it is |
//! |---|---|
//! | [`time`], [`random`] | time and randomness as values |
//! | [`record`] | a learner's record as we understand it |

pub mod random;
pub mod record;
pub mod time;
