//! Keys of programs.

use db::Db;
use issuer::store::api_keys::{self, ApiKey};

use crate::{TENANT, at, id};

fn key(number: u128) -> ApiKey {
    ApiKey {
        id: id(number),
        tenant: TENANT.into(),
        name: "Registrar's program".into(),
        secret_hash: vec![1, 0, 0xff],
        scope: "catalogue:read".into(),
        created_at: at(1),
        expires_at: at(100),
        revoked_at: None,
    }
}

pub(crate) async fn contract(db: &Db) {
    for number in [0x901, 0x902] {
        db.write(async move |tx| api_keys::insert(tx, &key(number)).await).await.unwrap();
    }
    let live = async |tenant, number, now| api_keys::live(db, tenant, id(number), at(now)).await.unwrap();
    assert_eq!(live(TENANT, 0x901, 99).await, Some(key(0x901)));
    assert_eq!(live(TENANT, 0x901, 100).await, None, "at its end");
    assert_eq!(live("other", 0x901, 99).await, None, "another tenant's");
    assert_eq!(live(TENANT, 0x903, 99).await, None, "unknown");

    let revoke = async |tenant: &'static str, number| {
        db.write(async move |tx| api_keys::revoke(tx, tenant, id(number), at(50)).await).await.unwrap()
    };
    assert!(!revoke("other", 0x901).await);
    assert!(revoke(TENANT, 0x901).await);
    assert!(!revoke(TENANT, 0x901).await, "once");
    assert_eq!(live(TENANT, 0x901, 51).await, None);
    let revoked = ApiKey { revoked_at: Some(at(50)), ..key(0x901) };
    assert_eq!(api_keys::all(db, TENANT).await.unwrap(), [key(0x902), revoked]);
    assert_eq!(api_keys::all(db, "other").await.unwrap(), []);
}
