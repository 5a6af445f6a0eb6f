//! Bytes in, an unverified credential out; or a refusal that says what was expected and what was found.
//!
//! Limits come before parsing, and nothing is looked up here.

use std::borrow::Cow;

use artefact::baking::{self, BakingError, Picture, Standard};
use serde_json::{Map, Value};

use super::json::{self, JsonLimits, JsonRefusal};
use super::token::{self, Held, TokenRefusal, UnverifiedToken};
use super::words::{count, quote};

/// How large an upload may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// Bytes of a single credential.
    pub credential_bytes: usize,
    /// Bytes of a transcript (`ClrCredential`) or presentation, which hold many.
    pub transcript_bytes: usize,
    /// Depth and number of JSON values.
    pub json: JsonLimits,
}

impl Default for ReadLimits {
    /// 1 MB, for a transcript 5 MB; 64 deep, 100,000 values.
    fn default() -> Self {
        Self { credential_bytes: 1_000_000, transcript_bytes: 5_000_000, json: JsonLimits::default() }
    }
}

/// Why the input is not a credential this version reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing was given.
    #[error("Nothing was given. Paste the text of a credential, or pick the file.")]
    Empty,
    /// Over the limit.
    #[error("It is {found} bytes long; {what} may have up to {allowed}.")]
    TooLarge {
        /// What was being read.
        what: &'static str,
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        allowed: usize,
    },
    /// A kind of file that credentials do come in, and that this version does not open.
    #[error("It is {0}. This version reads credentials as JSON and as JWT; ask for such a file of the credential.")]
    OtherFormat(&'static str),
    /// A picture, or a file that begins like one, without a credential that can be taken out.
    #[error("No credential can be taken out of the file: {0}.")]
    Picture(#[from] BakingError),
    /// Not JSON, or not JSON that can be read in one way.
    #[error("Expected a credential as JSON: {0}.")]
    Json(#[from] JsonRefusal),
    /// JSON, but something else.
    #[error("Expected a credential: a JSON object with the type “VerifiableCredential”; found {0}.")]
    NotACredential(String),
    /// A token that holds no credential in a form that is read, or is refused as it stands.
    #[error(transparent)]
    Token(#[from] TokenRefusal),
    /// A presentation without credentials.
    #[error("Expected a presentation with at least one credential in “verifiableCredential”; found none.")]
    EmptyPresentation,
}

impl Unreadable {
    /// The stable word for programs.
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::OtherFormat(_) => "format_not_read",
            Self::Picture(BakingError::Nothing { .. }) => "nothing_baked",
            Self::Picture(BakingError::Several { .. }) => "several_baked",
            Self::Picture(_) => "picture_not_read",
            Self::Json(JsonRefusal::NotUtf8(_)) => "not_utf8",
            Self::Json(JsonRefusal::NotJson { .. }) => "not_json",
            Self::Json(JsonRefusal::DuplicateMember(_)) => "duplicate_member",
            Self::Json(JsonRefusal::TooDeep(_)) => "too_deep",
            Self::Json(JsonRefusal::TooManyNodes(_)) => "too_many_values",
            Self::NotACredential(_) => "not_a_credential",
            Self::Token(refusal) => refusal.reason(),
            Self::EmptyPresentation => "empty_presentation",
        }
    }
}

/// A credential as it came: nothing in it is known to be true.
///
/// Checks that rely on what it says take a `Verified` instead, which only a good signature yields.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedCredential {
    members: Map<String, Value>,
    token: Option<UnverifiedToken>,
}

impl UnverifiedCredential {
    /// `value`, when it is an object that calls itself a credential or has the members of one.
    ///
    /// # Errors
    /// [`Unreadable::NotACredential`] with what was found.
    pub fn from_value(value: Value) -> Result<Self, Unreadable> {
        match value {
            Value::Object(object)
                if has_type(&object, "VerifiableCredential") || object.contains_key("credentialSubject") =>
            {
                Ok(Self { members: object, token: None })
            }
            other => Err(Unreadable::NotACredential(found(&other))),
        }
    }

    /// `members`, which came in `token`.
    ///
    /// # Errors
    /// As [`Self::from_value`].
    pub(crate) fn in_token(members: Map<String, Value>, token: UnverifiedToken) -> Result<Self, Unreadable> {
        Ok(Self { token: Some(token), ..Self::from_value(Value::Object(members))? })
    }

    /// `value` as it stands inside of something else: as JSON, as a token, or enveloped (VCDM 2.0 §4.13).
    ///
    /// # Errors
    /// [`Unreadable`]: what is there is no credential, or its token is refused.
    pub(crate) fn inside(value: &Value, limits: JsonLimits) -> Result<Self, Unreadable> {
        match token::inside(value)? {
            Some(text) => token::read(text, limits),
            None => Self::from_value(value.clone()),
        }
    }

    /// The token it came in, if it did not come as JSON.
    pub(crate) const fn token(&self) -> Option<&UnverifiedToken> {
        self.token.as_ref()
    }

    /// The members.
    pub const fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    /// The member `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.members.get(name)
    }

    /// Whether `name` is among its types.
    pub fn is_a(&self, name: &str) -> bool {
        has_type(&self.members, name)
    }

    /// The whole as a JSON value again.
    pub fn to_value(&self) -> Value {
        Value::Object(self.members.clone())
    }
}

/// What an upload holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// One credential.
    Credential(UnverifiedCredential),
    /// A presentation.
    Presentation(UnverifiedPresentation),
}

/// A presentation as it came: who presents is not known to be true.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedPresentation {
    /// Its credentials, each read by itself.
    pub credentials: Credentials,
    /// The id of who presents them, as it says.
    pub holder: Option<String>,
    /// The token around it, where somebody signed one.
    pub(crate) token: Option<Box<UnverifiedToken>>,
}

/// What `bytes` hold, within `limits`.
///
/// # Errors
/// [`Unreadable`]: too large, another format, not JSON, or not a credential.
pub fn read(bytes: &[u8], limits: &ReadLimits) -> Result<Input, Unreadable> {
    if bytes.len() > limits.transcript_bytes {
        let allowed = limits.transcript_bytes;
        return Err(Unreadable::TooLarge { what: "a transcript", found: bytes.len(), allowed });
    }
    let bytes = bytes.trim_ascii();
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    let bytes = &*unbaked(bytes)?;
    if bytes.starts_with(b"%PDF-") {
        return Err(Unreadable::OtherFormat("a PDF document"));
    }
    let large = bytes.len() > limits.credential_bytes;
    let credential = if let Some(text) = token::compact(bytes) {
        match token::open(text, limits.json)? {
            Held::Credential(credential) => credential,
            Held::Presentation(members, token) => {
                return presentation(&members, Some(token), limits.json).map(Input::Presentation);
            }
        }
    } else {
        let value = json::parse(bytes, limits.json)?;
        if let Some(members) = value.as_object().filter(|object| has_type(object, "VerifiablePresentation")) {
            return presentation(members, None, limits.json).map(Input::Presentation);
        }
        UnverifiedCredential::inside(&value, limits.json)?
    };
    if large && !credential.is_a("ClrCredential") {
        let allowed = limits.credential_bytes;
        return Err(Unreadable::TooLarge { what: "a credential", found: bytes.len(), allowed });
    }
    Ok(Input::Credential(credential))
}

/// The text of the credential in a picture (Open Badges 3.0 §5.3); what is no picture is passed on as it is.
fn unbaked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    if Picture::of(bytes).is_none() {
        return Ok(Cow::Borrowed(bytes));
    }
    let found = baking::unbake(bytes)?;
    if found.standard == Standard::OpenBadges2 {
        return Err(Unreadable::OtherFormat(
            "a picture with a badge of Open Badges 2.0, which nobody signed as a credential",
        ));
    }
    Ok(Cow::Owned(found.text.into_bytes()))
}

/// Whether `type` (or `@type`) of `object` is or holds `name`.
pub(crate) fn has_type(object: &Map<String, Value>, name: &str) -> bool {
    match object.get("type").or_else(|| object.get("@type")) {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(types)) => types.iter().any(|one| one.as_str() == Some(name)),
        _ => false,
    }
}

/// One value, or each of an array.
pub(crate) fn each(value: Option<&Value>) -> &[Value] {
    match value {
        Some(Value::Array(items)) => items,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// The credentials of a presentation, each read by itself.
pub type Credentials = Vec<Result<UnverifiedCredential, Unreadable>>;

fn presentation(
    members: &Map<String, Value>,
    token: Option<Box<UnverifiedToken>>,
    limits: JsonLimits,
) -> Result<UnverifiedPresentation, Unreadable> {
    let credentials = each(members.get("verifiableCredential"));
    if credentials.is_empty() {
        return Err(Unreadable::EmptyPresentation);
    }
    let holder = members.get("holder").and_then(|holder| holder.as_str().or_else(|| holder.get("id")?.as_str()));
    let credentials = credentials.iter().map(|one| UnverifiedCredential::inside(one, limits)).collect();
    Ok(UnverifiedPresentation { credentials, holder: holder.map(str::to_owned), token })
}

fn found(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "true or false".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::String(_) => "a text".to_owned(),
        Value::Array(items) => format!("a list of {}", count(items.len(), "value", "values")),
        Value::Object(object) => match object.get("type") {
            Some(Value::String(name)) => format!("an object of the type {}", quote(name)),
            _ if object.contains_key("offers") || object.contains_key("credential_issuer") => {
                "an offer of a credential, which a wallet takes".to_owned()
            }
            _ => object.keys().next().map_or_else(
                || "an empty object".to_owned(),
                |first| format!("an object that begins with the member {}", quote(first)),
            ),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> (&'static str, String) {
        let refusal = read(bytes, &ReadLimits::default()).unwrap_err();
        (refusal.reason(), refusal.to_string())
    }

    #[test]
    fn a_credential_is_read() {
        let text = br#" {"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{}} "#;
        let Ok(Input::Credential(credential)) = read(text, &ReadLimits::default()) else { panic!("not read") };
        assert!(credential.is_a("OpenBadgeCredential") && !credential.is_a("ClrCredential"));
        assert!(matches!(read(br#"{"credentialSubject":{}}"#, &ReadLimits::default()), Ok(Input::Credential(_))));
    }

    #[test]
    fn a_presentation_yields_its_credentials() {
        let text =
            br#"{"type":"VerifiablePresentation","verifiableCredential":[{"type":"VerifiableCredential"},"ey"]}"#;
        let Ok(Input::Presentation(inside)) = read(text, &ReadLimits::default()) else { panic!("not read") };
        let inside = inside.credentials;
        assert!(inside[0].is_ok() && inside[1].is_err() && inside.len() == 2);
        assert_eq!(refused(br#"{"type":["VerifiablePresentation"]}"#).0, "empty_presentation");
    }

    #[test]
    fn other_formats_are_named_and_not_opened() {
        let (reason, sentence) = refused(b"%PDF-1.7");
        assert_eq!(reason, "format_not_read");
        assert!(sentence.starts_with("It is a PDF document. This version reads"), "{sentence}");
    }

    #[test]
    fn what_is_not_a_credential_is_told_with_what_was_found() {
        assert_eq!(refused(b"  ").0, "empty");
        assert_eq!(refused(b"hello").0, "not_json");
        assert_eq!(refused(b"\xff\xfe").0, "not_utf8");
        assert_eq!(refused(br#"{"a":1,"a":2}"#).0, "duplicate_member");
        assert_eq!(refused("[".repeat(10_000).as_bytes()).0, "too_deep");
        let (reason, sentence) = refused(br#"{"type":"Person"}"#);
        assert_eq!(reason, "not_a_credential");
        assert!(sentence.ends_with("found an object of the type “Person”."), "{sentence}");
        assert!(refused(b"[1,2]").1.ends_with("found a list of 2 values."));
        assert!(refused(br#"{"credential_issuer":"x"}"#).1.contains("an offer of a credential"));
    }

    #[test]
    fn size_is_limited_before_parsing_and_by_kind() {
        let limits = ReadLimits { credential_bytes: 100, transcript_bytes: 300, ..ReadLimits::default() };
        let sized = |kind: &str, bytes: usize| {
            let head = format!(r#"{{"type":["VerifiableCredential","{kind}"],"name":""#);
            format!("{head}{}\"}}", "x".repeat(bytes - head.len() - 2))
        };
        assert!(read(sized("OpenBadgeCredential", 100).as_bytes(), &limits).is_ok());
        let refusal = read(sized("OpenBadgeCredential", 101).as_bytes(), &limits);
        assert_eq!(refusal, Err(Unreadable::TooLarge { what: "a credential", found: 101, allowed: 100 }));
        assert!(read(sized("ClrCredential", 300).as_bytes(), &limits).is_ok());
        let refusal = read(&[b'['; 301], &limits);
        assert_eq!(refusal, Err(Unreadable::TooLarge { what: "a transcript", found: 301, allowed: 300 }));
    }
}
