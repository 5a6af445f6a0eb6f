//! Status lists: leases, indices and revocations.

use db::Db;
use issuer::store::credentials;
use issuer::store::status::{self, Entry, StatusList};

use crate::credentials::{issue, make_intent};
use crate::{TENANT, at, id, offers};

fn list(number: u128) -> StatusList {
    StatusList { id: id(number), public_id: format!("list-{number}"), key_id: "key".into(), version: 0 }
}

async fn make(db: &Db, number: u128) {
    db.write(async move |tx| status::insert_list(tx, TENANT, &list(number), at(0)).await).await.unwrap();
}

async fn lease(db: &Db, tenant: &'static str, key: &'static str) -> Option<(StatusList, i64)> {
    db.write(async move |tx| status::lease(tx, tenant, key, 2).await).await.unwrap()
}

async fn take(db: &Db, intent: u128, entry: Entry) -> Result<(), db::DbError> {
    db.write(async move |tx| status::insert_entry(tx, TENANT, id(intent), &entry).await).await
}

async fn revoke(db: &Db, tenant: &'static str, credential: &'static str, now: i64) -> (u64, u64) {
    db.write(async move |tx| status::revoke(tx, tenant, credential, "an error", at(now)).await).await.unwrap()
}

pub(crate) async fn contract(db: &Db) {
    blocks_are_leased_until_they_run_out(db).await;
    an_index_is_used_once(db).await;
    revoking_sets_every_copy(db).await;
    the_newest_stand_on_their_own(db).await;
}

async fn blocks_are_leased_until_they_run_out(db: &Db) {
    assert_eq!(lease(db, TENANT, "key").await, None, "no list yet");
    make(db, 0x400).await;
    assert_eq!(lease(db, TENANT, "key").await, Some((list(0x400), 0)));
    assert_eq!(lease(db, TENANT, "another key").await, None);
    assert_eq!(lease(db, "another", "key").await, None);
    assert_eq!(lease(db, TENANT, "key").await, Some((list(0x400), 1)));
    assert_eq!(lease(db, TENANT, "key").await, None, "two blocks, no third");
    make(db, 0x401).await;
    assert_eq!(lease(db, TENANT, "key").await, Some((list(0x401), 0)), "a new list is leased from");
    let same_public_id = StatusList { id: id(0x402), ..list(0x400) };
    let refused = db.write(async move |tx| status::insert_list(tx, TENANT, &same_public_id, at(0)).await).await;
    assert!(refused.unwrap_err().is_unique());
    assert_eq!(status::by_public_id(db, TENANT, &list(0x400).public_id).await.unwrap(), Some(list(0x400)));
    assert_eq!(status::by_public_id(db, "another", &list(0x400).public_id).await.unwrap(), None);
    assert_eq!(status::by_public_id(db, TENANT, "unknown").await.unwrap(), None);
}

fn entry(list: u128, index: i64, credential: &str) -> Entry {
    Entry { list_id: id(list), index, credential_id: credential.into() }
}

async fn an_index_is_used_once(db: &Db) {
    for (offer, intent) in [(0x410, 0x411), (0x420, 0x421)] {
        offers::make(db, offer).await;
        make_intent(db, intent, offer).await;
    }
    take(db, 0x411, entry(0x400, 7, "copied")).await.unwrap();
    let refused = take(db, 0x421, entry(0x400, 7, "another")).await;
    assert!(refused.unwrap_err().is_unique(), "used before");
    take(db, 0x421, entry(0x401, 7, "copied")).await.unwrap();
    take(db, 0x421, entry(0x401, 3, "alone")).await.unwrap();
    let versions = async |tenant, id| credentials::catalogue_versions(db, tenant, id).await.unwrap();
    assert_eq!(versions(TENANT, "copied").await, [Some(7), Some(7)], "of each copy");
    assert_eq!(versions("another", "copied").await, []);
    assert_eq!(versions(TENANT, "unknown").await, []);
    assert!(take(db, 0x4ff, entry(0x400, 9, "alone")).await.is_err(), "no index without an intent");
    assert!(take(db, 0x411, entry(0x4ff, 9, "alone")).await.is_err(), "no index in no list");
}

async fn version(db: &Db, number: u128) -> i64 {
    status::by_public_id(db, TENANT, &list(number).public_id).await.unwrap().unwrap().version
}

async fn revoking_sets_every_copy(db: &Db) {
    assert!(status::revoked_indices(db, id(0x400)).await.unwrap().is_empty());
    assert_eq!(revoke(db, TENANT, "unknown", 5).await, (0, 0));
    assert_eq!(revoke(db, "another", "copied", 5).await, (0, 0), "another tenant's");
    assert_eq!((version(db, 0x400).await, version(db, 0x401).await), (0, 0));
    assert_eq!(revoke(db, TENANT, "copied", 5).await, (2, 2));
    let (one, other) = (version(db, 0x400).await, version(db, 0x401).await);
    assert!(one > 0 && other > 0, "both lists are signed again");
    assert_eq!(revoke(db, TENANT, "copied", 6).await, (0, 2), "revoked before");
    assert_eq!(revoke(db, TENANT, "alone", 6).await, (1, 1));
    assert!(version(db, 0x401).await > other);
    assert_eq!(status::revoked_indices(db, id(0x400)).await.unwrap(), [7]);
    assert_eq!(status::revoked_indices(db, id(0x401)).await.unwrap(), [3, 7]);
    let sql = "SELECT revoked_at, reason FROM status_entries WHERE list_id = $1 AND list_index = 7";
    let kept: Option<(Option<i64>, Option<String>)> = db.read(sql, [id(0x400).into()]).await.unwrap();
    assert_eq!(kept, Some((Some(at(5).unix()), Some("an error".into()))), "the first revocation stays");
}

async fn the_newest_stand_on_their_own(db: &Db) {
    for (intent, index, now) in [(0x411, 20, 11), (0x421, 21, 12)] {
        let own = format!("urn:uuid:{}", id(intent));
        take(db, intent, entry(0x400, index, &own)).await.unwrap();
        assert!(issue(db, intent, "signed", now).await);
    }
    let own = "urn:uuid:00000000-0000-0000-0000-000000000411";
    assert_eq!(revoke(db, TENANT, own, 30).await, (1, 1));
    let newest = |limit| status::newest(db, TENANT, limit);
    let rows = newest(10).await.unwrap();
    let shown: Vec<_> = rows.iter().map(|row| (row.issued_at, row.revoked_at)).collect();
    assert_eq!(shown, [(at(12), None), (at(11), Some(at(30)))], "children and what has no entry are not listed");
    assert_eq!((rows[1].credential_id.as_str(), rows[1].configuration.as_str()), (own, "a.ldp"));
    assert_eq!(newest(1).await.unwrap(), rows[..1]);
    assert_eq!(status::newest(db, "another", 10).await.unwrap(), []);
}
