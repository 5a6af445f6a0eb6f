//! What both databases promise alike.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use db::throwaway::{self, Postgres};
use db::{Arg, Db, DbError, Migration};
use uuid::Uuid;

type Optional = (Uuid, Option<i64>, Option<String>, Option<Vec<u8>>, Option<bool>);

const SUITE: &str = "databases: contract";
const SCHEMA: &[Migration] = &[Migration {
    name: "0001-things",
    sql: "CREATE TABLE things (id UUID PRIMARY KEY, number BIGINT, name TEXT UNIQUE, body BYTEA, done BOOLEAN);
          CREATE TABLE parts (id UUID PRIMARY KEY, thing UUID NOT NULL REFERENCES things (id), size BIGINT CHECK (size > 0));",
}];

/// [`throwaway::every_database`], noted for the table at the end of a test run.
async fn every_database(test: &str, check: impl AsyncFn(Db)) {
    throwaway::every_database(test, check).await;
    what_ran::on_both_databases(SUITE, Postgres::shared().is_some());
}

async fn count(db: &Db) -> i64 {
    db.read::<(i64,), _>("SELECT COUNT(*) FROM things", []).await.unwrap().unwrap().0
}

async fn insert(db: &Db, number: i64, name: &str) -> Result<u64, DbError> {
    let args = [Uuid::from_u128(number.unsigned_abs().into()).into(), number.into(), name.into()];
    db.write(async move |tx| tx.execute("INSERT INTO things (id, number, name) VALUES ($1, $2, $3)", args).await).await
}

#[tokio::test]
async fn every_kind_of_value_comes_back() {
    every_database("every_kind_of_value", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        let id = Uuid::from_u128(7);
        let full: [Arg; 5] = [id.into(), i64::MIN.into(), "naïve ✓".into(), vec![0, 1, 255].into(), true.into()];
        let none: [Arg; 5] = [
            Uuid::from_u128(8).into(),
            Arg::Int(None),
            None::<String>.into(),
            None::<Vec<u8>>.into(),
            None::<bool>.into(),
        ];
        db.write(async move |tx| {
            let sql = "INSERT INTO things (id, number, name, body, done) VALUES ($1, $2, $3, $4, $5)";
            tx.execute(sql, full).await?;
            tx.execute(sql, none).await
        })
        .await
        .unwrap();
        let sql = "SELECT id, number, name, body, done FROM things WHERE id = $1";
        let row = db.read::<(Uuid, i64, String, Vec<u8>, bool), _>(sql, [id.into()]).await.unwrap();
        assert_eq!(row, Some((id, i64::MIN, "naïve ✓".to_owned(), vec![0, 1, 255], true)));
        let row = db.read::<Optional, _>(sql, [Uuid::from_u128(8).into()]).await.unwrap();
        assert_eq!(row, Some((Uuid::from_u128(8), None, None, None, None)));
        let empty = db.read::<Optional, _>(sql, [Uuid::nil().into()]).await.unwrap();
        assert_eq!(empty, None);
    })
    .await;
}

#[tokio::test]
async fn placeholders_may_stand_in_any_order_and_repeat() {
    every_database("placeholders", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        insert(&db, 1, "one").await.unwrap();
        let sql = "SELECT number FROM things WHERE name = $2 AND number = $1 AND $2 = name";
        let row = db.read::<(i64,), _>(sql, [1.into(), "one".into()]).await.unwrap();
        assert_eq!(row, Some((1,)));
        let few = db.read::<(i64,), _>(sql, [1.into()]).await;
        assert_eq!(few, Err(DbError::Arguments { expected: 2, given: 1 }));
        let many = db.read::<(i64,), _>(sql, [1.into(), "one".into(), "two".into()]).await;
        assert_eq!(many, Err(DbError::Arguments { expected: 2, given: 3 }));
    })
    .await;
}

#[tokio::test]
async fn an_error_keeps_nothing() {
    every_database("an_error_keeps_nothing", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        let failed: Result<(), DbError> = db
            .write(async |tx| {
                tx.execute("INSERT INTO things (id) VALUES ($1)", [Uuid::nil().into()]).await?;
                Err(DbError::Busy)
            })
            .await;
        assert_eq!(failed, Err(DbError::Busy));
        assert_eq!(count(&db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_committed() {
    every_database("a_refusal_is_committed", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        let refused: Result<Result<(), &str>, DbError> = db
            .write(async |tx| {
                tx.execute("INSERT INTO things (id) VALUES ($1)", [Uuid::nil().into()]).await?;
                Ok(Err("used before"))
            })
            .await;
        assert_eq!(refused, Ok(Err("used before")));
        assert_eq!(count(&db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_value_of_another_type_is_told_with_its_column() {
    every_database("another_type", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        insert(&db, 1, "secret name").await.unwrap();
        let number = db.read::<(i64,), _>("SELECT name AS title FROM things", []).await.unwrap_err();
        assert!(matches!(&number, DbError::Decode { column, expected: "an integer", .. } if column == "title"));
        assert!(!number.to_string().contains("secret name"));
        let null = db.read::<(Vec<u8>,), _>("SELECT body FROM things", []).await.unwrap_err();
        assert!(matches!(null, DbError::Decode { column, expected: "bytes", .. } if column == "body"));
        let uuid = db.read::<(Uuid,), _>("SELECT name FROM things", []).await.unwrap_err();
        assert!(matches!(uuid, DbError::Decode { expected: "a UUID", .. }));
        let wide = db.read::<(i64,), _>("SELECT number, name FROM things", []).await;
        assert_eq!(wide, Err(DbError::Width { expected: 1, found: 2 }));
    })
    .await;
}

#[tokio::test]
async fn broken_rules_are_told_apart_and_quote_no_value() {
    every_database("broken_rules", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        insert(&db, 1, "secret").await.unwrap();
        let twice = insert(&db, 2, "secret").await.unwrap_err();
        assert!(twice.is_unique(), "{twice}");
        assert!(twice.to_string().contains("name") && !twice.to_string().contains("secret"), "{twice}");
        let key = insert(&db, 1, "other").await.unwrap_err();
        assert!(key.is_unique(), "{key}");
        let sql = "INSERT INTO parts (id, thing, size) VALUES ($1, $2, $3)";
        let rules: [[Arg; 3]; 3] = [
            [Uuid::nil().into(), Uuid::nil().into(), 1.into()],
            [Uuid::nil().into(), None::<Uuid>.into(), 1.into()],
            [Uuid::nil().into(), Uuid::from_u128(1).into(), 0.into()],
        ];
        for args in rules {
            let broken = db.write(async move |tx| tx.execute(sql, args).await).await;
            assert!(matches!(broken, Err(DbError::Constraint { .. })), "{broken:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_statement_says_what_is_wrong() {
    every_database("a_wrong_statement", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        let misspelt = db.read::<(i64,), _>("SELECT nmber FROM things", []).await.unwrap_err();
        assert!(matches!(&misspelt, DbError::Statement { message, .. } if message.contains("nmber")), "{misspelt}");
        let quoted = db.read::<(String,), _>("SELECT \"nmber\" FROM things", []).await;
        assert!(matches!(quoted, Err(DbError::Statement { .. })), "not a text in double quotes: {quoted:?}");
        let write = db.read::<(i64,), _>("DELETE FROM things RETURNING number", []).await;
        assert!(write.is_err(), "reads cannot write");
    })
    .await;
}

#[tokio::test]
async fn after_a_failed_statement_nothing_more_runs() {
    every_database("after_a_failed_statement", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        insert(&db, 1, "one").await.unwrap();
        let sql = "INSERT INTO things (id, name) VALUES ($1, $2)";
        let went_on: Result<Result<u64, DbError>, DbError> = db
            .write(async move |tx| {
                tx.execute(sql, [Uuid::nil().into(), "two".into()]).await?;
                drop(tx.execute(sql, [Uuid::nil().into(), "three".into()]).await);
                Ok(tx.execute(sql, [Uuid::max().into(), "four".into()]).await)
            })
            .await;
        assert_eq!(went_on, Err(DbError::Aborted), "the caller is not told that anything was kept");
        assert_eq!(count(&db).await, 1);
        insert(&db, 2, "two").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_conflict_that_is_allowed_for_is_no_error() {
    every_database("a_conflict_allowed_for", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        insert(&db, 1, "one").await.unwrap();
        let sql = "INSERT INTO things (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        let rows = db.write(async move |tx| tx.execute(sql, [Uuid::nil().into(), "one".into()]).await).await;
        assert_eq!(rows, Ok(0));
    })
    .await;
}

#[tokio::test]
async fn lists_come_in_order_from_reads_scans_and_closures() {
    every_database("lists", async |db| {
        db.migrate(SCHEMA).await.unwrap();
        for number in [3, 1, 2] {
            insert(&db, number, &format!("n{number}")).await.unwrap();
        }
        let sql = "SELECT number FROM things WHERE number > $1 ORDER BY number";
        let expected = Ok(vec![(2,), (3,)]);
        assert_eq!(db.read_all::<(i64,), _>(sql, [1.into()]).await, expected);
        assert_eq!(db.scan::<(i64,), _>(sql, [1.into()]).await, expected);
        assert_eq!(db.write(async move |tx| tx.fetch_all::<(i64,), _>(sql, [1.into()]).await).await, expected);
        let first = db.write(async move |tx| tx.fetch_optional::<(i64,), _>(sql, [0.into()]).await).await;
        assert_eq!(first, Ok(Some((1,))));
    })
    .await;
}
