//! What the fuzz targets share: choices from bytes, documents, and other people's implementations.

mod contexts;
pub mod peers;

pub use contexts::context;

#[path = "../../tests/fuzz/mutants/mod.rs"]
mod mutants;

/// Choices that follow a fuzzer's bytes, two for each; when they are used up every choice is the first.
pub fn choices(bytes: &[u8]) -> impl FnMut() -> u64 + '_ {
    let mut rest = bytes.iter().copied();
    move || u64::from(u16::from_le_bytes([rest.next().unwrap_or(0), rest.next().unwrap_or(0)]))
}

/// A mutated credential whose making follows a fuzzer's bytes.
pub fn document(bytes: &[u8]) -> String {
    mutants::chosen(choices(bytes))
}
