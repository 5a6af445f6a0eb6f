//! `tassel bake`.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

use artefact::baking::{self, Form, LONGEST_CREDENTIAL, LONGEST_PICTURE};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::Bake;
use crate::AnyError;
use crate::output::Output;

/// Bakes a signed credential into a picture (Open Badges 3.0 §5.3). The signature is not checked.
///
/// # Errors
/// When a file cannot be read or written, the credential is not one signed badge, or the picture cannot hold it.
pub(crate) fn run(options: &Bake, output: Output) -> Result<ExitCode, AnyError> {
    let credential = String::from_utf8(read(&options.file, LONGEST_CREDENTIAL)?)
        .map_err(|_| format!("{}: expected text in UTF-8", options.file.display()))?;
    let image = read(&options.image, LONGEST_PICTURE)?;
    let of = |file: &Path, error: &dyn std::fmt::Display| -> AnyError { format!("{}: {error}", file.display()).into() };
    let baked = baking::bake(&image, &credential).map_err(|error| match error {
        baking::BakingError::NotACredential => of(&options.file, &error),
        _ => of(&options.image, &error),
    })?;
    signed_badge(baked.form, credential.trim()).map_err(|error| of(&options.file, &error))?;
    fs::write(&options.out, &baked.bytes).map_err(|error| of(&options.out, &error))?;
    let result = json!({
        "out": options.out.display().to_string(),
        "picture": baked.picture.name(),
        "form": baked.form.name(),
        "replaced": baked.replaced > 0,
    });
    let replaced = if baked.replaced > 0 { ", in place of the credential that was there" } else { "" };
    output.result(&result, &format!("Baked into {} ({}){replaced}.", options.out.display(), baked.picture.name()));
    Ok(ExitCode::SUCCESS)
}

/// The bytes of `file`, of which there may be `longest`.
pub(super) fn read(file: &Path, longest: usize) -> Result<Vec<u8>, AnyError> {
    let name = file.display();
    let mut bytes = Vec::new();
    let one_more = u64::try_from(longest)?.saturating_add(1);
    File::open(file)
        .and_then(|file| file.take(one_more).read_to_end(&mut bytes))
        .map_err(|error| format!("cannot read {name}: {error}"))?;
    if bytes.len() > longest {
        return Err(format!("{name}: expected up to {longest} bytes, found more").into());
    }
    Ok(bytes)
}

/// Whether `text` is a badge that somebody signed: a picture is shown around, and anything else does not belong in it.
fn signed_badge(form: Form, text: &str) -> Result<(), AnyError> {
    let (credential, signed) = match form {
        Form::Jws => (payload(text)?, true),
        Form::Json | Form::Url => {
            let credential = proof::strict_json::parse(text.as_bytes(), LONGEST_CREDENTIAL)?;
            let signed = credential.get("proof").is_some_and(|proof| !proof.is_null());
            (credential, signed)
        }
    };
    if !["OpenBadgeCredential", "AchievementCredential"].iter().any(|name| is_a(&credential, name)) {
        return Err("expected a credential of the type OpenBadgeCredential, found none: only badges are baked \
                    (Open Badges 3.0 §5.3); give a transcript out as its JSON file"
            .into());
    }
    if !signed {
        return Err("expected a signed credential, found no proof in it: sign it with `tassel issue` first".into());
    }
    Ok(())
}

/// The credential in a JWS: its payload, or what that holds as `vc` (VCDM 1.1 §6.3.1).
fn payload(jws: &str) -> Result<Value, AnyError> {
    let part = jws.split('.').nth(1).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| "expected the payload of the JWS in base64url")?;
    let mut payload = proof::strict_json::parse(&bytes, LONGEST_CREDENTIAL)?;
    Ok(match payload.get_mut("vc") {
        Some(inside) => inside.take(),
        None => payload,
    })
}

fn is_a(credential: &Value, name: &str) -> bool {
    match credential.get("type") {
        Some(Value::Array(types)) => types.iter().any(|one| one == name),
        Some(only) => only == name,
        None => false,
    }
}

#[cfg(test)]
mod tests;
