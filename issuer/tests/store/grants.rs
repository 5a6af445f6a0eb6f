//! Access tokens and nonces.

use db::Db;
use issuer::store::grants::{self, AccessToken};
use uuid::Uuid;

use crate::{TENANT, at, credentials, id, offers};

fn token(number: u128, offer: Uuid) -> AccessToken {
    AccessToken {
        id: id(number),
        tenant: TENANT.into(),
        secret_hash: vec![0, 1, 0xff],
        offer_id: offer,
        created_at: at(10),
        expires_at: at(50),
    }
}

async fn make(db: &Db, number: u128, offer: u128) {
    db.write(async move |tx| grants::insert(tx, &token(number, id(offer))).await).await.unwrap();
}

async fn is_live(db: &Db, number: u128, now: i64) -> bool {
    let inside = db.write(async move |tx| grants::is_live(tx, id(number), at(now)).await).await.unwrap();
    let outside = grants::live(db, TENANT, id(number), at(now)).await.unwrap().is_some();
    assert_eq!(inside, outside, "both ways to ask say the same of {number} at {now}");
    inside
}

async fn replay(db: &Db, offer: u128, now: i64) -> u64 {
    db.write(async move |tx| grants::revoke_after_replay(tx, id(offer), at(now), 60).await).await.unwrap()
}

pub(crate) async fn contract(db: &Db) {
    tokens_live_until_they_expire(db).await;
    nonces_are_used_once(db).await;
}

async fn tokens_live_until_they_expire(db: &Db) {
    offers::make(db, 0x200).await;
    make(db, 0x201, 0x200).await;
    let stored = grants::live(db, TENANT, id(0x201), at(49)).await.unwrap();
    assert_eq!(stored, Some(token(0x201, id(0x200))));
    assert_eq!(grants::live(db, "another", id(0x201), at(49)).await.unwrap(), None);
    for (number, now, live) in [(0x201, 49, true), (0x201, 50, false), (0x2ff, 1, false)] {
        assert_eq!(is_live(db, number, now).await, live, "{number} at {now}");
    }
    let again = db.write(async move |tx| grants::insert(tx, &token(0x201, id(0x200))).await).await;
    assert!(again.unwrap_err().is_unique());
    let of_no_offer = db.write(async move |tx| grants::insert(tx, &token(0x202, id(0x2ff))).await).await;
    assert!(of_no_offer.is_err(), "a token of an offer that does not exist");
}

async fn nonces_are_used_once(db: &Db) {
    async fn take(db: &Db, nonce: u8, until: i64) -> bool {
        db.write(async move |tx| grants::use_nonce(tx, vec![nonce, 0, 0xff], at(until)).await).await.unwrap()
    }
    async fn forget(db: &Db, before: i64) -> u64 {
        db.write(async move |tx| grants::forget_nonces(tx, at(before)).await).await.unwrap()
    }
    assert!(take(db, 1, 100).await);
    assert!(!take(db, 1, 100).await, "used before");
    assert!(!take(db, 1, 999).await, "used before, whatever its end");
    assert!(take(db, 2, 200).await);
    assert_eq!(forget(db, 100).await, 0, "one that ends now is kept");
    assert_eq!(forget(db, 101).await, 1);
    assert!(!take(db, 2, 200).await, "another is not forgotten with it");
}

/// Tokens given for a code that is used again. The first use was at 10, the grace is a minute.
pub(crate) async fn replay_contract(db: &Db) {
    for offer in [0x210, 0x220, 0x230] {
        offers::make(db, offer).await;
        make(db, offer + 1, offer).await;
    }
    credentials::make_intent(db, 0x225, 0x220).await;
    assert_eq!(replay(db, 0x210, 70).await, 0, "a wallet that lost our answer is not an attack");
    assert!(is_live(db, 0x211, 20).await);
    assert_eq!(replay(db, 0x220, 71).await, 0, "a token something was issued with is spared");
    assert!(is_live(db, 0x221, 20).await);
    assert_eq!(replay(db, 0x210, 71).await, 1);
    assert!(!is_live(db, 0x211, 20).await);
    assert_eq!(replay(db, 0x210, 72).await, 0, "revoked before");
    assert!(is_live(db, 0x231, 20).await, "another offer's token lives on");
}
