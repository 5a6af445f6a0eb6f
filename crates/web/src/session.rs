//! The signed session cookie and the token that protects forms.
//!
//! The cookie says who is signed in as an opaque reference; it is signed, not secret, so it never holds personal data.
//! A session is started anew at sign-in ([`Sessions::start`]), so a cookie planted before does not become somebody's.

use aws_lc_rs::hmac;
use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::random::{Random, bytes};
use model::time::Time;
use serde::{Deserialize, Serialize};

use crate::same_site::is_same_site;

/// The form field that carries the token.
pub const CSRF_FIELD: &str = "csrf";

/// A longer cookie is none of ours.
const LONGEST_COOKIE: usize = 2048;

/// A visit: before sign-in without a learner, afterwards with one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// 128 random bits; forms are tied to it.
    pub id: String,
    /// The opaque reference of who is signed in; nobody yet when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learner: Option<String>,
    /// Seconds since 1970 after which it counts no more.
    expires: i64,
}

impl Session {
    /// When it ends.
    pub fn expires(&self) -> Time {
        Time::from_unix(self.expires)
    }
}

/// Makes and reads session cookies.
#[derive(Debug, Clone)]
pub struct Sessions {
    key: hmac::Key,
    secure: bool,
    lifetime: i64,
}

impl Sessions {
    /// `secret` signs; `public_url` decides about `Secure` and the `__Host-` prefix (both with https only);
    /// `lifetime` is in seconds.
    pub fn new(secret: &[u8; 32], public_url: &str, lifetime: i64) -> Self {
        let secure = public_url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"));
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, secret), secure, lifetime }
    }

    /// A new session with a fresh id. Call it at sign-in and sign-out, never carry an old id over.
    pub fn start(&self, learner: Option<&str>, now: Time, random: &dyn Random) -> Session {
        Session {
            id: URL_SAFE_NO_PAD.encode(bytes::<16>(random)),
            learner: learner.map(str::to_owned),
            expires: now.plus(self.lifetime).unix(),
        }
    }

    /// The `Set-Cookie` value that puts `session` into the browser: `HttpOnly; SameSite=Lax; Path=/`, no `Domain`.
    ///
    /// # Errors
    /// When the session cannot be written down, which a session from [`Self::start`] always can.
    pub fn set_cookie(&self, session: &Session) -> Result<HeaderValue, NotACookie> {
        let payload = serde_json::to_vec(session).map_err(|_| NotACookie)?;
        let payload = URL_SAFE_NO_PAD.encode(payload);
        let signature = self.sign("session", &payload);
        self.header(&format!("{payload}.{signature}"), self.lifetime)
    }

    /// The `Set-Cookie` value that takes it out again.
    ///
    /// # Errors
    /// Never in practice; the shape is that of [`Self::set_cookie`].
    pub fn clear_cookie(&self) -> Result<HeaderValue, NotACookie> {
        self.header("", 0)
    }

    /// The session of a request, if its cookie is whole, ours and not over. Two session cookies count as none: one of
    /// them was planted.
    pub fn read(&self, headers: &HeaderMap, now: Time) -> Option<Session> {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut ours = pairs.filter(|(name, _)| *name == self.cookie_name()).map(|(_, value)| value);
        let (Some(value), None) = (ours.next(), ours.next()) else { return None };
        let (payload, signature) = value.split_once('.').filter(|_| value.len() <= LONGEST_COOKIE)?;
        self.verify("session", payload, signature)?;
        let session: Session = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        (now < session.expires()).then_some(session)
    }

    /// The token for the forms of `session`, to stand in the hidden field [`CSRF_FIELD`].
    pub fn csrf_token(&self, session: &Session) -> String {
        self.sign("form", &session.id)
    }

    /// Whether a posted form comes from our own page: see [`is_same_site`], and the token is that of `session`.
    pub fn check_form(&self, headers: &HeaderMap, session: &Session, token: Option<&str>) -> bool {
        is_same_site(headers) && token.and_then(|token| self.verify("form", &session.id, token)).is_some()
    }

    fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-tassel" } else { "tassel" }
    }

    fn header(&self, value: &str, max_age: i64) -> Result<HeaderValue, NotACookie> {
        let secure = if self.secure { "; Secure" } else { "" };
        let name = self.cookie_name();
        HeaderValue::try_from(format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}"))
            .map_err(|_| NotACookie)
    }

    /// `purpose` keeps a signature made for one use from counting for another.
    fn sign(&self, purpose: &str, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac::sign(&self.key, format!("{purpose}:{text}").as_bytes()))
    }

    /// Compares in constant time.
    fn verify(&self, purpose: &str, text: &str, signature: &str) -> Option<()> {
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        hmac::verify(&self.key, format!("{purpose}:{text}").as_bytes(), &signature).ok()
    }
}

/// The session could not be written into a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the session could not be written into a cookie")]
pub struct NotACookie;

#[cfg(test)]
mod tests;
