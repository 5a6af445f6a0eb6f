//! The achievement catalogue: what a record lacks and a credential needs.
//!
//! LIF says that a learner was awarded something; Open Badges 3.0 demands what it is and what it takes. A catalogue is
//! a TOML file that a registrar keeps:
//!
//! ```toml
//! [defaults.course]                      # for what no entry describes; also award, programme
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
//! An entry may also have `kind` (`award`, `course`, `programme`; `award` when absent), `name` (takes the place of the
//! record's, and is matched when there is no `match`), `uri` (its id where it is published elsewhere), `criteria_url`,
//! `image`, `achievement_type`, `field_of_study`, `specialization`, `human_code`, `credits_available`, `tags`, `grades`
//! (lowest first), `score_type` (the result type of numerical grades) and `signers` (the sources whose statements of it are
//! signed). `[[achievement.alignment]]` has a `name`, one of `ctid`, `lightcast`, `rsd`, `onet`, `case` ([`target`]) and
//! `url`, and may have `code`, `description`, `framework` and `target_type`. `[[achievement.result]]` describes a result:
//! `name`, `type`, and `allowed` (lowest first), `required`, `min`, `max`. A match has one of `identifier`, `code` and
//! `name`, and may name a `source`. What an entry leaves open the record's own definition says, and then the default of
//! its kind.

pub(crate) mod entry;
mod file;
pub mod import;
pub mod target;
mod write;

use std::collections::HashMap;

pub(crate) use entry::fold;
pub use entry::{Entry, KindDefault, Match, MatchOn, ResultKind};
pub use file::CatalogueError;
pub use write::{WriteError, to_toml};

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
}

impl AchievementKind {
    /// The word for it in files and computed ids.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Award => "award",
            Self::Course => "course",
            Self::Programme => "programme",
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

/// The source an entry is bound to, `None` for all, and its position among the entries.
type Place = (Option<String>, usize);

/// Entries by how they are found, and defaults for each kind.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
    by_match: HashMap<(AchievementKind, MatchOn), Vec<Place>>,
    defaults: HashMap<AchievementKind, KindDefault>,
    /// Longest beginning first.
    award_types: Vec<(String, String)>,
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
        Self::parse_toml(include_str!("catalogue/demo.toml")).unwrap_or_default()
    }

    /// Reads a catalogue file, at most 4 MiB.
    ///
    /// # Errors
    /// [`CatalogueError`] names the line, the entry and what is wrong with it.
    pub fn parse_toml(text: &str) -> Result<Self, CatalogueError> {
        file::parse(text)
    }

    /// The entry for what is wanted: by identifier, else by course number, else by name; an entry bound to the source
    /// comes before one for every source.
    pub fn find(&self, wanted: &Wanted<'_>) -> Option<&Entry> {
        let identifier = wanted.identifier.map(|id| MatchOn::Identifier(id.to_owned()));
        let codes = wanted.codes.iter().map(|code| MatchOn::code(code));
        let name = wanted.name.map(MatchOn::name);
        identifier.into_iter().chain(codes).chain(name).find_map(|on| self.find_on(wanted, on))
    }

    fn find_on(&self, wanted: &Wanted<'_>, on: MatchOn) -> Option<&Entry> {
        let found = self.by_match.get(&(wanted.kind, on))?;
        let of = |source: Option<&str>| found.iter().find(|(bound, _)| bound.as_deref() == source);
        let (_, position) = wanted.source.and_then(|source| of(Some(source))).or_else(|| of(None))?;
        self.entries.get(*position)
    }

    /// What is said of achievements of this kind that nothing else describes.
    pub fn default_for(&self, kind: AchievementKind) -> Option<&KindDefault> {
        self.defaults.get(&kind)
    }

    /// The achievement type of an award by the longest fitting beginning of its name, case ignored.
    pub fn award_type(&self, name: &str) -> Option<&str> {
        let name = fold(name);
        self.award_types.iter().find(|(beginning, _)| name.starts_with(beginning)).map(|(_, found)| found.as_str())
    }

    /// All entries, in the file's order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        [[achievement]]
        slug = "everywhere"
        match = [{ identifier = "c-1" }]
        [[achievement]]
        slug = "at-north"
        match = [{ identifier = "c-1", source = "North" }, { name = "Welding  Basics" }]
        [[achievement]]
        slug = "cs-651"
        kind = "course"
        match = [{ code = "CS 651" }]
        [award_types]
        "Bachelor of" = "BachelorDegree"
        "Bachelor of Education (PGCE)" = "Certificate"
    "#;

    fn wanted<'a>(source: &'a str, identifier: &'a str) -> Wanted<'a> {
        let (source, identifier) = (Some(source), Some(identifier));
        Wanted { kind: AchievementKind::Award, source, identifier, codes: &[], name: None }
    }

    fn slug(found: Option<&Entry>) -> &str {
        found.map_or("nothing", |entry| &entry.slug)
    }

    #[test]
    fn the_entry_of_the_source_comes_first() {
        let catalogue = Catalogue::parse_toml(FILE).unwrap();
        assert_eq!(slug(catalogue.find(&wanted("North", "c-1"))), "at-north");
        assert_eq!(slug(catalogue.find(&wanted("South", "c-1"))), "everywhere");
        assert_eq!(slug(catalogue.find(&wanted("North", "c-2"))), "nothing");
    }

    #[test]
    fn names_are_compared_without_case_and_spacing() {
        let catalogue = Catalogue::parse_toml(FILE).unwrap();
        let by_name = Wanted { name: Some(" welding basics"), ..wanted("South", "c-9") };
        assert_eq!(slug(catalogue.find(&by_name)), "at-north");
    }

    #[test]
    fn course_numbers_are_compared_without_spaces_and_only_among_courses() {
        let catalogue = Catalogue::parse_toml(FILE).unwrap();
        let course = Wanted { kind: AchievementKind::Course, codes: &["x", "cs651"], ..wanted("South", "c-1") };
        assert_eq!(slug(catalogue.find(&course)), "cs-651");
        assert_eq!(slug(catalogue.find(&Wanted { kind: AchievementKind::Programme, ..course })), "nothing");
    }

    #[test]
    fn the_longest_beginning_names_the_type() {
        let catalogue = Catalogue::parse_toml(FILE).unwrap();
        assert_eq!(catalogue.award_type("bachelor of Science"), Some("BachelorDegree"));
        assert_eq!(catalogue.award_type("Bachelor of Education (PGCE) 2024"), Some("Certificate"));
        assert_eq!(catalogue.award_type("A Bachelor of Science"), None);
    }

    #[test]
    fn the_demo_has_all_three_defaults() {
        let demo = Catalogue::demo();
        for kind in [AchievementKind::Award, AchievementKind::Course, AchievementKind::Programme] {
            let default = demo.default_for(kind).unwrap();
            assert!(default.description.is_some() && default.criteria.is_some(), "{kind:?}");
        }
        assert_eq!(demo.award_type("Master of Science (MS): Management"), Some("MasterDegree"));
    }

    #[test]
    fn the_empty_one_knows_nothing() {
        assert!(Catalogue::empty().default_for(AchievementKind::Award).is_none());
        assert!(Catalogue::empty().find(&wanted("North", "c-1")).is_none());
    }
}
