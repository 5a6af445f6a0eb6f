//! The catalogue in the database: files loaded whole or not at all, nobody's change lost, every version told.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::sync::Arc;

use db::Db;
use db::throwaway::{self, Postgres};
use issuer::catalogue::{
    By, Diff, Edit, Edition, Failure, LoadError, Refused, Register, Rest, Seen, load_file, load_settings,
};
use issuer::store::catalogue as store;
use model::catalogue::{Catalogue, Entry};
use model::random::SeededRandom;
use model::time::Time;

const NOW: Time = Time::from_unix(1_800_000_000);

/// Runs `story` on both databases, with a catalogue that nobody has changed.
async fn on_both(name: &str, story: impl AsyncFn(&Register<'_>)) {
    throwaway::every_database(name, async |db: Db| {
        db.migrate(issuer::store::MIGRATIONS).await.unwrap();
        let random = SeededRandom::new(7);
        story(&Register { db: &db, tenant: "default", random: &random }).await;
    })
    .await;
    what_ran::on_both_databases("issuer: catalogue", Postgres::shared().is_some());
}

fn entry(slug: &str, words: &str) -> String {
    format!("[[achievement]]\nslug = \"{slug}\"\nname = \"The {slug}\"\ndescription = \"{words}\"\n")
}

async fn load(register: &Register<'_>, text: &str, rest: Rest) -> Result<Diff, LoadError> {
    load_file(register, text, rest, NOW).await.map(|(_, diff)| diff)
}

async fn slugs(register: &Register<'_>) -> (Vec<String>, Vec<String>) {
    let edition = register.newest().await.unwrap();
    let (retired, current): (Vec<_>, Vec<_>) = edition.items().partition(|item| item.is_retired());
    let of = |items: Vec<&Arc<issuer::catalogue::Item>>| items.iter().map(|item| item.row.slug.clone()).collect();
    (of(current), of(retired))
}

fn parsed(slug: &str, words: &str) -> Entry {
    Catalogue::parse_toml(&entry(slug, words)).unwrap().entries()[0].clone()
}

#[tokio::test]
async fn a_file_is_loaded_with_what_it_changes_told() {
    on_both("catalogue_load", async |register| {
        let first = entry("a", "1") + &entry("b", "1") + "[defaults.course]\ncriteria = \"Pass.\"\n";
        let diff = load(register, &first, Rest::Stays).await.unwrap();
        assert_eq!((diff.added.as_slice(), diff.defaults), (["a".to_owned(), "b".to_owned()].as_slice(), true));
        assert!(load(register, &first, Rest::Stays).await.unwrap().is_empty(), "the same again changes nothing");
        assert_eq!(register.newest().await.unwrap().version(), 1);

        let second = entry("b", "2") + &entry("c", "1");
        let diff = load(register, &second, Rest::Stays).await.unwrap();
        assert_eq!((diff.added[0].as_str(), diff.changed[0].slug.as_str()), ("c", "b"));
        assert_eq!(diff.changed[0].members, ["description"]);
        assert!(diff.retired.is_empty() && !diff.defaults, "what a file does not say stays");

        let diff = load(register, &second, Rest::Retired).await.unwrap();
        assert_eq!((diff.retired.as_slice(), diff.defaults), (["a".to_owned()].as_slice(), true));
        assert_eq!(slugs(register).await, (vec!["b".to_owned(), "c".to_owned()], vec!["a".to_owned()]));
        assert!(register.newest().await.unwrap().catalogue().defaults().is_empty());

        let diff = load(register, &entry("a", "1"), Rest::Stays).await.unwrap();
        assert_eq!(diff.restored, ["a"], "a slug is kept for ever, so it comes back as itself");

        let edition = register.newest().await.unwrap();
        let again = Catalogue::parse_toml(&edition.catalogue().to_toml().unwrap()).unwrap();
        assert_eq!(again.entries(), edition.catalogue().entries(), "what is exported loads as the same");
    })
    .await;
}

#[tokio::test]
async fn a_mistaken_file_changes_nothing_and_is_told_by_line() {
    on_both("catalogue_mistaken", async |register| {
        load(register, &entry("a", "1"), Rest::Stays).await.unwrap();
        let broken = entry("b", "1") + &entry("c", "1").replace("description", "descriptoin");
        let error = load(register, &broken, Rest::Stays).await.unwrap_err().to_string();
        assert!(error.starts_with("line 8: ") && error.contains("descriptoin"), "{error}");

        let twin = entry("b", "1") + "[[achievement]]\nslug = \"twin\"\nmatch = [{ name = \"The A\" }]\n";
        let error = load(register, &twin, Rest::Stays).await.unwrap_err().to_string();
        assert!(error.starts_with("line 6: ") && error.contains("“twin”") && error.contains("“a”"), "{error}");

        let large = entry("b", "1") + &entry("large", &"x".repeat(70_000));
        let error = load(register, &large, Rest::Stays).await.unwrap_err().to_string();
        assert!(error.starts_with("line 6: ") && error.contains("at most 65536"), "{error}");

        assert_eq!(slugs(register).await, (vec!["a".to_owned()], vec![]), "nothing of them was loaded");
        assert_eq!(register.newest().await.unwrap().version(), 1);
        load(register, &twin, Rest::Retired).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_file_of_the_settings_is_loaded_when_it_is_another() {
    on_both("catalogue_settings", async |register| {
        let first = entry("a", "1") + &entry("b", "1");
        let diff = load_settings(register, &first, NOW).await.unwrap().unwrap();
        assert_eq!(diff.added, ["a", "b"]);
        assert_eq!(load_settings(register, &first, NOW).await.unwrap(), None);

        load(register, &(entry("b", "by command") + &entry("c", "1")), Rest::Stays).await.unwrap();
        assert_eq!(load_settings(register, &first, NOW).await.unwrap(), None, "it is what it was");

        let second = "# another hash\n".to_owned() + &entry("d", "1");
        let diff = load_settings(register, &second, NOW).await.unwrap().unwrap();
        assert_eq!(diff.retired, ["a"], "what others changed or added since is theirs");
        assert_eq!(slugs(register).await.0, ["b", "c", "d"]);

        let mistaken = "slug = 1";
        assert!(load_settings(register, mistaken, NOW).await.is_err());
        assert_eq!(load_settings(register, &second, NOW).await.unwrap(), None, "a refused file is not remembered");
        let same = "# only another comment\n".to_owned() + &second;
        assert!(load_settings(register, &same, NOW).await.unwrap().unwrap().is_empty());
        assert_eq!(load_settings(register, &same, NOW).await.unwrap(), None);
    })
    .await;
}

async fn put(register: &Register<'_>, entry: &Entry, seen: Seen) -> Result<Arc<Edition>, Refused> {
    let done = register.change(Arc::default(), &Edit::Put(entry, seen), (By::Command, NOW), None).await;
    done.map(|(edition, _)| edition).map_err(|failure| match failure {
        Failure::Refused(refused) => refused,
        other => Refused::Unknown(other.to_string()),
    })
}

#[tokio::test]
async fn nobody_changes_what_they_have_not_seen() {
    on_both("catalogue_seen", async |register| {
        let one = parsed("a", "1");
        assert!(matches!(put(register, &one, Seen::Any).await, Err(Refused::Moved { .. })), "it is not there");
        assert!(matches!(put(register, &one, Seen::Versions(vec![1])).await, Err(Refused::Moved { .. })));
        assert_eq!(put(register, &one, Seen::Absent).await.unwrap().version(), 1);
        assert!(matches!(put(register, &one, Seen::Absent).await, Err(Refused::Moved { .. })));
        assert!(matches!(put(register, &one, Seen::Unsaid).await, Err(Refused::NotSaid(_))));
        assert_eq!(put(register, &one, Seen::Versions(vec![1])).await.unwrap().version(), 1, "the same again");
        let two = parsed("a", "2");
        assert_eq!(put(register, &two, Seen::Versions(vec![9, 1])).await.unwrap().version(), 2);
        let lost = put(register, &one, Seen::Versions(vec![1])).await.unwrap_err();
        assert_eq!(lost, Refused::Moved { slug: "a".into(), newest: "2".into() });

        let retire = async |slug: &str, seen| {
            let edit = Edit::Retire(slug, seen);
            register.change(Arc::default(), &edit, (By::Command, NOW), None).await.map(|(edition, _)| edition.version())
        };
        assert!(matches!(retire("b", Seen::Any).await, Err(Failure::Refused(Refused::Unknown(_)))));
        assert!(matches!(retire("a", Seen::Versions(vec![1])).await, Err(Failure::Refused(Refused::Moved { .. }))));
        assert_eq!(retire("a", Seen::Versions(vec![2])).await.unwrap(), 3);
        assert_eq!(retire("a", Seen::Any).await.unwrap(), 3, "retired once");
        let history = store::history(register.db, "default", "a", (i64::MAX, 10)).await.unwrap();
        let told: Vec<_> = history.iter().map(|row| (row.version, row.state.word())).collect();
        assert_eq!(told, [(3, "retired"), (2, "current"), (1, "current")]);
    })
    .await;
}

#[tokio::test]
async fn of_many_at_one_time_none_is_lost() {
    on_both("catalogue_race", async |register| {
        let entries: Vec<Entry> = (0..12).map(|number| parsed(&format!("e-{number}"), "1")).collect();
        let each: Vec<_> = entries.iter().map(|one| put(register, one, Seen::Absent)).collect();
        let mut versions = Vec::new();
        for done in join_all(each).await {
            versions.push(done.unwrap().version());
        }
        versions.sort_unstable();
        assert_eq!(versions, (1..=12).collect::<Vec<_>>(), "each has a count of its own");
        assert_eq!(slugs(register).await.0.len(), 12);

        let twos: Vec<Entry> = (0..12).map(|number| parsed("e-1", &format!("by {number}"))).collect();
        let seen = register.newest().await.unwrap().get("e-1").unwrap().row.version;
        let each: Vec<_> = twos.iter().map(|one| put(register, one, Seen::Versions(vec![seen]))).collect();
        let done = join_all(each).await;
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "one of them saw the newest version");
        assert!(done.iter().filter_map(|one| one.as_ref().err()).all(|one| matches!(one, Refused::Moved { .. })));
        let audited: Option<(i64,)> = register
            .db
            .read("SELECT COUNT(*) FROM audit WHERE action = $1", ["catalogue.changed".into()])
            .await
            .unwrap();
        assert_eq!(audited, Some((13,)), "no audit row, no effect; no effect, no audit row");
    })
    .await;
}

async fn join_all<T>(futures: Vec<impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.into_iter().map(|one| (Box::pin(one), None)).collect();
    std::future::poll_fn(|context| {
        for (future, done) in &mut futures {
            if done.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *done = Some(value);
            }
        }
        let all = futures.iter().all(|(_, done)| done.is_some());
        if all { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    futures.into_iter().filter_map(|(_, done)| done).collect()
}

#[tokio::test]
async fn a_row_this_version_cannot_read_is_named() {
    on_both("catalogue_unreadable", async |register| {
        load(register, &entry("a", "1"), Rest::Stays).await.unwrap();
        let row = store::history(register.db, "default", "a", (i64::MAX, 1)).await.unwrap().pop().unwrap();
        for (slug, text) in [("b", r#"{"slug":"b","name":"B","colour":"red"}"#), ("", r#"{"colours":{}}"#)] {
            let (version, _) = store::count(register.db, "default").await.unwrap();
            let later = store::Version { slug: slug.into(), version: version + 1, entry: text.into(), ..row.clone() };
            let write = async move |tx: &mut db::Tx| {
                assert!(store::advance(tx, "default", version, None).await?);
                store::insert(tx, "default", &[later]).await
            };
            register.db.write(write).await.unwrap();
            let error = register.newest().await.unwrap_err().to_string();
            assert!(error.contains("colour") && error.contains("newer one"), "{error}");
            let refused = load(register, &entry("c", "1"), Rest::Stays).await.unwrap_err().to_string();
            assert!(refused.contains("colour"), "{refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn ten_thousand_entries_are_loaded_within_one_closure() {
    on_both("catalogue_large", async |register| {
        let text: String = (0..10_000).map(|number| entry(&format!("e-{number}"), "A course.")).collect();
        assert_eq!(load(register, &text, Rest::Stays).await.unwrap().added.len(), 10_000);
        assert_eq!(register.newest().await.unwrap().catalogue().entries().len(), 10_000);
    })
    .await;
}
