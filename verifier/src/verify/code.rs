//! The names of the checks.

use serde::{Serialize, Serializer};

/// The checks, in the order of every report (`parse` first, `holder` last).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckCode {
    /// The bytes are one credential within the limits.
    Parse,
    /// JSON-LD contexts: known, in order, and every term defined.
    Context,
    /// The types say what kind of credential it is.
    Type,
    /// The shape the specification's JSON Schema asks for.
    Schema,
    /// Whom the credential is about.
    Subject,
    /// Who says so.
    Issuer,
    /// The signatures over the text.
    Proof,
    /// Whether the signing key is the issuer's.
    Key,
    /// Claims of a credential that travels as a JWT.
    Jwt,
    /// A newer copy at the issuer.
    Refresh,
    /// Revoked or suspended.
    Status,
    /// From when until when.
    Validity,
    /// Whether it is about the person who was asked for.
    Recipient,
    /// Other parties' endorsements inside.
    Endorsements,
    /// Credentials inside a transcript.
    Children,
    /// Links to frameworks of skills and courses.
    Alignment,
    /// Evidence that is listed.
    Evidence,
    /// Whether the issuer is one we know.
    Trust,
    /// A newer credential with the same id.
    Version,
    /// Who presented it.
    Holder,
}

impl CheckCode {
    /// All twenty, in report order.
    pub const ALL: [Self; 20] = [
        Self::Parse,
        Self::Context,
        Self::Type,
        Self::Schema,
        Self::Subject,
        Self::Issuer,
        Self::Proof,
        Self::Key,
        Self::Jwt,
        Self::Refresh,
        Self::Status,
        Self::Validity,
        Self::Recipient,
        Self::Endorsements,
        Self::Children,
        Self::Alignment,
        Self::Evidence,
        Self::Trust,
        Self::Version,
        Self::Holder,
    ];

    /// The name of the check as the report has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Context => "context",
            Self::Type => "type",
            Self::Schema => "schema",
            Self::Subject => "subject",
            Self::Issuer => "issuer",
            Self::Proof => "proof",
            Self::Key => "key",
            Self::Jwt => "jwt",
            Self::Refresh => "refresh",
            Self::Status => "status",
            Self::Validity => "validity",
            Self::Recipient => "recipient",
            Self::Endorsements => "endorsements",
            Self::Children => "children",
            Self::Alignment => "alignment",
            Self::Evidence => "evidence",
            Self::Trust => "trust",
            Self::Version => "version",
            Self::Holder => "holder",
        }
    }

    /// The heading of the row on a page.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Parse => "Readable",
            Self::Context => "Vocabulary",
            Self::Type => "Kind",
            Self::Schema => "Form",
            Self::Subject => "About whom",
            Self::Issuer => "Issuer named",
            Self::Proof => "Unchanged",
            Self::Key => "Issuer’s key",
            Self::Jwt => "Token claims",
            Self::Refresh => "Refresh",
            Self::Status => "Not withdrawn",
            Self::Validity => "Dates",
            Self::Recipient => "Right person",
            Self::Endorsements => "Endorsements",
            Self::Children => "Credentials inside",
            Self::Alignment => "Frameworks",
            Self::Evidence => "Evidence",
            Self::Trust => "Issuer known",
            Self::Version => "Newest version",
            Self::Holder => "Presented by",
        }
    }

    /// Which failure a reader should hear of first; lower is more important.
    pub(crate) const fn weight(self) -> u8 {
        match self {
            Self::Parse => 0,
            Self::Proof => 1,
            Self::Key => 2,
            Self::Status | Self::Jwt => 3,
            Self::Validity => 4,
            Self::Children => 5,
            Self::Recipient => 6,
            Self::Context => 7,
            Self::Type => 8,
            Self::Schema => 9,
            _ => 10,
        }
    }
}

impl Serialize for CheckCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
