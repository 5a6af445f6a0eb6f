//! Identifiers: stable and unguessable for what a credential says, random for what the database keeps.
//!
//! A credential's id must be the same on every envelope and re-issue, so it is computed, not drawn; and it must tell
//! nothing and be impossible to guess, so it is keyed with a secret of the tenant.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::{Builder, Uuid};

use crate::random::{Random, bytes};
use crate::time::Time;

/// The tenant's key for computed identifiers: 32 random bytes, kept as long as the tenant.
///
/// Losing it changes every credential id; leaking it lets someone who knows a record's identifiers compute them.
#[derive(Clone, zeroize::ZeroizeOnDrop)]
pub struct TenantSecret([u8; 32]);

impl TenantSecret {
    /// From 32 random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A new secret.
    pub fn generate(random: &dyn Random) -> Self {
        Self(bytes(random))
    }
}

impl std::fmt::Debug for TenantSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TenantSecret(…)")
    }
}

/// What an identifier is computed from.
#[derive(Debug, Clone, Copy)]
pub struct NodeName<'a> {
    /// What kind of thing it is: `award`, `course`, `programme`, `transcript`, `achievement`.
    pub kind: &'a str,
    /// The `informationSourceId` that states it, or empty.
    pub source: &'a str,
    /// The source's own identifier for it.
    pub award: &'a str,
    /// The node inside the credential: empty for the credential itself, `/result/0` for its first result.
    pub path: &'a str,
}

/// `urn:uuid:` and a version 8 UUID (RFC 9562 §5.8) from HMAC-SHA256 over the four parts.
///
/// Each part goes in with its length before it, so that no two different names run together to the same bytes.
pub fn node_id(secret: &TenantSecret, name: NodeName<'_>) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, &secret.0);
    let mut context = hmac::Context::with_key(&key);
    for part in [name.kind, name.source, name.award, name.path] {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    let tag = context.sign();
    let mut first = [0; 16];
    first.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
    Builder::from_custom_bytes(first).into_uuid().urn().to_string()
}

/// A row id: UUID version 7, so that the database's index grows at its end. Never shown to anyone outside.
pub fn row_id(now: Time, random: &dyn Random) -> Uuid {
    let millis = u64::try_from(now.unix()).unwrap_or(0).saturating_mul(1000);
    Builder::from_unix_timestamp_millis(millis, &bytes(random)).into_uuid()
}

/// A public id or code: 128 random bits, base64url without padding (22 characters).
pub fn public_id(random: &dyn Random) -> String {
    URL_SAFE_NO_PAD.encode(bytes::<16>(random))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    fn id(award: &str, path: &str) -> String {
        node_id(&TenantSecret::new([7; 32]), NodeName { kind: "award", source: "Org1", award, path })
    }

    #[test]
    fn an_id_is_a_version_8_uuid_and_always_the_same() {
        let urn = id("a-1", "");
        assert_eq!(urn, id("a-1", ""));
        let uuid = Uuid::parse_str(urn.strip_prefix("urn:uuid:").unwrap()).unwrap();
        assert_eq!(uuid.get_version_num(), 8);
        assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122);
    }

    #[test]
    fn different_names_never_run_together() {
        assert_ne!(id("a-1", "/result"), id("a-1/result", ""));
        assert_ne!(id("a-1", ""), id("a-2", ""));
    }

    #[test]
    fn another_tenant_has_other_ids() {
        let name = NodeName { kind: "award", source: "Org1", award: "a-1", path: "" };
        assert_ne!(node_id(&TenantSecret::new([7; 32]), name), node_id(&TenantSecret::new([8; 32]), name));
    }

    #[test]
    fn the_secret_is_not_printed() {
        assert_eq!(format!("{:?}", TenantSecret::new([7; 32])), "TenantSecret(…)");
    }

    #[test]
    fn row_ids_sort_by_time() {
        let random = SeededRandom::new(1);
        let early = row_id(Time::from_unix(1_700_000_000), &random);
        let late = row_id(Time::from_unix(1_700_000_001), &random);
        assert!(early < late);
        assert_eq!(early.get_version_num(), 7);
    }

    #[test]
    fn public_ids_differ() {
        let random = SeededRandom::new(1);
        let one = public_id(&random);
        assert_eq!(one.len(), 22);
        assert_ne!(one, public_id(&random));
    }
}
