//! Status lists in each form, and the metadata of types, as anybody gets them over HTTP.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use issuer::issuance::revoke::revoke;
use proof::jose::credential::UnverifiedCredentialJwt;
use proof::keys::PublicKey;
use proof::token_status::{Bits, TokenStatus, UnverifiedStatusListToken};
use serde_json::Value;

use crate::wallet::Wallet;
use crate::world::{Answer, World, on_both};

const TOKEN: &str = "application/statuslist+jwt";

async fn get(world: &World, path: &str, accept: Option<&str>) -> Answer {
    let mut request = Request::get(path);
    if let Some(accept) = accept {
        request = request.header(header::ACCEPT, accept);
    }
    world.send(request.body(Body::empty()).unwrap()).await
}

/// The key that a token's `kid` names: it is in the `did:key` itself, or listed under this name.
fn key(world: &World, header: &serde_json::Map<String, Value>) -> PublicKey {
    let kid = header["kid"].as_str().unwrap();
    let (_, fragment) = kid.split_once('#').unwrap();
    let listed = world.issuer.keys().find(fragment).map(|entry| entry.key.public());
    listed.unwrap_or_else(|| proof::multikey::decode(fragment).unwrap())
}

/// The list and the place of a credential that was received.
async fn received(world: &World) -> (String, String, u64) {
    let wallet = Wallet::new(world);
    let made = world.offer(&world.learner(), false).await;
    let received = wallet.receive(&made.offer.public_id, None).await;
    let (_, badge) = received.iter().find(|(id, _)| id != "transcript.ldp").unwrap();
    let list = badge["credentialStatus"]["statusListCredential"].as_str().unwrap();
    let index = badge["credentialStatus"]["statusListIndex"].as_str().unwrap().parse().unwrap();
    (badge["id"].as_str().unwrap().to_owned(), list.rsplit_once('/').unwrap().1.to_owned(), index)
}

#[tokio::test]
async fn one_list_is_served_in_three_forms_that_say_the_same() {
    for base in ["http://localhost:8080", "https://learn.example.edu"] {
        on_both("lists_forms", async |db| {
            let world = World::at(db, base).await;
            let (id, list, index) = received(&world).await;
            let now = world.issuer.now();
            for expected in [TokenStatus::Valid, TokenStatus::Invalid] {
                let answer = get(&world, &format!("/default/tokenstatus/{list}"), None).await;
                assert_eq!(
                    (answer.status, &answer.headers[header::CONTENT_TYPE]),
                    (StatusCode::OK, &TOKEN.parse().unwrap())
                );
                assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=60");
                let token = UnverifiedStatusListToken::decode(&answer.text(), 1 << 20).unwrap();
                let uri = format!("{base}/default/tokenstatus/{list}");
                let claims = token.verify(&key(&world, token.jws().header()), &uri, now, 1 << 20).unwrap();
                assert_eq!((claims.ttl, claims.expires_at), (Some(60), Some(now.plus(900))));
                assert_eq!((claims.list.bits(), claims.list.get(index)), (Bits::Two, Ok(expected)));

                let as_jwt = get(&world, &format!("/default/status/{list}"), Some("application/vc+jwt")).await;
                assert_eq!(as_jwt.headers[header::CONTENT_TYPE], "application/vc+jwt");
                let by_path = get(&world, &format!("/default/status/{list}.jwt"), None).await;
                assert_eq!(as_jwt.text(), by_path.text());
                let jwt = UnverifiedCredentialJwt::decode(&as_jwt.text(), 1 << 20).unwrap();
                let document = jwt.verify(&key(&world, jwt.jws().header())).unwrap().document;
                let with_proof = get(&world, &format!("/default/status/{list}"), None).await.json();
                assert_eq!(with_proof["credentialSubject"], document["credentialSubject"]);
                let bits = document["credentialSubject"]["encodedList"].as_str().unwrap();
                let bits = model::status::Bitstring::decode(bits, 1 << 20).unwrap();
                assert_eq!(bits.get(index), Ok(expected == TokenStatus::Invalid));
                if expected == TokenStatus::Valid {
                    revoke(&world.issuer, &id, "a slip", now).await.unwrap();
                }
            }
            for url in ["tokenstatus", "status"].map(|form| format!("{base}/default/{form}/{list}")) {
                assert!(world.issuer.published(&url).await.unwrap().is_some(), "read from the store: {url}");
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_token_status_list_in_another_form_or_of_another_time_is_refused() {
    on_both("lists_refused", async |db| {
        let world = World::new(db).await;
        let (_, list, _) = received(&world).await;
        let path = format!("/default/tokenstatus/{list}");
        for (accept, status) in [
            ("application/statuslist+jwt", StatusCode::OK),
            ("text/html, application/statuslist+cwt, application/statuslist+jwt;q=0.5", StatusCode::OK),
            ("application/*", StatusCode::OK),
            ("*/*;q=0.1", StatusCode::OK),
            ("application/statuslist+cwt", StatusCode::NOT_ACCEPTABLE),
            ("application/statuslist+jwt;q=0", StatusCode::NOT_ACCEPTABLE),
            ("text/html", StatusCode::NOT_ACCEPTABLE),
        ] {
            assert_eq!(get(&world, &path, Some(accept)).await.status, status, "{accept}");
        }
        assert_eq!(get(&world, &format!("{path}?time=1"), None).await.status, StatusCode::NOT_IMPLEMENTED);
        for path in ["tokenstatus/none", "status/none", "status/none.jwt", "vct/none"] {
            assert_eq!(get(&world, &format!("/default/{path}"), None).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_metadata_of_a_type_stands_at_its_vct() {
    on_both("lists_types", async |db| {
        let world = World::new(db).await;
        for (id, name) in [("badge", "Badge"), ("transcript", "Transcript")] {
            let answer = get(&world, &format!("/default/vct/{id}"), None).await;
            let metadata = answer.json();
            assert_eq!(answer.headers[header::CONTENT_TYPE], "application/json");
            let vct = format!("http://localhost:8080/default/vct/{id}");
            assert_eq!((metadata["vct"].as_str(), metadata["name"].as_str()), (Some(&*vct), Some(name)));
            let stored: Value = serde_json::from_str(&world.issuer.published(&vct).await.unwrap().unwrap()).unwrap();
            assert_eq!(stored, metadata);
        }
    })
    .await;
}
