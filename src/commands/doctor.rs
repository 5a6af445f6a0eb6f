//! `tassel doctor`.

use std::process::ExitCode;

use issuer::records::{Finding, Outcome};
use issuer::store::outbox;
use proof::keyring::KeyPurpose;
use serde_json::json;

use crate::AnyError;
use crate::config::{Config, Place};
use crate::installation;
use crate::output::Output;

/// Looks at public URL, database, keys, secret and record source, one after the other, and goes on past what does not work.
///
/// # Errors
/// Settings that cannot be read; all else is a finding, and ends the command with 1 when it does not work.
pub(crate) async fn run(place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let config = Config::load(place)?;
    let mut findings = vec![public_url(&config)];
    findings.extend(database(place, &config).await);
    findings.push(keys(place, &config));
    findings.push(secret(place));
    findings.extend(records(&config).await);
    let failed = findings.iter().any(|finding| finding.outcome == Outcome::Failed);
    let words: Vec<String> = findings.iter().map(to_words).collect();
    output.result(&json!({ "well": !failed, "checks": findings }), &words.join("\n"));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn to_words(finding: &Finding) -> String {
    let outcome = match finding.outcome {
        Outcome::Good => "good  ",
        Outcome::Warned => "look  ",
        Outcome::Failed => "failed",
    };
    format!("{outcome}  {}: {}", finding.check, finding.sentence)
}

fn of(check: &str, result: Result<String, AnyError>) -> Finding {
    match result {
        Ok(sentence) => Finding::new(check, Outcome::Good, sentence),
        Err(error) => Finding::new(check, Outcome::Failed, error.to_string()),
    }
}

fn public_url(config: &Config) -> Finding {
    let url = &config.public_url;
    let check = "public_url";
    match (url.scheme(), url.domain().is_some()) {
        ("https", true) => Finding::new(check, Outcome::Good, format!("{url}, so the issuer is a did:web")),
        ("https" | "http", _) => {
            let text = format!("{url}: without https and a host name wallets elsewhere take nothing from here");
            Finding::new(check, Outcome::Warned, text)
        }
        _ => Finding::new(check, Outcome::Failed, format!("expected an https URL, found {url}")),
    }
}

async fn database(place: &Place, config: &Config) -> Vec<Finding> {
    let db = match installation::database(place, config).await {
        Ok(db) => db,
        Err(error) => return vec![of("database", Err(error))],
    };
    let mut findings = vec![of("database", Ok(format!("{:?}, its tables are up to date", db.kind())))];
    findings.push(match outbox::counts(&db, &config.issuer.tenant).await {
        Ok((waiting, 0)) => of("outbox", Ok(format!("{waiting} messages wait"))),
        Ok((waiting, given_up)) => {
            let text =
                format!("{waiting} messages wait, {given_up} were given up: see the audit rows interaction.given-up");
            Finding::new("outbox", Outcome::Warned, text)
        }
        Err(error) => of("outbox", Err(error.into())),
    });
    db.close().await;
    findings
}

fn keys(place: &Place, config: &Config) -> Finding {
    let files = match installation::keys(place, config) {
        Ok(files) => files,
        Err(error) => return of("keys", Err(error)),
    };
    let active = |purpose| files.list().iter().filter(|key| key.purpose == purpose && key.retired.is_none()).count();
    let (credential, status) = (active(KeyPurpose::Credential), active(KeyPurpose::Status));
    let text = format!("{credential} sign credentials, {status} sign status lists");
    match files.unsealed().as_slice() {
        [] => Finding::new("keys", Outcome::Good, text),
        open => {
            let text = format!("{text}; whoever gets at their files can sign with {}: seal them", open.join(", "));
            Finding::new("keys", Outcome::Warned, text)
        }
    }
}

fn secret(place: &Place) -> Finding {
    of("secret", installation::secret(place).map(|_| "is there, and others cannot read it".to_owned()))
}

async fn records(config: &Config) -> Vec<Finding> {
    match installation::records(config) {
        Ok(records) => records.check().await,
        Err(error) => vec![of("records", Err(error))],
    }
}
