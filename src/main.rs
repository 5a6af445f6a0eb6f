//! `tassel`: learner records as signed Open Badges 3.0 and CLR 2.0, into any wallet, and checked by anyone.

mod commands;
mod config;
mod demo;
mod documents;
mod installation;
mod output;
mod serve;

use std::process::ExitCode;

use clap::Parser as _;

use crate::commands::{Arguments, Command};
use crate::output::Output;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output { json: arguments.json };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::failed(&format!("the runtime did not start: {error}")),
    };
    match runtime.block_on(run(arguments, output)) {
        Ok(code) => code,
        Err(error) => output::failed(&error.to_string()),
    }
}

/// Any failure a command can only report: its text is the message.
type AnyError = Box<dyn std::error::Error + Send + Sync>;

async fn run(arguments: Arguments, output: Output) -> Result<ExitCode, AnyError> {
    let place = arguments.place();
    match arguments.command {
        Command::Demo(options) => demo::run(options, &place).await,
        Command::Serve(options) => serve::run(options, &place).await,
        Command::Offer(options) => commands::offer::run(options, &place, output).await,
        Command::Package(options) => commands::package::run(&options, &place, output),
        Command::Catalogue(options) => commands::catalogue::run(&options, &place, output).await,
        Command::Issue(options) => commands::issue::run(options, &place, output).await,
        Command::Verify(options) => commands::verify::run(options, &place, output).await,
        Command::Derive(options) => commands::derive::run(&options, &place, output).await,
        Command::Bake(options) => commands::bake::run(&options, output),
        Command::Unbake(options) => commands::unbake::run(&options, output),
        Command::Jose(options) => commands::jose::run(&options),
        Command::Revoke(options) => commands::revoke::run(options, &place, output).await,
        Command::Keys(options) => commands::keys::run(&options, &place, output),
        Command::ApiKeys(options) => commands::api_keys::run(options, &place, output).await,
        Command::Migrate => commands::migrate::run(&place, output).await,
        Command::Doctor => commands::doctor::run(&place, output).await,
    }
}
