//! `tassel api-keys`.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use db::Db;
use issuer::api_keys::{self as rules, Scope, Wanted};
use issuer::store::api_keys::{self as store, ApiKey};
use model::random::OsRandom;
use model::time::{Clock as _, SystemClock, Time};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::AnyError;
use crate::config::{Config, Place};
use crate::installation;
use crate::output::{Output, note};

/// `tassel api-keys`.
#[derive(Debug, Args)]
pub(crate) struct ApiKeys {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key. It is shown once
    New {
        /// What you call it
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// What it may do; repeat for several
        #[arg(long, required = true, value_parser = Scope::ALL.map(Scope::word))]
        scope: Vec<String>,
        /// Days until it ends
        #[arg(long, default_value_t = 365, value_name = "NUMBER")]
        days: i64,
    },
    /// All keys, without the keys themselves
    List,
    /// End a key now
    Revoke {
        /// Its id
        #[arg(value_name = "ID")]
        id: Uuid,
    },
}

/// Makes, lists and revokes keys of programs.
///
/// # Errors
/// What was expected, or that there is no such key.
pub(crate) async fn run(options: ApiKeys, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    let config = Config::load(place)?;
    let db = installation::database(place, &config).await?;
    let (whose, now) = ((&db, config.issuer.tenant.as_str()), SystemClock.now());
    match options.action {
        Action::New { name, scope, days } => new(whose, (name, &scope, days), now, output).await?,
        Action::List => list(whose, now, output).await?,
        Action::Revoke { id } => {
            if !rules::revoke(whose, id, &OsRandom, now).await? {
                return Err(format!("there is no key {id} to revoke: see `tassel api-keys list`").into());
            }
            output.result(
                &json!({"id": id.to_string(), "revoked": true}),
                &format!("Revoked {id}. It is refused from now on."),
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn new(
    whose: (&Db, &str),
    (name, scope, days): (String, &[String], i64),
    now: Time,
    output: Output,
) -> Result<(), AnyError> {
    let scopes = scope.iter().filter_map(|word| Scope::from_word(word)).collect();
    let (key, text) = rules::make(whose, Wanted { name, scopes, days }, &OsRandom, now).await?;
    let mut value = to_json(&key, now);
    if let Some(members) = value.as_object_mut() {
        members.insert("key".to_owned(), json!(text));
    }
    output.result(&value, &text);
    note(&format!("Key {} ends at {}. It is not shown again: only its hash is kept.", key.id, key.expires_at));
    Ok(())
}

async fn list(whose: (&Db, &str), now: Time, output: Output) -> Result<(), AnyError> {
    let keys = store::all(whose.0, whose.1).await?;
    let words: Vec<String> = keys.iter().map(|key| to_words(key, now)).collect();
    let rows: Vec<Value> = keys.iter().map(|key| to_json(key, now)).collect();
    output.result(&Value::Array(rows), &words.join("\n"));
    Ok(())
}

fn state(key: &ApiKey, now: Time) -> &'static str {
    match key.revoked_at {
        Some(_) => "revoked",
        None if key.expires_at <= now => "expired",
        None => "good",
    }
}

fn to_json(key: &ApiKey, now: Time) -> Value {
    json!({
        "id": key.id.to_string(),
        "name": key.name,
        "scope": key.scope,
        "created_at": key.created_at.to_string(),
        "expires_at": key.expires_at.to_string(),
        "revoked_at": key.revoked_at.map(|at| at.to_string()),
        "state": state(key, now),
    })
}

fn to_words(key: &ApiKey, now: Time) -> String {
    let ApiKey { id, name, scope, expires_at, .. } = key;
    format!("{id}  {:<8} until {expires_at}  {scope}  {name}", state(key, now))
}
