//! What both databases promise alike.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use db::throwaway::every_database;
use db::{Arg, Db, DbError, Migration};
use uuid::Uuid;

type Optional = (Uuid, Option<i64>, Option<String>, Option<Vec<u8>>, Option<bool>);

const SCHEMA: &[Migration] = &[Migration {
    name: "0001-things",
    sql: "CREATE TABLE things (id UUID PRIMARY KEY, number BIGINT, name TEXT UNIQUE, body BYTEA, done BOOLEAN);
          CREATE TABLE parts (id UUID PRIMARY KEY, thing UUID NOT NULL REFERENCES things (id), size BIGINT CHECK (size > 0));",
}];

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
