//! Test suites note here what they ran, what they skipped and why; the test target `table`, which runs last, prints it.
//!
//! A skipped test looks like a passed one in cargo's output. The table makes the difference visible, and
//! `TASSEL_REQUIRE_SHARED=1` makes it a failure.
//!
//! ```no_run
//! what_ran::ran("W3C rdf-canon", 62);
//! what_ran::not_applicable("W3C rdf-canon", 2, "SHA-384, which no suite here uses");
//! what_ran::skipped("published schemas", 0, "../shared/data is absent");
//! ```

mod folder;
pub mod machine;
mod note;
pub mod table;

pub use folder::clear;
pub use note::{Note, Outcome, noted};

/// Notes that `suite` ran `cases` cases.
///
/// # Panics
/// When `cases` is 0, for a suite that found nothing to run must not look as if it had passed; and when the note
/// cannot be written.
pub fn ran(suite: &str, cases: usize) {
    assert!(cases > 0, "{suite}: expected at least one case, found none to run");
    note::append(suite, Outcome::Ran, cases, "");
}

/// Notes that `suite` could not run `cases` cases (0: nobody could count them) on this machine, and why.
///
/// # Panics
/// Under `TASSEL_REQUIRE_SHARED=1`, where nothing may be skipped; and when the note cannot be written.
pub fn skipped(suite: &str, cases: usize, why: &str) {
    note::append(suite, Outcome::Skipped, cases, why);
    assert!(!nothing_may_be_skipped(), "{suite}: skipped although TASSEL_REQUIRE_SHARED=1: {why}");
}

/// Notes that `suite` was skipped because nobody named a live system of theirs to run it against, and how that is done.
/// Under `TASSEL_REQUIRE_SHARED=1` too this is no failure: such a system is nowhere beside the checkout.
///
/// # Panics
/// When the note cannot be written.
pub fn not_asked_for(suite: &str, why: &str) {
    note::append(suite, Outcome::NotAskedFor, 0, why);
}

/// Notes that `cases` cases of `suite` do not apply to this project on any machine, and why.
///
/// # Panics
/// When the note cannot be written.
pub fn not_applicable(suite: &str, cases: usize, why: &str) {
    note::append(suite, Outcome::NotApplicable, cases, why);
}

/// Notes one case of `suite` that ran on SQLite and, where it is here, on PostgreSQL.
///
/// # Panics
/// As [`ran`] and [`skipped`].
pub fn on_both_databases(suite: &str, postgresql_is_here: bool) {
    ran(&format!("{suite} (SQLite)"), 1);
    on_postgres(suite, postgresql_is_here);
}

/// Notes one case of `suite` that needs PostgreSQL.
///
/// # Panics
/// As [`ran`] and [`skipped`].
pub fn on_postgres(suite: &str, postgresql_is_here: bool) {
    let suite = format!("{suite} (PostgreSQL)");
    if postgresql_is_here {
        ran(&suite, 1);
    } else {
        skipped(&suite, 1, "initdb and postgres are not installed");
    }
}

/// Whether this run is one where an absence is a failure (`TASSEL_REQUIRE_SHARED=1`).
pub fn nothing_may_be_skipped() -> bool {
    std::env::var_os("TASSEL_REQUIRE_SHARED").is_some_and(|value| value == "1")
}
