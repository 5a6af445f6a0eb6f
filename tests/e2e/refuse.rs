//! Each refusal, and that nothing was signed.

use db::Db;
use serde_json::json;

use crate::wallet::Wallet;
use crate::world::{Answer, World, on_both};

/// Signed credentials in the database.
async fn signed(db: &Db) -> i64 {
    db.read::<(i64,), 0>("SELECT COUNT(*) FROM credentials", []).await.unwrap().unwrap().0
}

fn assert_refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!((answer.status.as_u16(), answer.error().as_str()), (status, error), "{}", answer.text());
    assert_eq!(answer.headers["cache-control"], "no-store");
}

#[tokio::test]
async fn four_wrong_transaction_codes_then_the_right_one_works() {
    on_both("refuse_four", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let made = world.offer(&world.learner(), true).await;
        let code = wallet.code(&made.offer.public_id).await;
        let right = made.tx_code.unwrap();
        let wrong = if right == "000000" { "111111" } else { "000000" };
        for _ in 0..4 {
            assert_refused(&wallet.redeem(&code, Some(wrong)).await, 400, "invalid_grant");
        }
        assert_eq!(wallet.redeem(&code, Some(&right)).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn after_five_wrong_transaction_codes_the_code_is_dead() {
    on_both("refuse_five", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let made = world.offer(&world.learner(), true).await;
        let code = wallet.code(&made.offer.public_id).await;
        let right = made.tx_code.unwrap();
        let wrong = if right == "000000" { "111111" } else { "000000" };
        for _ in 0..5 {
            assert_refused(&wallet.redeem(&code, Some(wrong)).await, 400, "invalid_grant");
        }
        assert_refused(&wallet.redeem(&code, Some(&right)).await, 400, "invalid_grant");
        let counted: Vec<(String, i64)> = db
            .read_all(
                "SELECT action, COUNT(*) FROM audit WHERE action LIKE 'offer.%' GROUP BY action ORDER BY action",
                [],
            )
            .await
            .unwrap();
        let counted: Vec<(&str, i64)> = counted.iter().map(|(action, count)| (action.as_str(), *count)).collect();
        assert_eq!(counted, [("offer.made", 1), ("offer.refused", 1), ("offer.wrong-code", 5)]);
        let page = world.get(&format!("/default/o/{}", made.offer.public_id)).await.text();
        assert!(page.contains("typed wrong five times"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn a_transaction_code_is_sent_exactly_where_one_is_set() {
    on_both("refuse_tx_code", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let with = world.offer(&world.learner(), true).await;
        let code = wallet.code(&with.offer.public_id).await;
        assert_refused(&wallet.redeem(&code, None).await, 400, "invalid_request");
        let without = world.offer(&world.learner(), false).await;
        let code = wallet.code(&without.offer.public_id).await;
        assert_refused(&wallet.redeem(&code, Some("123456")).await, 400, "invalid_request");
    })
    .await;
}

#[tokio::test]
async fn a_used_an_expired_and_an_invented_code_are_refused() {
    on_both("refuse_code", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let used = world.offer(&world.learner(), false).await;
        let code = wallet.code(&used.offer.public_id).await;
        assert_eq!(wallet.redeem(&code, None).await.status, 200);
        assert_refused(&wallet.redeem(&code, None).await, 400, "invalid_grant");
        assert_refused(&wallet.redeem("invented", None).await, 400, "invalid_grant");

        let late = world.offer(&world.learner(), false).await;
        let code = wallet.code(&late.offer.public_id).await;
        world.clock.advance(issuer::issuance::offer::STAFF_LIFETIME);
        assert_refused(&wallet.redeem(&code, None).await, 400, "invalid_grant");
    })
    .await;
}

#[tokio::test]
async fn a_replayed_code_ends_the_token_only_when_nothing_was_issued_and_a_minute_has_passed() {
    on_both("refuse_replay", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let code = wallet.code(&made.offer.public_id).await;
        let token = wallet.redeem(&code, None).await.json()["access_token"].as_str().unwrap().to_owned();
        assert_refused(&wallet.redeem(&code, None).await, 400, "invalid_grant");
        assert_eq!(wallet.ask(&token, "unknown.ldp").await.status, 400, "the token still works within the minute");
        world.clock.advance(61);
        assert_refused(&wallet.redeem(&code, None).await, 400, "invalid_grant");
        assert_refused(&wallet.ask(&token, "transcript.ldp").await, 401, "invalid_token");

        let issued = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let code = wallet.code(&issued.offer.public_id).await;
        let token = wallet.redeem(&code, None).await.json()["access_token"].as_str().unwrap().to_owned();
        wallet.fetch(&token, "transcript.ldp").await;
        world.clock.advance(61);
        assert_refused(&wallet.redeem(&code, None).await, 400, "invalid_grant");
        wallet.fetch(&token, "transcript.ldp").await;
    })
    .await;
}

#[tokio::test]
async fn key_proofs_that_do_not_hold_sign_nothing() {
    on_both("refuse_proof", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        let audience = world.issuer.urls().issuer();
        let ask = async |proofs: serde_json::Value| {
            wallet.request(&token, &json!({"credential_configuration_id": "transcript.ldp", "proofs": proofs})).await
        };
        let nonce = wallet.nonce().await;
        let foreign = wallet.jwt_proof(&nonce, "https://another.example/default");
        assert_refused(&ask(json!({"jwt": [foreign]})).await, 400, "invalid_proof");
        let mut broken = wallet.jwt_proof(&nonce, &audience);
        broken.replace_range(broken.len() - 8.., "AAAAAAAA");
        assert_refused(&ask(json!({"jwt": [broken]})).await, 400, "invalid_proof");
        assert_refused(&ask(json!({"jwt": [wallet.jwt_proof("invented", &audience)]})).await, 400, "invalid_nonce");
        let two = wallet.jwt_proof(&nonce, &audience);
        assert_refused(&ask(json!({"jwt": [two, two]})).await, 400, "invalid_credential_request");
        let bare = wallet.request(&token, &json!({"credential_configuration_id": "transcript.ldp"})).await;
        assert_refused(&bare, 400, "invalid_proof");
        let old = wallet.nonce().await;
        world.clock.advance(200);
        let late = wallet.jwt_proof(&old, &audience);
        world.clock.advance(99);
        assert_eq!(signed(&db).await, 0);
        world.clock.advance(1);
        // The token has ended too by now, and that is what is said first.
        assert_refused(&ask(json!({"jwt": [late]})).await, 401, "invalid_token");
        assert_eq!(signed(&db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_expired_nonce_and_a_replayed_proof_are_refused() {
    on_both("refuse_nonce", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let audience = world.issuer.urls().issuer();
        let old = wallet.nonce().await;
        world.clock.advance(issuer::issuance::nonce::LIFETIME);
        let made = world.offer(&world.learner(), false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        let ask = async |configuration: &str, proof: &str| {
            let body = json!({"credential_configuration_id": configuration, "proofs": {"jwt": [proof]}});
            wallet.request(&token, &body).await
        };
        assert_refused(&ask("transcript.ldp", &wallet.jwt_proof(&old, &audience)).await, 400, "invalid_nonce");
        let proof = wallet.jwt_proof(&wallet.nonce().await, &audience);
        assert_eq!(ask("transcript.ldp", &proof).await.status, 200);
        let before = signed(&db).await;
        assert_refused(&ask("transcript.ldp", &proof).await, 400, "invalid_nonce");
        let offer = world.get(&format!("/default/offers/{}", made.offer.public_id)).await.json();
        let other = offer["credential_configuration_ids"][0].as_str().unwrap();
        assert_ne!(other, "transcript.ldp");
        assert_refused(&ask(other, &proof).await, 400, "invalid_nonce");
        assert_eq!(signed(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn unknown_configurations_identifiers_and_tokens_are_refused() {
    on_both("refuse_unknown", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        assert_refused(&wallet.ask(&token, "moon-landing.ldp").await, 400, "unknown_credential_configuration");
        let body = json!({"credential_identifier": "moon-landing", "proofs": wallet.proofs().await});
        assert_refused(&wallet.request(&token, &body).await, 400, "unknown_credential_identifier");
        let both =
            json!({"credential_identifier": "a", "credential_configuration_id": "b", "proofs": wallet.proofs().await});
        assert_refused(&wallet.request(&token, &both).await, 400, "invalid_credential_request");
        assert_refused(&wallet.ask("invented", "transcript.ldp").await, 401, "invalid_token");
        world.clock.advance(issuer::issuance::redeem::TOKEN_LIFETIME);
        assert_refused(&wallet.ask(&token, "transcript.ldp").await, 401, "invalid_token");
        assert_eq!(signed(&db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_second_key_cannot_have_the_same_credential() {
    on_both("refuse_other_key", async |db| {
        let world = World::new(db.clone()).await;
        let mut wallet = Wallet::new(&world);
        let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        wallet.fetch(&token, "transcript.ldp").await;
        wallet.key = proof::keys::SigningKey::from_seed(&[77; 32]);
        assert_refused(&wallet.ask(&token, "transcript.ldp").await, 400, "credential_request_denied");
        assert_eq!(signed(&db).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_ended_consent_stops_what_was_not_delivered() {
    on_both("refuse_consent", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let record = world.issuer.records().record(&world.learner()).await.unwrap().unwrap();
        let packaged = world.issuer.package(&record).await.unwrap();
        let chosen: Vec<_> = packaged.credentials.iter().take(1).collect();
        let whose = issuer::issuance::whose::Choice::default();
        let notice =
            issuer::issuance::consent::Notice::for_wallet("Riverbend College", vec![], whose, world.issuer.now());
        let made = issuer::issuance::offer::make_with_consent(
            &world.issuer,
            &world.learner(),
            &chosen,
            &notice,
            world.issuer.now(),
        )
        .await
        .unwrap();
        let token = wallet.token(&made.offer.public_id, made.tx_code.as_deref()).await;
        db.write(async move |tx| tx.execute("UPDATE consents SET withdrawn_at = 1", []).await).await.unwrap();
        let configuration = issuer::issuance::offer::configuration_id(chosen[0]);
        assert_refused(&wallet.ask(&token, &configuration).await, 400, "credential_request_denied");
        assert_eq!(signed(&db).await, 0);
    })
    .await;
}
