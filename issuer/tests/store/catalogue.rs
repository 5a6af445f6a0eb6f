//! Versions of catalogue entries, and the count of changes.

use db::{Db, DbError};
use issuer::store::catalogue::{self, State, Version};

use crate::{TENANT, at};

fn version(slug: &str, version: i64, text: &str) -> Version {
    Version {
        slug: slug.into(),
        version,
        state: State::Current,
        entry: text.into(),
        entry_hash: vec![0, 0xff, 7],
        changed_at: at(version),
        changed_by: "command".into(),
    }
}

/// Moves the count on from `from` and writes `versions` with it.
async fn change(db: &Db, from: i64, hash: Option<Vec<u8>>, versions: Vec<Version>) -> bool {
    db.write(async move |tx| {
        if !catalogue::advance(tx, TENANT, from, hash).await? {
            return Ok(false);
        }
        catalogue::insert(tx, TENANT, &versions).await?;
        Ok::<_, DbError>(true)
    })
    .await
    .unwrap()
}

pub(crate) async fn contract(db: &Db) {
    the_count_moves_on_from_what_was_seen(db).await;
    the_newest_version_is_the_entry(db).await;
    many_are_written_together(db).await;
}

async fn the_count_moves_on_from_what_was_seen(db: &Db) {
    assert_eq!(catalogue::count(db, TENANT).await.unwrap(), (0, None));
    assert!(!change(db, 1, None, vec![version("a", 2, "x")]).await, "nobody has seen a count of 1");
    assert!(change(db, 0, Some(vec![1]), vec![version("a", 1, "1"), version("b", 1, "1")]).await);
    assert!(!change(db, 0, Some(vec![2]), vec![version("a", 1, "lost")]).await, "somebody was faster");
    assert_eq!(catalogue::count(db, TENANT).await.unwrap(), (1, Some(vec![1])));
    assert!(change(db, 1, None, vec![version("a", 2, "2")]).await);
    assert_eq!(catalogue::count(db, TENANT).await.unwrap(), (2, Some(vec![1])), "without a file its hash stays");
    for hash in [[3], [4]] {
        db.write(async move |tx| catalogue::note_file(tx, TENANT, hash.to_vec()).await).await.unwrap();
        db.write(async move |tx| catalogue::note_file(tx, "other", hash.to_vec()).await).await.unwrap();
    }
    assert_eq!(catalogue::count(db, TENANT).await.unwrap(), (2, Some(vec![4])));
    assert_eq!(catalogue::count(db, "other").await.unwrap(), (0, Some(vec![4])));
}

async fn the_newest_version_is_the_entry(db: &Db) {
    let retired = Version { state: State::Retired, ..version("b", 3, "1") };
    assert!(change(db, 2, None, vec![retired.clone()]).await);
    let since = async |count| catalogue::changed_since(db, TENANT, count).await.unwrap();
    assert_eq!(since(0).await, [version("a", 2, "2"), retired.clone()]);
    assert_eq!(since(2).await, [retired]);
    assert_eq!(since(3).await, []);
    assert_eq!(catalogue::changed_since(db, "other", 0).await.unwrap(), []);
    let history = async |before, limit| catalogue::history(db, TENANT, "a", (before, limit)).await.unwrap();
    assert_eq!(history(i64::MAX, 10).await, [version("a", 2, "2"), version("a", 1, "1")]);
    assert_eq!(history(i64::MAX, 1).await, [version("a", 2, "2")]);
    assert_eq!(history(2, 10).await, [version("a", 1, "1")]);
    let as_of = async |slug, count| catalogue::as_of(db, TENANT, slug, count).await.unwrap();
    assert_eq!(as_of("a", 1).await, Some(version("a", 1, "1")));
    assert_eq!(as_of("a", i64::MAX).await, Some(version("a", 2, "2")));
    assert_eq!(as_of("b", 2).await, Some(version("b", 1, "1")));
    assert_eq!(as_of("b", 0).await, None);
    assert_eq!(as_of("c", 9).await, None);
}

async fn many_are_written_together(db: &Db) {
    let many: Vec<Version> = (0..125).map(|number| version(&format!("m-{number:03}"), 4, "{}")).collect();
    assert!(change(db, 3, None, many.clone()).await);
    assert_eq!(catalogue::changed_since(db, TENANT, 3).await.unwrap(), many);
}
