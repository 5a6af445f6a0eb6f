//! What the lint finds: a code that stays, the place, what was expected and what was found.

use std::borrow::Cow;
use std::fmt;

/// One finding. It never quotes a value of the credential: values are personal data, and a finding may end in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which rule.
    pub code: Code,
    /// JSON Pointer (RFC 6901); for a missing member, to the object that lacks it. Of an endorsement that is a JWT, to
    /// the JWT.
    pub path: String,
    /// What the rule asks for.
    pub expected: Cow<'static, str>,
    /// What stands there, as a kind of value.
    pub found: Cow<'static, str>,
}

impl Fault {
    /// Whether a credential with it must not be signed. Otherwise it is a warning.
    pub const fn stops(&self) -> bool {
        self.code.stops()
    }

    /// The same under another rule.
    pub(super) const fn with_code(mut self, code: Code) -> Self {
        self.code = code;
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.path.is_empty() { "the credential" } else { &self.path };
        write!(f, "{at}: expected {}, found {} ({})", self.expected, self.found, self.code.as_str())
    }
}

impl std::error::Error for Fault {}

/// The rules. [`Code::section`] says where each stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// It is no object, or nested too deeply to be read.
    Document,
    /// The published JSON Schema of its type refuses it.
    Schema,
    /// It says something that would not be in the signed bytes, or has no canonical form.
    Canonical,
    /// The contexts are not those of its type, in their order.
    Context,
    /// A context that means the same is there under another version's URL.
    ContextVersion,
    /// It is of data model 1.1. Read by its rules, and not signed as it is.
    DataModel,
    /// Its types are not those of a credential, or not those its subject has.
    Type,
    /// An id is no absolute URI.
    Id,
    /// A node that could have an id has none, and becomes a blank node.
    NoId,
    /// The issuer cannot be told, or is no Profile.
    Issuer,
    /// An assessor, a creator or a parent organisation is no Profile.
    Profile,
    /// An identifier of an organisation or achievement is no `IdentifierEntry`.
    Identifier,
    /// The subject is of another type, or says nothing.
    Subject,
    /// Nobody could tell whose it is.
    SubjectUnnamed,
    /// An identifier of the learner is no `IdentityObject`.
    Identity,
    /// A hashed identifier is not in the form of one.
    IdentityHash,
    /// The achievement is of another type.
    Achievement,
    /// A word is not in its list and not of the form `ext:…`.
    Vocabulary,
    /// The criteria neither say nor point to anything.
    Criteria,
    /// An alignment is of another type.
    Alignment,
    /// Another node of an achievement is of another type.
    NodeType,
    /// A result description is of another type.
    ResultDescription,
    /// What a result description demands is not among what it allows.
    ResultRange,
    /// A result is of another type, or about a description that its achievement does not have.
    Result,
    /// A result of the type `Status` has no status.
    ResultStatus,
    /// A result's level is not one of its description.
    ResultLevel,
    /// A result's value is not one its description allows.
    ResultValue,
    /// A piece of evidence is of another type.
    Evidence,
    /// A date has no time zone or is none.
    Date,
    /// It ends before it begins.
    Dates,
    /// An activity ends before it begins.
    ActivityDates,
    /// A status cannot be looked up.
    Status,
    /// A status index is a number, where the specification has a string.
    StatusIndex,
    /// A `credentialSchema` lacks its id or type.
    CredentialSchema,
    /// It names a schema that nobody here can hold it to.
    SchemaUnknown,
    /// A member of another kind lacks the type that says how it is read.
    Untyped,
    /// A related resource cannot be compared, or is named twice.
    RelatedResource,
    /// A name or description is neither text nor text in languages.
    Text,
    /// An endorsement is no credential, or its JWT holds none.
    Endorsement,
    /// A transcript holds no credential, or something else.
    Children,
    /// A transcript holds two credentials of one id.
    ChildRepeated,
    /// An association is of another type.
    Association,
    /// An association is of an achievement that is not in the transcript. 1EdTech's own samples have such.
    AssociationEnd,
    /// One ordered list is said several times: RDF has it as several lists of one node, which only permuting tells apart.
    ListRepeated,
    /// An achievement is said again beside its credential.
    AchievementRepeated,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 45] = [
        Self::Document,
        Self::Schema,
        Self::Canonical,
        Self::Context,
        Self::ContextVersion,
        Self::DataModel,
        Self::Type,
        Self::Id,
        Self::NoId,
        Self::Issuer,
        Self::Profile,
        Self::Identifier,
        Self::Subject,
        Self::SubjectUnnamed,
        Self::Identity,
        Self::IdentityHash,
        Self::Achievement,
        Self::Vocabulary,
        Self::Criteria,
        Self::Alignment,
        Self::NodeType,
        Self::ResultDescription,
        Self::ResultRange,
        Self::Result,
        Self::ResultStatus,
        Self::ResultLevel,
        Self::ResultValue,
        Self::Evidence,
        Self::Date,
        Self::Dates,
        Self::ActivityDates,
        Self::Status,
        Self::StatusIndex,
        Self::CredentialSchema,
        Self::SchemaUnknown,
        Self::Untyped,
        Self::RelatedResource,
        Self::Text,
        Self::Endorsement,
        Self::Children,
        Self::ChildRepeated,
        Self::Association,
        Self::AssociationEnd,
        Self::ListRepeated,
        Self::AchievementRepeated,
    ];

    /// The name in reports; it does not change.
    pub const fn as_str(self) -> &'static str {
        self.rule().0
    }

    /// Where the rule stands.
    pub const fn section(self) -> &'static str {
        self.rule().1
    }

    /// Whether it keeps a credential from being signed.
    pub const fn stops(self) -> bool {
        !matches!(
            self,
            Self::ContextVersion
                | Self::DataModel
                | Self::NoId
                | Self::ResultRange
                | Self::ResultLevel
                | Self::ResultValue
                | Self::ActivityDates
                | Self::StatusIndex
                | Self::AssociationEnd
                | Self::ListRepeated
                | Self::AchievementRepeated
        )
    }

    const fn rule(self) -> (&'static str, &'static str) {
        match self {
            Self::Document => ("document", "VCDM 2.0 §6.1"),
            Self::Schema => ("schema", "Open Badges 3.0 §E, CLR 2.0 §C"),
            Self::Canonical => ("canonical", "VC Data Integrity 1.0 §4.2"),
            Self::Context => ("context", "VCDM 2.0 §4.3"),
            Self::ContextVersion => ("context_version", "Open Badges 3.0 §B, CLR 2.0 §B"),
            Self::DataModel => ("data_model", "VCDM 2.0 §4.3"),
            Self::Type => ("type", "VCDM 2.0 §4.5"),
            Self::Id => ("id", "VCDM 2.0 §4.4"),
            Self::NoId => ("no_id", "RDF Dataset Canonicalization 1.0 §7.1"),
            Self::Issuer => ("issuer", "VCDM 2.0 §4.7"),
            Self::Profile => ("profile", "Open Badges 3.0 §B.1.18"),
            Self::Identifier => ("identifier", "Open Badges 3.0 §B.1"),
            Self::Subject => ("subject", "VCDM 2.0 §4.8"),
            Self::SubjectUnnamed => ("subject_unnamed", "Open Badges 3.0 §B.1"),
            Self::Identity => ("identity", "Open Badges 3.0 §B.1.14"),
            Self::IdentityHash => ("identity_hash", "Open Badges 3.0 §B.1.14"),
            Self::Achievement => ("achievement", "Open Badges 3.0 §B.1.2"),
            Self::Vocabulary => ("vocabulary", "Open Badges 3.0 §B.1"),
            Self::Criteria => ("criteria", "Open Badges 3.0 §B.1.7"),
            Self::Alignment => ("alignment", "Open Badges 3.0 §B.1.4"),
            Self::NodeType => ("node_type", "Open Badges 3.0 §B.1"),
            Self::ResultDescription => ("result_description", "Open Badges 3.0 §B.1.24"),
            Self::ResultRange => ("result_range", "Open Badges 3.0 §B.1.24"),
            Self::Result => ("result", "Open Badges 3.0 §B.1.22"),
            Self::ResultStatus => ("result_status", "Open Badges 3.0 §B.1.22"),
            Self::ResultLevel => ("result_level", "Open Badges 3.0 §B.1.22"),
            Self::ResultValue => ("result_value", "Open Badges 3.0 §B.1.22"),
            Self::Evidence => ("evidence", "Open Badges 3.0 §B.1.10"),
            Self::Date => ("date", "VCDM 2.0 §4.9"),
            Self::Dates => ("dates", "VCDM 2.0 §4.9"),
            Self::ActivityDates => ("activity_dates", "Open Badges 3.0 §B.1"),
            Self::Status => ("status", "Bitstring Status List 1.0 §2.1"),
            Self::StatusIndex => ("status_index", "Bitstring Status List 1.0 §2.1"),
            Self::CredentialSchema => ("credential_schema", "VCDM 2.0 §4.11"),
            Self::SchemaUnknown => ("schema_unknown", "Open Badges 3.0 §E"),
            Self::Untyped => ("untyped", "VCDM 2.0 §4.5"),
            Self::RelatedResource => ("related_resource", "VCDM 2.0 §5.3"),
            Self::Text => ("text", "VCDM 2.0 §4.6"),
            Self::Endorsement => ("endorsement", "Open Badges 3.0 §B.1"),
            Self::Children => ("children", "CLR 2.0 §B"),
            Self::ChildRepeated => ("child_repeated", "CLR 2.0 §B"),
            Self::Association => ("association", "CLR 2.0 §B"),
            Self::AssociationEnd => ("association_end", "CLR 2.0 §B"),
            Self::ListRepeated => ("list_repeated", "RDF Dataset Canonicalization 1.0 §7.1"),
            Self::AchievementRepeated => ("achievement_repeated", "RDF Dataset Canonicalization 1.0 §7.1"),
        }
    }
}
