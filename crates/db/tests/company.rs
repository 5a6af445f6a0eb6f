//! Closures side by side: what one of them does wrong is not its neighbours' loss.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use db::throwaway::{self, Postgres};
use db::{Arg, Db, DbError, Limits, Migration};
use uuid::Uuid;

const SUITE: &str = "databases: closures in company";
const SCHEMA: &[Migration] = &[Migration {
    name: "0001-codes",
    sql: "CREATE TABLE codes (id UUID PRIMARY KEY, name TEXT UNIQUE, used_at BIGINT)",
}];
const INSERT: &str = "INSERT INTO codes (id, name) VALUES ($1, $2)";

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

fn code(number: u128) -> [Arg; 2] {
    [Uuid::from_u128(number).into(), format!("code {number}").into()]
}

async fn count(db: &Db) -> i64 {
    db.read::<(i64,), _>("SELECT COUNT(*) FROM codes", []).await.unwrap().unwrap().0
}

/// Holds the SQLite writer until `work` waits behind it, so that all of it lands in one batch.
async fn in_company<T: Send + 'static>(db: &Db, work: Vec<impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let (open, gate) = tokio::sync::oneshot::channel::<()>();
    let holder = db.clone();
    let held = tokio::spawn(async move {
        holder
            .write(async |_| {
                gate.await.unwrap();
                Ok::<_, DbError>(())
            })
            .await
    });
    let tasks: Vec<_> = work.into_iter().map(tokio::spawn).collect();
    tokio::time::sleep(Duration::from_millis(50)).await;
    open.send(()).unwrap();
    held.await.unwrap().unwrap();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

#[tokio::test]
async fn one_code_is_redeemed_once_by_64_at_a_time() {
    every_database("one_code", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        db.write(async |tx| tx.execute(INSERT, code(1)).await).await.unwrap();
        let redeem = |number: i64| {
            let db = db.clone();
            async move {
                let sql = "UPDATE codes SET used_at = $1 WHERE name = $2 AND used_at IS NULL RETURNING id";
                db.write(async move |tx| tx.fetch_optional::<(Uuid,), _>(sql, [number.into(), "code 1".into()]).await)
                    .await
            }
        };
        let redeemed = in_company(&db, (0..64).map(redeem).collect()).await;
        let given: Vec<_> = redeemed.into_iter().filter_map(Result::unwrap).collect();
        assert_eq!(given, [(Uuid::from_u128(1),)]);
    })
    .await;
}

#[tokio::test]
async fn neighbours_survive_an_error_a_duplicate_and_a_panic() {
    every_database("neighbours", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        db.write(async |tx| tx.execute(INSERT, code(1)).await).await.unwrap();
        let work = |number: u128| {
            let db = db.clone();
            async move {
                db.write(async move |tx| {
                    tx.execute(INSERT, code(number)).await?;
                    match number {
                        4 => Err(DbError::Busy),
                        5 => panic!("on purpose"),
                        6 => tx.execute(INSERT, [Uuid::max().into(), "code 1".into()]).await,
                        _ => Ok(1),
                    }
                })
                .await
            }
        };
        let results = in_company(&db, (2..9).map(work).collect()).await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 4, "{results:?}");
        assert_eq!(results[2], Err(DbError::Busy));
        assert_eq!(results[3], Err(DbError::Panicked));
        assert!(matches!(results[4], Err(DbError::Unique { .. })));
        let names = db.read_all::<(String,), _>("SELECT name FROM codes ORDER BY name", []).await.unwrap();
        let names: Vec<_> = names.iter().map(|(name,)| name.as_str()).collect();
        assert_eq!(names, ["code 1", "code 2", "code 3", "code 7", "code 8"]);
    })
    .await;
}

#[tokio::test]
async fn a_failure_at_the_head_of_a_batch_takes_nothing_with_it() {
    every_database("head_of_a_batch", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        for first_fails in [true, false] {
            let work = |number: u128| {
                let db = db.clone();
                async move {
                    db.write(async move |tx| {
                        tx.execute(INSERT, code(number)).await?;
                        if number == 10 { Err(DbError::Busy) } else { Ok(()) }
                    })
                    .await
                }
            };
            let numbers = if first_fails { [10, 11, 12] } else { [13, 10, 14] };
            let results = in_company(&db, numbers.map(work).into()).await;
            assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 2);
        }
        assert_eq!(count(&db).await, 4);
    })
    .await;
}

#[tokio::test]
async fn a_closure_that_waits_too_long_is_stopped() {
    every_address("waits_too_long", async |address| {
        let limits = Limits { closure: Duration::from_millis(250), ..Limits::default() };
        let db = Db::open_with(&address, limits).await.unwrap();
        db.migrate(SCHEMA).await.unwrap();
        let waiting: Result<(), DbError> = db
            .write(async |tx| {
                tx.execute(INSERT, code(1)).await?;
                std::future::pending().await
            })
            .await;
        assert_eq!(waiting, Err(DbError::Timeout));
        db.write(async |tx| tx.execute(INSERT, code(1)).await).await.unwrap();
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

/// About 10^12 steps: without a limit it would not end in this lifetime.
const ENDLESS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000)
                       SELECT COUNT(*) FROM n";

#[tokio::test]
async fn a_statement_that_runs_too_long_is_stopped() {
    every_address("runs_too_long", async |address| {
        let short = Duration::from_millis(250);
        let limits = Limits { closure: short, read: short, scan: short, ..Limits::default() };
        let db = Db::open_with(&address, limits).await.unwrap();
        db.migrate(SCHEMA).await.unwrap();
        let written = db.write(async |tx| tx.fetch_optional::<(i64,), _>(ENDLESS, []).await).await;
        assert_eq!(written, Err(DbError::Timeout));
        assert_eq!(db.read::<(i64,), _>(ENDLESS, []).await, Err(DbError::Timeout));
        assert_eq!(db.scan::<(i64,), _>(ENDLESS, []).await, Err(DbError::Timeout));
        db.write(async |tx| tx.execute(INSERT, code(1)).await).await.unwrap();
        assert_eq!(count(&db).await, 1, "the limit of one statement does not reach into the next");
    })
    .await;
}

#[tokio::test]
async fn a_write_within_a_closure_is_stopped() {
    every_address("write_within_a_closure", async |address| {
        let limits = Limits { closure: Duration::from_millis(250), connections: 1, ..Limits::default() };
        let db = Db::open_with(&address, limits).await.unwrap();
        let inner = db.clone();
        let nested = db.write(async move |_| inner.write(async |_| Ok::<_, DbError>(())).await).await;
        assert_eq!(nested, Err(DbError::Timeout));
    })
    .await;
}

#[tokio::test]
async fn a_closure_runs_although_its_caller_has_gone() {
    every_database("caller_gone", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        let (started, has_started) = tokio::sync::oneshot::channel();
        let (open, gate) = tokio::sync::oneshot::channel::<()>();
        let caller = tokio::spawn({
            let db = db.clone();
            async move {
                db.write(async move |tx| {
                    started.send(()).unwrap();
                    gate.await.unwrap();
                    tx.execute(INSERT, code(1)).await
                })
                .await
            }
        });
        has_started.await.unwrap();
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
        open.send(()).unwrap();
        db.close().await;
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn many_writers_and_readers_at_once() {
    every_database("many_at_once", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        let tasks: Vec<_> = (0..200)
            .map(|number| {
                let db = db.clone();
                tokio::spawn(async move {
                    db.write(async move |tx| tx.execute(INSERT, code(number)).await).await.unwrap();
                    let own = Uuid::from_u128(number);
                    db.read::<(Uuid,), _>("SELECT id FROM codes WHERE id = $1", [own.into()]).await.unwrap()
                })
            })
            .collect();
        for task in tasks {
            assert!(task.await.unwrap().is_some(), "a read sees what its own task has written");
        }
        assert_eq!(count(&db).await, 200);
    })
    .await;
}
