//! Multibase base58btc: `z`, and base58 with Bitcoin's alphabet (Controlled Identifiers 1.0 §2.4).

/// Bytes as a Multibase string. Takes quadratic time, but for the 64 bytes of most signatures.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let Ok(bytes) = <&[u8; 64]>::try_from(bytes) else { return format!("z{}", bs58::encode(bytes).into_string()) };
    let mut digits = [0; five8::BASE58_ENCODED_64_MAX_LEN];
    let length = five8::encode_64(bytes, &mut digits);
    let mut text = String::with_capacity(digits.len() + 1);
    text.push('z');
    text.extend(digits.iter().take(length.into()).copied().map(char::from));
    text
}

/// The bytes of a Multibase string of at most `longest` characters behind the `z`. None when it is longer, since it takes
/// quadratic time, or is no such string.
pub(crate) fn decode(text: &str, longest: usize) -> Option<Vec<u8>> {
    let encoded = text.strip_prefix('z').filter(|encoded| encoded.len() <= longest)?;
    let mut bytes = [0; 64];
    // 64 bytes have 64 to 88 digits; so have others.
    if (64..=88).contains(&encoded.len()) && five8::decode_64(encoded, &mut bytes).is_ok() {
        return Some(bytes.to_vec());
    }
    bs58::decode(encoded).into_vec().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::random::{Random as _, SeededRandom};

    /// Zeros in front, all bytes alike, and any others: both libraries say the same.
    #[test]
    fn bytes_come_back() {
        let random = SeededRandom::new(58);
        for length in [0, 1, 32, 34, 63, 64, 65, 96] {
            for zeros in [0, 1, 5, length] {
                for filled in [None, Some(0), Some(255)] {
                    let mut bytes = vec![filled.unwrap_or_default(); length];
                    if filled.is_none() {
                        random.fill(&mut bytes);
                    }
                    bytes.iter_mut().take(zeros).for_each(|byte| *byte = 0);
                    let text = encode(&bytes);
                    assert_eq!(text, format!("z{}", bs58::encode(&bytes).into_string()));
                    assert_eq!(decode(&text, 140), Some(bytes));
                }
            }
        }
    }

    #[test]
    fn every_refusal() {
        let text = encode(&[7; 64]);
        assert_eq!(decode(&text, text.len() - 2), None, "too long");
        assert_eq!(decode(&text[1..], 140), None, "without the z");
        assert_eq!(decode(&text.replace('3', "0"), 140), None, "zero is no digit");
        assert_eq!(decode(&format!("z{}é", &text[2..]), 140), None, "not ASCII");
        assert_eq!(decode(&format!("z{}", "z".repeat(88)), 140).unwrap().len(), 65, "more than 64 bytes hold");
    }
}
