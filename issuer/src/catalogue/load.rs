//! Catalogue files into the database.

use std::sync::Arc;

use model::catalogue::{Catalogue, CatalogueError, line_of};
use model::time::Time;
use sha2::{Digest as _, Sha256};

use super::{By, Diff, Edit, Edition, Failure, Refused, Register, Rest};
use crate::store::catalogue;

/// Why a file was not loaded. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file has a mistake.
    #[error(transparent)]
    File(#[from] CatalogueError),
    /// An entry of it does not go with what the catalogue has.
    #[error("line {line}: {refused}")]
    Entry {
        /// The entry's line.
        line: usize,
        /// Why.
        refused: Refused,
    },
    /// The catalogue cannot be read or changed.
    #[error(transparent)]
    Failure(Failure),
}

/// Loads a file by a command: all of it or nothing.
///
/// # Errors
/// [`LoadError`] with the line.
pub async fn load_file(
    register: &Register<'_>,
    text: &str,
    rest: Rest,
    now: Time,
) -> Result<(Arc<Edition>, Diff), LoadError> {
    load(register, text, rest, (By::Command, now), None).await
}

/// Loads the file that the settings name, when it is another than the one loaded last; `None` when it is not.
///
/// # Errors
/// [`LoadError`] with the line.
pub async fn load_settings(register: &Register<'_>, text: &str, now: Time) -> Result<Option<Diff>, LoadError> {
    let hash = Sha256::digest(text).to_vec();
    let (_, loaded) =
        catalogue::count(register.db, register.tenant).await.map_err(|error| LoadError::Failure(error.into()))?;
    if loaded.as_ref() == Some(&hash) {
        return Ok(None);
    }
    let (_, diff) = load(register, text, Rest::OfSettingsRetired, (By::Settings, now), Some(hash)).await?;
    Ok(Some(diff))
}

async fn load(
    register: &Register<'_>,
    text: &str,
    rest: Rest,
    who: (By, Time),
    hash: Option<Vec<u8>>,
) -> Result<(Arc<Edition>, Diff), LoadError> {
    let file = Catalogue::parse_toml(text)?;
    let done = register.change(Arc::default(), &Edit::Load(&file, rest), who, hash).await;
    done.map_err(|failure| match failure {
        Failure::Refused(refused) => match entry_of(&refused).and_then(|slugs| line_in(text, slugs)) {
            Some(line) => LoadError::Entry { line, refused },
            None => LoadError::Failure(refused.into()),
        },
        other => LoadError::Failure(other),
    })
}

/// Of two entries that clash one is in the file.
fn entry_of(refused: &Refused) -> Option<[&str; 2]> {
    match refused {
        Refused::Clash(clash) => Some([&clash.slug, &clash.other]),
        Refused::TooLarge { slug, .. } => Some([slug, slug]),
        _ => None,
    }
}

fn line_in(text: &str, slugs: [&str; 2]) -> Option<usize> {
    slugs.into_iter().find_map(|slug| line_of(text, slug))
}
