//! A worker around one of the Rust libraries others use: `others ssi` or `others json-ld`.

mod json_ld_sophia;
mod spruce;
mod terms;

use std::process::ExitCode;

use json_ld_sophia::JsonLdSophia;
use spruce::Spruce;

fn main() -> ExitCode {
    let served = match std::env::args().nth(1).as_deref() {
        Some("ssi") => protocol::serve(Spruce::new),
        Some("json-ld") => protocol::serve(JsonLdSophia::new),
        _ => {
            eprintln!("expected the name of a library: ssi or json-ld");
            return ExitCode::FAILURE;
        }
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
