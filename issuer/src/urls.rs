//! Every path and absolute URL the issuer serves, in one place.

use url::Url;

/// Where one tenant of this installation is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urls {
    base: String,
    tenant: String,
}

impl Urls {
    /// `public_url` as people and wallets see it (scheme, host, port), and the tenant's path segment.
    pub fn new(public_url: &Url, tenant: &str) -> Self {
        Self { base: public_url.as_str().trim_end_matches('/').to_owned(), tenant: tenant.to_owned() }
    }

    /// The tenant's path segment.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Scheme, host and port, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Whether wallets and browsers reach us over TLS.
    pub fn is_https(&self) -> bool {
        self.base.starts_with("https://")
    }

    /// The credential issuer identifier (OpenID4VCI 1.0 §12.2.1): compared by wallets as a plain string.
    pub fn issuer(&self) -> String {
        format!("{}/{}", self.base, self.tenant)
    }

    /// An absolute URL below the tenant.
    pub fn at(&self, path: &str) -> String {
        format!("{}/{}/{path}", self.base, self.tenant)
    }

    /// The `did:web` this installation has when it is reached over TLS; `None` on plain http.
    pub fn did_web(&self) -> Option<String> {
        let host = self.base.strip_prefix("https://")?;
        Some(format!("did:web:{}:{}", host.replace(':', "%3A").replace('/', ":"), self.tenant))
    }

    /// The offer as JSON, for wallets.
    pub fn offer_object(&self, public_id: &str) -> String {
        self.at(&format!("offers/{public_id}"))
    }

    /// What the QR code says: one https link that a wallet and a person's browser both understand.
    pub fn offer_qr(&self, public_id: &str) -> String {
        let uri: String = url::form_urlencoded::byte_serialize(self.offer_object(public_id).as_bytes()).collect();
        format!("{}?iuv=1&credential_offer_uri={uri}", self.at(&format!("o/{public_id}")))
    }

    /// The same offer for a wallet on this device.
    pub fn offer_link(&self, public_id: &str) -> String {
        let uri: String = url::form_urlencoded::byte_serialize(self.offer_object(public_id).as_bytes()).collect();
        format!("openid-credential-offer://?credential_offer_uri={uri}")
    }

    /// The landing page of an offer.
    pub fn offer_page(&self, public_id: &str) -> String {
        self.at(&format!("o/{public_id}"))
    }

    /// A status list credential; also its `id`.
    pub fn status_list(&self, public_id: &str) -> String {
        self.at(&format!("status/{public_id}"))
    }

    /// The same list as a Token Status List; also the `sub` of its token.
    pub fn token_status_list(&self, public_id: &str) -> String {
        self.at(&format!("tokenstatus/{public_id}"))
    }

    /// The type of a credential as SD-JWT VC, and where its metadata stands.
    pub fn credential_type(&self, id: &str) -> String {
        self.at(&format!("vct/{id}"))
    }
}

/// First path segments that can never be a tenant.
pub const RESERVED: &[&str] = &[
    ".well-known",
    "api",
    "assets",
    "healthz",
    "metrics",
    "openapi.json",
    "readyz",
    "registrar",
    "verifier",
    "verify",
    "wallet",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_qr_is_one_https_link_with_the_offer_inside() {
        let urls = Urls::new(&"https://creds.example.org".parse().unwrap(), "default");
        assert_eq!(
            urls.offer_qr("abc"),
            "https://creds.example.org/default/o/abc?iuv=1&credential_offer_uri=\
             https%3A%2F%2Fcreds.example.org%2Fdefault%2Foffers%2Fabc"
        );
        assert_eq!(urls.did_web().as_deref(), Some("did:web:creds.example.org:default"));
    }

    #[test]
    fn a_port_is_encoded_in_did_web_and_plain_http_has_none() {
        let tls = Urls::new(&"https://localhost:8443".parse().unwrap(), "default");
        assert_eq!(tls.did_web().as_deref(), Some("did:web:localhost%3A8443:default"));
        let plain = Urls::new(&"http://localhost:8080/".parse().unwrap(), "default");
        assert_eq!((plain.did_web(), plain.base()), (None, "http://localhost:8080"));
    }
}
