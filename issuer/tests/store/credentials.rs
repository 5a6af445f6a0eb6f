//! Intents, credentials and what wallets told us of them.

use db::Db;
use issuer::issuance::Authority;
use issuer::store::credentials::{self, Intent};
use proof::data_integrity::Suite;
use proof::envelope::Envelope;
use uuid::Uuid;

use crate::{TENANT, at, id, offers};

pub(crate) fn intent(number: u128, offer: Option<Uuid>) -> Intent {
    Intent {
        id: id(number),
        tenant: TENANT.into(),
        offer_id: offer,
        credential_id: format!("urn:uuid:{}", id(number)),
        configuration: "a.ldp".into(),
        learner: Some("4711".into()),
        holder: "did:example:holder".into(),
        document: r#"{"name":"ü \u0000"}"#.into(),
        document_hash: vec![0, 7, 0xff],
        key_id: "key".into(),
        suite: Envelope::Proof(Suite::EcdsaJcs2019),
        authority: Authority::ToStudent,
        consent_id: Some(id(0x10)),
        catalogue_version: Some(7),
        created_at: at(3),
    }
}

async fn insert_intent(db: &Db, intent: Intent) -> bool {
    db.write(async move |tx| credentials::insert_intent(tx, &intent).await).await.unwrap()
}

/// An intent that answers the offer `offer`.
pub(crate) async fn make_intent(db: &Db, number: u128, offer: u128) {
    assert!(insert_intent(db, intent(number, Some(id(offer)))).await);
}

/// The credential of an intent made before.
pub(crate) async fn issue(db: &Db, number: u128, text: &'static str, now: i64) -> bool {
    db.write(async move |tx| credentials::insert(tx, &intent(number, None), text, at(now)).await).await.unwrap()
}

async fn notified(db: &Db, number: u128, offer: u128, event: &'static str) -> bool {
    db.write(async move |tx| credentials::notified(tx, id(number), id(offer), event, at(9)).await).await.unwrap()
}

pub(crate) async fn contract(db: &Db) {
    an_offer_has_one_intent_a_configuration(db).await;
    the_first_credential_is_the_credential(db).await;
    a_wallet_tells_of_its_own_credential(db).await;
}

async fn an_offer_has_one_intent_a_configuration(db: &Db) {
    offers::make(db, 0x300).await;
    let first = intent(0x301, Some(id(0x300)));
    assert!(insert_intent(db, first.clone()).await);
    assert!(!insert_intent(db, intent(0x302, Some(id(0x300)))).await, "same offer, same configuration");
    let found = credentials::intent_of(db, id(0x300), "a.ldp").await.unwrap();
    assert_eq!(found, Some(first), "the first intent stays, byte for byte");
    assert_eq!(credentials::intent_of(db, id(0x300), "b.ldp").await.unwrap(), None);

    let other = Intent { configuration: "b.ldp".into(), ..intent(0x303, Some(id(0x300))) };
    assert!(insert_intent(db, other).await);
    let operator = Intent { learner: None, consent_id: None, authority: Authority::Operator, ..intent(0x304, None) };
    assert!(insert_intent(db, operator).await);
    assert!(insert_intent(db, intent(0x305, None)).await, "operators may issue the same again");
}

async fn the_first_credential_is_the_credential(db: &Db) {
    assert_eq!(credentials::signed(db, id(0x301)).await.unwrap(), None);
    assert_eq!(credentials::issued_of_offer(db, id(0x300)).await.unwrap(), (0, None));
    assert!(issue(db, 0x301, "first", 5).await);
    assert!(!issue(db, 0x301, "second", 6).await);
    assert_eq!(credentials::signed(db, id(0x301)).await.unwrap().as_deref(), Some("first"));
    assert_eq!(credentials::issued_of_offer(db, id(0x300)).await.unwrap(), (1, Some(at(5))));
    assert!(issue(db, 0x303, "other", 8).await);
    assert_eq!(credentials::issued_of_offer(db, id(0x300)).await.unwrap(), (2, Some(at(8))));
    let unmeant = db.write(async move |tx| credentials::insert(tx, &intent(0x3ff, None), "x", at(5)).await).await;
    assert!(unmeant.is_err(), "no credential without its intent");
}

async fn a_wallet_tells_of_its_own_credential(db: &Db) {
    offers::make(db, 0x310).await;
    for _ in 0..2 {
        assert!(notified(db, 0x301, 0x300, "credential_accepted").await, "telling it again is as good");
    }
    assert!(notified(db, 0x301, 0x300, "credential_deleted").await);
    assert!(!notified(db, 0x301, 0x310, "credential_failure").await, "another offer's credential");
    assert!(!notified(db, 0x304, 0x300, "credential_failure").await, "not issued yet");
    assert!(!notified(db, 0x3ff, 0x300, "credential_failure").await, "unknown");
    let told: Vec<(String,)> = db
        .read_all("SELECT event FROM notifications WHERE credential = $1 ORDER BY event", [id(0x301).into()])
        .await
        .unwrap();
    assert_eq!(told, [("credential_accepted".to_owned(),), ("credential_deleted".to_owned(),)]);
}
