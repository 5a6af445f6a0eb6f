//! Bitstring Status List v1.0: the bits, their encoding, and the credential that publishes them.

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::{Compression, GzBuilder, bufread::GzDecoder};
use serde_json::{Value, json};

use crate::time::Time;

/// The fewest entries a list may have, for the privacy of the few on it (Bitstring Status List v1.0 §6.1).
pub const MINIMUM_LENGTH: usize = 131_072;

/// Where a credential's status is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusEntry {
    /// The URL of the status list credential.
    pub list_url: String,
    /// The position in the list.
    pub index: u64,
}

impl StatusEntry {
    /// A `BitstringStatusListEntry` for `purpose` (§2.1); the index is a string, as the data model demands.
    pub fn to_value(&self, purpose: Purpose) -> Value {
        json!({
            "id": format!("{}#{}", self.list_url, self.index),
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose.as_str(),
            "statusListIndex": self.index.to_string(),
            "statusListCredential": self.list_url,
        })
    }
}

/// What a set bit means (§2.1 `statusPurpose`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Withdrawn for good.
    Revocation,
    /// Withdrawn until further notice.
    Suspension,
}

impl Purpose {
    /// As the specification spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
        }
    }
}

/// Why a status list could not be made, read or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// Fewer entries than [`MINIMUM_LENGTH`].
    #[error("a status list has at least {MINIMUM_LENGTH} entries, found {found}")]
    TooShort {
        /// How many there were.
        found: usize,
    },
    /// The number of entries does not fill whole bytes.
    #[error("the length of a status list is a multiple of 8, found {found}")]
    NotWholeBytes {
        /// How many there were.
        found: usize,
    },
    /// Past the end of the list (§3.2: `RANGE_ERROR`).
    #[error("the status list has {length} entries, so there is none at {index}")]
    OutOfRange {
        /// The position asked for.
        index: u64,
        /// How many entries there are.
        length: usize,
    },
    /// Not multibase base64url, or not GZIP, or followed by something else.
    #[error("encodedList is expected to be `u`, base64url and GZIP: {0}")]
    NotAnEncodedList(&'static str),
    /// The list is larger than the reader allows.
    #[error("the status list unpacks to more than the {allowed} bytes allowed here")]
    TooLarge {
        /// The cap, in bytes.
        allowed: usize,
    },
}

/// A list of bits, the first of them the most significant of the first byte (§2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bitstring(Vec<u8>);

impl Bitstring {
    /// `length` entries, none of them set.
    ///
    /// # Errors
    /// [`StatusError::TooShort`] or [`StatusError::NotWholeBytes`].
    pub fn new(length: usize) -> Result<Self, StatusError> {
        if length < MINIMUM_LENGTH {
            return Err(StatusError::TooShort { found: length });
        }
        if !length.is_multiple_of(8) {
            return Err(StatusError::NotWholeBytes { found: length });
        }
        Ok(Self(vec![0; length / 8]))
    }

    /// How many entries there are.
    pub const fn len(&self) -> usize {
        self.0.len() * 8
    }

    /// Never true: the smallest list has [`MINIMUM_LENGTH`] entries.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the entry at `index` is set.
    ///
    /// # Errors
    /// [`StatusError::OutOfRange`].
    pub fn get(&self, index: u64) -> Result<bool, StatusError> {
        let (byte, mask) = self.place(index)?;
        Ok(self.0.get(byte).is_some_and(|found| found & mask != 0))
    }

    /// Sets or clears the entry at `index`.
    ///
    /// # Errors
    /// [`StatusError::OutOfRange`].
    pub fn set(&mut self, index: u64, value: bool) -> Result<(), StatusError> {
        let (byte, mask) = self.place(index)?;
        if let Some(found) = self.0.get_mut(byte) {
            *found = if value { *found | mask } else { *found & !mask };
        }
        Ok(())
    }

    fn place(&self, index: u64) -> Result<(usize, u8), StatusError> {
        let at = usize::try_from(index).ok().filter(|at| *at < self.len());
        let at = at.ok_or(StatusError::OutOfRange { index, length: self.len() })?;
        Ok((at / 8, 0x80 >> (at % 8)))
    }

    /// `encodedList`: multibase base64url of the GZIP of the bits (§3.3). Equal lists have equal texts.
    pub fn encode(&self) -> String {
        let mut gzip = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
        // Writing to a Vec cannot fail; an empty text would be refused by every reader.
        let packed = gzip.write_all(&self.0).and_then(|()| gzip.finish()).unwrap_or_default();
        format!("u{}", URL_SAFE_NO_PAD.encode(packed))
    }

    /// Reads an `encodedList` that unpacks to at most `max_bytes`, and no further (§3.4).
    ///
    /// # Errors
    /// [`StatusError`] for what is not an encoded list, is too short, or larger than allowed.
    pub fn decode(text: &str, max_bytes: usize) -> Result<Self, StatusError> {
        let encoded = text.strip_prefix('u').ok_or(StatusError::NotAnEncodedList("it does not begin with u"))?;
        // Incompressible bits stay about as long as they are; base64 adds a third. Longer can only be too large.
        if encoded.len() > max_bytes.saturating_mul(2).saturating_add(1024) {
            return Err(StatusError::TooLarge { allowed: max_bytes });
        }
        let packed =
            URL_SAFE_NO_PAD.decode(encoded).map_err(|_| StatusError::NotAnEncodedList("it is not base64url"))?;
        let bits = inflate(&packed, max_bytes)?;
        let length = bits.len() * 8;
        if length < MINIMUM_LENGTH { Err(StatusError::TooShort { found: length }) } else { Ok(Self(bits)) }
    }
}

fn inflate(packed: &[u8], max_bytes: usize) -> Result<Vec<u8>, StatusError> {
    let cap = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bits = Vec::new();
    let mut reader = GzDecoder::new(packed).take(cap);
    reader.read_to_end(&mut bits).map_err(|_| StatusError::NotAnEncodedList("it is not GZIP"))?;
    if bits.len() > max_bytes {
        return Err(StatusError::TooLarge { allowed: max_bytes });
    }
    if reader.into_inner().into_inner().is_empty() {
        Ok(bits)
    } else {
        Err(StatusError::NotAnEncodedList("something follows the GZIP data"))
    }
}

/// What a status list credential says besides its bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListCredential<'a> {
    /// The same issuer as every credential that points at the list.
    pub issuer: &'a str,
    /// Where the list is served; its id.
    pub url: &'a str,
    /// What a set bit means.
    pub purpose: Purpose,
    /// From when it holds.
    pub valid_from: Time,
    /// Until when a reader may keep it.
    pub valid_until: Time,
}

impl ListCredential<'_> {
    /// The unsigned `BitstringStatusListCredential` (§2.2).
    pub fn to_value(&self, bits: &Bitstring) -> Value {
        json!({
            "@context": [contexts::VC2_CONTEXT],
            "id": self.url,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.issuer,
            "validFrom": self.valid_from.to_string(),
            "validUntil": self.valid_until.to_string(),
            "credentialSubject": {
                "id": format!("{}#list", self.url),
                "type": "BitstringStatusList",
                "statusPurpose": self.purpose.as_str(),
                "encodedList": bits.encode(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAP: usize = 1 << 20;

    fn list() -> Bitstring {
        Bitstring::new(MINIMUM_LENGTH).unwrap()
    }

    #[test]
    fn the_first_entry_is_the_most_significant_bit() {
        let mut bits = list();
        bits.set(0, true).unwrap();
        bits.set(9, true).unwrap();
        assert_eq!(bits.0[..2], [0x80, 0x40]);
        assert!(bits.get(0).unwrap() && bits.get(9).unwrap() && !bits.get(1).unwrap());
        bits.set(0, false).unwrap();
        assert!(!bits.get(0).unwrap());
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        let mut bits = list();
        for index in [0, 7, 8, 4242, 131_071] {
            bits.set(index, true).unwrap();
        }
        let text = bits.encode();
        assert!(text.starts_with("uH4sI"), "multibase base64url, then the GZIP magic: {text}");
        assert_eq!(Bitstring::decode(&text, CAP).unwrap(), bits);
        assert_eq!(text, bits.clone().encode());
    }

    #[test]
    fn a_list_is_long_and_of_whole_bytes() {
        assert_eq!(Bitstring::new(131_071), Err(StatusError::TooShort { found: 131_071 }));
        assert_eq!(Bitstring::new(131_073), Err(StatusError::NotWholeBytes { found: 131_073 }));
        let short = Bitstring(vec![0; 10]).encode();
        assert_eq!(Bitstring::decode(&short, CAP), Err(StatusError::TooShort { found: 80 }));
    }

    #[test]
    fn past_the_end_is_an_error() {
        let wrong = StatusError::OutOfRange { index: 131_072, length: 131_072 };
        assert_eq!(list().get(131_072), Err(wrong.clone()));
        assert_eq!(list().set(131_072, true), Err(wrong));
        assert!(list().get(u64::MAX).is_err());
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = Bitstring(vec![0; 50 * CAP]).encode();
        assert!(bomb.len() < CAP, "it is small while packed");
        assert_eq!(Bitstring::decode(&bomb, CAP), Err(StatusError::TooLarge { allowed: CAP }));
        let long = format!("u{}", "A".repeat(3 * CAP));
        assert_eq!(Bitstring::decode(&long, CAP), Err(StatusError::TooLarge { allowed: CAP }));
    }

    #[test]
    fn anything_else_is_refused() {
        let good = list().encode();
        let mut trailing = URL_SAFE_NO_PAD.decode(&good[1..]).unwrap();
        trailing.push(0);
        let trailing = format!("u{}", URL_SAFE_NO_PAD.encode(trailing));
        for text in ["", "H4sI", "u####", "uAAAA", &good[..good.len() - 8], &trailing] {
            assert!(matches!(Bitstring::decode(text, CAP), Err(StatusError::NotAnEncodedList(_))), "{text}");
        }
    }

    #[test]
    fn the_credential_carries_the_list() {
        let list_credential = ListCredential {
            issuer: "did:web:northlake.example:default",
            url: "https://northlake.example/default/status/1",
            purpose: Purpose::Revocation,
            valid_from: Time::from_unix(0),
            valid_until: Time::from_unix(86_400),
        };
        let value = list_credential.to_value(&list());
        assert_eq!(value["type"], json!(["VerifiableCredential", "BitstringStatusListCredential"]));
        assert_eq!(value["id"], value["credentialSubject"]["id"].as_str().unwrap().replace("#list", ""));
        assert_eq!(value["credentialSubject"]["statusPurpose"], "revocation");
        assert_eq!(value["validUntil"], "1970-01-02T00:00:00Z");
        assert_eq!(crate::lint::lint(&value), []);
        assert!(Bitstring::decode(value["credentialSubject"]["encodedList"].as_str().unwrap(), CAP).is_ok());
    }

    #[test]
    fn an_entry_points_into_the_list() {
        let entry = StatusEntry { list_url: "https://northlake.example/default/status/1".into(), index: 94567 };
        assert_eq!(
            entry.to_value(Purpose::Revocation),
            json!({
                "id": "https://northlake.example/default/status/1#94567",
                "type": "BitstringStatusListEntry",
                "statusPurpose": "revocation",
                "statusListIndex": "94567",
                "statusListCredential": "https://northlake.example/default/status/1",
            })
        );
    }
}
