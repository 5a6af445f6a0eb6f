//! The record source is told what was issued: after the commit, once, and never in the way.

use std::sync::{Arc, Mutex};

use db::Db;
use issuer::issuance::write_back::{TRIES, tell_next};
use issuer::records::files::RecordFiles;
use issuer::records::{Interaction, Learner, RecordSource, SourceError};
use issuer::store::outbox;
use model::record::LearnerRecord;

use crate::wallet::Wallet;
use crate::world::{START, World, on_both};

/// The sample learners, and what the source was told; or why it could not be.
struct Listens {
    files: RecordFiles,
    told: Mutex<Vec<(String, Interaction)>>,
    fails: Mutex<bool>,
    wants: bool,
}

impl Listens {
    fn new(wants: bool) -> Arc<Self> {
        let files = RecordFiles::from_documents(model::samples::learners()).unwrap();
        Arc::new(Self { files, told: Mutex::default(), fails: Mutex::new(false), wants })
    }

    fn told(&self) -> Vec<(String, Interaction)> {
        self.told.lock().unwrap().clone()
    }
}

#[async_trait::async_trait]
impl RecordSource for Listens {
    async fn record(&self, learner: &str) -> Result<Option<LearnerRecord>, SourceError> {
        self.files.record(learner).await
    }

    fn learners(&self) -> Vec<Learner> {
        self.files.learners()
    }

    fn takes_interactions(&self) -> bool {
        self.wants
    }

    async fn record_interaction(&self, learner: &str, interaction: &Interaction) -> Result<(), SourceError> {
        if *self.fails.lock().unwrap() {
            return Err(SourceError::Upstream { count: 1 });
        }
        self.told.lock().unwrap().push((learner.to_owned(), interaction.clone()));
        Ok(())
    }
}

async fn world(db: Db, source: &Arc<Listens>) -> World {
    World::with(db, "http://localhost:8080", Arc::clone(source) as Arc<dyn RecordSource>, 1).await
}

/// A transcript in a wallet.
async fn issue(world: &World) -> serde_json::Value {
    let wallet = Wallet::new(world);
    let made = world.offer_of(&world.learner(), &["transcript.ldp"], false).await;
    let token = wallet.token(&made.offer.public_id, None).await;
    let first = wallet.fetch(&token, "transcript.ldp").await;
    assert_eq!(wallet.fetch(&token, "transcript.ldp").await, first, "asking again issues nothing new");
    first
}

async fn tell(world: &World) -> bool {
    tell_next(&world.issuer, world.issuer.now()).await.unwrap()
}

async fn counts(world: &World) -> (i64, i64) {
    outbox::counts(world.issuer.db(), "default").await.unwrap()
}

async fn audited(world: &World, action: &'static str) -> Vec<(String, String)> {
    let sql = "SELECT subject, detail FROM audit WHERE action = $1 ORDER BY id";
    world.issuer.db().read_all(sql, [action.into()]).await.unwrap()
}

#[tokio::test]
async fn what_was_issued_is_told_once() {
    on_both("write_back_once", async |db| {
        let source = Listens::new(true);
        let world = world(db, &source).await;
        let credential = issue(&world).await;
        assert!(source.told().is_empty(), "nobody is told before a worker runs");
        assert_eq!(counts(&world).await, (1, 0));
        assert!(tell(&world).await);
        assert!(!tell(&world).await, "there was one message");
        let told = source.told();
        let [(learner, interaction)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(*learner, world.learner());
        assert_eq!((interaction.kind, interaction.channel), ("CredentialIssued", "OpenID4VCI"));
        assert_eq!(interaction.channel_identifier, "http://localhost:8080/default");
        assert_eq!(interaction.at.unix(), START);
        let id = credential["id"].as_str().unwrap();
        assert!(interaction.summary.contains(id), "{}", interaction.summary);
        assert_eq!(counts(&world).await, (0, 0));
        assert_eq!(audited(&world, "interaction.recorded").await, [(id.to_owned(), String::new())]);
    })
    .await;
}

#[tokio::test]
async fn a_source_that_fails_keeps_nobody_from_a_credential_and_is_told_later() {
    on_both("write_back_later", async |db| {
        let source = Listens::new(true);
        let world = world(db, &source).await;
        *source.fails.lock().unwrap() = true;
        issue(&world).await;
        assert!(tell(&world).await);
        assert!(!tell(&world).await, "not before its time");
        assert_eq!(counts(&world).await, (1, 0));
        *source.fails.lock().unwrap() = false;
        world.clock.advance(30);
        assert!(tell(&world).await);
        assert_eq!(source.told().len(), 1);
        assert_eq!(counts(&world).await, (0, 0));
    })
    .await;
}

#[tokio::test]
async fn after_many_failures_it_is_given_up_and_says_so() {
    on_both("write_back_given_up", async |db| {
        let source = Listens::new(true);
        let world = world(db, &source).await;
        *source.fails.lock().unwrap() = true;
        let credential = issue(&world).await;
        for attempt in 0..TRIES {
            assert!(tell(&world).await, "attempt {attempt}");
            world.clock.advance(6 * 60 * 60);
        }
        *source.fails.lock().unwrap() = false;
        assert!(!tell(&world).await, "nobody tries again");
        assert_eq!(counts(&world).await, (0, 1));
        let id = credential["id"].as_str().unwrap().to_owned();
        assert_eq!(audited(&world, "interaction.given-up").await, [(id, "upstream".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_message_is_taken_by_one_worker_and_comes_back_when_that_one_died() {
    on_both("write_back_lease", async |db| {
        let source = Listens::new(true);
        let world = world(db, &source).await;
        issue(&world).await;
        let now = world.issuer.now();
        let take = async |now: model::time::Time| {
            let work = async move |tx: &mut db::Tx| {
                outbox::take(tx, "default", outbox::CREDENTIAL_ISSUED, (now, now.plus(600))).await
            };
            world.issuer.db().write(work).await.unwrap()
        };
        let (one, two) = tokio::join!(take(now), take(now));
        assert!(one.is_some() != two.is_some(), "{one:?} {two:?}");
        assert!(!tell(&world).await, "another has it");
        world.clock.advance(600);
        assert!(tell(&world).await, "the other did not come back");
        assert_eq!(source.told().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_source_that_wants_no_messages_gets_none() {
    on_both("write_back_off", async |db| {
        let source = Listens::new(false);
        let world = world(db, &source).await;
        issue(&world).await;
        assert_eq!(counts(&world).await, (0, 0));
        assert!(!tell(&world).await && source.told().is_empty());
    })
    .await;
}
