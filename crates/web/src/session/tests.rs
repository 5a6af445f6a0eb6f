use model::random::SeededRandom;

use super::*;

const NOW: Time = Time::from_unix(1_790_000_000);

fn sessions(public_url: &str) -> Sessions {
    Sessions::new(&[7; 32], public_url, 1800)
}

fn session(sessions: &Sessions) -> Session {
    sessions.start(Some("learner-1"), NOW, &SeededRandom::new(1))
}

/// What a browser sends back after `Set-Cookie`.
fn sent_back(sessions: &Sessions, session: &Session) -> String {
    sessions.set_cookie(session).unwrap().to_str().unwrap().split(';').next().unwrap().to_owned()
}

fn with_cookie(cookie: &str) -> HeaderMap {
    HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())])
}

#[test]
fn cookie_comes_back_as_the_same_session() {
    let sessions = sessions("http://127.0.0.1:8080");
    let session = session(&sessions);
    let cookie = sent_back(&sessions, &session);
    assert_eq!(sessions.read(&with_cookie(&format!("a=b; {cookie}; c=d")), NOW), Some(session));
}

#[test]
fn attributes_depend_on_the_scheme() {
    let plain = sessions("http://127.0.0.1:8080");
    let text = plain.set_cookie(&session(&plain)).unwrap().to_str().unwrap().to_owned();
    assert!(text.starts_with("tassel=") && text.ends_with("; Path=/; Max-Age=1800; HttpOnly; SameSite=Lax"), "{text}");
    let secure = sessions("HTTPS://registrar.example");
    let text = secure.set_cookie(&session(&secure)).unwrap().to_str().unwrap().to_owned();
    assert!(text.starts_with("__Host-tassel=") && text.ends_with("; SameSite=Lax; Secure"), "{text}");
    assert!(secure.clear_cookie().unwrap().to_str().unwrap().starts_with("__Host-tassel=; Path=/; Max-Age=0;"));
}

#[test]
fn session_ends_at_its_time() {
    let sessions = sessions("http://x");
    let session = session(&sessions);
    let headers = with_cookie(&sent_back(&sessions, &session));
    assert!(sessions.read(&headers, NOW.plus(1799)).is_some());
    assert_eq!(sessions.read(&headers, NOW.plus(1800)), None);
    assert_eq!(session.expires(), NOW.plus(1800));
}

#[test]
fn no_character_of_a_cookie_can_be_changed() {
    let sessions = sessions("http://x");
    let cookie = sent_back(&sessions, &session(&sessions));
    let start = "tassel=".len();
    for at in start..cookie.len() {
        let mut changed = cookie.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(sessions.read(&with_cookie(&changed), NOW), None, "{at}: {changed}");
    }
}

#[test]
fn cookies_of_others_do_not_count() {
    let ours = sessions("http://x");
    let other = Sessions::new(&[8; 32], "http://x", 1800);
    assert_eq!(ours.read(&with_cookie(&sent_back(&other, &session(&other))), NOW), None);
    for cookie in ["tassel=", "tassel=.", "tassel=a.b", "other=1", "tassel"] {
        assert_eq!(ours.read(&with_cookie(cookie), NOW), None, "{cookie}");
    }
    let cookie = sent_back(&ours, &session(&ours));
    assert_eq!(ours.read(&with_cookie(&format!("{cookie}; {cookie}")), NOW), None, "planted twice");
    assert_eq!(ours.read(&with_cookie(&format!("__Host-{cookie}")), NOW), None);
}

#[test]
fn every_session_has_its_own_id() {
    let (sessions, random) = (sessions("http://x"), SeededRandom::new(1));
    assert_ne!(sessions.start(None, NOW, &random).id, sessions.start(None, NOW, &random).id);
}

#[test]
fn form_needs_the_token_of_its_own_session() {
    let (sessions, random) = (sessions("http://x"), SeededRandom::new(1));
    let (mine, other) = (sessions.start(Some("a"), NOW, &random), sessions.start(Some("a"), NOW, &random));
    let token = sessions.csrf_token(&mine);
    let headers = HeaderMap::new();
    assert!(sessions.check_form(&headers, &mine, Some(&token)));
    assert!(!sessions.check_form(&headers, &other, Some(&token)));
    assert!(!sessions.check_form(&headers, &mine, None));
    assert!(!sessions.check_form(&headers, &mine, Some("")));
    let cross_site =
        HeaderMap::from_iter([("sec-fetch-site".parse().unwrap(), HeaderValue::from_static("cross-site"))]);
    assert!(!sessions.check_form(&cross_site, &mine, Some(&token)));
}

#[test]
fn cookie_signature_is_no_form_token() {
    let sessions = sessions("http://x");
    let session = session(&sessions);
    let cookie = sent_back(&sessions, &session);
    let signature = cookie.rsplit('.').next();
    assert!(!sessions.check_form(&HeaderMap::new(), &session, signature));
}
