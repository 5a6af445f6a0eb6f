//! The achievement catalogue: what a record lacks and a credential needs.
//!
//! LIF says that a learner was awarded something; Open Badges 3.0 demands what it is and what it takes. A catalogue is
//! a TOML file that a registrar keeps:
//!
//! ```toml
//! [defaults.course]                      # for what no entry describes; also award, programme, assessment, competency
//! description = "{name}, a course at {issuer}."
//! criteria = "Enrolment in the course; the result recorded with it says how it ended."
//! achievement_type = "Course"
//!
//! [award_types]                          # the type of an award by the beginning of its name
//! "Bachelor of" = "BachelorDegree"
//!
//! [[achievement]]
//! slug = "bsc-computing"                 # names its credential configuration; keep it for ever
//! match = [{ identifier = "bsc-computing-2019", source = "Northlake" }, { name = "BSc Computing" }]
//! description = "Three years of computing, with a project."
//! criteria = "180 credits, 60 of them at the third level, and a passed project."
//! ```
//!
//! An entry may also have `kind` (`award`, `course`, `programme`, `assessment`, `competency`; `award` when absent), `name`
//! (takes the place of the record's, and is matched when there is no `match`), `uri` (its id where it is published elsewhere), `criteria_url`,
//! `image`, `achievement_type`, `field_of_study`, `specialization`, `human_code`, `credits_available`, `tags`, `grades`
//! (lowest first), `score_type` (the result type of numerical grades) and `signers` (the sources whose statements of it are
//! signed). `[[achievement.alignment]]` has a `name`, one of `ctid`, `lightcast`, `rsd`, `onet`, `case` ([`target`]) and
//! `url`, and may have `code`, `description`, `framework` and `target_type`. `[[achievement.result]]` describes a result:
//! `name`, `type`, and `allowed` (lowest first), `required`, `min`, `max`. A match has one of `identifier`, `code` and
//! `name`, and may name a `source`. What an entry leaves open the record's own definition says, and then the default of
//! its kind.

mod assemble;
pub(crate) mod entry;
mod file;
pub mod import;
mod json;
mod published;
pub mod target;
mod write;

use assemble::Index;
pub use assemble::{Clash, Defaults};
pub(crate) use entry::fold;
pub use entry::{Entry, KindDefault, Match, MatchOn, ResultKind};
pub use file::{CatalogueError, line_of};
pub use json::{ENTRY_LIMIT, MemberError};
pub use published::Publisher;
pub use write::{WriteError, to_toml};

/// The file of `tassel demo`'s catalogue.
pub const DEMO: &str = include_str!("catalogue/demo.toml");

/// What an achievement is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AchievementKind {
    /// A credential award.
    Award,
    /// A course.
    Course,
    /// A programme.
    Programme,
    /// An assessment.
    Assessment,
    /// A competency that was assessed.
    Competency,
}

impl AchievementKind {
    /// The word for it in files and computed ids.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Course => "course",
            Self::Programme => "programme",
            Self::Assessment => "assessment",
            Self::Competency => "competency",
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What kind of achievement.
    pub kind: AchievementKind,
    /// `informationSourceId` of the statement.
    pub source: Option<&'a str>,
    /// The source's identifier for the credential, course or programme.
    pub identifier: Option<&'a str>,
    /// Course numbers it is known by.
    pub codes: &'a [&'a str],
    /// Its name.
    pub name: Option<&'a str>,
}

/// Entries by how they are found, and defaults for each kind.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    index: Index,
    /// Entries that package nothing any more.
    retired: Index,
    defaults: Defaults,
}

impl Catalogue {
    /// Knows nothing: only what the record itself describes is packaged.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The catalogue of `tassel demo`: defaults for each kind, whose sentences claim no more than that the record says
    /// so, and entries for the awards of the sample learners' college ([`crate::samples`]).
    pub fn demo() -> Self {
        // A test parses the built-in file, so the fallback is never taken.
        Self::parse_toml(DEMO).unwrap_or_default()
    }

    /// Reads a catalogue file, at most 4 MiB.
    ///
    /// # Errors
    /// [`CatalogueError`] names the line, the entry and what is wrong with it.
    pub fn parse_toml(text: &str) -> Result<Self, CatalogueError> {
        file::parse(text)
    }

    /// A catalogue of these entries, of entries that package nothing any more, and of defaults.
    ///
    /// # Errors
    /// [`Clash`] when two entries that are not retired have one match.
    pub fn of(entries: Vec<Entry>, retired: Vec<Entry>, defaults: Defaults) -> Result<Self, Clash> {
        let mut catalogue = Self { defaults, ..Self::default() };
        entries.into_iter().try_for_each(|entry| catalogue.index.add(entry))?;
        for entry in retired {
            catalogue.retired.add_behind(entry);
        }
        Ok(catalogue)
    }

    /// The entry for what is wanted: by identifier, else by course number, else by name; an entry bound to the source
    /// comes before one for every source.
    pub fn find(&self, wanted: &Wanted<'_>) -> Option<&Entry> {
        find_in(&self.index, wanted)
    }

    /// The retired entry for what is wanted, looked for as [`Self::find`] does. What [`Self::find`] finds comes before it.
    pub fn find_retired(&self, wanted: &Wanted<'_>) -> Option<&Entry> {
        find_in(&self.retired, wanted)
    }

    /// What is said of achievements of this kind that nothing else describes.
    pub fn default_for(&self, kind: AchievementKind) -> Option<&KindDefault> {
        self.defaults.of_kind.get(&kind)
    }

    /// The achievement type of an award by the longest fitting beginning of its name, case ignored.
    pub fn award_type(&self, name: &str) -> Option<&str> {
        let name = fold(name);
        let fitting = self.defaults.award_types.iter().filter(|(beginning, _)| name.starts_with(beginning.as_str()));
        fitting.max_by_key(|(beginning, _)| beginning.len()).map(|(_, found)| found.as_str())
    }

    /// All entries, in the file's order.
    pub fn entries(&self) -> &[Entry] {
        &self.index.entries
    }

    /// What stands beside the entries.
    pub const fn defaults(&self) -> &Defaults {
        &self.defaults
    }
}

fn find_in<'c>(index: &'c Index, wanted: &Wanted<'_>) -> Option<&'c Entry> {
    let identifier = wanted.identifier.map(|id| MatchOn::Identifier(id.to_owned()));
    let codes = wanted.codes.iter().map(|code| MatchOn::code(code));
    let name = wanted.name.map(MatchOn::name);
    let each = identifier.into_iter().chain(codes).chain(name);
    each.into_iter().find_map(|on| index.find(wanted.kind, wanted.source, on))
}

#[cfg(test)]
mod tests;
