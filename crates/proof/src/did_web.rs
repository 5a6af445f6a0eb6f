//! `did:web`: where its document is. Fetching it is not done here.

use crate::did::DidError;

/// The URL of a `did:web`'s document (did:web method §3.2): `https://{host}/.well-known/did.json` without a path,
/// else `https://{host}/{path}/did.json`.
///
/// The host must be a name, not an address (§3.1); a port is written `%3A8443`. The guarded fetcher still decides whether
/// the URL may be opened.
///
/// # Errors
/// [`DidError::NotADid`] for another method, [`DidError::Web`] for a host, port or path that is not one.
pub fn did_web_url(did: &str) -> Result<String, DidError> {
    let name = did.strip_prefix("did:web:").ok_or(DidError::NotADid)?;
    let mut parts = name.split(':');
    let (host, port) = host_and_port(parts.next().unwrap_or_default())?;
    let mut url = format!("https://{host}");
    if let Some(port) = port {
        url.push(':');
        url.push_str(port);
    }
    let mut has_path = false;
    for segment in parts {
        check_segment(segment)?;
        has_path = true;
        url.push('/');
        url.push_str(segment);
    }
    url.push_str(if has_path { "/did.json" } else { "/.well-known/did.json" });
    Ok(url)
}

/// The `did:web` of an installation: `authority` is a host, or a host and port (`learn.example.edu:8443`); `path` the
/// segments under it, such as the tenant.
///
/// # Errors
/// [`DidError::Web`] when the result could not be resolved again.
pub fn did_web(authority: &str, path: &[&str]) -> Result<String, DidError> {
    let mut did = format!("did:web:{}", authority.to_ascii_lowercase().replace(':', "%3A"));
    for segment in path {
        did.push(':');
        did.push_str(segment);
    }
    did_web_url(&did).map(|_| did)
}

fn host_and_port(text: &str) -> Result<(&str, Option<&str>), DidError> {
    let (host, port) = match text.find('%') {
        Some(at) => {
            let (host, rest) = text.split_at(at);
            let port = rest.strip_prefix("%3A").or_else(|| rest.strip_prefix("%3a"));
            (host, Some(port.ok_or(DidError::Web("a host that has % in it other than %3A before a port"))?))
        }
        None => (text, None),
    };
    check_host(host)?;
    match port {
        Some(port) if !is_port(port) => Err(DidError::Web("a port that is not a number from 1 to 65535")),
        _ => Ok((host, port)),
    }
}

/// Host names: letters, digits and hyphens in labels. A name whose last label is a number is an address to a browser
/// (URL Standard, "ends in a number").
fn check_host(host: &str) -> Result<(), DidError> {
    let labels_are_fine = host.split('.').all(|label| {
        let plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    });
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with(|c: char| c.is_ascii_digit())
        && (last.starts_with("0x") || last.starts_with("0X") || last.bytes().all(|byte| byte.is_ascii_digit()));
    if !labels_are_fine || host.len() > 253 {
        return Err(DidError::Web("a host that is not a name such as learn.example.edu"));
    }
    if is_number { Err(DidError::Web("an address where a host name is expected")) } else { Ok(()) }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port != 0)
}

/// A path segment stays as it is written. It may hold unreserved characters, and percent-encoded bytes above ASCII:
/// nothing that a server or a URL parser would take for a separator or a step up.
fn check_segment(segment: &str) -> Result<(), DidError> {
    let fault = DidError::Web("a path that is empty, steps up, or has other characters than letters, digits, - . _ ~");
    if segment.is_empty() || segment.bytes().all(|byte| byte == b'.') {
        return Err(fault);
    }
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        let fine = match byte {
            b'%' => {
                let (high, low) = (bytes.next(), bytes.next());
                high.is_some_and(|b| matches!(b, b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F'))
                    && low.is_some_and(|b| b.is_ascii_hexdigit())
            }
            _ => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'),
        };
        if !fine {
            return Err(fault);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_the_specification_s_kinds() {
        for (did, url) in [
            ("did:web:w3c-ccg.github.io", "https://w3c-ccg.github.io/.well-known/did.json"),
            ("did:web:w3c-ccg.github.io:user:alice", "https://w3c-ccg.github.io/user/alice/did.json"),
            ("did:web:example.com%3A3000:user:alice", "https://example.com:3000/user/alice/did.json"),
            ("did:web:localhost%3a8443:default", "https://localhost:8443/default/did.json"),
            ("did:web:a.example:%C3%A9cole", "https://a.example/%C3%A9cole/did.json"),
        ] {
            assert_eq!(did_web_url(did).as_deref(), Ok(url));
        }
    }

    #[test]
    fn an_installation_s_did() {
        assert_eq!(did_web("Learn.Example.edu", &["default"]).as_deref(), Ok("did:web:learn.example.edu:default"));
        assert_eq!(did_web("localhost:8443", &["t"]).as_deref(), Ok("did:web:localhost%3A8443:t"));
        assert_eq!(did_web("a.example", &[]).as_deref(), Ok("did:web:a.example"));
        assert!(did_web("10.0.0.1", &[]).is_err());
        assert!(did_web("a.example", &["a/b"]).is_err());
        assert!(did_web("user@a.example", &[]).is_err());
    }

    #[test]
    fn every_refusal() {
        assert_eq!(did_web_url("did:key:z6Mk"), Err(DidError::NotADid));
        for did in [
            "did:web:",
            "did:web:.",
            "did:web:a..b",
            "did:web:a.example.",
            "did:web:-a.example",
            "did:web:127.0.0.1",
            "did:web:0x7f.1",
            "did:web:2130706433",
            "did:web:a.0x1",
            "did:web:[::1]",
            "did:web:%5B::1%5D",
            "did:web:user@a.example",
            "did:web:a.example/x",
            "did:web:a.example#x",
            "did:web:a.example?x",
            "did:web:a.example%2Fx",
            "did:web:a.example%3A",
            "did:web:a.example%3A0",
            "did:web:a.example%3A65536",
            "did:web:a.example%3A+1",
            "did:web:a.example%3A1%3A2",
            "did:web:a.example:",
            "did:web:a.example::x",
            "did:web:a.example:..",
            "did:web:a.example:x:..:y",
            "did:web:a.example:%2e%2e",
            "did:web:a.example:x%2Fy",
            "did:web:a.example:x%5cy",
            "did:web:a.example:x%00",
            "did:web:a.example:x%8",
            "did:web:a.example:x y",
            "did:web:\u{e9}.example",
        ] {
            assert!(matches!(did_web_url(did), Err(DidError::Web(_))), "{did}");
        }
        let long = format!("did:web:{}", vec!["abcdefgh"; 40].join("."));
        assert!(matches!(did_web_url(&long), Err(DidError::Web(_))));
    }
}
