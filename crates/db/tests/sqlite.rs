//! What is SQLite's alone: one file, one writer, one commit for many.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::Command;
use std::time::Duration;

use db::{Db, DbError, Limits, Migration};

const SCHEMA: &[Migration] = &[Migration {
    name: "1",
    sql: "CREATE TABLE marks (number BIGINT PRIMARY KEY, body BYTEA);
          CREATE TABLE notes (mark BIGINT NOT NULL REFERENCES marks (number) DEFERRABLE INITIALLY DEFERRED);",
}];
const INSERT: &str = "INSERT INTO marks (number) VALUES ($1)";

async fn open(directory: &tempfile::TempDir, limits: Limits) -> Db {
    let db = Db::open_with(&directory.path().join("tassel.db").display().to_string(), limits).await.unwrap();
    db.migrate(SCHEMA).await.unwrap();
    db
}

async fn marks(db: &Db) -> i64 {
    db.read::<(i64,), _>("SELECT COUNT(*) FROM marks", []).await.unwrap().unwrap().0
}

/// Holds the writer for a moment, so that what follows waits in one queue.
fn hold(db: &Db) -> tokio::task::JoinHandle<Result<(), DbError>> {
    let db = db.clone();
    tokio::spawn(async move {
        db.write(async |_| {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Ok::<_, DbError>(())
        })
        .await
    })
}

fn statement(db: &Db, sql: &'static str, number: i64) -> tokio::task::JoinHandle<Result<u64, DbError>> {
    let db = db.clone();
    tokio::spawn(async move { db.write(async move |tx| tx.execute(sql, [number.into()]).await).await })
}

#[tokio::test]
async fn a_failed_commit_is_told_to_everyone_who_shared_it() {
    let directory = tempfile::tempdir().unwrap();
    let db = open(&directory, Limits::default()).await;
    let held = hold(&db);
    let orphan = "INSERT INTO notes (mark) VALUES ($1)";
    let shared = [statement(&db, INSERT, 1), statement(&db, orphan, 99), statement(&db, INSERT, 2)];
    assert!(matches!(held.await.unwrap(), Err(DbError::Constraint { .. })));
    for one in shared {
        assert!(matches!(one.await.unwrap(), Err(DbError::Constraint { .. })));
    }
    assert_eq!(marks(&db).await, 0);
    assert_eq!(statement(&db, INSERT, 1).await.unwrap(), Ok(1), "the next batch is not touched");
}

#[tokio::test]
async fn a_write_stopped_in_its_middle_is_told_to_its_neighbours() {
    let directory = tempfile::tempdir().unwrap();
    let db = open(&directory, Limits { closure: Duration::from_secs(1), ..Limits::default() }).await;
    let held = hold(&db);
    let endless = "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000)
                   INSERT INTO marks (number) SELECT i FROM n";
    let work = [statement(&db, INSERT, -1), statement(&db, endless, 1), statement(&db, INSERT, -2)];
    assert_eq!(held.await.unwrap(), Err(DbError::RolledBack));
    let mut results = Vec::new();
    for one in work {
        results.push(one.await.unwrap());
    }
    // SQLite rolls back the whole transaction: those before it are told, those after it are in the next one.
    assert_eq!(results, [Err(DbError::RolledBack), Err(DbError::Timeout), Ok(1)]);
    assert_eq!(marks(&db).await, 1);
}

#[tokio::test]
#[ignore = "run by the test below as another process, in which no file may grow past 256 KiB"]
async fn writes_until_the_disk_fails() {
    #[expect(clippy::disallowed_methods, reason = "how the parent tells its child which file")]
    let address = std::env::var("TASSEL_DB_TEST_ADDRESS").unwrap();
    let db = Db::open(&address).await.unwrap();
    db.migrate(SCHEMA).await.unwrap();
    let sql = "INSERT INTO marks (number, body) VALUES ($1, $2)";
    let mut number = 0;
    let failed = loop {
        let written = db.write(async move |tx| tx.execute(sql, [number.into(), vec![7; 20_000].into()]).await).await;
        match written {
            Ok(_) => number += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(failed, DbError::CommitUnknown);
    assert!(number > 3, "some writes had room");
    tokio::time::timeout(Duration::from_secs(5), db.ended()).await.unwrap();
    let later = db.write(async move |tx| tx.execute(INSERT, [(-1).into()]).await).await;
    assert_eq!(later, Err(DbError::Closed), "nothing is written on a disk that has failed");
    println!("\nwritten {number}");
}

#[tokio::test]
async fn after_a_disk_error_the_writer_stops_and_the_file_is_whole() {
    let directory = tempfile::tempdir().unwrap();
    let address = directory.path().join("tassel.db").display().to_string();
    let limited = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 512; exec \"$0\" --exact writes_until_the_disk_fails --ignored --nocapture",
        ])
        .arg(std::env::current_exe().unwrap())
        .env("TASSEL_DB_TEST_ADDRESS", &address)
        .output()
        .unwrap();
    let output = String::from_utf8(limited.stdout).unwrap();
    assert!(limited.status.success(), "{output}{}", String::from_utf8_lossy(&limited.stderr));
    let written: i64 = output.lines().find_map(|line| line.strip_prefix("written ")).unwrap().parse().unwrap();
    let db = Db::open(&address).await.unwrap();
    let kept = marks(&db).await;
    assert!(kept == written || kept == written + 1, "{kept} kept, {written} answered");
    let check = db.scan::<(String,), _>("PRAGMA integrity_check", []).await;
    assert_eq!(check, Ok(vec![("ok".to_owned(),)]));
}
