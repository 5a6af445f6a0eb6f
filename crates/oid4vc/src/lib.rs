//! OpenID4VCI 1.0 and OAuth messages: data only, no I/O, no decisions about anybody's rights.
//!
//! | module | specification |
//! |---|---|
//! | [`offer`] | credential offer and the links that carry it (OpenID4VCI 1.0 §4.1) |
//! | [`metadata`] | credential issuer metadata (§12.2.4, Appendices A and B) |
//! | [`oauth`] | authorization server metadata (RFC 8414, §12.3), token request and response (§6) |
//! | [`nonce`] | nonce response (§7.2) |
//! | [`credential`] | credential request and response (§8.2, §8.3) |
//! | [`notification`] | notification request (§11.1) |
//! | [`error`] | every error code of these endpoints and the refusal that carries one |
//! | [`json`] | JSON that refuses a member stated twice |
//!
//! Members that a request does not need are ignored, as the specification demands; members that contradict each other
//! are refused with the code the specification gives for it.

pub mod credential;
pub mod error;
pub mod json;
pub mod metadata;
pub mod nonce;
pub mod notification;
pub mod oauth;
pub mod offer;
pub mod secret;
