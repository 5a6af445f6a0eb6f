//! A server that does what it should not, on loopback, and a canary that nobody may reach.

#![expect(clippy::unwrap_used, reason = "a test that meets what it did not expect is to stop there")]

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use outside::fetcher::Resolver;
use outside::{Documents as _, FetchError, Fetcher, Kind, Policy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use url::Url;

/// Answers every request by its path; counts connections.
async fn server() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = connections.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                let read = stream.read(&mut request).await.unwrap_or(0);
                request.truncate(read);
                answer(&mut stream, &String::from_utf8_lossy(&request)).await;
            });
        }
    });
    (address, connections)
}

async fn answer(stream: &mut tokio::net::TcpStream, request: &str) {
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    match path.as_str() {
        "/good" => _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await,
        "/redirect" => {
            _ = stream
                .write_all(b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n")
                .await;
        }
        "/endless" => {
            _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            while stream.write_all(&[b'x'; 8192]).await.is_ok() {}
        }
        "/slow" => {
            _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            while stream.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
        _ => _ = stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").await,
    }
}

fn url(address: SocketAddr, path: &str) -> Url {
    Url::parse(&format!("http://{address}{path}")).unwrap()
}

fn demo() -> Fetcher {
    Fetcher::new(Policy { allow_loopback: true }).unwrap()
}

#[tokio::test]
async fn the_demonstration_may_reach_its_own_machine() {
    let (address, _) = server().await;
    assert_eq!(demo().get(&url(address, "/good"), Kind::DidDocument).await.unwrap(), b"{}");
    assert_eq!(demo().get(&url(address, "/gone"), Kind::DidDocument).await, Err(FetchError::Status(404)));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (address, _) = server().await;
    assert_eq!(demo().get(&url(address, "/redirect"), Kind::DidDocument).await, Err(FetchError::Redirected));
}

#[tokio::test]
async fn an_endless_body_is_cut_off_and_a_slow_one_given_up() {
    let (address, _) = server().await;
    let limit = Kind::DidDocument.limit();
    assert_eq!(demo().get(&url(address, "/endless"), Kind::DidDocument).await, Err(FetchError::TooLarge { limit }));
    assert_eq!(demo().get(&url(address, "/slow"), Kind::DidDocument).await, Err(FetchError::TimedOut));
}

#[tokio::test]
async fn nobody_else_may_reach_this_machine() {
    let (address, connections) = server().await;
    let fetcher = Fetcher::new(Policy::default()).unwrap();
    let port = address.port();
    for (text, expected) in [
        (format!("http://127.0.0.1:{port}/good"), FetchError::NotHttps),
        (format!("https://127.0.0.1:{port}/good"), FetchError::Forbidden),
        (format!("https://2130706433:{port}/good"), FetchError::Forbidden),
        (format!("https://0x7f.1:{port}/good"), FetchError::Forbidden),
        (format!("https://0177.0.0.1:{port}/good"), FetchError::Forbidden),
        (format!("https://[::1]:{port}/good"), FetchError::Forbidden),
        (format!("https://[::ffff:127.0.0.1]:{port}/good"), FetchError::Forbidden),
        (format!("https://localhost:{port}/good"), FetchError::Forbidden),
        ("https://169.254.169.254/latest/meta-data".to_owned(), FetchError::Forbidden),
        (format!("https://me:secret@example.org:{port}/"), FetchError::BadAddress),
        ("ftp://example.org/".to_owned(), FetchError::NotHttps),
        ("file:///etc/passwd".to_owned(), FetchError::BadAddress),
    ] {
        let url = Url::parse(&text).unwrap();
        assert_eq!(fetcher.get(&url, Kind::Credential).await, Err(expected), "{text}");
    }
    assert_eq!(connections.load(Ordering::SeqCst), 0);
}

/// Public the first time, then this machine: what a rebinding name server does. Or both at once.
struct Rebinding {
    asked: AtomicUsize,
    at_once: bool,
}

#[async_trait]
impl Resolver for Rebinding {
    async fn addresses(&self, _: &str) -> std::io::Result<Vec<IpAddr>> {
        let public: IpAddr = "192.0.9.1".parse().unwrap();
        let private: IpAddr = "127.0.0.1".parse().unwrap();
        Ok(match (self.at_once, self.asked.fetch_add(1, Ordering::SeqCst)) {
            (true, _) => vec![public, private],
            (false, 0) => vec![public],
            (false, _) => vec![private],
        })
    }
}

#[tokio::test]
async fn a_name_that_changes_its_mind_reaches_nothing_here() {
    let (address, connections) = server().await;
    let target = Url::parse(&format!("https://rebind.example:{}/good", address.port())).unwrap();
    for at_once in [false, true] {
        let resolver = Arc::new(Rebinding { asked: AtomicUsize::new(0), at_once });
        let fetcher = Fetcher::with_resolver(Policy::default(), resolver).unwrap();
        let first = fetcher.get(&target, Kind::Credential).await;
        assert!(
            matches!(first, Err(FetchError::TimedOut | FetchError::Unavailable | FetchError::Forbidden)),
            "{first:?}"
        );
        assert_eq!(fetcher.get(&target, Kind::Credential).await, Err(FetchError::Forbidden));
    }
    assert_eq!(connections.load(Ordering::SeqCst), 0);
}
