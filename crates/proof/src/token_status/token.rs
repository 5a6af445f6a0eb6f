//! The signed list: `statuslist+jwt` (§5.1).

use model::time::Time;
use serde_json::{Map, Value, json};

use super::{TokenStatusError, TokenStatusList};
use crate::jose::{self, UnverifiedJws, claims};
use crate::keys::{PublicKey, Signer};

/// The media type of the token over HTTP (§8.1).
pub const MEDIA_TYPE: &str = "application/statuslist+jwt";

/// The header's `typ`.
const TYP: &str = "statuslist+jwt";

/// By how many seconds the issuer's clock may be ahead.
const SKEW: i64 = 300;

/// What a status list token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusListClaims {
    /// `sub`: the URI that credentials point at.
    pub uri: String,
    /// `iat`: when it was signed.
    pub issued_at: Time,
    /// `exp`: from when on it must not be used.
    pub expires_at: Option<Time>,
    /// `ttl`: for how many seconds a reader may keep it before asking again.
    pub ttl: Option<u64>,
    /// The statuses.
    pub list: TokenStatusList,
}

impl StatusListClaims {
    /// Signs the list. `header` holds what names the key (`kid`, `x5c`); `typ` is set here.
    ///
    /// # Errors
    /// [`TokenStatusError::Jose`] when the header is not one that readers take.
    pub fn sign(&self, header: &Map<String, Value>, key: &dyn Signer) -> Result<String, TokenStatusError> {
        let mut header = header.clone();
        header.insert("typ".into(), json!(TYP));
        let mut payload = Map::new();
        payload.insert("sub".into(), json!(self.uri));
        payload.insert("iat".into(), json!(self.issued_at.unix()));
        if let Some(at) = self.expires_at {
            payload.insert("exp".into(), json!(at.unix()));
        }
        if let Some(ttl) = self.ttl {
            payload.insert("ttl".into(), json!(ttl));
        }
        payload.insert("status_list".into(), self.list.to_json());
        Ok(jose::sign(&header, &payload, key)?)
    }
}

/// A status list token whose signature nobody has checked.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedStatusListToken(UnverifiedJws);

impl UnverifiedStatusListToken {
    /// Reads a token of at most `longest` bytes.
    ///
    /// # Errors
    /// [`TokenStatusError::Jose`] when it is not a strict JWT, or its `typ` is not `statuslist+jwt`.
    pub fn decode(compact: &str, longest: usize) -> Result<Self, TokenStatusError> {
        let jws = UnverifiedJws::decode(compact, longest)?;
        jws.expect_typ(TYP)?;
        Ok(Self(jws))
    }

    /// The JWT: its header says which key to look for.
    pub const fn jws(&self) -> &UnverifiedJws {
        &self.0
    }

    /// The claims, once `key` is found to have signed them and they are about the list at `uri` and hold `now` (§8.3).
    /// The list may unpack to at most `max_bytes`.
    ///
    /// # Errors
    /// [`TokenStatusError`] says which rule is broken.
    pub fn verify(
        &self,
        key: &PublicKey,
        uri: &str,
        now: Time,
        max_bytes: usize,
    ) -> Result<StatusListClaims, TokenStatusError> {
        let payload = self.0.verify(key)?;
        if claims::required_text(payload, "sub")? != uri {
            return Err(TokenStatusError::OtherList);
        }
        let issued_at = claims::required_date(payload, "iat")?;
        if issued_at > now.plus(SKEW) {
            return Err(TokenStatusError::FromTheFuture { at: issued_at });
        }
        let expires_at = claims::date(payload, "exp")?;
        if let Some(at) = expires_at.filter(|at| *at <= now) {
            return Err(TokenStatusError::Expired { at });
        }
        let list = payload.get("status_list").ok_or(TokenStatusError::NotAList("it is missing"))?;
        Ok(StatusListClaims {
            uri: uri.to_owned(),
            issued_at,
            expires_at,
            ttl: ttl(payload)?,
            list: TokenStatusList::from_json(list, max_bytes)?,
        })
    }
}

/// Whole seconds; a part of a second is cut off (§5.1 asks for a positive number, not for a whole one).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be finite, at least 1 and below 2^53"
)]
fn ttl(payload: &Map<String, Value>) -> Result<Option<u64>, TokenStatusError> {
    let Some(value) = payload.get("ttl") else { return Ok(None) };
    let seconds = value.as_f64().filter(|seconds| *seconds > 0.0 && *seconds < 9_007_199_254_740_992.0);
    seconds.map(|seconds| Some(seconds as u64)).ok_or(TokenStatusError::Ttl)
}
