//! Revoking, and what a verifier sees of it.

use issuer::issuance::revoke::revoke;
use serde_json::Value;
use verifier::verify::report::{CheckCode, Outcome, Verdict};

use crate::wallet::Wallet;
use crate::world::{World, on_both};

#[tokio::test]
async fn a_revoked_badge_is_not_valid_any_more_alone_or_in_the_transcript() {
    on_both("revoke_badge", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let made = world.offer(&world.learner(), false).await;
        let received = wallet.receive(&made.offer.public_id, None).await;
        let (_, badge) = received.iter().find(|(id, _)| id != "transcript.ldp").unwrap();
        let (_, transcript) = received.iter().find(|(id, _)| id == "transcript.ldp").unwrap();
        let id = badge["id"].as_str().unwrap();
        assert_eq!(world.verify(badge).await.verdict, Verdict::Valid);

        let done = revoke(&world.issuer, id, "issued in error", world.issuer.now()).await.unwrap();
        assert_eq!((done.revoked, done.copies), (2, 2), "the badge and the transcript's child");
        let report = world.verify(badge).await;
        assert_eq!(report.verdict, Verdict::Invalid);
        let status = report.check(CheckCode::Status).unwrap();
        assert_eq!((status.outcome, status.reason), (Outcome::Failed, "revoked"));
        assert_eq!(world.verify(transcript).await.verdict, Verdict::Invalid);

        let again = revoke(&world.issuer, id, "again", world.issuer.now()).await.unwrap();
        assert_eq!((again.revoked, again.copies), (0, 2));
        assert!(revoke(&world.issuer, "urn:uuid:none", "x", world.issuer.now()).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn each_copy_has_its_own_index_and_the_list_is_long_enough() {
    on_both("revoke_indices", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let made = world.offer(&world.learner(), false).await;
        let received = wallet.receive(&made.offer.public_id, None).await;
        let mut indices = Vec::new();
        for (_, credential) in &received {
            let children = credential.pointer("/credentialSubject/verifiableCredential").and_then(Value::as_array);
            for one in children.into_iter().flatten().chain(std::iter::once(credential)) {
                indices.push(one["credentialStatus"]["statusListIndex"].as_str().unwrap().to_owned());
            }
        }
        let count = indices.len();
        indices.sort_unstable();
        indices.dedup();
        assert_eq!(indices.len(), count, "an index was used twice");
        let rows: Option<(i64,)> = db.read("SELECT COUNT(*) FROM status_entries", []).await.unwrap();
        assert_eq!(rows.unwrap().0, i64::try_from(count).unwrap());
        let url = received[0].1["credentialStatus"]["statusListCredential"].as_str().unwrap();
        let list: Value = serde_json::from_str(&world.issuer.published(url).await.unwrap().unwrap()).unwrap();
        let encoded = list["credentialSubject"]["encodedList"].as_str().unwrap();
        let bits = model::status::Bitstring::decode(encoded, 1 << 20).unwrap();
        assert!(bits.len() >= 131_072);
    })
    .await;
}

#[tokio::test]
async fn any_changed_leaf_of_a_badge_or_transcript_is_refused() {
    on_both("revoke_leaves", async |db| {
        if db.kind() != db::Kind::Sqlite {
            return;
        }
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let made = world.offer(&world.learner(), false).await;
        let received = wallet.receive(&made.offer.public_id, None).await;
        for (id, credential) in received.iter().filter(|(id, _)| id == "transcript.ldp").chain(received.first()) {
            let leaves = leaves(credential);
            assert!(leaves.len() > if id == "transcript.ldp" { 500 } else { 30 }, "{id} has {} leaves", leaves.len());
            for pointer in leaves {
                let mut changed = credential.clone();
                spoil(changed.pointer_mut(&pointer).unwrap());
                let verdict = world.verify(&changed).await.verdict;
                assert!(!matches!(verdict, Verdict::Valid | Verdict::Warning), "{id} {pointer}: {verdict:?}");
            }
        }
    })
    .await;
}

/// JSON Pointers of all leaves.
fn leaves(value: &Value) -> Vec<String> {
    let step = |key: &str, inner: &Value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        leaves(inner).into_iter().map(move |rest| format!("/{key}{rest}")).collect::<Vec<_>>()
    };
    match value {
        Value::Object(members) => members.iter().flat_map(|(key, inner)| step(key, inner)).collect(),
        Value::Array(items) => items.iter().enumerate().flat_map(|(at, inner)| step(&at.to_string(), inner)).collect(),
        _ => vec![String::new()],
    }
}

fn spoil(leaf: &mut Value) {
    *leaf = match leaf {
        Value::String(text) => Value::from(format!("{text}x")),
        Value::Number(number) => Value::from(number.as_f64().unwrap() + 1.0),
        Value::Bool(value) => Value::from(!*value),
        other => panic!("not a leaf: {other}"),
    };
}
