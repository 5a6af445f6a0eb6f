//! `tassel doctor`.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::Value;

use crate::installation::Installation;

fn outcome<'a>(answer: &'a Value, check: &str) -> &'a str {
    let checks = answer["checks"].as_array().unwrap();
    let found = checks.iter().find(|one| one["check"] == check);
    found.and_then(|one| one["outcome"].as_str()).unwrap_or("not looked at")
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
        ("TASSEL_RECORDS__LIF__KEY", "a-secret-key"),
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
    assert!(!printed.contains("a-secret-key"), "{printed}");
}

#[test]
fn a_lif_api_that_refuses_the_key_is_told_apart() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        stream.write_all(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
    });
    let output = Installation::new().run_with(&[("TASSEL_RECORDS__LIF__URL", &url)], &["doctor"]);
    server.join().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(outcome(&answer, "records"), "failed");
    assert!(answer.to_string().contains("check the key"), "{answer:#}");
}
