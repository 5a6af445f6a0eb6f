//! The learner's choice, kept with its offer.

use db::Db;
use issuer::issuance::whose::Kept;
use issuer::store::identities;

use crate::{id, offers};

pub(crate) async fn contract(db: &Db) {
    offers::make(db, 0x900).await;
    offers::make(db, 0x901).await;
    let named = Kept { name: Some("Zoë “Z” O'Hara".into()), emails: vec![("sha256$00".into(), "s4lt".into())] };
    for (number, kept) in [(0x900, named), (0x901, Kept::default())] {
        assert_eq!(identities::of_offer(db, id(number)).await.unwrap(), None);
        let stored = kept.clone();
        db.write(async move |tx| identities::insert(tx, id(number), &stored).await).await.unwrap();
        assert_eq!(identities::of_offer(db, id(number)).await.unwrap(), Some(kept), "no name is a choice too");
    }
    let again = db.write(async move |tx| identities::insert(tx, id(0x901), &Kept::default()).await).await;
    assert!(again.unwrap_err().is_unique(), "what was agreed to is not changed");
}
