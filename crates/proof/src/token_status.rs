//! Token Status List (draft-ietf-oauth-status-list, §4 to §8): the status of many tokens in one signed list.
//!
//! Statuses of 1, 2, 4 or 8 bits are packed into bytes from the least significant bit on, and the bytes are compressed
//! with ZLIB (§4.1). The Bitstring Status List of the W3C counts its bits from the other end.

mod error;
mod reference;
mod token;

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::bufread::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};

pub use error::TokenStatusError;
pub use reference::StatusReference;
pub use token::{MEDIA_TYPE, StatusListClaims, UnverifiedStatusListToken};

/// How many bits one status takes (§4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bits {
    /// Valid or not.
    One,
    /// Room for suspension too.
    Two,
    /// Sixteen values.
    Four,
    /// All 256 values.
    Eight,
}

impl Bits {
    /// 1, 2, 4 or 8.
    pub const fn count(self) -> u8 {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    const fn from_count(count: u64) -> Option<Self> {
        match count {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            4 => Some(Self::Four),
            8 => Some(Self::Eight),
            _ => None,
        }
    }

    const fn per_byte(self) -> usize {
        8 / self.count() as usize
    }

    /// The highest value that fits, which is also the mask of the lowest status of a byte.
    pub const fn highest(self) -> u8 {
        0xff >> (8 - self.count())
    }
}

/// What a value in the list says of the token (§7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStatus {
    /// `0x00`.
    Valid,
    /// `0x01`: revoked for good.
    Invalid,
    /// `0x02`: not valid for the time being.
    Suspended,
    /// `0x03` and `0x0C` to `0x0F`: whoever reads it must have agreed with the issuer on what it means.
    ApplicationSpecific(u8),
    /// Any other: kept for future registration, so nothing can be said of the token.
    Unregistered(u8),
}

impl TokenStatus {
    /// The status that `value` is registered for.
    pub const fn from_value(value: u8) -> Self {
        match value {
            0 => Self::Valid,
            1 => Self::Invalid,
            2 => Self::Suspended,
            3 | 0x0c..=0x0f => Self::ApplicationSpecific(value),
            _ => Self::Unregistered(value),
        }
    }

    /// The value that stands for the status.
    pub const fn value(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Invalid => 1,
            Self::Suspended => 2,
            Self::ApplicationSpecific(value) | Self::Unregistered(value) => value,
        }
    }
}

/// A list of statuses, unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenStatusList {
    bits: Bits,
    bytes: Vec<u8>,
}

impl TokenStatusList {
    /// A list with room for at least `length` tokens, all valid.
    pub fn new(bits: Bits, length: usize) -> Self {
        Self { bits, bytes: vec![0; length.div_ceil(bits.per_byte())] }
    }

    /// A list of the packed statuses `bytes` (§4.1).
    pub const fn from_bytes(bits: Bits, bytes: Vec<u8>) -> Self {
        Self { bits, bytes }
    }

    /// The packed statuses.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many bits a status takes.
    pub const fn bits(&self) -> Bits {
        self.bits
    }

    /// How many tokens there is room for.
    pub const fn len(&self) -> usize {
        self.bytes.len() * self.bits.per_byte()
    }

    /// Whether there is room for none.
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The status at `index`.
    ///
    /// # Errors
    /// [`TokenStatusError::OutOfRange`]: no statement can be made, and the token must be refused (§8.3).
    pub fn get(&self, index: u64) -> Result<TokenStatus, TokenStatusError> {
        let (byte, shift) = self.place(index)?;
        let found = self.bytes.get(byte).copied().unwrap_or_default();
        Ok(TokenStatus::from_value((found >> shift) & self.bits.highest()))
    }

    /// Sets the status at `index`.
    ///
    /// # Errors
    /// [`TokenStatusError::OutOfRange`], and [`TokenStatusError::DoesNotFit`] for a status of more bits than the list's.
    pub fn set(&mut self, index: u64, status: TokenStatus) -> Result<(), TokenStatusError> {
        let (byte, shift) = self.place(index)?;
        let (value, mask) = (status.value(), self.bits.highest());
        if value > mask {
            return Err(TokenStatusError::DoesNotFit { value, bits: self.bits.count() });
        }
        if let Some(found) = self.bytes.get_mut(byte) {
            *found = (*found & !(mask << shift)) | (value << shift);
        }
        Ok(())
    }

    fn place(&self, index: u64) -> Result<(usize, usize), TokenStatusError> {
        let at = usize::try_from(index).ok().filter(|at| *at < self.len());
        let at = at.ok_or(TokenStatusError::OutOfRange { index, length: self.len() })?;
        let per_byte = self.bits.per_byte();
        Ok((at / per_byte, at % per_byte * usize::from(self.bits.count())))
    }

    /// The `status_list` object of §4.2. Equal lists have equal texts.
    pub fn to_json(&self) -> Value {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        // Writing to a Vec cannot fail; an empty text would be refused by every reader.
        let packed = zlib.write_all(&self.bytes).and_then(|()| zlib.finish()).unwrap_or_default();
        json!({"bits": self.bits.count(), "lst": URL_SAFE_NO_PAD.encode(packed)})
    }

    /// Reads a `status_list` object that unpacks to at most `max_bytes`, and no further.
    ///
    /// # Errors
    /// [`TokenStatusError`] for what is not such an object, or larger than allowed.
    pub fn from_json(value: &Value, max_bytes: usize) -> Result<Self, TokenStatusError> {
        let bits = value.get("bits").and_then(Value::as_u64).and_then(Bits::from_count);
        let bits = bits.ok_or(TokenStatusError::NotAList("'bits' is not 1, 2, 4 or 8"))?;
        let text = value.get("lst").and_then(Value::as_str).ok_or(TokenStatusError::NotAList("'lst' is not text"))?;
        // Incompressible bytes stay about as long as they are; base64 adds a third. Longer can only be too large.
        if text.len() > max_bytes.saturating_mul(2).saturating_add(1024) {
            return Err(TokenStatusError::TooLarge { allowed: max_bytes });
        }
        let packed = URL_SAFE_NO_PAD.decode(text).map_err(|_| TokenStatusError::NotAList("'lst' is not base64url"))?;
        Ok(Self { bits, bytes: inflate(&packed, max_bytes)? })
    }
}

fn inflate(packed: &[u8], max_bytes: usize) -> Result<Vec<u8>, TokenStatusError> {
    let cap = u64::try_from(max_bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let mut reader = ZlibDecoder::new(packed).take(cap);
    reader.read_to_end(&mut bytes).map_err(|_| TokenStatusError::NotAList("'lst' is not ZLIB"))?;
    if bytes.len() > max_bytes {
        return Err(TokenStatusError::TooLarge { allowed: max_bytes });
    }
    if reader.into_inner().into_inner().is_empty() {
        Ok(bytes)
    } else {
        Err(TokenStatusError::NotAList("something follows the ZLIB data"))
    }
}

#[cfg(test)]
mod tests;
