//! Messages after a commit: one about each credential, taken by one worker at a time, told or given up.

use db::Db;
use issuer::store::outbox::{self, CREDENTIAL_ISSUED, Taken, Told};
use uuid::Uuid;

use crate::credentials::{issue, make_intent};
use crate::{TENANT, at, id, offers};

async fn insert(db: &Db, number: u128, credential: u128, now: i64) {
    let told = (id(number), TENANT);
    db.write(async move |tx| outbox::insert(tx, told, CREDENTIAL_ISSUED, id(credential), at(now)).await).await.unwrap();
}

/// Taken at `now` until `lease`: which message, and how often it was taken so far.
async fn take(db: &Db, tenant: &'static str, now: i64, lease: i64) -> Option<(Uuid, i64)> {
    let times = (at(now), at(lease));
    let taken: Option<Taken> =
        db.write(async move |tx| outbox::take(tx, tenant, CREDENTIAL_ISSUED, times).await).await.unwrap();
    taken.map(|taken| (taken.id, taken.attempts))
}

pub(crate) async fn contract(db: &Db) {
    offers::make(db, 0x700).await;
    make_intent(db, 0x701, 0x700).await;
    assert!(issue(db, 0x701, "issued", 20).await);
    one_message_about_each_credential(db).await;
    a_message_is_taken_by_one_worker_until_its_lease_ends(db).await;
    a_message_ends_told_or_given_up(db).await;
    what_is_told_is_what_was_issued(db).await;
}

async fn one_message_about_each_credential(db: &Db) {
    assert_eq!(outbox::counts(db, TENANT).await.unwrap(), (0, 0));
    insert(db, 0x710, 0x701, 20).await;
    insert(db, 0x711, 0x701, 21).await;
    assert_eq!(outbox::counts(db, TENANT).await.unwrap(), (1, 0), "the second about the same is dropped");
    assert_eq!(outbox::counts(db, "another").await.unwrap(), (0, 0));
    let told = (id(0x712), TENANT);
    let unheard = db.write(async move |tx| outbox::insert(tx, told, CREDENTIAL_ISSUED, id(0x7ff), at(20)).await).await;
    assert!(unheard.is_err(), "no message about a credential that was not issued");
}

async fn a_message_is_taken_by_one_worker_until_its_lease_ends(db: &Db) {
    assert_eq!(take(db, TENANT, 19, 60).await, None, "not due yet");
    assert_eq!(take(db, "another", 20, 60).await, None, "another tenant's");
    assert_eq!(take(db, TENANT, 20, 60).await, Some((id(0x710), 1)));
    assert_eq!(take(db, TENANT, 59, 90).await, None, "its worker has it");
    assert_eq!(take(db, TENANT, 60, 90).await, Some((id(0x710), 2)), "its worker died");
}

async fn a_message_ends_told_or_given_up(db: &Db) {
    db.write(async move |tx| outbox::later(tx, id(0x710), at(200)).await).await.unwrap();
    assert_eq!(take(db, TENANT, 199, 300).await, None);
    assert_eq!(take(db, TENANT, 200, 300).await, Some((id(0x710), 3)));
    db.write(async move |tx| outbox::give_up(tx, id(0x710), at(201)).await).await.unwrap();
    assert_eq!(outbox::counts(db, TENANT).await.unwrap(), (0, 1));
    assert_eq!(take(db, TENANT, 1000, 1100).await, None, "nobody tries again by himself");
    db.write(async move |tx| outbox::done(tx, id(0x710)).await).await.unwrap();
    assert_eq!(outbox::counts(db, TENANT).await.unwrap(), (0, 0));
}

async fn what_is_told_is_what_was_issued(db: &Db) {
    let expected = Told {
        learner: Some("4711".into()),
        credential_id: format!("urn:uuid:{}", id(0x701)),
        title: None,
        issued_at: at(20),
    };
    assert_eq!(outbox::told(db, id(0x701)).await.unwrap(), Some(expected));
    assert_eq!(outbox::told(db, id(0x7ff)).await.unwrap(), None);
}
