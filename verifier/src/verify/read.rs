//! Bytes in, an unverified credential out; or a refusal that says what was expected and what was found.
//!
//! Limits come before parsing, and nothing is looked up here.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use artefact::baking::{self, BakingError, Picture, Standard};
use proof::written::Written;
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
    text: Option<OwnText>,
}

/// The text of one credential, as it stands in what was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OwnText {
    whole: Arc<str>,
    range: Range<usize>,
}

impl OwnText {
    fn as_str(&self) -> &str {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }
}

/// A value of a credential, with its text where the credential came as text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claimed<'a> {
    /// The value.
    pub(crate) value: &'a Value,
    written: Option<(&'a Arc<str>, usize, Written<'a>)>,
}

impl<'a> Claimed<'a> {
    /// What `whole` holds, which was read as `value`.
    fn of(whole: &'a Arc<str>, value: &'a Value) -> Self {
        Self { value, written: Written::of(whole).map(|written| (whole, 0, written)) }
    }

    /// Each value of the member `name`: those of a list, or the one.
    pub(crate) fn each(self, name: &str) -> Vec<Self> {
        let values = each(self.value.get(name));
        // Nothing is looked for in a long text that is not there.
        let written = self.written.filter(|_| !values.is_empty()).and_then(|(_, _, object)| object.member(name));
        self.paired(values, written)
    }

    /// `values` with their texts, which `written` holds.
    fn paired(self, values: &'a [Value], written: Option<Written<'a>>) -> Vec<Self> {
        let mut texts = written.map(Written::one_or_many).unwrap_or_default().into_iter();
        let mut next = || self.written.zip(texts.next()).map(|((whole, start, _), text)| (whole, start, text));
        values.iter().map(|value| Self { value, written: next() }).collect()
    }

    fn own_text(self) -> Option<OwnText> {
        let (whole, start, written) = self.written?;
        let range = written.range();
        Some(OwnText { whole: Arc::clone(whole), range: start + range.start..start + range.end })
    }
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
                Ok(Self { members: object, token: None, text: None })
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

    /// What `text` holds, which was read as `value`: a credential as JSON, as a token, or enveloped (VCDM 2.0 §4.13).
    ///
    /// # Errors
    /// [`Unreadable`]: what is there is no credential, or its token is refused.
    pub(crate) fn of_text(text: &str, value: Value, limits: JsonLimits) -> Result<Self, Unreadable> {
        if let Some(text) = token::inside(&value)? {
            return token::read(text, limits);
        }
        let whole = OwnText { whole: text.into(), range: 0..text.len() };
        Ok(Self { text: Some(whole), ..Self::from_value(value)? })
    }

    /// The same of `claimed`, which stands inside of something else.
    ///
    /// # Errors
    /// As [`Self::of_text`].
    pub(crate) fn inside(claimed: Claimed<'_>, limits: JsonLimits) -> Result<Self, Unreadable> {
        match token::inside(claimed.value)? {
            Some(text) => token::read(text, limits),
            None => Ok(Self { text: claimed.own_text(), ..Self::from_value(claimed.value.clone())? }),
        }
    }

    /// Each value of the member `name`, with its text.
    pub(crate) fn claimed(&self, name: &str) -> Vec<Claimed<'_>> {
        let values = each(self.get(name));
        let text = self.text.as_ref().filter(|_| !values.is_empty());
        let top = text.and_then(|text| Some((&text.whole, text.range.start, Written::of(text.as_str())?)));
        let written = top.and_then(|(_, _, object)| object.member(name));
        Claimed { value: &Value::Null, written: top }.paired(values, written)
    }

    /// Its text, unless it came inside a token: what its proofs are checked on.
    pub(crate) fn text(&self) -> Option<&str> {
        self.text.as_ref().map(OwnText::as_str)
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
                let claimed = Claimed { value: &Value::Object(members), written: None };
                return presentation(claimed, Some(token), limits.json).map(Input::Presentation);
            }
        }
    } else {
        let value = json::parse(bytes, limits.json)?;
        let text = json::text(bytes)?;
        if value.as_object().is_some_and(|object| has_type(object, "VerifiablePresentation")) {
            return presentation(Claimed::of(&text.into(), &value), None, limits.json).map(Input::Presentation);
        }
        UnverifiedCredential::of_text(text, value, limits.json)?
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
    claimed: Claimed<'_>,
    token: Option<Box<UnverifiedToken>>,
    limits: JsonLimits,
) -> Result<UnverifiedPresentation, Unreadable> {
    let credentials = claimed.each("verifiableCredential");
    if credentials.is_empty() {
        return Err(Unreadable::EmptyPresentation);
    }
    let holder = claimed.value.get("holder").and_then(|holder| holder.as_str().or_else(|| holder.get("id")?.as_str()));
    let credentials = credentials.into_iter().map(|one| UnverifiedCredential::inside(one, limits)).collect();
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
mod tests;
