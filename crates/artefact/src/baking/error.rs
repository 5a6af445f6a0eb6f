//! Why a picture is not opened, or not baked into.

/// A picture or a credential that is refused. Nothing of a credential is repeated in the message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BakingError {
    /// Neither PNG nor SVG.
    #[error("expected a PNG or an SVG picture, found bytes that begin like neither: give one of them")]
    NotAPicture,
    /// Over [`super::LONGEST_PICTURE`]; nothing was read.
    #[error("expected a picture of up to {allowed} bytes, found {found}: make the picture smaller")]
    PictureTooLarge {
        /// Bytes of the picture.
        found: usize,
        /// Bytes allowed.
        allowed: usize,
    },
    /// Over [`super::LONGEST_CREDENTIAL`].
    #[error("expected a credential of up to {allowed} bytes, found more")]
    CredentialTooLarge {
        /// Bytes allowed.
        allowed: usize,
    },
    /// What should be baked is neither form of a credential.
    #[error(
        "expected a credential to bake: one JSON object with an embedded proof, or a compact JWS; found neither: \
         give the file of one signed credential"
    )]
    NotACredential,
    /// The picture holds no credential.
    #[error("expected a credential baked into the picture ({place}), found none: ask for the picture as it was issued")]
    Nothing {
        /// Where it would stand.
        place: &'static str,
    },
    /// The picture holds more than one, and readers would differ in which they take (Open Badges 3.0 §5.3: only one).
    #[error("expected one {standard} credential in the picture, found {found}: ask for the picture as it was issued")]
    Several {
        /// The standard they are under.
        standard: &'static str,
        /// How many there are.
        found: usize,
    },
    /// There is text where a credential should be, and it is none.
    #[error("expected the baked text to be a JSON object or a compact JWS, found something else")]
    OtherText,
    /// A PNG that cannot be read.
    #[error("the PNG is broken: {0}")]
    Png(#[from] PngError),
    /// An SVG that cannot be read.
    #[error("the SVG cannot be read: {0}")]
    Svg(#[from] SvgError),
}

/// A PNG (ISO/IEC 15948, W3C PNG) that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    /// The file ends within a chunk, or before the chunk `IEND`.
    #[error("expected the rest of a chunk at byte {at}, found the end of the file: get the whole file")]
    Ended {
        /// Where the chunk begins.
        at: usize,
    },
    /// A type that is not four ASCII letters (PNG §5.4).
    #[error("expected a chunk type of four letters at byte {at}, found other bytes: get the file again")]
    Type {
        /// Where the chunk begins.
        at: usize,
    },
    /// The check sum of a chunk does not fit (PNG §5.5).
    #[error(
        "expected the check sum {expected:08x} at the end of the {kind} chunk at byte {at}, found {found:08x}: \
         get the file again"
    )]
    CheckSum {
        /// The chunk's type.
        kind: String,
        /// Where the chunk begins.
        at: usize,
        /// As computed.
        expected: u32,
        /// As written.
        found: u32,
    },
    /// More chunks than are looked at.
    #[error("expected up to {allowed} chunks, found more: save the picture again with a common program")]
    TooManyChunks {
        /// Chunks allowed.
        allowed: usize,
    },
    /// A chunk that every PNG has is absent or in the wrong place (PNG §5.6).
    #[error("expected {0}, found none: save the picture again with a common program")]
    Missing(&'static str),
    /// The credential stands in another kind of text chunk.
    #[error(
        "expected the credential in an iTXt chunk, found it in a {0} chunk: ask for a picture baked by Open Badges 3.0"
    )]
    WrongChunk(&'static str),
    /// An `iTXt` chunk whose fields are not those of PNG §11.3.3.4.
    #[error("expected the credential's iTXt chunk to have {0}, found otherwise: ask for the picture again")]
    Field(&'static str),
}

/// An SVG (XML 1.0) that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SvgError {
    /// Not UTF-8, or declared as something else.
    #[error("expected UTF-8, found another encoding: save the picture as UTF-8")]
    Encoding,
    /// Not well-formed.
    #[error("expected well-formed XML, found otherwise in line {line}: save the picture again with a common program")]
    IllFormed {
        /// Line, from 1.
        line: usize,
    },
    /// A document type with declarations of its own; they could define entities.
    #[error("expected a document type without declarations in [ ], found some in line {line}: remove them")]
    Declarations {
        /// Line, from 1.
        line: usize,
    },
    /// A reference to an entity that XML does not define by itself.
    #[error("expected only the entities of XML itself, found another in line {line}: write it out")]
    Entity {
        /// Line, from 1.
        line: usize,
    },
    /// More of something than is looked at.
    #[error("expected up to {allowed} {what}, found more: save the picture again with a common program")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many are allowed.
        allowed: usize,
    },
    /// Not an SVG.
    #[error("expected one root element svg, found otherwise: give an SVG picture")]
    Root,
    /// A prefix without a namespace.
    #[error("expected xmlns:openbadges to be declared for the credential in line {line}, found no declaration")]
    Unbound {
        /// Line, from 1.
        line: usize,
    },
    /// Both forms in one element, or other elements in it: which is meant cannot be said.
    #[error(
        "expected the credential element to hold a verify attribute or text alone, found more: ask for the picture again"
    )]
    Ambiguous,
}
