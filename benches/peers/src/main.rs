//! One table: canonical bytes and proofs of ours beside `ssi`, `json-ld` with `sophia_c14n`, and Digital Bazaar's
//! libraries on Node; the same documents in the same run. Started by `run`, which builds and pins.

mod agreement;
mod cores;
mod derived;
mod documents;
mod growth;
mod ours;
mod packaging;
mod poison;
mod samples;
mod signing;
mod stages;
mod table;
mod worker;

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use protocol::Start;

use crate::signing::{DERIVE, PLANNED};
use crate::worker::Workers;

/// The key of every signature here. It signs nothing else.
const SEED: [u8; 32] = [0x42; 32];

/// No single answer takes longer; that of a large transcript on a slow peer is some seconds.
const CAP: Duration = Duration::from_mins(2);

/// The sections of the table, in its order.
const SECTIONS: [&str; 6] = ["signing", "deriving", "growth", "cores", "poison", "memory"];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let start = match worker::start(SEED) {
        Ok(start) => start,
        Err(error) => return failed(&error),
    };
    let issuer = controller(&start.verification_method).to_owned();
    let done = match *arguments {
        ["worker"] => protocol::serve(ours::Ours::new),
        ["two-cores"] => cores::measure(start, &issuer).map_err(io::Error::other),
        ["--stages"] => stages::print(&start, &issuer),
        ["--packaging"] => packaging::print(SEED, &start.verification_method, &issuer),
        [] => run(&start, &issuer, &SECTIONS),
        ["--only", ref sections @ ..] if sections.iter().all(|one| SECTIONS.contains(one)) => {
            run(&start, &issuer, sections)
        }
        _ => {
            Err(io::Error::other(format!("expected nothing, --stages, or --only and some of {}", SECTIONS.join(", "))))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &io::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}

/// The DID of a key's id.
fn controller(verification_method: &str) -> &str {
    verification_method.split('#').next().unwrap_or_default()
}

fn run(start: &Start, issuer: &str, sections: &[&str]) -> io::Result<()> {
    let wanted = |section| sections.contains(&section);
    let mut all = Workers::new(start, CAP)?;
    let agreement = agreement::check(&mut all, issuer)?;
    // The suite that derives is of P-256 keys, so these badges have another issuer.
    let p256_issuer = controller(&start.p256_verification_method);
    let refused = if wanted("deriving") { derived::check(&mut all, p256_issuer)? } else { None };
    table::print_head();
    if wanted("signing") {
        for plan in &PLANNED {
            signing::row(&mut all, plan, issuer, &|who, subject| agreement.differs(who, subject))?.print();
        }
    }
    if wanted("deriving") {
        signing::row(&mut all, &DERIVE, p256_issuer, &|_, _| true)?.print();
    }
    if wanted("growth") {
        growth::time(&mut all, issuer)?;
    }
    drop(all);
    if wanted("cores") {
        cores::row()?;
    }
    if wanted("poison") {
        poison::rows(start, Path::new("../../../shared/data/vectors/rdf-canon/rdfc10"))?;
    }
    if wanted("memory") {
        growth::memory(start, issuer)?;
    }
    println!();
    for note in agreement.footnotes().into_iter().chain(refused) {
        println!("- {note}");
    }
    Ok(())
}
