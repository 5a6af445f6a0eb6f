//! A record becomes signed credentials in a wallet.

use serde_json::{Value, json};
use verifier::verify::report::Verdict;

use crate::wallet::Wallet;
use crate::world::{World, on_both};

#[tokio::test]
async fn a_staff_offer_becomes_badges_and_a_transcript_that_verify() {
    on_both("issue_everything", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        for learner in world.issuer.records().learners() {
            let made = world.offer(&learner.id, false).await;
            let received = wallet.receive(&made.offer.public_id, None).await;
            let (_, transcript) = received.iter().find(|(id, _)| id == "transcript.ldp").expect("a transcript");
            let children = transcript["credentialSubject"]["verifiableCredential"].as_array().expect("children");
            assert!(children.len() > received.len() && children.iter().all(|child| child["proof"].is_object()));
            for (id, credential) in &received {
                let report = world.verify(credential).await;
                assert_eq!(report.verdict, Verdict::Valid, "{id}: {:#}", report.to_json());
                assert_eq!(credential["credentialSubject"]["id"], wallet.did());
            }
        }
    })
    .await;
}

#[tokio::test]
async fn under_https_the_issuer_is_a_did_web_and_its_list_has_a_key_of_its_own() {
    on_both("issue_did_web", async |db| {
        let world = World::at(db, "https://creds.example.org").await;
        let wallet = Wallet::new(&world);
        let made = world.offer(&world.learner(), false).await;
        for (_, credential) in wallet.receive(&made.offer.public_id, None).await {
            assert_eq!(credential["issuer"]["id"], "did:web:creds.example.org:default");
            assert_eq!(credential["proof"]["verificationMethod"], "did:web:creds.example.org:default#credential-1");
            let list = credential["credentialStatus"]["statusListCredential"].as_str().unwrap();
            let list: Value = serde_json::from_str(&world.issuer.published(list).await.unwrap().unwrap()).unwrap();
            assert_eq!(list["issuer"], credential["issuer"]["id"]);
            assert_eq!(list["proof"]["verificationMethod"], "did:web:creds.example.org:default#status-1");
            assert_eq!(world.verify(&credential).await.verdict, Verdict::Valid);
        }
    })
    .await;
}

#[tokio::test]
async fn a_di_vp_proof_binds_the_holder_as_a_jwt_does() {
    on_both("issue_di_vp", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        let proof = wallet.di_vp_proof(&wallet.nonce().await, &world.issuer.urls().issuer());
        let body = json!({"credential_configuration_id": "transcript.ldp", "proofs": {"di_vp": [proof]}});
        let answer = wallet.request(&token, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json()["credentials"][0]["credential"]["credentialSubject"]["id"], wallet.did());
    })
    .await;
}

#[tokio::test]
async fn a_retry_gets_the_same_credential() {
    on_both("issue_retry", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        let first = wallet.fetch(&token, "transcript.ldp").await;
        world.clock.advance(30);
        assert_eq!(wallet.fetch(&token, "transcript.ldp").await, first);
    })
    .await;
}

#[tokio::test]
async fn identifiers_go_only_to_a_wallet_that_sent_authorization_details() {
    on_both("issue_details", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let code = wallet.code(&made.offer.public_id).await;
        let details =
            json!([{"type": "openid_credential", "credential_configuration_id": "transcript.ldp"}]).to_string();
        let fields = [
            ("grant_type", crate::wallet::PRE_AUTHORIZED),
            ("pre-authorized_code", code.as_str()),
            ("authorization_details", details.as_str()),
        ];
        let answer = world.form("/default/token", &fields).await.json();
        let identifier = &answer["authorization_details"][0]["credential_identifiers"][0];
        let body = json!({"credential_identifier": identifier, "proofs": wallet.proofs().await});
        let token = answer["access_token"].as_str().unwrap();
        assert_eq!(wallet.request(token, &body).await.status, 200);

        let plain = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let answer = wallet.redeem(&wallet.code(&plain.offer.public_id).await, None).await.json();
        assert!(answer.get("authorization_details").is_none(), "{answer}");
    })
    .await;
}

#[tokio::test]
async fn a_notification_is_recorded_once_and_only_from_its_own_token() {
    on_both("issue_notification", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        let answer = wallet.ask(&token, "transcript.ldp").await.json();
        let told = json!({"notification_id": answer["notification_id"], "event": "credential_accepted"});
        for _ in 0..2 {
            assert_eq!(wallet.post("/default/notification", &token, &told).await.status, 204);
        }
        let rows: Vec<(String,)> = db.read_all("SELECT event FROM notifications", []).await.unwrap();
        assert_eq!(rows, [("credential_accepted".to_owned(),)]);

        let other = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let stranger = wallet.token(&other.offer.public_id, None).await;
        let refused = wallet.post("/default/notification", &stranger, &told).await;
        assert_eq!((refused.status.as_u16(), refused.error().as_str()), (400, "invalid_notification_id"));
    })
    .await;
}
