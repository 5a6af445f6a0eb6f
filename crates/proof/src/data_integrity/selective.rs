//! `ecdsa-sd-2023` and `bbs-2023`: a holder shows parts of a credential, and the issuer's signature holds (Data Integrity
//! ECDSA Cryptosuites 1.0 §3.4 to §3.6, Data Integrity BBS Cryptosuites 1.0 §3.2 to §3.4).
//!
//! The issuer signs the statements that must always be shown together, and the others so that each can be shown without the
//! rest: under `ecdsa-sd-2023` each alone, with a key made for this proof and thrown away; under `bbs-2023` all as the
//! messages of one BBS signature, of which a holder proves some, so that two shown parts do not tell that they are of one
//! document. That is the base proof ([`sign_base`]); it holds the key that gives blank nodes their labels,
//! so it is for the holder alone. The holder chooses ([`derive()`]) and shows the document with what was chosen and a derived
//! proof, which verifiers check as any other.
//!
//! Where the specification has a selection expanded and canonicalised anew, here nodes get names once, the whole is
//! canonicalised once, and a selection's statements are found among those of the whole. What comes out is the same, but for
//! two cases that others get wrong without a word: a part of an ordered list is refused, since the issuer signed the list's
//! end, and the cells of several lists are told apart.

mod bbs;
mod bbs_value;
mod cbor;
mod derive;
mod ecdsa;
mod ecdsa_value;
mod error;
mod labels;
mod pointers;
mod sign;
mod split;
mod statements;
mod value;
mod verify;

pub use derive::{UnverifiedDerived, derive};
pub use error::SelectionError;
pub use sign::sign_base;

pub(super) use bbs::messages_of as messages;
pub(super) use value::read as read_value;
pub(super) use verify::verify;

/// A base proof where a derived one must be.
const FOR_ITS_HOLDER: SelectionError =
    SelectionError::Kind("this is a base proof, which is for its holder alone: derive from it what is to be shown");

/// The most statements of a document; each that is not mandatory is a signature, or a message of one.
pub const MOST_STATEMENTS: usize = 4_096;

/// The most pointers of a selection.
pub const MOST_POINTERS: usize = 256;

/// Bytes of the longest pointer.
pub const LONGEST_POINTER: usize = 1_024;

#[cfg(test)]
mod tests;
