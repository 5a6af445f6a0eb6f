//! `tassel doctor`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use serde_json::Value;

use crate::installation::Installation;

fn outcome<'a>(answer: &'a Value, check: &str) -> &'a str {
    let checks = answer["checks"].as_array().unwrap();
    let found = checks.iter().find(|one| one["check"] == check);
    found.and_then(|one| one["outcome"].as_str()).unwrap_or("not looked at")
}

/// Reads a request to the end of its body, so that closing after the answer cuts nothing off.
fn read_request(stream: &mut TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut length, mut head) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        head.push_str(&line);
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap();
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    head
}

#[test]
fn a_new_installation_is_looked_at_whole() {
    let installation = Installation::new();
    let answer = installation.answer(&["doctor"]);
    assert_eq!(answer["well"], true);
    for (check, expected) in [
        ("public_url", "warned"),
        ("database", "good"),
        ("outbox", "good"),
        ("keys", "warned"),
        ("secret", "good"),
        ("records", "warned"),
    ] {
        assert_eq!(outcome(&answer, check), expected, "{check}");
    }
}

#[test]
fn what_does_not_work_is_named_and_the_rest_is_looked_at() {
    let installation = Installation::new();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}/graphql");
    let variables = [
        ("TASSEL_RECORDS__LIF__URL", url.as_str()),
        ("TASSEL_RECORDS__LIF__BUDGET", "1"),
        // All digits, with a nought before: texts all the same.
        ("TASSEL_RECORDS__LIF__KEY", "0123456789"),
        ("TASSEL_RECORDS__LIF__KNOWN_LEARNER", "0100001"),
        ("TASSEL_DATABASE_URL", "/nowhere/at/all/tassel.db"),
        ("TASSEL_PUBLIC_URL", "https://credentials.example"),
    ];
    let output = installation.run_with(&variables, &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["well"], false);
    for (check, expected) in [("records", "failed"), ("database", "failed"), ("public_url", "good"), ("secret", "good")]
    {
        assert_eq!(outcome(&answer, check), expected, "{check}");
    }
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(!printed.contains("123456789"), "{printed}");
}

#[test]
fn an_offer_is_not_refused_with_no_such_learner_when_nobody_can_tell() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        // The schema, which it does not show, then the learner.
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().unwrap();
            read_request(&mut stream);
            let body = r#"{"data":{"person":[]}}"#;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        }
    });
    let output = Installation::new().run_with(&[("TASSEL_RECORDS__LIF__URL", &url)], &["offer", "--learner", "100005"]);
    server.join().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("it has no such learner, or a service behind it failed"), "{said}");
}

#[test]
fn a_lif_api_that_refuses_the_key_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let head = read_request(&mut stream);
        assert!(head.to_ascii_lowercase().contains("x-api-key: 007\r\n"), "{head}");
        stream.write_all(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    });
    let variables = [("TASSEL_RECORDS__LIF__URL", url.as_str()), ("TASSEL_RECORDS__LIF__KEY", "007")];
    let output = Installation::new().run_with(&variables, &["doctor"]);
    server.join().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(outcome(&answer, "records"), "failed");
    assert!(answer.to_string().contains("check the key"), "{answer:#}");
}
