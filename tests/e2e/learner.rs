//! The learner's way through the pages: sign in, choose, agree, offer.

use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Request, header};
use issuer::records::files::RecordFiles;
use issuer::records::{Learner, RecordSource, SourceError};
use model::record::LearnerRecord;

use crate::wallet::Wallet;
use crate::world::{Answer, World, on_both};

/// The sample learners, until told to answer otherwise.
struct Turns {
    files: RecordFiles,
    now: Mutex<Option<Result<(), SourceError>>>,
}

#[async_trait::async_trait]
impl RecordSource for Turns {
    async fn record(&self, learner: &str) -> Result<Option<LearnerRecord>, SourceError> {
        let turned = self.now.lock().unwrap().clone();
        match turned {
            None => self.files.record(learner).await,
            Some(nobody) => nobody.map(|()| None),
        }
    }

    fn learners(&self) -> Vec<Learner> {
        self.files.learners()
    }
}

#[tokio::test]
async fn nobody_is_told_that_they_have_no_record() {
    on_both("learner_nobody", async |db| {
        let files = RecordFiles::from_documents(model::samples::learners()).unwrap();
        let source = Arc::new(Turns { files, now: Mutex::default() });
        let world = World::with(db, "http://localhost:8080", source.clone(), 1).await;
        let mut browser = Browser::signed_in(&world, &world.learner()).await;
        for (answer, status, words) in [
            (Err(SourceError::Ambiguous), 503, "This does not mean that you have no record."),
            (Err(SourceError::KnownLearnerGone), 503, "Your record itself is not affected."),
            (Err(SourceError::Upstream { count: 3 }), 503, "Your record itself is not affected."),
            (Ok(()), 409, "lists nobody under your number"),
        ] {
            *source.now.lock().unwrap() = Some(answer.clone());
            let page = browser.get("/default/record").await;
            assert_eq!(page.status, status, "{answer:?}");
            let text = page.text();
            assert!(text.contains(words) && text.contains("Try again in a few minutes"), "{answer:?}: {text}");
            assert!(!text.contains("LIF") && !text.contains("planner"), "what is behind is nobody's business: {text}");
        }
    })
    .await;
}

/// A browser with one cookie.
pub(crate) struct Browser<'w> {
    world: &'w World,
    cookie: String,
}

impl<'w> Browser<'w> {
    pub(crate) async fn signed_in(world: &'w World, learner: &str) -> Self {
        let mut browser = Self { world, cookie: String::new() };
        let page = browser.get("/default/sign-in").await;
        let csrf = field(&page.text(), "csrf");
        let answer = browser.post("/default/sign-in", &[("csrf", &csrf), ("learner", learner)]).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        assert_eq!(answer.headers[header::LOCATION], "/default/record");
        browser
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &self.cookie);
        self.keep(self.world.send(request.body(Body::empty()).unwrap()).await)
    }

    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::COOKIE, &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.keep(self.world.send(request.body(Body::from(body)).unwrap()).await)
    }

    fn keep(&mut self, answer: Answer) -> Answer {
        if let Some(cookie) = answer.headers.get(header::SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            assert!(text.contains("HttpOnly") && text.contains("SameSite=Lax"), "{text}");
            text.split(';').next().unwrap_or_default().clone_into(&mut self.cookie);
        }
        answer
    }
}

/// The value of the first field of this name.
pub(crate) fn field(page: &str, name: &str) -> String {
    fields(page, name).into_iter().next().unwrap_or_else(|| panic!("no field {name} in {page}"))
}

pub(crate) fn fields(page: &str, name: &str) -> Vec<String> {
    let marker = format!("name=\"{name}\" value=\"");
    page.split(&marker).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn sign_in_choose_agree_and_the_wallet_receives() {
    on_both("learner_way", async |db| {
        let world = World::new(db.clone()).await;
        let learner = world.learner();
        let mut browser = Browser::signed_in(&world, &learner).await;
        let record = browser.get("/default/record").await.text();
        assert!(record.contains("Choose what to put in your wallet") && record.contains("could not be included"));
        let awards = fields(&record, "award");
        let csrf = field(&record, "csrf");
        let mut chosen = vec![("csrf", csrf.as_str())];
        chosen.extend(awards.iter().map(|award| ("award", award.as_str())));
        let agree = browser.post("/default/agree", &chosen).await.text();
        assert!(agree.contains("your own wallet") && agree.contains("Riverbend College"), "{agree}");
        let notice = field(&agree, "notice");
        chosen.push(("notice", &notice));
        let made = browser.post("/default/offers", &chosen).await;
        assert_eq!(made.status, 303, "{}", made.text());
        let place = made.headers[header::LOCATION].to_str().unwrap().to_owned();

        let page = browser.get(&format!("{place}?show")).await.text();
        assert!(page.contains("<svg role=\"img\"") && page.contains("openid-credential-offer://"), "{page}");
        let code = page.split("class=\"code\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
        let stranger = world.get(&place).await.text();
        assert!(!stranger.contains(&code), "only the learner who signed in sees the transaction code");

        let public_id = place.rsplit('/').next().unwrap();
        let received = Wallet::new(&world).receive(public_id, Some(&code)).await;
        assert_eq!(received.len(), awards.len());
        assert!(browser.get(&place).await.text().contains("In your wallet since"));
        let consents: Vec<(String, String, String)> =
            db.read_all("SELECT learner, method, notice FROM consents", []).await.unwrap();
        assert_eq!(consents, [(learner, "page".to_owned(), "2026-11.2/en".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_form_from_elsewhere_or_about_other_words_makes_nothing() {
    on_both("learner_forms", async |db| {
        let world = World::new(db.clone()).await;
        let mut browser = Browser::signed_in(&world, &world.learner()).await;
        let record = browser.get("/default/record").await.text();
        let (csrf, award) = (field(&record, "csrf"), field(&record, "award"));
        let without = browser.post("/default/offers", &[("award", &award), ("notice", "x")]).await;
        assert_eq!(without.status, 403);
        let other = browser.post("/default/offers", &[("csrf", &csrf), ("award", &award), ("notice", "x")]).await;
        assert_eq!(other.status, 400, "{}", other.text());
        let nothing = browser.post("/default/agree", &[("csrf", &csrf)]).await;
        assert_eq!(nothing.status, 400);
        let offers: Option<(i64,)> = db.read("SELECT COUNT(*) FROM offers", []).await.unwrap();
        assert_eq!(offers, Some((0,)));
    })
    .await;
}

#[tokio::test]
async fn without_a_sign_in_there_is_no_record() {
    on_both("learner_unknown", async |db| {
        let world = World::new(db).await;
        let page = world.get("/default/record").await;
        assert_eq!(page.status, 401);
        assert!(page.text().contains("/default/sign-in"));
        assert_eq!(world.get("/default/o/nothing").await.status, 404);
    })
    .await;
}
