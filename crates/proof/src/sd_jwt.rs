//! SD-JWT: JWTs whose claims the holder shows or keeps back one by one (RFC 9901).
//!
//! | step | what does it |
//! |---|---|
//! | issue | [`issue`]: claims and pointers to what is to be hidden, in; `<JWT>~<disclosure>~…~`, out |
//! | hold | [`UnverifiedSdJwt::verify`], then [`SdJwt::present`] for a subset and [`bind`] for the key binding JWT |
//! | verify | [`UnverifiedSdJwt::verify`] and, where the holder must be shown to hold the key, [`SdJwt::check_key_binding`] |
//! | `dc+sd-jwt` | [`vc`] |
//! | `vc+sd-jwt`, `vp+sd-jwt` | [`document`] |
//!
//! Where the RFC forbids issuers something and leaves open what readers do about it (`...` or `_sd` as a claim's name,
//! `_sd_alg` inside), the SD-JWT is refused: another reader may have another reading.

mod conceal;
mod digest;
mod disclosure;
pub mod document;
mod error;
mod key_binding;
mod present;
mod process;
mod unverified;
pub mod vc;

pub use conceal::{Hiding, issue};
pub use digest::HashAlgorithm;
pub use disclosure::Disclosure;
pub use error::SdJwtError;
pub use key_binding::{KeyBindingPolicy, bind};
pub use unverified::{SdJwt, UnverifiedSdJwt};

/// The member of an object that holds the digests of its hidden members (§4.2.4.1).
const DIGESTS: &str = "_sd";
/// The one member of an array element that stands for a hidden one (§4.2.4.2).
const ELEMENT: &str = "...";
/// The claim that names the hash algorithm (§4.1.1).
const ALGORITHM: &str = "_sd_alg";
/// Names that no claim may have.
const RESERVED: [&str; 3] = [DIGESTS, ELEMENT, ALGORITHM];
/// How deep a payload may be nested once everything is put in its place. Disclosures may hold digests of others, so the
/// limit of one JSON text does not bound the whole.
const DEEPEST: usize = 128;
/// Bytes that the JSON Pointers of all disclosed claims may take. Each repeats the names above it, so that of one long name and
/// many claims below it they would grow with the square of what was sent.
const LONGEST_PLACES: usize = 16 << 20;

#[cfg(test)]
mod tests;
