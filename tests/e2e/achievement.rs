//! What stands at the id of an achievement: JSON-LD for programs, a page for people.

use axum::body::Body;
use axum::http::{Request, header};
use issuer::catalogue::{By, Edit, Seen};
use model::catalogue::Entry;
use serde_json::{Value, json};

use crate::world::{Answer, World, on_both};

async fn get(world: &World, slug: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(format!("/default/achievements/{slug}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world.send(request.body(Body::empty()).unwrap()).await
}

async fn put(world: &World, entry: &Value) {
    let entry = Entry::from_json(entry.to_string().as_bytes()).unwrap();
    world.issuer.change_catalogue(&Edit::Put(&entry, Seen::Absent), By::Command, world.issuer.now()).await.unwrap();
}

async fn retire(world: &World, slug: &str) {
    world.issuer.change_catalogue(&Edit::Retire(slug, Seen::Any), By::Command, world.issuer.now()).await.unwrap();
}

fn welding() -> Value {
    json!({
        "slug": "welding", "name": "Welding", "description": "Joins metal.\n\nUnder gas.",
        "criteria": "Four pieces:\n\n- steel\n- brass\n\nAll sound.", "achievement_type": "MicroCredential",
        "image": "https://welding.example/badge.png", "field_of_study": "Metal", "human_code": "MET 101",
        "credits_available": 2.5, "tags": ["metal", "gas"],
        "alignment": [
            {"name": "Welders", "onet": "51-4121.00", "description": "Who weld."},
            {"name": "Elsewhere", "url": "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
        ],
        "result": [{"name": "Final grade", "type": "LetterGrade", "allowed": ["F", "P"], "required": "P"}],
    })
}

fn main_of(html: &str) -> &str {
    let start = html.find("<main").unwrap();
    &html[start..html.find("</main>").unwrap()]
}

#[tokio::test]
async fn a_program_reads_the_achievement_at_its_id() {
    on_both("achievement_json", async |db| {
        let world = World::new(db).await;
        put(&world, &welding()).await;
        let found = get(&world, "welding", &[("accept", "application/ld+json")]).await;
        assert_eq!(
            (found.status.as_u16(), &found.headers[header::CONTENT_TYPE]),
            (200, &"application/ld+json".parse().unwrap())
        );
        let document = found.json();
        assert_eq!(document["id"], "http://localhost:8080/default/achievements/welding");
        assert_eq!(document["criteria"]["id"], "http://localhost:8080/default/achievements/welding#criteria");
        assert_eq!(
            document["resultDescription"][0]["id"],
            "http://localhost:8080/default/achievements/welding#result-1"
        );
        let budget = canon::Budget::default();
        canon::canonicalize(&document, model::published::contexts(), &budget).expect("JSON-LD without a term unknown");

        let tag = found.headers[header::ETAG].to_str().unwrap();
        assert_eq!(found.headers[header::CACHE_CONTROL], "public, max-age=300");
        let again = get(&world, "welding", &[("accept", "application/ld+json"), ("if-none-match", tag)]).await;
        assert_eq!(
            (again.status.as_u16(), again.body.len(), &again.headers[header::ETAG]),
            (304, 0, &found.headers[header::ETAG])
        );
        let page = get(&world, "welding", &[("accept", "text/html"), ("if-none-match", tag)]).await;
        assert_eq!((page.status.as_u16(), &page.headers[header::VARY]), (200, &"Accept".parse().unwrap()));

        retire(&world, "welding").await;
        let retired = get(&world, "welding", &[("accept", "application/json")]).await;
        assert_eq!((retired.status.as_u16(), retired.json()), (200, document), "what was issued still refers to it");
    })
    .await;
}

#[tokio::test]
async fn what_a_badge_names_as_its_achievement_is_there() {
    on_both("achievement_of_badge", async |db| {
        let world = World::new(db).await;
        let record = world.issuer.records().record(&world.learner()).await.unwrap().unwrap();
        let packaged = world.issuer.package(&record).await.unwrap();
        let achievement = &packaged.credentials[0].credential["credentialSubject"]["achievement"];
        let path = achievement["id"].as_str().unwrap().strip_prefix("http://localhost:8080").unwrap();
        let page = world.get(path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.text().contains("id=\"criteria\""));

        let entry = json!({
            "slug": "whole", "kind": "award", "description": "Said here.", "criteria": "Weld.",
            "match": [{"name": achievement["name"]}, {"identifier": "credential-bsc-computing"}], "name": "Whole",
            "achievement_type": "Degree", "tags": ["x"], "field_of_study": "Computing", "human_code": "1",
            "credits_available": 3, "image": "https://a.example/b.png",
            "alignment": [{"name": "x", "url": "https://a.example/c"}],
        });
        retire(&world, &packaged.credentials[0].configuration).await;
        put(&world, &entry).await;
        let packaged = world.issuer.package(&record).await.unwrap();
        let badge = packaged.credentials.iter().find(|draft| draft.configuration == "whole").expect("the successor");
        let mut document = get(&world, "whole", &[("accept", "application/json")]).await.json();
        let mut issued = badge.credential["credentialSubject"]["achievement"].clone();
        document.as_object_mut().unwrap().remove("@context");
        // The catalogue describes no results; the record has one all the same.
        issued.as_object_mut().unwrap().remove("resultDescription");
        assert_eq!(document, issued, "one achievement, said once");
    })
    .await;
}

#[tokio::test]
async fn a_person_reads_a_page() {
    on_both("achievement_page", async |db| {
        let world = World::new(db).await;
        put(&world, &welding()).await;
        let page = get(&world, "welding", &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")]).await;
        assert_eq!(page.headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
        insta::assert_snapshot!("achievement_page", main_of(&page.text()));
        retire(&world, "welding").await;
        let page = get(&world, "welding", &[]).await;
        assert!(
            page.text().contains("Riverbend College has not awarded this since 24 November 2026"),
            "{}",
            page.text()
        );
    })
    .await;
}

#[tokio::test]
async fn words_of_a_catalogue_are_shown_and_never_run() {
    on_both("achievement_hostile", async |db| {
        let world = World::new(db).await;
        let hostile = "<script>alert(1)</script>\"'&";
        let result = json!({"name": hostile, "type": "LetterGrade", "allowed": [hostile]});
        let alignments = json!([
            {"name": hostile, "url": "javascript:alert(1)", "description": hostile, "framework": hostile},
            {"name": "x", "url": "https://a.example/%22onclick=%22alert(1)"},
        ]);
        put(
            &world,
            &json!({
                "slug": "hostile", "name": hostile, "description": hostile, "criteria": format!("# {hostile}\n- {hostile}"),
                "tags": [hostile], "grades": [hostile], "field_of_study": hostile, "image": "javascript:alert(1)",
                "criteria_url": "javascript:alert(1)", "alignment": alignments, "result": [result],
            }),
        )
        .await;
        let page = get(&world, "hostile", &[]).await.text();
        assert!(!page.contains("<script") && !page.contains("href=\"javascript") && !page.contains("src=\"javascript"));
        assert!(page.contains("&#60;script&#62;alert(1)&#60;/script&#62;"), "{page}");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_described_is_not_invented() {
    on_both("achievement_refusals", async |db| {
        let world = World::new(db).await;
        let json = [("accept", "application/json")];
        let unknown = get(&world, "unheard-of", &json).await;
        assert_eq!((unknown.status.as_u16(), unknown.error().as_str()), (404, "invalid_request"));
        let unknown = get(&world, "unheard-of", &[("accept", "text/html")]).await;
        assert_eq!(unknown.status, 404);
        assert!(unknown.text().contains("There is no such page"));

        put(&world, &json!({"slug": "numbered", "match": [{"identifier": "no-record-has-this"}]})).await;
        let nameless = get(&world, "numbered", &json).await;
        assert_eq!(nameless.status, 404);
        assert!(nameless.text().contains("to each record"), "{}", nameless.text());
        assert_eq!(get(&world, "numbered", &[]).await.status, 200);
    })
    .await;
}
