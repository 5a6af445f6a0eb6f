//! Learner records and credentials. No I/O, no async, never signs.
//!
//! | module | what it is |
//! |---|---|
//! | [`time`], [`random`] | time and randomness as values |
//! | [`record`] | a learner's record as we understand it |
//! | [`lif`] | reads records in LIF's shape |
//! | [`samples`] | three invented learners in LIF's shape |
//! | [`catalogue`] | what a record lacks and a credential needs |
//! | [`mod@package`] | a record in, unsigned credentials out, with a line for everything left out |
//! | [`badge`], [`clr`], [`profile`] | Open Badges 3.0 and CLR 2.0 as JSON |
//! | [`published`] | the contexts everything is signed and checked with |
//! | [`draft`] | a packaged credential, and to whom it is bound |
//! | [`rendition`] | a transcript as people read it |
//! | [`lint`] | schema and safe-mode checks before anything is signed |
//! | [`vcdm1`] | credentials of data model 2.0 in the words of 1.1 |
//! | [`status`] | Bitstring Status List v1.0 |
//! | [`ids`] | computed and random identifiers |
//! | [`vocabulary`] | the closed word lists of Open Badges 3.0 |

pub mod badge;
pub mod catalogue;
pub mod clr;
pub mod draft;
pub mod ids;
pub mod lif;
pub mod lint;
pub mod package;
pub mod profile;
pub mod published;
pub mod random;
pub mod record;
pub mod rendition;
pub mod samples;
pub mod status;
pub mod time;
pub mod vcdm1;
pub mod vocabulary;
