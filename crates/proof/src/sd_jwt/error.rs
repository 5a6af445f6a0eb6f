//! Why an SD-JWT is refused.

use crate::jose::JoseError;
use crate::jwk::JwkError;
use crate::strict_json::StrictJsonError;

/// An SD-JWT that is refused, or that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SdJwtError {
    /// Longer than allowed; nothing was read.
    #[error("the SD-JWT is longer than {longest} bytes")]
    TooLong {
        /// The most bytes allowed.
        longest: usize,
    },
    /// There is no `~`, so it is a plain JWT.
    #[error("expected an SD-JWT, which has a '~' behind the JWT and behind each disclosure; found none")]
    NoTilde,
    /// The JWT of the issuer or of the holder is refused.
    #[error(transparent)]
    Jose(#[from] JoseError),
    /// A disclosure is malformed.
    #[error("a disclosure is malformed: {0}")]
    Disclosure(&'static str),
    /// A disclosure is not JSON with one reading.
    #[error("a disclosure is malformed: {0}")]
    DisclosureJson(StrictJsonError),
    /// The same disclosure is there twice (§4).
    #[error("a disclosure appears twice")]
    DisclosureRepeated,
    /// A disclosure belongs nowhere (§7.1, step 5).
    #[error("a disclosure is not referred to by any digest in the SD-JWT")]
    DisclosureUnreferenced,
    /// A digest is there twice (§7.1, step 4).
    #[error("a digest appears twice in the SD-JWT")]
    DigestRepeated,
    /// A digest of an object's member leads to an array element's disclosure, or the other way round.
    #[error(
        "a disclosure stands where one of another kind belongs: members of objects have a name, array elements none"
    )]
    DisclosureKind,
    /// The object has a claim of the disclosed claim's name already (§7.1, step 3.3.2.3).
    #[error("a disclosed claim has the name of a claim that is there already")]
    NameTaken,
    /// `_sd` is not an array of texts, or `...` does not stand alone with a text.
    #[error("'{name}' in the SD-JWT is malformed")]
    Malformed {
        /// `_sd`, `...` or `_sd_alg`.
        name: &'static str,
    },
    /// A name of this format is used for a claim, or in a place where it means nothing.
    #[error("'{name}' is used in a place where SD-JWT does not allow it")]
    ReservedName {
        /// `_sd`, `...` or `_sd_alg`.
        name: &'static str,
    },
    /// `_sd_alg` is not one that is understood.
    #[error("expected '_sd_alg' sha-256, sha-384 or sha-512, found '{found}'")]
    HashAlgorithm {
        /// The name, shortened.
        found: String,
    },
    /// Nested too deep, counted with everything in its place.
    #[error("the SD-JWT is nested more than {deepest} deep")]
    TooDeep {
        /// The most levels allowed.
        deepest: usize,
    },
    /// The places of what was disclosed are too long to be told.
    #[error("the disclosures stand in places whose names take more than {most} bytes together")]
    Places {
        /// The most bytes allowed.
        most: usize,
    },
    /// Something was to be hidden or shown that is not there, or is not hidden.
    #[error("there is no claim at '{pointer}' that can be hidden or shown")]
    NoSuchClaim {
        /// The JSON Pointer, shortened.
        pointer: String,
    },
    /// A claim that every verifier must see is hidden.
    #[error("the claim '{name}', with all that is inside, must not be selectively disclosable")]
    MustNotBeHidden {
        /// The claim.
        name: &'static str,
    },
    /// The holder was to prove to hold the key, and did not.
    #[error("the presentation has no key binding JWT, and one is required")]
    NotBound,
    /// A key binding JWT came where the issuer's SD-JWT was expected.
    #[error("a key binding JWT follows where none is expected")]
    Bound,
    /// The issuer named no key of the holder that can be used.
    #[error("the SD-JWT has no 'cnf' with a 'jwk', so nobody can be shown to hold it")]
    NoHolderKey,
    /// The holder's key is not one that is understood.
    #[error("the holder's key in 'cnf': {0}")]
    HolderKey(JwkError),
    /// The key binding JWT was made for another verifier, transaction or set of disclosures.
    #[error("the key binding JWT's '{claim}' is not the expected one")]
    BoundElsewhere {
        /// `aud`, `nonce` or `sd_hash`.
        claim: &'static str,
    },
    /// The key binding JWT was made outside the time allowed.
    #[error("the key binding JWT was made at {at}, outside the time allowed")]
    BoundAtAnotherTime {
        /// Its `iat`.
        at: model::time::Time,
    },
    /// `vct` is missing or malformed.
    #[error("expected 'vct', the type of the credential, as text that is not empty")]
    Type,
    /// `exp` has passed.
    #[error("the credential expired at {at}")]
    Expired {
        /// When.
        at: model::time::Time,
    },
    /// `nbf` lies in the future.
    #[error("the credential is valid from {at} on")]
    NotYetValid {
        /// From when on.
        at: model::time::Time,
    },
}
