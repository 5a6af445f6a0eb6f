//! Why a credential or presentation as JWT is refused.

use crate::excerpt::excerpt;
use crate::jose::JoseError;

/// A credential or presentation as JWT that is refused, or that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CredentialJwtError {
    /// The JWT is refused.
    #[error(transparent)]
    Jose(#[from] JoseError),
    /// The document is of another data model than its place in the payload says.
    #[error("a {form} holds a document whose first '@context' is {expected}, found '{found}'")]
    OtherModel {
        /// The form.
        form: &'static str,
        /// The context.
        expected: &'static str,
        /// What was there, shortened; empty for nothing.
        found: String,
    },
    /// The document is something else.
    #[error("expected a document of the type {expected}")]
    OtherType {
        /// The type.
        expected: &'static str,
    },
    /// A claim and the member it repeats say different things.
    #[error("the JWT's claim '{claim}' and the '{member}' of what it holds contradict each other")]
    Contradiction {
        /// The claim.
        claim: &'static str,
        /// The member.
        member: &'static str,
    },
    /// A member that a claim repeats is malformed.
    #[error("'{name}' is malformed")]
    Member {
        /// The member.
        name: &'static str,
    },
    /// A claim that has no place here.
    #[error("'{name}' may not be used here")]
    ClaimForbidden {
        /// The claim.
        name: &'static str,
    },
    /// The form is not signed with the key's algorithm.
    #[error("{form} is not signed with {alg} here: choose another key or form")]
    NotSignedWith {
        /// The form.
        form: &'static str,
        /// The key's algorithm.
        alg: &'static str,
    },
    /// The header holds another key than the one that was looked up.
    #[error("the key in the JWT's header is not the key it was checked with")]
    OtherKey,
    /// A presentation holds a credential that nothing secures (VC-JOSE-COSE §3.1.2).
    #[error(
        "expected each credential of the presentation as EnvelopedVerifiableCredential with a data: URL, found {found}"
    )]
    NotEnveloped {
        /// What was there, shortened.
        found: String,
    },
}

impl CredentialJwtError {
    /// [`CredentialJwtError::NotEnveloped`] with an excerpt of what was there.
    pub(in crate::jose) fn not_enveloped(found: &str) -> Self {
        Self::NotEnveloped { found: excerpt(found) }
    }
}
