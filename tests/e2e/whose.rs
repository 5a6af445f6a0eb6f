//! Whose the copies say they are: the learner chooses, and what was chosen is kept with the offer.

use model::draft::Identity;
use serde_json::{Value, json};

use crate::composed::{Changing, LEARNER, alan, riverbend};
use crate::learner::{Browser, field};
use crate::wallet::Wallet;
use crate::world::{World, on_both};

/// Agrees to a copy of the transcript with these fields, and gives the offer's public id and transaction code.
async fn agree(world: &World, choice: &[(&str, &str)]) -> (String, String) {
    let mut browser = Browser::signed_in(world, LEARNER).await;
    let record = browser.get("/default/record").await.text();
    let csrf = field(&record, "csrf");
    let award = crate::learner::fields(&record, "award").pop().unwrap();
    let mut form = vec![("csrf", csrf.as_str()), ("award", award.as_str())];
    form.extend_from_slice(choice);
    let page = browser.post("/default/agree", &form).await.text();
    let notice = field(&page, "notice");
    form.push(("notice", &notice));
    let made = browser.post("/default/offers", &form).await;
    assert_eq!(made.status, 303, "{}", made.text());
    let place = made.headers["location"].to_str().unwrap().to_owned();
    let page = browser.get(&place).await.text();
    let code = page.split("class=\"code\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    (place.rsplit('/').next().unwrap().to_owned(), code)
}

fn identifiers(credential: &Value) -> Vec<Value> {
    credential["credentialSubject"]["identifier"].as_array().cloned().unwrap_or_default()
}

fn named(name: &str) -> Value {
    json!({"type": "IdentityObject", "hashed": false, "identityHash": name, "identityType": "name"})
}

#[tokio::test]
async fn the_institutions_own_name_stands_unless_another_is_chosen() {
    on_both("whose_names", async |db| {
        let world = riverbend(db, Changing::new(&alan())).await;
        let wallet = Wallet::new(&world);
        let staff = world.offer_of(LEARNER, &["transcript.ldp"], false).await;
        let token = wallet.token(&staff.offer.public_id, None).await;
        assert_eq!(identifiers(&wallet.fetch(&token, "transcript.ldp").await), [named("Alan Tsatrian")]);
        for (choice, expected) in [
            (&[][..], vec![named("Alan Tsatrian")]),
            (&[("name", "Alan Moor")], vec![named("Alan Moor")]),
            (&[("name", "")], vec![]),
        ] {
            let (offer, code) = agree(&world, choice).await;
            let [(_, transcript)] = &wallet.receive(&offer, Some(&code)).await[..] else { panic!("one credential") };
            assert_eq!(identifiers(transcript), expected, "{choice:?}");
            assert_eq!(transcript["credentialSubject"]["id"], wallet.did());
            for child in transcript["credentialSubject"]["verifiableCredential"].as_array().unwrap() {
                assert_eq!(identifiers(child), expected, "{choice:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_goes_in_only_as_a_salted_hash_and_a_retry_gives_the_same_bytes() {
    on_both("whose_email", async |db| {
        let world = riverbend(db, Changing::new(&alan())).await;
        let wallet = Wallet::new(&world);
        let (offer, code) = agree(&world, &[("name", ""), ("email", "alan@southmoor.example")]).await;
        let token = wallet.token(&offer, Some(&code)).await;
        let first = wallet.fetch(&token, "transcript.ldp").await;
        let [identity] = &identifiers(&first)[..] else { panic!("one identifier: {first}") };
        let salt = identity["salt"].as_str().unwrap();
        assert!(salt.len() >= 16, "{salt}");
        let hashed = Identity::hashed("emailAddress", "alan@southmoor.example", salt);
        assert_eq!((&identity["identityHash"], &identity["hashed"]), (&json!(hashed.hash()), &json!(true)));
        assert_eq!(identity["identityType"], "emailAddress");
        assert!(!first.to_string().contains("@southmoor"), "{first}");
        world.clock.advance(30);
        assert_eq!(wallet.fetch(&token, "transcript.ldp").await, first);
        assert_eq!(world.verify(&first).await.verdict, verifier::verify::report::Verdict::Valid);

        let (offer, code) = agree(&world, &[("name", ""), ("email", "alan@southmoor.example")]).await;
        let other = wallet.receive(&offer, Some(&code)).await.remove(0).1;
        assert_ne!(identifiers(&other), identifiers(&first), "each offer has a salt of its own");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_longer_in_the_record_is_refused_and_not_replaced() {
    on_both("whose_gone", async |db| {
        let records = Changing::new(&alan());
        let world = riverbend(db.clone(), records.clone()).await;
        let wallet = Wallet::new(&world);
        let mut renamed = alan();
        renamed["Person"][0]["Name"][0]["lastName"] = json!("Moore");
        let mut moved = alan();
        moved["Person"][0]["Contact"][0]["Email"][0]["emailAddress"] = json!(["alan@riverbend.example"]);
        for (choice, changed, words) in
            [(("name", "Alan Moor"), renamed, "name"), (("email", "alan@southmoor.example"), moved, "e-mail address")]
        {
            records.set(&alan());
            let (offer, code) = agree(&world, &[choice]).await;
            let token = wallet.token(&offer, Some(&code)).await;
            records.set(&changed);
            let refused = wallet.ask(&token, "transcript.ldp").await;
            assert_eq!((refused.status.as_u16(), refused.error().as_str()), (400, "credential_request_denied"));
            let text = refused.text();
            assert!(text.contains(&format!("no longer has the {words}")) && !text.contains("Moor"), "{text}");
            records.set(&alan());
            wallet.fetch(&token, "transcript.ldp").await;
        }
    })
    .await;
}

#[tokio::test]
async fn only_what_the_record_has_and_the_notice_said_can_be_agreed_to() {
    on_both("whose_forms", async |db| {
        let world = riverbend(db.clone(), Changing::new(&alan())).await;
        let mut browser = Browser::signed_in(&world, LEARNER).await;
        let page = browser.get("/default/record").await.text();
        let choices = crate::learner::fields(&page, "name");
        assert_eq!(choices, ["Alan Tsatrian", "Alan Moor", ""], "{page}");
        let (csrf, award) = (field(&page, "csrf"), field(&page, "award"));
        let form = |more: &[(&'static str, &'static str)]| {
            let mut form = vec![("csrf", csrf.as_str()), ("award", award.as_str())];
            form.extend_from_slice(more);
            form
        };
        for (stranger, status) in [
            (&[("name", "Alan Smithee")][..], 409),
            (&[("email", "eve@riverbend.example")], 409),
            (&[("name", "Alan Moor"), ("name", "")], 400),
        ] {
            let refused = browser.post("/default/agree", &form(stranger)).await;
            assert_eq!(refused.status.as_u16(), status, "{}", refused.text());
        }
        let agree = browser.post("/default/agree", &form(&[("name", "Alan Moor")])).await.text();
        assert!(agree.contains("Your name (Alan Moor)"), "{agree}");
        let notice = field(&agree, "notice");
        for other in [
            &[("name", "")][..],
            &[("name", "Alan Tsatrian")],
            &[("name", "Alan Moor"), ("email", "alan@riverbend.example")],
        ] {
            let mut other = form(other);
            other.push(("notice", &notice));
            assert_eq!(browser.post("/default/offers", &other).await.status, 400);
        }
        let offers: Option<(i64,)> = db.read("SELECT COUNT(*) FROM offers", []).await.unwrap();
        assert_eq!(offers, Some((0,)));
    })
    .await;
}
