//! Reference codes: what a person reads out to a help desk, and what stands in the log beside the cause.

use model::random::{OsRandom, bytes};

/// Letters and digits that are not mistaken for each other when read aloud.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code such as `7F3K-92QD`. It decides nothing, so it is taken from the operating system's generator here.
pub(crate) fn new() -> String {
    let mut code = String::with_capacity(9);
    for (position, byte) in bytes::<8>(&OsRandom).into_iter().enumerate() {
        if position == 4 {
            code.push('-');
        }
        code.extend(ALPHABET.get(usize::from(byte) % ALPHABET.len()).map(|&letter| char::from(letter)));
    }
    code
}

#[cfg(test)]
mod tests {
    #[test]
    fn code_is_two_groups_of_four_and_differs() {
        let code = super::new();
        assert_eq!((code.len(), code.find('-')), (9, Some(4)));
        assert_ne!(code, super::new());
    }
}
