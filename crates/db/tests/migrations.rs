//! The schema's history.

use db::throwaway::{self, Postgres};
use db::{Db, DbError, MigrateError, Migration};

const SUITE: &str = "databases: migrations";
const FIRST: Migration = Migration { name: "1-first", sql: "CREATE TABLE first (id UUID PRIMARY KEY)" };
const SECOND: Migration = Migration {
    name: "2-second",
    sql: "CREATE TABLE second (id UUID PRIMARY KEY); INSERT INTO second (id) SELECT id FROM first;",
};
const BROKEN: Migration =
    Migration { name: "3-broken", sql: "CREATE TABLE third (id UUID); SELECT nothing FROM nowhere" };

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

#[tokio::test]
async fn each_change_is_applied_once() {
    every_database("each_change_once", async |db| {
        assert_eq!(db.migrate(&[FIRST]).await, Ok(1));
        assert_eq!(db.migrate(&[FIRST, SECOND]).await, Ok(1));
        assert_eq!(db.migrate(&[FIRST, SECOND]).await, Ok(0));
        assert_eq!(db.read_all::<(i64,), _>("SELECT COUNT(*) FROM second", []).await, Ok(vec![(0,)]));
    })
    .await;
}

#[tokio::test]
async fn a_database_newer_than_the_program_is_refused() {
    every_database("newer", async |db| {
        db.migrate(&[FIRST, SECOND]).await.unwrap();
        let refused = db.migrate(&[FIRST]).await.unwrap_err();
        assert_eq!(refused, MigrateError::Newer("2-second".to_owned()));
        assert!(refused.to_string().starts_with("the database is newer than this program"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn a_failed_change_keeps_nothing_and_may_be_mended() {
    every_database("failed_change", async |db| {
        let failed = db.migrate(&[FIRST, BROKEN]).await;
        assert!(
            matches!(&failed, Err(MigrateError::Failed { name: "3-broken", error: DbError::Statement { .. } })),
            "{failed:?}"
        );
        assert!(db.read_all::<(i64,), _>("SELECT COUNT(*) FROM first", []).await.is_ok());
        assert!(db.read_all::<(i64,), _>("SELECT COUNT(*) FROM third", []).await.is_err());
        let mended = Migration { sql: "CREATE TABLE third (id UUID)", ..BROKEN };
        assert_eq!(db.migrate(&[FIRST, mended]).await, Ok(1));
    })
    .await;
}

#[tokio::test]
async fn one_name_twice_is_refused() {
    every_database("one_name_twice", async |db| {
        assert_eq!(db.migrate(&[FIRST, FIRST]).await, Err(MigrateError::Twice("1-first")));
    })
    .await;
}

#[tokio::test]
async fn two_programs_may_start_at_one_time() {
    every_address("two_programs", async |address| {
        let (one, other) = (Db::open(&address).await.unwrap(), Db::open(&address).await.unwrap());
        let (first, second) = tokio::join!(one.migrate(&[FIRST, SECOND]), other.migrate(&[FIRST, SECOND]));
        assert_eq!(first.unwrap() + second.unwrap(), 2);
    })
    .await;
}
