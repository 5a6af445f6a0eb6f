//! Consents and the audit trail.

use db::Db;
use issuer::store::audit;
use issuer::store::consents::{self, Consent, Method};

use crate::{TENANT, at, id};

type Row = (String, String, String, String, String, String, Option<String>);

pub(crate) fn consent(number: u128) -> Consent {
    Consent {
        id: id(number),
        tenant: TENANT.into(),
        learner: "4711".into(),
        records: r#"["award"]"#.into(),
        purpose: "to hold them".into(),
        party: "the learner's wallet".into(),
        method: Method::Page,
        notice: "1 en".into(),
        notice_hash: Some("ab".repeat(32)),
        given_at: at(0),
        expires_at: at(100),
    }
}

pub(crate) async fn contract(db: &Db) {
    consents_hold_until_their_end(db).await;
    audit_rows_are_written_once(db).await;
}

async fn consents_hold_until_their_end(db: &Db) {
    let given = Consent { notice_hash: None, method: Method::Redemption, ..consent(0x11) };
    db.write(async move |tx| consents::insert(tx, consent(0x10)).await).await.unwrap();
    db.write(async move |tx| consents::insert(tx, given).await).await.unwrap();
    let again = db.write(async move |tx| consents::insert(tx, consent(0x10)).await).await;
    assert!(again.unwrap_err().is_unique());

    let sql = "SELECT learner, records, purpose, party, method, notice, notice_hash FROM consents WHERE id = $1";
    let (learner, records, purpose, party, method, notice, hash): Row =
        db.read(sql, [id(0x10).into()]).await.unwrap().unwrap();
    let stored = Consent { learner, records, purpose, party, notice, notice_hash: hash, ..consent(0x10) };
    assert_eq!((stored, method.as_str()), (consent(0x10), "page"));
    let (.., method, _, hash): Row = db.read(sql, [id(0x11).into()]).await.unwrap().unwrap();
    assert_eq!((method.as_str(), hash), ("redemption", None));

    for (which, now, holds) in [(0x10, 99, true), (0x10, 100, false), (0x12, 0, false)] {
        let found = db.write(async move |tx| consents::holds(tx, id(which), at(now)).await).await.unwrap();
        assert_eq!(found, holds, "consent {which} at {now}");
    }
    let withdraw = "UPDATE consents SET withdrawn_at = $2 WHERE id = $1";
    db.write(async move |tx| tx.execute(withdraw, [id(0x11).into(), at(1).unix().into()]).await).await.unwrap();
    assert!(!db.write(async move |tx| consents::holds(tx, id(0x11), at(2)).await).await.unwrap());
}

async fn audit_rows_are_written_once(db: &Db) {
    let entry = || audit::Entry {
        id: id(0x20),
        tenant: TENANT.into(),
        at: at(5),
        actor: "wallet",
        action: "offer.redeemed",
        subject: "offer".into(),
        detail: String::new(),
    };
    db.write(async move |tx| audit::write(tx, entry()).await).await.unwrap();
    let again = db.write(async move |tx| audit::write(tx, entry()).await).await;
    assert!(again.unwrap_err().is_unique());
    let sql = "SELECT tenant, at, actor, action, subject, detail FROM audit";
    let rows: Vec<(String, i64, String, String, String, String)> = db.read_all(sql, []).await.unwrap();
    let word = str::to_owned;
    let expected = (word(TENANT), at(5).unix(), word("wallet"), word("offer.redeemed"), word("offer"), String::new());
    assert_eq!(rows, [expected]);
}
