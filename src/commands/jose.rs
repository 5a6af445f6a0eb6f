//! `tassel jose`: one credential or presentation as JWT or SD-JWT, signed, shown or checked with key files.

mod key_file;
mod options;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use model::random::OsRandom;
use model::time::{Clock as _, SystemClock};
use proof::jose::JoseError;
use proof::jose::credential::{self, CredentialJwt, CredentialJwtError, UnverifiedCredentialJwt};
use proof::jose::forms::Form;
use proof::keys::PublicKey;
use proof::sd_jwt::document::{DocumentError, UnverifiedDocument, issue_document};
use proof::sd_jwt::vc::{UnverifiedSdJwtVc, issue_credential};
use proof::sd_jwt::{self, Hiding, KeyBindingPolicy, SdJwt, SdJwtError, UnverifiedSdJwt};
use proof::strict_json;
use serde_json::{Map, Value, json};

use key_file::KeyFile;
pub(crate) use options::Jose;
use options::{JoseAction, JoseBinding, JoseFeature, JoseOptions, JosePresent};

use crate::AnyError;
use crate::output::note;

/// Bytes of an input or key file.
const FILE_LIMIT: usize = 8 * 1024 * 1024;

/// What was found out, as the test suite calls it.
#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Success(Value),
    Failure(String),
    Indeterminate(String),
    Error(String),
}

impl Answer {
    const fn word(&self) -> &'static str {
        match self {
            Self::Success(_) => "success",
            Self::Failure(_) => "failure",
            Self::Indeterminate(_) => "indeterminate",
            Self::Error(_) => "error",
        }
    }

    /// 0 to 3, in the sense of `tassel verify`.
    const fn exit_code(&self) -> u8 {
        match self {
            Self::Success(_) => 0,
            Self::Failure(_) => 1,
            Self::Indeterminate(_) => 2,
            Self::Error(_) => 3,
        }
    }

    fn data(&self) -> Value {
        match self {
            Self::Success(value) => value.clone(),
            Self::Failure(why) | Self::Indeterminate(why) | Self::Error(why) => json!(why),
        }
    }
}

/// Signs, shows or checks, and writes the answer to the output file. Exit 0 success, 1 failure, 2 indeterminate, 3 error.
///
/// # Errors
/// When the answer cannot be written.
pub(crate) fn run(options: &Jose) -> Result<ExitCode, AnyError> {
    let (output, answer) = match &options.action {
        JoseAction::Issue(options) => (&options.output, issue(options)),
        JoseAction::Verify(options) => (&options.output, verify(options)),
        JoseAction::Present(options) => (&options.output, present(options)),
    };
    let answer = answer.unwrap_or_else(|answer| answer);
    let text = json!({"result": answer.word(), "data": answer.data()});
    fs::write(output, format!("{text:#}\n")).map_err(|error| format!("cannot write {}: {error}", output.display()))?;
    if let Answer::Failure(why) | Answer::Indeterminate(why) | Answer::Error(why) = &answer {
        note(&format!("{}: {why}", answer.word()));
    }
    Ok(ExitCode::from(answer.exit_code()))
}

/// The form of a feature; none for `dc+sd-jwt`, which holds claims and no document.
const fn form(feature: JoseFeature) -> Option<Form> {
    match feature {
        JoseFeature::CredentialJose => Some(Form::VcJose),
        JoseFeature::PresentationJose => Some(Form::VpJose),
        JoseFeature::CredentialSdjwt => Some(Form::VcSdJwt),
        JoseFeature::PresentationSdjwt => Some(Form::VpSdJwt),
        JoseFeature::JwtVcJson => Some(Form::JwtVcJson),
        JoseFeature::VcJwt => Some(Form::VcJwt),
        JoseFeature::DcSdjwt => None,
    }
}

fn issue(options: &JoseOptions) -> Result<Answer, Answer> {
    let form = form(options.feature);
    let pointers = pointers(options.sd.as_deref())?;
    if form.is_some_and(|form| !form.is_selective()) && !pointers.is_empty() {
        return Err(Answer::Error("--sd goes with the SD-JWT features only".into()));
    }
    let document = object(&options.input)?;
    let key_file = KeyFile::read(&options.key)?;
    let (key, header) = (key_file.private()?, key_file.header());
    let hiding = Hiding { pointers: &pointers, decoys: 0 };
    let signed = match form {
        None => issue_credential(&header, &document, &hiding, &key, &OsRandom).map_err(DocumentError::SdJwt),
        Some(form) if form.is_selective() => issue_document(form, &header, &document, &hiding, (&key, &OsRandom)),
        Some(form) => credential::sign(form, &header, &document, &key).map_err(DocumentError::Document),
    };
    signed.map(|text| Answer::Success(json!(text))).map_err(|error| refused(&error))
}

/// The form is looked at before the key: what is malformed is refused with any key.
fn verify(options: &JoseOptions) -> Result<Answer, Answer> {
    let text = text(&options.input)?;
    let check = decode(form(options.feature), text.trim()).or_else(|error| {
        // An algorithm that is not known here is not that of a key that is; of another key nothing can be said.
        if let DocumentError::SdJwt(SdJwtError::Jose(jose)) | DocumentError::Document(CredentialJwtError::Jose(jose)) =
            &error
            && matches!(jose, JoseError::UnsupportedAlgorithm { .. })
        {
            KeyFile::read(&options.key)?.public()?;
        }
        Err(refused(&error))
    })?;
    let key_file = KeyFile::read(&options.key)?;
    let Checked { document, author, sd_jwt } = check(&key_file.public()?).map_err(|error| refused(&error))?;
    match (key_file.controller(), author) {
        (Some(controller), Some(author)) if controller != author => {
            return Err(Answer::Failure("the key's controller is not the issuer or holder".into()));
        }
        _ => {}
    }
    check_binding(&options.binding, sd_jwt.as_ref()).map_err(|error| refused(&error.into()))?;
    Ok(Answer::Success(Value::Object(document)))
}

/// Whether the holder is shown to hold the key depends on what is asked, not on what came.
fn check_binding(binding: &JoseBinding, sd_jwt: Option<&SdJwt>) -> Result<(), SdJwtError> {
    let Some((audience, nonce)) = binding.pair() else { return Ok(()) };
    let policy = KeyBindingPolicy { audience, nonce, now: SystemClock.now(), longest_age: 300, skew: 60 };
    sd_jwt.ok_or(SdJwtError::NotBound)?.check_key_binding(&policy)
}

fn present(options: &JosePresent) -> Result<Answer, Answer> {
    let text = text(&options.input)?;
    let (pointers, issuer) = (pointers(options.sd.as_deref())?, KeyFile::read(&options.issuer_key)?.public()?);
    let holder = options.key.as_deref().map(|path| KeyFile::read(path)?.private()).transpose()?;
    let present = || {
        let held = UnverifiedSdJwt::decode(text.trim(), FILE_LIMIT)?.verify(&issuer)?;
        held.expect_unbound()?;
        let shown = held.present(&pointers)?;
        match (&holder, options.binding.pair()) {
            (Some(key), Some((audience, nonce))) => sd_jwt::bind(&shown, audience, nonce, SystemClock.now(), key),
            _ => Ok(shown),
        }
    };
    present().map(|text| Answer::Success(json!(text))).map_err(|error| refused(&error.into()))
}

/// What a check found.
struct Checked {
    document: Map<String, Value>,
    author: Option<String>,
    sd_jwt: Option<SdJwt>,
}

impl Checked {
    fn new(read: CredentialJwt, sd_jwt: Option<SdJwt>) -> Self {
        Self { author: read.author().map(str::to_owned), document: read.document, sd_jwt }
    }
}

/// What is left to do once the form is known to be right.
type Check = Box<dyn FnOnce(&PublicKey) -> Result<Checked, DocumentError>>;

fn decode(form: Option<Form>, text: &str) -> Result<Check, DocumentError> {
    let Some(form) = form else {
        let read = UnverifiedSdJwtVc::decode(text, FILE_LIMIT)?;
        return Ok(Box::new(move |key| {
            let read = read.verify(key, SystemClock.now())?;
            let (author, document) = (read.issuer().map(str::to_owned), read.sd_jwt().payload().clone());
            Ok(Checked { document, author, sd_jwt: Some(read.into_sd_jwt()) })
        }));
    };
    if form.is_selective() {
        let read = UnverifiedDocument::decode(form, text, FILE_LIMIT)?;
        return Ok(Box::new(move |key| {
            let (read, sd_jwt) = read.verify(key)?;
            Ok(Checked::new(read, Some(sd_jwt)))
        }));
    }
    let read = UnverifiedCredentialJwt::decode(text, FILE_LIMIT)?;
    if read.form() == form {
        Ok(Box::new(move |key| Ok(Checked::new(read.verify(key)?, None))))
    } else {
        let (expected, found) = (form.rules().name, read.form().rules().name.to_owned());
        Err(CredentialJwtError::Jose(JoseError::Typ { expected, found }).into())
    }
}

fn refused(error: &DocumentError) -> Answer {
    Answer::Failure(error.to_string())
}

fn read(path: &Path) -> Result<Vec<u8>, Answer> {
    let shown = path.display();
    let length = fs::metadata(path).map_err(|error| Answer::Error(format!("cannot open {shown}: {error}")))?.len();
    if usize::try_from(length).is_ok_and(|length| length <= FILE_LIMIT) {
        fs::read(path).map_err(|error| Answer::Error(format!("cannot read {shown}: {error}")))
    } else {
        Err(Answer::Error(format!("{shown} is longer than {FILE_LIMIT} bytes")))
    }
}

fn text(path: &Path) -> Result<String, Answer> {
    String::from_utf8(read(path)?).map_err(|_| Answer::Failure("expected a JWT, found other bytes".into()))
}

fn object(path: &Path) -> Result<Map<String, Value>, Answer> {
    let shown = path.display();
    match strict_json::parse(&read(path)?, FILE_LIMIT) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Answer::Error(format!("expected a JSON object in {shown}"))),
        Err(fault) => Err(Answer::Error(format!("{shown}: {fault}"))),
    }
}

/// The pointers of `--sd`.
fn pointers(json: Option<&str>) -> Result<Vec<String>, Answer> {
    let Some(json) = json else { return Ok(vec![]) };
    let listed: Vec<String> = serde_json::from_str(json)
        .map_err(|_| Answer::Error(r#"expected --sd to be a JSON array of texts such as ["/name"]"#.into()))?;
    Ok(listed.iter().map(|path| pointer(path)).collect())
}

/// A JSON Pointer as it is; a path such as `a.b[0]`, which the test suite writes, as the pointer `/a/b/0`.
fn pointer(path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let steps = path.split(['.', '[']).map(|step| step.trim_end_matches(']')).filter(|step| !step.is_empty());
    steps.fold(String::new(), |pointer, step| pointer + "/" + &step.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests;
