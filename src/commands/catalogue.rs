//! `tassel catalogue`.

mod files;
mod kept;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::AnyError;
use crate::config::Place;
use crate::output::Output;

/// `tassel catalogue`.
#[derive(Debug, Args)]
pub(crate) struct CatalogueCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a catalogue of a LIF document, CTDL (JSON-LD), Open Badges 2.0 badge classes or a table (CSV)
    Import {
        /// The file; its form is told by what is in it
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Where the catalogue goes; a file that is there stays as it is
        #[arg(long, value_name = "TOML")]
        out: PathBuf,
    },
    /// Check a catalogue, and list the entries that wait for a sentence
    Check {
        /// The catalogue (TOML)
        #[arg(value_name = "TOML")]
        file: PathBuf,
    },
    /// Load a catalogue into the installation: all of it, or nothing when it has a mistake
    Load {
        /// The catalogue (TOML)
        #[arg(value_name = "TOML")]
        file: PathBuf,
        /// Retire the entries that the file does not have
        #[arg(long)]
        replace: bool,
    },
    /// Write the installation's catalogue, without what was retired, as a file to edit
    Export {
        /// Where it goes; a file that is there stays as it is. Without it to stdout
        #[arg(long, value_name = "TOML")]
        out: Option<PathBuf>,
    },
    /// All entries of the installation's catalogue
    List,
    /// One entry
    Show {
        /// The entry
        #[arg(value_name = "SLUG")]
        slug: String,
        /// As it was when the catalogue had this version
        #[arg(long, value_name = "NUMBER", conflicts_with = "credential")]
        version: Option<i64>,
        /// As it was when this credential was packaged
        #[arg(long, value_name = "ID")]
        credential: Option<String>,
    },
    /// Retire an entry: it packages nothing more, its page stays
    Retire {
        /// The entry
        #[arg(value_name = "SLUG")]
        slug: String,
    },
    /// All versions of an entry, newest first
    History {
        /// The entry
        #[arg(value_name = "SLUG")]
        slug: String,
    },
}

/// Says what was taken, what was left out and why; what changed; what is there.
///
/// # Errors
/// When a file cannot be read or written, holds nothing that can be awarded, or has a mistake; when there is no such
/// entry.
pub(crate) async fn run(options: &CatalogueCommand, place: &Place, output: Output) -> Result<ExitCode, AnyError> {
    match &options.action {
        Action::Import { file, out } => files::import_file(file, out, output),
        Action::Check { file } => files::check(file, output),
        Action::Load { file, replace } => kept::load(place, file, *replace, output).await,
        Action::Export { out } => kept::export(place, out.as_deref(), output).await,
        Action::List => kept::list(place, output).await,
        Action::Show { slug, version, credential } => {
            kept::show(place, slug, (*version, credential.as_deref()), output).await
        }
        Action::Retire { slug } => kept::retire(place, slug, output).await,
        Action::History { slug } => kept::history(place, slug, output).await,
    }
}
