//! Keys, proofs and DID documents: bytes in, verdicts out, no network.
//!
//! | module | what it is |
//! |---|---|
//! | [`keys`] | private and public keys (Ed25519, P-256, P-384, RSA, BLS12-381), and the one door to signing |
//! | [`multikey`], [`jwk`] | the two ways keys are written down |
//! | [`keyring`], [`store`] | an issuer's keys in memory, and on disk |
//! | [`sealed`] | private bytes behind a passphrase |
//! | [`pkcs11`] | keys in a hardware security module |
//! | [`certificate`] | certificates of keys: requests, chains, `x5c` |
//! | [`did`], [`did_web`], [`did_document`] | `did:key`, `did:jwk`, `did:web` and DID documents |
//! | [`data_integrity`] | proofs on JSON-LD documents, with the suites of [`data_integrity::Suite`] |
//! | [`jose`] | compact JWS, read strictly |
//! | [`holder`] | the key proofs of OpenID4VCI: who holds the key a credential is bound to |
//! | [`sd_jwt`] | SD-JWT, key binding, `dc+sd-jwt` |
//! | [`token_status`] | Token Status Lists: `statuslist+jwt` |
//! | [`envelope`] | every way a credential is signed, by name |
//! | [`strict_json`] | JSON as signatures need it: one reading only |
//! | [`written`] | the texts of single values inside a JSON text |
//! | [`excerpt`] | a stranger's text made fit for a message |

mod base58;
mod bbs;
pub mod certificate;
pub mod data_integrity;
pub mod did;
pub mod did_document;
pub mod did_web;
pub mod envelope;
pub mod excerpt;
pub mod holder;
pub mod jose;
pub mod jwk;
pub mod keyring;
pub mod keys;
pub mod multikey;
pub mod pkcs11;
mod remembered;
pub mod sd_jwt;
pub mod sealed;
pub mod store;
pub mod strict_json;
pub mod token_status;
pub mod written;

#[cfg(test)]
mod made_in_test;
