//! `tassel verify`.

use std::fmt::Write as _;
use std::io::Read as _;
use std::process::ExitCode;

use model::time::{Clock as _, SystemClock, Time};
use outside::{Documents as _, Fetcher, Kind};
use url::Url;
use verifier::verify::report::{Outcome, Report};
use verifier::verify::{self, Policy};

use super::Verify;
use crate::AnyError;
use crate::config::{Config, Place};
use crate::output::Output;
use crate::{installation, serve};

/// Bytes read of a file or stdin; the verifier's own limit is lower and gives the better message.
const READ_LIMIT: u64 = 8 * 1024 * 1024;

/// Checks a credential and prints the report. Exit 0 valid, 1 not valid, 2 undecided, 3 not readable.
///
/// # Errors
/// When the source cannot be opened.
pub(crate) async fn run(options: Verify, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let config = Config::load(place)?;
    let app = app(place, &config).await?;
    let input = read(&options.source).await?;
    let as_of = options.as_of.as_deref().map(Time::parse).transpose()?;
    let policy = Policy { as_of, limits: app.limits, ..Policy::at(SystemClock.now()) };
    let report = verify::verify(input, &app.sources(), &policy).await;
    output.result(&report.to_json(), &words(&report, 0));
    Ok(ExitCode::from(report.verdict.exit_code()))
}

/// The verifier of this installation. Its own lists are read from its store; a place without one has none.
///
/// # Errors
/// When the installation cannot be opened.
pub(super) async fn app(place: &Place, config: &Config) -> Result<verifier::App, AnyError> {
    let issuer = if place.database().exists() || config.database_url.is_some() {
        Some(installation::issuer(place, config, false).await?)
    } else {
        None
    };
    serve::verifier_app(config, issuer, config.public_url.scheme() == "http")
}

async fn read(source: &str) -> Result<Vec<u8>, AnyError> {
    let mut bytes = Vec::new();
    if source == "-" {
        std::io::stdin().lock().take(READ_LIMIT).read_to_end(&mut bytes)?;
    } else if source.starts_with("https://") {
        bytes = Fetcher::new(outside::Policy { allow_loopback: false })?
            .get(&Url::parse(source)?, Kind::Credential)
            .await?;
    } else {
        let file = std::fs::File::open(source).map_err(|error| format!("cannot open {source}: {error}"))?;
        file.take(READ_LIMIT).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

fn words(report: &Report, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    let mut text = format!("{indent}{}", report.sentence);
    for check in report.checks.iter().filter(|check| check.outcome != Outcome::NotApplicable) {
        let mark = match check.outcome {
            Outcome::Passed => '✓',
            Outcome::Failed => '✗',
            Outcome::Warned => '!',
            Outcome::CouldNotCheck | Outcome::NotApplicable => '?',
        };
        // Writing to a String cannot fail.
        _ = write!(text, "\n{indent}  {mark} {}", check.sentence);
    }
    for child in &report.children {
        text.push('\n');
        text.push_str(&words(child, depth + 1));
    }
    text
}
