//! Every repository function of the issuer, on SQLite and on PostgreSQL: what it stores comes back, and what may happen
//! once happens once.
//!
//! One test, one database of each kind: the contracts build on each other's rows as the issuer does.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod api_keys;
mod catalogue;
mod consents;
mod credentials;
mod grants;
mod identities;
mod offers;
mod outbox;
mod status;

use std::fs;
use std::path::{Path, PathBuf};

use db::Db;
use db::throwaway::{self, Postgres};
use issuer::store::MIGRATIONS;
use model::time::Time;
use uuid::Uuid;

const TENANT: &str = "default";

/// Seconds after a moment at which nothing is special.
const fn at(seconds: i64) -> Time {
    Time::from_unix(1_800_000_000 + seconds)
}

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

#[tokio::test]
async fn every_repository_function_keeps_its_contract() {
    throwaway::every_database("issuer_store", async |db: Db| {
        db.migrate(MIGRATIONS).await.unwrap();
        consents::contract(&db).await;
        offers::contract(&db).await;
        identities::contract(&db).await;
        grants::contract(&db).await;
        credentials::contract(&db).await;
        grants::replay_contract(&db).await;
        status::contract(&db).await;
        catalogue::contract(&db).await;
        api_keys::contract(&db).await;
        outbox::contract(&db).await;
    })
    .await;
    what_ran::on_both_databases("issuer: repository contract", Postgres::shared().is_some());
}

#[test]
fn no_repository_function_is_without_a_contract() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let contracts: String =
        sources(&package.join("tests/store")).map(|path| fs::read_to_string(path).unwrap()).collect();
    let functions: Vec<String> = sources(&package.join("src/store")).flat_map(|path| functions(&path)).collect();
    assert!(functions.len() >= 20, "expected the repository functions, found {functions:?}");
    let without: Vec<&String> = functions.iter().filter(|name| !contracts.contains(&format!("{name}("))).collect();
    assert!(
        without.is_empty(),
        "expected a call in tests/store of every repository function, found none of {without:?}"
    );
}

fn sources(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
}

/// `file::function` for each public async function of a file.
fn functions(path: &Path) -> Vec<String> {
    let file = path.file_stem().unwrap().to_str().unwrap();
    let text = fs::read_to_string(path).unwrap();
    let names = text.split("pub async fn ").skip(1);
    names.map(|rest| format!("{file}::{}", rest.split(['(', '<']).next().unwrap())).collect()
}
