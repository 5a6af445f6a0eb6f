//! The little of CBOR (RFC 8949) that proof values are made of: unsigned integers, byte strings, text, arrays and maps, of
//! definite length and written as shortly as can be. Tags are not used inside them (ECDSA Cryptosuites §3.5.2).

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

/// A text.
pub(super) fn text(text: &str, out: &mut Vec<u8>) {
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

    /// A text.
    pub(super) fn text(&mut self) -> Option<&'a str> {
        let length = self.head(Major::Text)?;
        str::from_utf8(self.take(length)?).ok()
    }

    /// An array of at most `most` items, each read by `item`.
    pub(super) fn array<T>(&mut self, most: usize, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.head(Major::Array)?;
        (count <= most).then_some(())?;
        (0..count).map(|_| item(self)).collect()
    }

    /// Nothing is left.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}
