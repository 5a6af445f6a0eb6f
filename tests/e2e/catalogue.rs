//! The catalogue's API: keys, entries with their versions, and every refusal.

use axum::body::Body;
use axum::http::{Method, Request, header};
use issuer::api_keys::{self, Scope, Wanted};
use issuer::catalogue::{Rest, SEEN_WITHIN};
use model::random::SeededRandom;
use serde_json::{Value, json};

use crate::world::{Answer, World, on_both};

/// A program with a key.
struct Program<'w> {
    world: &'w World,
    key: String,
}

impl<'w> Program<'w> {
    async fn with(world: &'w World, scopes: &[Scope]) -> Self {
        let wanted = Wanted { name: "Program".into(), scopes: scopes.to_vec(), days: 1 };
        let random = SeededRandom::new(scopes.len() as u64 + 50);
        let db = world.issuer.db();
        let (_, key) = api_keys::make((db, "default"), wanted, &random, world.issuer.now()).await.unwrap();
        Self { world, key }
    }

    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/default/api/catalogue{path}"));
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.key));
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.world.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], "").await
    }

    async fn put(&self, slug: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        self.send(Method::PUT, &format!("/{slug}"), headers, &body.to_string()).await
    }
}

fn tag(answer: &Answer) -> String {
    answer.headers.get(header::ETAG).unwrap().to_str().unwrap().to_owned()
}

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, words: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    assert!(answer.json()["error_description"].as_str().unwrap().contains(words), "{}", answer.text());
}

fn welding(description: &str) -> Value {
    json!({"slug": "welding", "name": "Welding", "description": description, "criteria": "Weld."})
}

#[tokio::test]
async fn an_entry_is_added_changed_retired_and_told() {
    on_both("catalogue_api", async |db| {
        let world = World::new(db).await;
        let program = Program::with(&world, &Scope::ALL).await;
        let listed = program.get("").await.json();
        let before = listed["achievements"].as_array().unwrap().len();
        assert!(before > 5 && listed["next"].is_null(), "{listed}");

        let made = program.put("welding", &[("if-none-match", "*")], &welding("Joins metal.")).await;
        assert_eq!((made.status.as_u16(), tag(&made).as_str()), (201, "\"2\""), "{}", made.text());
        let found = program.get("/welding").await;
        assert_eq!((found.json(), tag(&found)), (made.json(), tag(&made)));
        assert_eq!(found.json()["achievement"]["description"], "Joins metal.");
        let again = program.send(Method::GET, "/welding", &[("if-none-match", "\"2\"")], "").await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));

        let changed = program.put("welding", &[("if-match", "\"2\"")], &welding("Joins steel.")).await;
        assert_eq!((changed.status.as_u16(), tag(&changed).as_str()), (200, "\"3\""));
        let same = program.put("welding", &[("if-match", "\"3\"")], &welding("Joins steel.")).await;
        assert_eq!((same.status.as_u16(), tag(&same).as_str()), (200, "\"3\""), "the same again makes no version");
        let old = program.get("/welding?version=2").await.json();
        assert_eq!(old["achievement"]["description"], "Joins metal.");

        let gone = program.send(Method::DELETE, "/welding", &[("if-match", "\"3\"")], "").await;
        assert_eq!((gone.status.as_u16(), gone.json()["retired"].as_bool()), (200, Some(true)));
        let history = program.get("/welding/history").await.json();
        let told: Vec<_> = history["versions"].as_array().unwrap().iter().map(|one| &one["version"]).collect();
        assert_eq!(told, [4, 3, 2]);
        let part = program.get("/welding/history?before=4&limit=1").await.json();
        assert_eq!((&part["versions"][0]["version"], &part["next"]), (&json!(3), &json!(3)));
        let back = program.put("welding", &[("if-match", "\"4\"")], &welding("Joins steel.")).await;
        assert_eq!((back.status.as_u16(), back.json()["retired"].as_bool()), (200, Some(false)));

        let part = program.get("?limit=2&after=peer-mentor").await.json();
        let slugs: Vec<_> =
            part["achievements"].as_array().unwrap().iter().map(|one| one["slug"].as_str().unwrap()).collect();
        assert_eq!(
            (slugs, &part["next"]),
            (vec!["science-in-plain-words", "water-quality-testing"], &json!("water-quality-testing"))
        );
        assert_eq!(program.get("?after=water-quality-testing").await.json()["achievements"][0]["slug"], "welding");
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told() {
    on_both("catalogue_refusals", async |db| {
        let world = World::new(db).await;
        let program = Program::with(&world, &Scope::ALL).await;
        program.put("welding", &[], &welding("Joins metal.")).await;

        let wrong = json!({"slug": "welding", "name": "W", "alignment": [{"name": "x", "ctid": "1"}]});
        assert_refused(&program.put("welding", &[], &wrong).await, 400, "/alignment/0/ctid: a CTID is expected to be");
        let wrong = json!({"slug": "welding", "name": 7});
        assert_refused(
            &program.put("welding", &[], &wrong).await,
            400,
            "/name: invalid type: integer `7`, expected a string",
        );
        assert_refused(&program.put("joinery", &[], &welding("x")).await, 400, "/slug: expected 'joinery'");
        let broken = program.send(Method::PUT, "/welding", &[], "{\"slug\":").await;
        assert_refused(&broken, 400, "EOF while parsing");
        let form = program.send(Method::PUT, "/welding", &[("content-type", "text/plain")], "x").await;
        assert_refused(&form, 415, "application/json");
        let large = program.put("welding", &[], &welding(&"x".repeat(140_000))).await;
        assert_refused(&large, 413, "at most 131072 bytes");
        let large = program.put("welding", &[], &welding(&"x".repeat(70_000))).await;
        assert_refused(&large, 400, "at most 65536 bytes");

        assert_refused(&program.put("welding", &[], &welding("x")).await, 428, "say with If-Match");
        assert_refused(
            &program.put("welding", &[("if-match", "\"1\"")], &welding("x")).await,
            412,
            "newest version is 2",
        );
        assert_refused(&program.put("welding", &[("if-match", "W/\"2\"")], &welding("x")).await, 412, "newest version");
        assert_refused(&program.put("welding", &[("if-none-match", "*")], &welding("x")).await, 412, "newest version");
        let both = [("if-none-match", "*"), ("if-match", "*")];
        assert_refused(&program.put("welding", &both, &welding("x")).await, 400, "not both");
        let joinery = json!({"slug": "joinery", "name": "Joinery"});
        assert_refused(&program.put("joinery", &[("if-match", "*")], &joinery).await, 412, "newest version is none");
        let twin = json!({"slug": "joinery", "match": [{"name": "WELDING"}]});
        assert_refused(&program.put("joinery", &[], &twin).await, 409, "is also a match of");

        let delete = async |slug: &str, headers: &[(&str, &str)]| program.send(Method::DELETE, slug, headers, "").await;
        assert_refused(&delete("/joinery", &[("if-match", "*")]).await, 404, "no entry 'joinery'");
        assert_refused(&delete("/welding", &[]).await, 428, "say with If-Match");
        assert_refused(&delete("/welding", &[("if-match", "\"1\"")]).await, 412, "newest version is 2");
        assert_refused(&program.get("/joinery").await, 404, "no entry");
        assert_refused(&program.get("/welding?version=1").await, 404, "no entry");
        assert_refused(&program.get("/welding?version=x").await, 400, "version: expected a number");
        assert_refused(&program.get("/joinery/history").await, 404, "no entry");
        assert_refused(&program.get("?limit=501").await, 400, "limit: expected a number from 1 to 500");
        assert_eq!(program.get("/welding").await.json()["version"], 2, "nothing of it was done");
    })
    .await;
}

#[tokio::test]
async fn without_a_good_key_nothing_is_told() {
    on_both("catalogue_keys", async |db| {
        let world = World::new(db).await;
        let request = Request::get("/default/api/catalogue").body(Body::empty()).unwrap();
        let answer = world.send(request).await;
        assert_eq!(
            (answer.status.as_u16(), answer.headers[header::WWW_AUTHENTICATE].as_bytes()),
            (401, b"Bearer".as_slice())
        );

        let reader = Program::with(&world, &[Scope::CatalogueRead]).await;
        assert_eq!(reader.get("").await.status, 200);
        let refused = reader.put("welding", &[], &welding("x")).await;
        assert_refused(&refused, 403, "needs the scope catalogue:write");
        let refused = reader.send(Method::DELETE, "/peer-mentor", &[("if-match", "*")], "").await;
        assert_refused(&refused, 403, "needs the scope catalogue:write");

        let mut key = reader.key.clone().into_bytes();
        let last = key.len() - 5;
        key[last] = if key[last] == b'A' { b'B' } else { b'A' };
        let unprefixed = reader.key.trim_start_matches("tassel_").to_owned();
        for wrong in [String::from_utf8(key).unwrap(), unprefixed, "tassel_".into(), "x".into()] {
            let stranger = Program { world: &world, key: wrong };
            assert_refused(&stranger.get("").await, 401, "unknown, expired or revoked");
        }
        for (method, path) in [
            (Method::GET, "/welding"),
            (Method::GET, "/welding/history"),
            (Method::PUT, "/welding"),
            (Method::DELETE, "/welding"),
        ] {
            let stranger = Program { world: &world, key: "tassel_x".into() };
            assert_refused(&stranger.send(method, path, &[], "{}").await, 401, "unknown, expired or revoked");
        }

        let kept = issuer::store::api_keys::all(world.issuer.db(), "default").await.unwrap();
        let whose = (world.issuer.db(), "default");
        let random = SeededRandom::new(3);
        assert!(api_keys::revoke(whose, kept[0].id, &random, world.issuer.now()).await.unwrap());
        assert_refused(&reader.get("").await, 401, "unknown, expired or revoked");
        let writer = Program::with(&world, &Scope::ALL).await;
        assert_eq!(writer.get("").await.status, 200);
        world.clock.advance(24 * 60 * 60);
        assert_refused(&writer.get("").await, 401, "unknown, expired or revoked");

        let made = async |name: &str, scopes: &[Scope], days| {
            let wanted = Wanted { name: name.into(), scopes: scopes.to_vec(), days };
            api_keys::make(whose, wanted, &random, world.issuer.now()).await.unwrap_err().to_string()
        };
        assert!(made(" ", &Scope::ALL, 1).await.contains("expected a name"));
        assert!(made("a", &[], 1).await.contains("at least one scope"));
        assert!(made("a", &Scope::ALL, 0).await.contains("expected 1 to 3660 days"));
    })
    .await;
}

#[tokio::test]
async fn of_two_changes_of_one_version_one_is_made() {
    on_both("catalogue_puts", async |db| {
        let world = World::new(db.clone()).await;
        let program = Program::with(&world, &Scope::ALL).await;
        program.put("welding", &[], &welding("0")).await;
        // Another server of the same installation, which has its own idea of what is newest.
        let other = World::restarted(db).await;
        let there = Program { world: &other, key: program.key.clone() };
        let (one, two) = (welding("1"), welding("2"));
        let seen = [("if-match", "\"2\"")];
        let (first, second) = tokio::join!(program.put("welding", &seen, &one), there.put("welding", &seen, &two));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
        assert_eq!(program.get("/welding").await.json(), there.get("/welding").await.json());
    })
    .await;
}

#[tokio::test]
async fn what_a_command_loads_a_running_server_sees_soon() {
    on_both("catalogue_seen_soon", async |db| {
        let world = World::new(db.clone()).await;
        let record = world.issuer.records().record(&world.learner()).await.unwrap().unwrap();
        let described = async || {
            let packaged = world.issuer.package(&record).await.unwrap();
            packaged.credentials[0].credential["description"].as_str().unwrap().to_owned()
        };
        let before = described().await;
        let slug = world.issuer.package(&record).await.unwrap().credentials[0].configuration.clone();
        let random = SeededRandom::new(77);
        let register = issuer::catalogue::Register { db: &db, tenant: "default", random: &random };
        let edition = register.newest().await.unwrap();
        let entry = edition.get(&slug).unwrap().entry.clone();
        let load = async |text: String| {
            issuer::catalogue::load_file(&register, &text, Rest::Stays, world.issuer.now()).await.map(|_| ())
        };
        let changed = model::catalogue::Entry { description: Some("Said anew.".into()), ..entry };
        let text = model::catalogue::to_toml(&[changed]).unwrap();

        assert!(load(format!("{text}\nmistake = 1\n")).await.is_err());
        world.clock.advance(SEEN_WITHIN);
        assert_eq!(described().await, before, "a mistaken file leaves the running catalogue as it is");
        load(text).await.unwrap();
        assert_eq!(described().await, before, "not looked at again within the second");
        world.clock.advance(SEEN_WITHIN);
        assert_eq!(described().await, "Said anew.");
    })
    .await;
}
