//! The little of CBOR (RFC 8949) that proof values are made of: unsigned integers, byte strings, text, arrays and maps, of
//! definite length and written as shortly as can be. Tags are not used inside them (ECDSA Cryptosuites §3.5.2).

use std::collections::BTreeMap;

use super::{MOST_POINTERS, MOST_STATEMENTS};

/// Major types (RFC 8949 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Major {
    Unsigned = 0,
    Bytes = 2,
    Text = 3,
    Array = 4,
    Map = 5,
}

/// The head of an item: its type, and its number or length.
pub(super) fn head(major: Major, number: usize, out: &mut Vec<u8>) {
    let first = (major as u8) << 5;
    let bytes = (number as u64).to_be_bytes();
    let [.., b3, b2, b1, b0] = bytes;
    match number {
        0..=23 => out.push(first | b0),
        24..=0xff => out.extend([first | 0x18, b0]),
        0x100..=0xffff => out.extend([first | 0x19, b1, b0]),
        0x1_0000..=0xffff_ffff => out.extend([first | 0x1a, b3, b2, b1, b0]),
        _ => {
            out.push(first | 0x1b);
            out.extend(bytes);
        }
    }
}

/// A byte string.
pub(super) fn bytes(bytes: &[u8], out: &mut Vec<u8>) {
    head(Major::Bytes, bytes.len(), out);
    out.extend_from_slice(bytes);
}

/// An array of numbers.
pub(super) fn numbers(numbers: &[usize], out: &mut Vec<u8>) {
    head(Major::Array, numbers.len(), out);
    for number in numbers {
        head(Major::Unsigned, *number, out);
    }
}

/// An array of texts.
pub(super) fn texts(texts: &[String], out: &mut Vec<u8>) {
    head(Major::Array, texts.len(), out);
    for one in texts {
        text(one, out);
    }
}

/// A text.
fn text(text: &str, out: &mut Vec<u8>) {
    head(Major::Text, text.len(), out);
    out.extend_from_slice(text.as_bytes());
}

/// Reads items one after the other; `None` at anything unexpected.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// The number or length of an item of this type.
    pub(super) fn head(&mut self, major: Major) -> Option<usize> {
        let [first] = *self.take(1)? else { return None };
        if first >> 5 != major as u8 {
            return None;
        }
        let (length, least) = match first & 31 {
            small @ 0..=23 => return Some(usize::from(small)),
            24 => (1, 24),
            25 => (2, 0x100),
            26 => (4, 0x1_0000),
            // Nothing in a proof value is longer.
            _ => return None,
        };
        let number = self.take(length)?.iter().fold(0, |number: usize, byte| (number << 8) | usize::from(*byte));
        (number >= least).then_some(number)
    }

    /// A byte string of a length that is known.
    pub(super) fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let length = self.head(Major::Bytes)?;
        (length == N).then_some(())?;
        self.take(N)?.try_into().ok()
    }

    /// A byte string of at most `most` bytes.
    pub(super) fn bytes_to(&mut self, most: usize) -> Option<Vec<u8>> {
        let length = self.head(Major::Bytes)?;
        (length <= most).then_some(())?;
        self.take(length).map(<[u8]>::to_vec)
    }

    /// A text.
    fn text(&mut self) -> Option<&'a str> {
        let length = self.head(Major::Text)?;
        str::from_utf8(self.take(length)?).ok()
    }

    /// An array of at most `most` items, each read by `item`.
    pub(super) fn array<T>(&mut self, most: usize, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.head(Major::Array)?;
        (count <= most).then_some(())?;
        (0..count).map(|_| item(self)).collect()
    }

    /// A map of at most `most` items from numbers, each once, to what `item` reads.
    pub(super) fn map<T>(&mut self, most: usize, item: impl Fn(&mut Self) -> Option<T>) -> Option<BTreeMap<usize, T>> {
        let count = self.head(Major::Map)?;
        (count <= most).then_some(())?;
        let mut map = BTreeMap::new();
        for _ in 0..count {
            let number = self.head(Major::Unsigned)?;
            map.insert(number, item(self)?).is_none().then_some(())?;
        }
        Some(map)
    }

    /// Numbers, at most as many as a document may have statements.
    pub(super) fn numbers(&mut self) -> Option<Vec<usize>> {
        self.array(MOST_STATEMENTS, |reader| reader.head(Major::Unsigned))
    }

    /// Pointers.
    pub(super) fn pointers(&mut self) -> Option<Vec<String>> {
        self.array(MOST_POINTERS, |reader| reader.text().map(str::to_owned))
    }

    /// Nothing is left.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}
