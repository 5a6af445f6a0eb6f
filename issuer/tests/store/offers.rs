//! Offers, what is in them, and configurations.

use db::Db;
use issuer::issuance::Authority;
use issuer::store::offers::{self, Configuration, Offer, Offered, WRONG_CODES_ALLOWED};
use uuid::Uuid;

use crate::consents::consent;
use crate::{TENANT, at, id};

pub(crate) fn offer(number: u128) -> Offer {
    Offer {
        id: id(number),
        tenant: TENANT.into(),
        public_id: format!("public-{number}"),
        learner: "4711".into(),
        authority: Authority::ToStudent,
        consent_id: None,
        needs_tx_code: true,
        wrong_codes: 0,
        created_at: at(0),
        expires_at: at(100),
        redeemed_at: None,
    }
}

/// An offer in the database, with nothing in it.
pub(crate) async fn make(db: &Db, number: u128) {
    db.write(async move |tx| offers::insert(tx, &offer(number), &[]).await).await.unwrap();
}

async fn redeem(db: &Db, number: u128, now: i64) -> Option<Offer> {
    db.write(async move |tx| offers::redeem(tx, id(number), at(now)).await).await.unwrap()
}

async fn count_wrong_code(db: &Db, number: u128, now: i64) -> Option<i64> {
    db.write(async move |tx| offers::count_wrong_code(tx, id(number), at(now)).await).await.unwrap()
}

pub(crate) async fn contract(db: &Db) {
    what_is_stored_comes_back(db).await;
    configurations_keep_their_first_name(db).await;
    a_code_is_redeemed_once(db).await;
    wrong_codes_stop_at_five(db).await;
    a_staff_offer_is_accepted_once(db).await;
}

async fn what_is_stored_comes_back(db: &Db) {
    let held =
        Offer { authority: Authority::Consent, consent_id: Some(id(0x10)), needs_tx_code: false, ..offer(0x100) };
    let inside = ["z.ldp", "a.ldp"].map(|configuration| Offered {
        configuration: configuration.into(),
        title: format!("Title “{configuration}”"),
        selection: vec!["one".into(), "two \"quoted\"".into()],
    });
    let (stored, offered) = (held.clone(), inside.clone());
    db.write(async move |tx| offers::insert(tx, &stored, &offered).await).await.unwrap();
    assert_eq!(offers::by_id(db, held.id).await.unwrap().as_ref(), Some(&held));
    assert_eq!(offers::by_public_id(db, TENANT, &held.public_id).await.unwrap().as_ref(), Some(&held));
    assert_eq!(offers::by_public_id(db, "another", &held.public_id).await.unwrap(), None);
    assert_eq!(offers::by_public_id(db, TENANT, "unknown").await.unwrap(), None);
    assert_eq!(offers::by_id(db, id(0x1ff)).await.unwrap(), None);
    assert_eq!(offers::credentials(db, held.id).await.unwrap(), inside, "in the order given");
    assert_eq!(offers::credentials(db, id(0x1ff)).await.unwrap(), []);
    assert_eq!(offers::needs_tx_code(db, held.id).await.unwrap(), Some(false));
    assert_eq!(offers::needs_tx_code(db, id(0x1ff)).await.unwrap(), None);

    let same_public_id = Offer { id: id(0x101), ..held.clone() };
    let refused = db.write(async move |tx| offers::insert(tx, &same_public_id, &[]).await).await;
    assert!(refused.unwrap_err().is_unique());
    let twice = [inside[0].clone(), inside[0].clone()];
    let refused = db.write(async move |tx| offers::insert(tx, &offer(0x102), &twice).await).await;
    assert!(refused.unwrap_err().is_unique());
    assert_eq!(offers::by_id(db, id(0x102)).await.unwrap(), None, "nothing is left of a refused offer");
}

async fn configurations_keep_their_first_name(db: &Db) {
    let known = |id: &str, name: &str| Configuration { id: id.into(), kind: "badge".into(), name: name.into() };
    for (tenant, configuration) in [
        (TENANT, known("b.ldp", "B")),
        (TENANT, known("a.ldp", "A")),
        (TENANT, known("b.ldp", "Another B")),
        ("another", known("b.ldp", "Their B")),
    ] {
        db.write(async move |tx| offers::know_configuration(tx, tenant, &configuration, at(0)).await).await.unwrap();
    }
    let ours = offers::configurations(db, TENANT).await.unwrap();
    assert_eq!(ours, [known("a.ldp", "A"), known("b.ldp", "B")]);
    assert_eq!(offers::configurations(db, "another").await.unwrap(), [known("b.ldp", "Their B")]);
    assert_eq!(offers::configurations(db, "nobody").await.unwrap(), []);
    let name = async |tenant, id| offers::configuration_name(db, tenant, id).await.unwrap();
    assert_eq!(name(TENANT, "b.ldp").await.as_deref(), Some("B"));
    assert_eq!(name("another", "a.ldp").await, None);
}

async fn a_code_is_redeemed_once(db: &Db) {
    make(db, 0x110).await;
    assert_eq!(offers::needs_tx_code(db, id(0x110)).await.unwrap(), Some(true));
    assert_eq!(redeem(db, 0x110, 100).await, None, "the second it expires is too late");
    let redeemed = Offer { redeemed_at: Some(at(99)), ..offer(0x110) };
    assert_eq!(redeem(db, 0x110, 99).await.as_ref(), Some(&redeemed));
    assert_eq!(redeem(db, 0x110, 99).await, None, "redeemed before");
    assert_eq!(offers::by_id(db, id(0x110)).await.unwrap(), Some(redeemed), "the first use stays");
    assert_eq!(redeem(db, 0x1ff, 1).await, None, "unknown");
    assert_eq!(count_wrong_code(db, 0x110, 1).await, None, "nothing is counted after the redemption");
}

async fn wrong_codes_stop_at_five(db: &Db) {
    assert_eq!(WRONG_CODES_ALLOWED, 5);
    make(db, 0x120).await;
    make(db, 0x121).await;
    for expected in 1..=4 {
        assert_eq!(count_wrong_code(db, 0x120, 1).await, Some(expected));
        assert_eq!(count_wrong_code(db, 0x121, 1).await, Some(expected));
    }
    assert_eq!(redeem(db, 0x121, 2).await.unwrap().wrong_codes, 4, "a right code after four wrong ones works");
    assert_eq!(count_wrong_code(db, 0x120, 1).await, Some(5));
    assert_eq!(count_wrong_code(db, 0x120, 1).await, None, "a sixth is not counted");
    assert_eq!(offers::by_id(db, id(0x120)).await.unwrap().unwrap().wrong_codes, 5);
    assert_eq!(redeem(db, 0x120, 2).await, None, "locked");
    make(db, 0x122).await;
    assert_eq!(count_wrong_code(db, 0x122, 100).await, None, "expired");
    assert_eq!(count_wrong_code(db, 0x1ff, 1).await, None, "unknown");
}

async fn a_staff_offer_is_accepted_once(db: &Db) {
    make(db, 0x130).await;
    for (which, of) in [(0x12, Some(id(0x130))), (0x13, Some(id(0x130))), (0x14, None)] {
        accept(db, of, which).await;
    }
    let accepted = offers::by_id(db, id(0x130)).await.unwrap().unwrap();
    assert_eq!(accepted.consent_id, Some(id(0x12)), "the first acceptance stays");
    let rows: Option<(i64,)> = db
        .read("SELECT COUNT(*) FROM consents WHERE id IN ($1, $2)", [id(0x12).into(), id(0x14).into()])
        .await
        .unwrap();
    assert_eq!(rows, Some((2,)), "each is recorded, with an offer or without");
}

async fn accept(db: &Db, offer: Option<Uuid>, which: u128) {
    db.write(async move |tx| offers::accept(tx, offer, consent(which)).await).await.unwrap();
}
