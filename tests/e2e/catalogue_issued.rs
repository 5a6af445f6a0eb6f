//! What a change of the catalogue means for what is offered and what was issued.

use issuer::catalogue::{By, Edit, Seen};
use issuer::store::{catalogue, credentials};
use model::catalogue::Entry;

use crate::wallet::Wallet;
use crate::world::{World, on_both};

/// The slug of the first badge of a learner.
async fn first_badge(world: &World) -> String {
    let record = world.issuer.records().record(&world.learner()).await.unwrap().unwrap();
    world.issuer.package(&record).await.unwrap().credentials[0].configuration.clone()
}

async fn describe(world: &World, slug: &str, words: &str) {
    let item = world.issuer.edition().await.unwrap().get(slug).unwrap().clone();
    let entry = Entry { description: Some(words.to_owned()), ..item.entry.clone() };
    let edit = Edit::Put(&entry, Seen::Versions(vec![item.row.version]));
    world.issuer.change_catalogue(&edit, By::Command, world.issuer.now()).await.unwrap();
}

#[tokio::test]
async fn what_a_credential_was_packaged_with_can_be_told() {
    on_both("catalogue_told", async |db| {
        let world = World::new(db.clone()).await;
        let wallet = Wallet::new(&world);
        let slug = first_badge(&world).await;
        describe(&world, &slug, "As it was.").await;
        let made = world.offer(&world.learner(), false).await;
        let received = wallet.receive(&made.offer.public_id, None).await;
        describe(&world, &slug, "As it is.").await;

        let badge = &received.iter().find(|(id, _)| *id == format!("{slug}.ldp")).unwrap().1;
        assert_eq!(badge["description"], "As it was.");
        let id = badge["id"].as_str().unwrap();
        let versions = credentials::catalogue_versions(&db, "default", id).await.unwrap();
        assert_eq!(versions, [Some(2), Some(2)], "the badge, and its copy in the transcript");
        let row = catalogue::as_of(&db, "default", &slug, 2).await.unwrap().unwrap();
        assert!(row.entry.contains("As it was."), "{}", row.entry);
        let newest = catalogue::as_of(&db, "default", &slug, i64::MAX).await.unwrap().unwrap();
        assert!(newest.entry.contains("As it is."), "{}", newest.entry);

        // The retry of a wallet whose answer was lost gets what was intended, whatever the catalogue says by now.
        let token = wallet.token(&world.offer(&world.learner(), false).await.offer.public_id, None).await;
        let first = wallet.fetch(&token, &format!("{slug}.ldp")).await;
        describe(&world, &slug, "As it will be.").await;
        assert_eq!(wallet.fetch(&token, &format!("{slug}.ldp")).await, first);
    })
    .await;
}

#[tokio::test]
async fn what_was_retired_since_it_was_offered_is_not_issued() {
    on_both("catalogue_retired", async |db| {
        let world = World::new(db).await;
        let wallet = Wallet::new(&world);
        let slug = first_badge(&world).await;
        let made = world.offer(&world.learner(), false).await;
        let token = wallet.token(&made.offer.public_id, None).await;
        let edit = Edit::Retire(&slug, Seen::Any);
        world.issuer.change_catalogue(&edit, By::Command, world.issuer.now()).await.unwrap();
        let refused = wallet.ask(&token, &format!("{slug}.ldp")).await;
        assert_eq!((refused.status.as_u16(), refused.error().as_str()), (400, "credential_request_denied"));
        let record = world.issuer.records().record(&world.learner()).await.unwrap().unwrap();
        let packaged = world.issuer.package(&record).await.unwrap();
        assert!(packaged.left_out.iter().any(|line| line.reason == model::package::Reason::Retired));
        assert!(packaged.credentials.iter().all(|draft| draft.configuration != slug));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_leaves_the_running_catalogue_and_stops_a_new_server() {
    on_both("catalogue_stays", async |db| {
        let world = World::new(db.clone()).await;
        let slug = first_badge(&world).await;
        let row = catalogue::as_of(&db, "default", &slug, i64::MAX).await.unwrap().unwrap();
        let later = catalogue::Version { version: 2, entry: "{\"slug\":7}".to_owned(), ..row };
        let write = async move |tx: &mut db::Tx| {
            assert!(catalogue::advance(tx, "default", 1, None).await?);
            catalogue::insert(tx, "default", &[later]).await
        };
        db.write(write).await.unwrap();
        world.clock.advance(issuer::catalogue::SEEN_WITHIN);
        assert_eq!(first_badge(&world).await, slug, "the catalogue that is known stays");
        let made = world.offer(&world.learner(), false).await;
        assert_eq!(made.offer.tenant, "default");

        let new = World::restarted(db).await;
        let record = new.issuer.records().record(&new.learner()).await.unwrap().unwrap();
        assert!(new.issuer.package(&record).await.is_err(), "nothing is packaged without the catalogue");
    })
    .await;
}
