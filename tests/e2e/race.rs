//! Many at once, and a process that dies between intent and answer.

use std::sync::Arc;

use issuer::issuance::credential;
use serde_json::json;

use crate::wallet::{PRE_AUTHORIZED, Wallet};
use crate::world::{World, on_both};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_redemptions_of_one_code_exactly_one_succeeds() {
    on_both("race_redeem", async |db| {
        let world = Arc::new(World::new(db).await);
        for _ in 0..5 {
            let made = world.offer(&world.learner(), false).await;
            let code = Wallet::new(&world).code(&made.offer.public_id).await;
            let tasks: Vec<_> = (0..64)
                .map(|_| {
                    let (world, code) = (Arc::clone(&world), code.clone());
                    tokio::spawn(async move {
                        let fields = [("grant_type", PRE_AUTHORIZED), ("pre-authorized_code", code.as_str())];
                        world.form("/default/token", &fields).await.status.as_u16()
                    })
                })
                .collect();
            let mut statuses = Vec::new();
            for task in tasks {
                statuses.push(task.await.unwrap());
            }
            assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
            assert_eq!(statuses.iter().filter(|status| **status == 400).count(), 63, "{statuses:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_requests_for_one_credential_all_get_the_same() {
    on_both("race_credential", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        let (a, b, c, d) = tokio::join!(
            wallet.fetch(&token, "transcript.ldp"),
            wallet.fetch(&token, "transcript.ldp"),
            wallet.fetch(&token, "transcript.ldp"),
            wallet.fetch(&token, "transcript.ldp"),
        );
        assert!(a == b && b == c && c == d);
        let rows: Option<(i64,)> = db.read("SELECT COUNT(*) FROM intents", []).await.unwrap();
        assert_eq!(rows, Some((1,)));
    })
    .await;
}

/// The intent is on disk and nothing was signed: what a kill between the two leaves. The same wallet asks again.
#[tokio::test]
async fn after_a_death_between_intent_and_answer_the_retry_gets_one_credential_with_one_index() {
    on_both("race_death", async |db| {
        let before = World::new(db.clone()).await;
        let wallet = Wallet::new(&before);
        let made = before.offer_of(&before.learner(), &["transcript.ldp"], false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        let body = json!({"credential_configuration_id": "transcript.ldp", "proofs": wallet.proofs().await});
        let request = oid4vc::credential::CredentialRequest::read(body.to_string().as_bytes()).unwrap();
        let prepared = credential::prepare(&before.issuer, &token, &request, before.issuer.now()).await.unwrap();
        drop(prepared);
        let intended: Vec<(String, String)> =
            db.read_all("SELECT credential_id, document FROM intents", []).await.unwrap();
        assert_eq!(intended.len(), 1);
        let issued: Option<(i64,)> = db.read("SELECT COUNT(*) FROM credentials", []).await.unwrap();
        assert_eq!(issued, Some((0,)), "nothing was signed yet");

        let after = World::restarted(db.clone()).await;
        let wallet = Wallet::new(&after);
        let first = wallet.fetch(&token, "transcript.ldp").await;
        let again = wallet.fetch(&token, "transcript.ldp").await;
        assert_eq!(first, again);
        assert_eq!(first["id"], intended[0].0.as_str());
        let index = format!("\"statusListIndex\":{}", first["credentialStatus"]["statusListIndex"]);
        assert!(intended[0].1.contains(&index), "the index reserved before the death is the one that was issued");
        let rows: Option<(i64,)> = db.read("SELECT COUNT(*) FROM intents", []).await.unwrap();
        assert_eq!(rows, Some((1,)));
    })
    .await;
}
