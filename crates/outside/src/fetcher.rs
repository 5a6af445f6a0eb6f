//! The fetcher. A name is resolved once, every address it has is checked, and the connection goes to those addresses and
//! no others: what a name resolves to a moment later does not matter.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::ACCEPT;
use reqwest::{Client, Response, redirect};
use url::{Host, Url};

use crate::{Documents, FetchError, Kind, address};

const CONNECT: Duration = Duration::from_secs(2);
const TOTAL: Duration = Duration::from_secs(5);

/// What is relaxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy {
    /// Whether this machine itself may be reached, also over plain http: the demonstration, and nothing else.
    pub allow_loopback: bool,
}

impl Policy {
    fn allows(self, address: IpAddr) -> bool {
        address::is_public(address) || (self.allow_loopback && address.is_loopback())
    }
}

/// The addresses of a name; tests put their own in its place.
#[async_trait]
pub trait Resolver: Send + Sync {
    /// All addresses of `host`.
    async fn addresses(&self, host: &str) -> std::io::Result<Vec<IpAddr>>;
}

/// The operating system's resolver.
struct SystemResolver;

#[async_trait]
impl Resolver for SystemResolver {
    async fn addresses(&self, host: &str) -> std::io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|found| found.ip()).collect())
    }
}

/// Opens URLs that strangers chose.
#[derive(Clone)]
pub struct Fetcher {
    client: Client,
    policy: Policy,
}

impl Fetcher {
    /// A fetcher under `policy`.
    ///
    /// # Errors
    /// [`FetchError::Unavailable`] when TLS cannot be set up.
    pub fn new(policy: Policy) -> Result<Self, FetchError> {
        Self::with_resolver(policy, Arc::new(SystemResolver))
    }

    /// A fetcher with another resolver.
    ///
    /// # Errors
    /// As [`Fetcher::new`].
    pub fn with_resolver(policy: Policy, resolver: Arc<dyn Resolver>) -> Result<Self, FetchError> {
        let client = Client::builder()
            .use_preconfigured_tls(tls()?)
            .dns_resolver(Arc::new(Checked { policy, resolver }))
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT)
            .timeout(TOTAL)
            .pool_max_idle_per_host(0)
            .no_proxy()
            .build()
            .map_err(|_| FetchError::Unavailable)?;
        Ok(Self { client, policy })
    }

    fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::BadAddress);
        }
        let (is_loopback, allowed) = match url.host().ok_or(FetchError::BadAddress)? {
            Host::Ipv4(v4) => (v4.is_loopback(), self.policy.allows(v4.into())),
            Host::Ipv6(v6) => (v6.is_loopback(), self.policy.allows(v6.into())),
            // The addresses of a name are checked when it is resolved.
            Host::Domain(name) => (name == "localhost", true),
        };
        match url.scheme() {
            "https" => {}
            "http" if is_loopback && self.policy.allow_loopback => {}
            _ => return Err(FetchError::NotHttps),
        }
        if allowed { Ok(()) } else { Err(FetchError::Forbidden) }
    }
}

#[async_trait]
impl Documents for Fetcher {
    async fn get(&self, url: &Url, kind: Kind) -> Result<Vec<u8>, FetchError> {
        self.check(url)?;
        let answer = self.client.get(url.clone()).header(ACCEPT, kind.accept()).send().await.map_err(reason)?;
        let status = answer.status();
        if status.is_redirection() {
            return Err(FetchError::Redirected);
        }
        if status.as_u16() != 200 {
            return Err(FetchError::Status(status.as_u16()));
        }
        limited(answer, kind.limit()).await
    }
}

async fn limited(mut answer: Response, limit: usize) -> Result<Vec<u8>, FetchError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(reason)? {
        if body.len() + chunk.len() > limit {
            return Err(FetchError::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Resolves names and refuses those with any address that may not be reached.
struct Checked {
    policy: Policy,
    resolver: Arc<dyn Resolver>,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let (policy, resolver) = (self.policy, Arc::clone(&self.resolver));
        Box::pin(async move {
            let addresses = resolver.addresses(name.as_str()).await.map_err(|_| FetchError::UnknownHost)?;
            if addresses.is_empty() {
                return Err(FetchError::UnknownHost.into());
            }
            if !addresses.iter().all(|address| policy.allows(*address)) {
                return Err(FetchError::Forbidden.into());
            }
            let pinned: Addrs = Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(pinned)
        })
    }
}

/// What went wrong, found along the chain of causes; without the URL.
#[expect(clippy::needless_pass_by_value, reason = "shaped for map_err")]
fn reason(error: reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(one) = cause {
        if let Some(ours) = one.downcast_ref::<FetchError>() {
            return ours.clone();
        }
        cause = one.source();
    }
    if error.is_timeout() { FetchError::TimedOut } else { FetchError::Unavailable }
}

fn tls() -> Result<rustls::ClientConfig, FetchError> {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| FetchError::Unavailable)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
