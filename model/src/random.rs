//! Randomness as a value: the operating system's in a running service, a seeded stream in tests.

use std::sync::Mutex;

/// Fills buffers with unpredictable bytes.
pub trait Random: Send + Sync {
    /// Fills all of `buffer`.
    fn fill(&self, buffer: &mut [u8]);
}

/// `N` bytes from `random`.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut buffer = [0; N];
    random.fill(&mut buffer);
    buffer
}

/// The operating system's generator, through `aws-lc-rs`.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    #[expect(clippy::expect_used, reason = "without randomness no key, code or nonce may be made: stopping is right")]
    fn fill(&self, buffer: &mut [u8]) {
        aws_lc_rs::rand::fill(buffer).expect("the operating system gives random bytes");
    }
}

/// A repeatable stream for tests: SHA-256 of seed and counter. Never for anything secret.
#[derive(Debug)]
pub struct SeededRandom {
    seed: u64,
    counter: Mutex<u64>,
}

impl SeededRandom {
    /// The stream that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, counter: Mutex::new(0) }
    }
}

impl Random for SeededRandom {
    fn fill(&self, buffer: &mut [u8]) {
        use sha2::{Digest as _, Sha256};
        let mut counter = self.counter.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in buffer.chunks_mut(32) {
            let block = Sha256::digest([self.seed.to_be_bytes(), counter.to_be_bytes()].concat());
            *counter += 1;
            for (to, from) in chunk.iter_mut().zip(block) {
                *to = from;
            }
        }
    }
}
