//! Runs last and prints one table of what ran, what did not and why. It has no test harness, so that cargo shows it.
//!
//! `cargo nextest` has no order and is told that there is nothing here.

#![expect(clippy::print_stdout, reason = "the table is the purpose of this program")]

use std::process::ExitCode;

use what_ran::table::Table;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        return ExitCode::SUCCESS;
    }
    let notes = what_ran::noted();
    let needs = what_ran::machine::needs();
    what_ran::clear();
    let table = Table { notes: &notes, needs: &needs };
    println!("\nWhat ran\n{}", table.text());
    let is_part = arguments.iter().any(|argument| !argument.starts_with('-'));
    if is_part || !what_ran::nothing_may_be_skipped() {
        return ExitCode::SUCCESS;
    }
    let faults = table.faults();
    for fault in &faults {
        println!("TASSEL_REQUIRE_SHARED=1, but {fault}");
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
