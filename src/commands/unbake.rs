//! `tassel unbake`.

use std::process::ExitCode;

use artefact::baking::{self, Form, LONGEST_CREDENTIAL, LONGEST_PICTURE, Standard, UnverifiedBaked};
use serde_json::{Value, json};

use super::{Unbake, bake};
use crate::AnyError;
use crate::output::{Output, note};

/// Prints the credential in a picture as it stands there. It is not checked.
///
/// # Errors
/// When the file cannot be read, is no picture, or holds no credential.
pub(crate) fn run(options: &Unbake, output: Output) -> Result<ExitCode, AnyError> {
    let of = |error: AnyError| -> AnyError { format!("{}: {error}", options.file.display()).into() };
    let image = bake::read(&options.file, LONGEST_PICTURE)?;
    let found = baking::unbake(&image).map_err(|error| of(error.into()))?;
    output.result(&document(&found).map_err(of)?, &found.text);
    note(match found.standard {
        Standard::OpenBadges3 | Standard::Clr2 => "Not checked yet: `tassel verify` does that.",
        Standard::OpenBadges2 => {
            "This is a badge of Open Badges 2.0, not a Verifiable Credential: nothing here checks it."
        }
    });
    Ok(ExitCode::SUCCESS)
}

/// What was found, as one document.
pub(super) fn document(found: &UnverifiedBaked) -> Result<Value, AnyError> {
    let credential = match found.form {
        Form::Json => proof::strict_json::parse(found.text.as_bytes(), LONGEST_CREDENTIAL)?,
        Form::Jws | Form::Url => Value::String(found.text.clone()),
    };
    Ok(json!({
        "standard": found.standard.name(),
        "picture": found.picture.name(),
        "form": found.form.name(),
        "credential": credential,
    }))
}
