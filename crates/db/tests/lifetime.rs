//! Opening, sharing with another process, and ending.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader};
use std::process::Command;
use std::time::Duration;

use db::throwaway::{self, Postgres};
use db::{Db, DbError, Kind, Limits, Migration};

const SUITE: &str = "databases: opening and ending";
const SCHEMA: &[Migration] = &[Migration { name: "1", sql: "CREATE TABLE marks (number BIGINT PRIMARY KEY)" }];
const INSERT: &str = "INSERT INTO marks (number) VALUES ($1)";

/// [`throwaway::every_database`], noted for the table at the end of a test run.
async fn every_database(test: &str, check: impl AsyncFn(Db)) {
    throwaway::every_database(test, check).await;
    what_ran::on_both_databases(SUITE, Postgres::shared().is_some());
}

/// [`throwaway::every_address`], noted in the same way.
async fn every_address(test: &str, check: impl AsyncFn(String)) {
    throwaway::every_address(test, check).await;
    what_ran::on_both_databases(SUITE, Postgres::shared().is_some());
}

/// The cluster of this process, for a test on PostgreSQL alone.
fn cluster() -> Option<&'static Postgres> {
    let cluster = Postgres::shared();
    what_ran::on_postgres(SUITE, cluster.is_some());
    cluster
}

async fn mark(db: &Db, number: i64) -> Result<u64, DbError> {
    db.write(async move |tx| tx.execute(INSERT, [number.into()]).await).await
}

async fn marks(db: &Db) -> i64 {
    db.read::<(i64,), _>("SELECT COUNT(*) FROM marks", []).await.unwrap().unwrap().0
}

#[tokio::test]
async fn the_kind_is_known_inside_and_outside() {
    every_database("the_kind", async |db| {
        let inside = db.write(async |tx| Ok::<_, DbError>(tx.kind())).await;
        assert_eq!(inside, Ok(db.kind()));
        assert!(["SQLite", "PostgreSQL"].contains(&db.kind().to_string().as_str()));
    })
    .await;
}

#[tokio::test]
async fn two_openings_of_one_database_see_each_other() {
    every_address("two_openings", async |address| {
        let (one, other) = (Db::open(&address).await.unwrap(), Db::open(&address).await.unwrap());
        one.migrate(SCHEMA).await.unwrap();
        let own: Vec<_> = (0..40_i64)
            .map(|number| {
                let db = if number % 2 == 0 { one.clone() } else { other.clone() };
                tokio::spawn(async move { mark(&db, number).await })
            })
            .collect();
        for task in own {
            assert_eq!(task.await.unwrap(), Ok(1));
        }
        assert_eq!((marks(&one).await, marks(&other).await), (40, 40));
    })
    .await;
}

#[tokio::test]
async fn the_end_of_the_last_clone_ends_the_thread_after_the_work() {
    every_address("the_last_clone", async |address| {
        let db = Db::open(&address).await.unwrap();
        db.migrate(SCHEMA).await.unwrap();
        let ended = db.ended();
        let clone = db.clone();
        drop(db);
        let writes: Vec<_> = (0..10)
            .map(|number| {
                let db = clone.clone();
                tokio::spawn(async move { mark(&db, number).await })
            })
            .collect();
        tokio::time::timeout(Duration::from_millis(20), clone.ended()).await.unwrap_err();
        drop(clone);
        for write in writes {
            assert_eq!(write.await.unwrap(), Ok(1));
        }
        tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap();
        assert_eq!(marks(&Db::open(&address).await.unwrap()).await, 10);
    })
    .await;
}

#[tokio::test]
async fn a_closed_database_takes_no_write_and_still_reads() {
    every_database("closed", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        let clone = db.clone();
        mark(&db, 1).await.unwrap();
        db.close().await;
        assert_eq!(mark(&clone, 2).await, Err(DbError::Closed));
        assert_eq!(marks(&clone).await, 1);
        clone.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_opened_says_why_without_the_address() {
    let missing = Db::open("sqlite:/nowhere/at/all/tassel.db").await.unwrap_err();
    assert!(missing.to_string().contains("No such file or directory"), "{missing}");
    let nobody = Db::open("postgres://someone:secret@127.0.0.1:1/tassel").await.unwrap_err();
    assert!(matches!(&nobody, DbError::Unavailable { reason } if !reason.contains("secret")), "{nobody}");
    let wrong = Db::open("postgres://someone:secret@host:port/tassel").await.unwrap_err();
    assert!(matches!(&wrong, DbError::Address(_)) && !wrong.to_string().contains("secret"), "{wrong}");
    for address in ["mysql://host/tassel", "sqlite::memory:", ":memory:", ""] {
        assert!(matches!(Db::open(address).await, Err(DbError::Address(_))), "{address}");
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "no database, and longer than the header that SQLite looks for".repeat(20)).unwrap();
    assert_eq!(Db::open(&file.path().display().to_string()).await.unwrap_err(), DbError::Corrupt);
}

#[tokio::test]
async fn a_missing_postgres_database_is_unavailable() {
    let Some(postgres) = cluster() else { return };
    let missing = Db::open(&postgres.address("missing")).await.unwrap_err();
    assert_eq!(missing, DbError::Unavailable { reason: "PostgreSQL refuses (SQLSTATE 3D000)".to_owned() });
}

#[tokio::test]
async fn a_new_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tassel.db");
    let db = Db::open(path.to_str().unwrap()).await.unwrap();
    assert_eq!(db.kind(), Kind::Sqlite);
    db.migrate(SCHEMA).await.unwrap();
    for file in std::fs::read_dir(directory.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.path().display());
    }
}

#[tokio::test]
#[ignore = "run by the test below as another process"]
async fn other_process() {
    #[expect(clippy::disallowed_methods, reason = "how the parent tells its child which file")]
    let address = std::env::var("TASSEL_DB_TEST_ADDRESS").unwrap();
    let db = Db::open(&address).await.unwrap();
    for number in 100..150 {
        mark(&db, number).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_writes_to_the_same_database() {
    every_address("another_process", async |address| {
        let db = Db::open(&address).await.unwrap();
        db.migrate(SCHEMA).await.unwrap();
        let mut other = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "other_process", "--ignored"])
            .env("TASSEL_DB_TEST_ADDRESS", &address)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        for number in 0..50 {
            mark(&db, number).await.unwrap();
        }
        assert!(other.wait().unwrap().success());
        assert_eq!(marks(&db).await, 100);
    })
    .await;
}

#[tokio::test]
async fn a_file_held_by_another_process_is_busy_after_the_limit() {
    let directory = tempfile::tempdir().unwrap();
    let address = directory.path().join("tassel.db").display().to_string();
    let limits = Limits { busy: Duration::from_millis(50), ..Limits::default() };
    let db = Db::open_with(&address, limits.clone()).await.unwrap();
    db.migrate(SCHEMA).await.unwrap();
    let other = Db::open_with(&address, limits).await.unwrap();
    let (open, gate) = tokio::sync::oneshot::channel::<()>();
    let (started, has_started) = tokio::sync::oneshot::channel();
    let holder = tokio::spawn(async move {
        other
            .write(async move |tx| {
                tx.execute(INSERT, [1.into()]).await?;
                started.send(()).unwrap();
                gate.await.map_err(|_| DbError::Busy)
            })
            .await
    });
    has_started.await.unwrap();
    assert_eq!(mark(&db, 2).await, Err(DbError::Busy));
    assert_eq!(marks(&db).await, 0, "reads do not wait");
    open.send(()).unwrap();
    holder.await.unwrap().unwrap();
    assert_eq!(mark(&db, 2).await, Ok(1));
}

#[tokio::test]
async fn a_connection_that_has_died_is_replaced() {
    let Some(postgres) = cluster() else { return };
    let address = postgres.fresh_database("died").await.unwrap();
    let (db, other) = (Db::open(&address).await.unwrap(), Db::open(&address).await.unwrap());
    db.migrate(SCHEMA).await.unwrap();
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert!(!other.read_all::<(bool,), _>(sql, []).await.unwrap().is_empty());
    assert_eq!(marks(&db).await, 0);
    assert_eq!(mark(&db, 1).await, Ok(1));
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_unknown() {
    let Some(postgres) = cluster() else { return };
    let address = postgres.fresh_database("lost").await.unwrap();
    let (db, other) = (Db::open(&address).await.unwrap(), Db::open(&address).await.unwrap());
    db.migrate(SCHEMA).await.unwrap();
    let lost: Result<(), DbError> = db
        .write(async move |tx| {
            tx.execute(INSERT, [1.into()]).await?;
            let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                       WHERE datname = current_database() AND pid <> pg_backend_pid()";
            other.read_all::<(bool,), _>(sql, []).await?;
            Ok(())
        })
        .await;
    assert_eq!(lost, Err(DbError::CommitUnknown));
    assert_eq!(mark(&db, 1).await, Ok(1), "the next closure has a new connection");
}

#[tokio::test]
#[ignore = "run by the test below as another process, to be killed"]
async fn answers_until_it_is_killed() {
    #[expect(clippy::disallowed_methods, reason = "how the parent tells its child which file")]
    let address = std::env::var("TASSEL_DB_TEST_ADDRESS").unwrap();
    let db = Db::open(&address).await.unwrap();
    for number in 0.. {
        mark(&db, number).await.unwrap();
        println!("\nanswered {number}");
    }
}

#[tokio::test]
async fn what_was_answered_survives_a_kill() {
    every_address("survives_a_kill", async |address| {
        Db::open(&address).await.unwrap().migrate(SCHEMA).await.unwrap();
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "answers_until_it_is_killed", "--ignored", "--nocapture"])
            .env("TASSEL_DB_TEST_ADDRESS", &address)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut answered = -1;
        for line in BufReader::new(writer.stdout.take().unwrap()).lines().map(Result::unwrap) {
            if let Some(number) = line.strip_prefix("answered ") {
                answered = number.parse().unwrap();
            }
            if answered == 30 {
                // Goes on reading: what was printed before the kill was answered too.
                writer.kill().unwrap();
            }
        }
        writer.wait().unwrap();
        assert!(answered >= 30);
        let db = Db::open(&address).await.unwrap();
        let kept = marks(&db).await;
        assert!(kept == answered + 1 || kept == answered + 2, "{kept} kept, {answered} answered");
        assert!(mark(&db, -1).await.is_ok());
    })
    .await;
}
