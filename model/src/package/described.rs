//! What an achievement is: the catalogue's entry first, then the record's own definition, then the catalogue's default.

use std::fmt::Debug;

use sha2::{Digest as _, Sha256};

use crate::badge::{Achievement, Alignment, Criteria};
use crate::catalogue::{AchievementKind, Entry, KindDefault, Wanted, entry::fill, fold};
use crate::ids::{NodeName, node_id};
use crate::record::AlignmentStatement;
use crate::vocabulary;

use super::{Packaging, Reason};

/// What the record says of an achievement.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts<'a> {
    pub(super) source: &'a str,
    pub(super) identifier: Option<&'a str>,
    pub(super) codes: Vec<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) definition: Definition,
}

/// What the record's own definition of it says (LIF root `Credential` or `Course`).
#[derive(Debug, Clone, Default)]
pub(super) struct Definition {
    pub(super) description: Option<String>,
    pub(super) criteria: Criteria,
    pub(super) achievement_type: Option<String>,
    pub(super) image: Option<String>,
    pub(super) field_of_study: Option<String>,
    pub(super) specialization: Option<String>,
    pub(super) human_code: Option<String>,
    pub(super) credits_available: Option<f64>,
    pub(super) tags: Vec<String>,
    pub(super) alignments: Vec<Alignment>,
    /// How many of the stated alignments have no name or no absolute URL.
    pub(super) unusable_alignments: usize,
}

/// An achievement, and the grades and score type the catalogue knows for it.
#[derive(Debug, Clone)]
pub(super) struct Described {
    pub(super) achievement: Achievement,
    pub(super) grades: Vec<String>,
    pub(super) score_type: Option<String>,
    /// Nothing describes it but its name.
    pub(super) by_name: bool,
}

/// What is missing, as reason and sentence.
type Missing = (Reason, String);

impl Facts<'_> {
    fn wanted(&self, kind: AchievementKind) -> Wanted<'_> {
        Wanted { kind, source: Some(self.source), identifier: self.identifier, codes: &self.codes, name: self.name }
    }

    /// Whether the catalogue has an entry for it, in force or retired.
    pub(super) fn in_catalogue(&self, with: &Packaging<'_>, kind: AchievementKind) -> bool {
        let wanted = self.wanted(kind);
        with.catalogue.find(&wanted).or_else(|| with.catalogue.find_retired(&wanted)).is_some()
    }
}

/// Of several definitions of one thing the one that says most, whatever the order in the document.
pub(super) fn fullest<'a, T: Debug>(found: impl Iterator<Item = &'a T>, said: impl Fn(&T) -> usize) -> Option<&'a T> {
    let found: Vec<&T> = found.collect();
    let most = found.iter().map(|one| said(one)).max()?;
    let mut best = found.into_iter().filter(|one| said(one) == most);
    let first = best.next()?;
    let others: Vec<&T> = best.collect();
    if others.is_empty() {
        return Some(first);
    }
    others.into_iter().chain([first]).min_by_key(|one| format!("{one:?}"))
}

pub(super) fn describe(with: &Packaging<'_>, kind: AchievementKind, facts: Facts<'_>) -> Result<Described, Missing> {
    let wanted = facts.wanted(kind);
    let entry = with.catalogue.find(&wanted);
    let stated = entry.and_then(|entry| entry.name.as_deref()).or(facts.name);
    let name = stated.ok_or_else(|| {
        (Reason::NoName, format!("this {} has no name, and none refers to one that has", kind.as_str()))
    })?;
    signed_here(entry, facts.source, name)?;
    not_retired(with, entry, &wanted)?;
    let slug = entry.map_or_else(|| derived_slug(kind, &facts, name), |entry| entry.slug.clone());
    let id = achievement_id(with, entry, &slug);
    let default = with.catalogue.default_for(kind);
    let parts = Parts { with, kind, name, entry, default, definition: facts.definition };
    let by_name = parts.description().is_none();
    let mut achievement = assemble(parts, id, slug)?;
    let (mut grades, mut score_type) = (Vec::new(), None);
    if let Some(entry) = entry {
        achievement.result_descriptions = entry.result_descriptions(&achievement);
        grades = entry.scale().to_vec();
        score_type = entry.scored_as().map(str::to_owned);
    }
    Ok(Described { achievement, grades, score_type, by_name })
}

/// The catalogue may say whose statements of an achievement are signed.
fn signed_here(entry: Option<&Entry>, source: &str, name: &str) -> Result<(), Missing> {
    let Some(entry) = entry.filter(|entry| !entry.signers.is_empty()) else { return Ok(()) };
    if entry.signers.iter().any(|signer| signer == source) {
        return Ok(());
    }
    let (slug, signers) = (&entry.slug, entry.signers.join("”, “"));
    let detail = format!(
        "“{name}” is signed on the word of “{signers}” alone (catalogue entry “{slug}”), and this is the word of “{source}”"
    );
    Err((Reason::OtherSource, detail))
}

/// What the catalogue retired is not issued by what the record or a default says of it either.
fn not_retired(with: &Packaging<'_>, entry: Option<&Entry>, wanted: &Wanted<'_>) -> Result<(), Missing> {
    match with.catalogue.find_retired(wanted) {
        Some(retired) if entry.is_none() => Err((
            Reason::Retired,
            format!("the catalogue entry “{}” was retired, so nothing new is issued for it", retired.slug),
        )),
        _ => Ok(()),
    }
}

/// Where an achievement's members come from.
struct Parts<'a> {
    with: &'a Packaging<'a>,
    kind: AchievementKind,
    name: &'a str,
    entry: Option<&'a Entry>,
    default: Option<&'a KindDefault>,
    definition: Definition,
}

impl Parts<'_> {
    fn filled(&self, pattern: &str) -> String {
        fill(pattern, self.name, &self.with.issuer.name)
    }

    fn description(&self) -> Option<String> {
        let entry = self.entry.and_then(|entry| entry.description.as_deref()).map(|text| self.filled(text));
        let default = || self.default.and_then(|one| one.description.as_deref()).map(|text| self.filled(text));
        entry.or_else(|| self.definition.description.clone()).or_else(default)
    }

    /// An institution that says in an entry what an achievement takes has said which it is. Where it has not described
    /// it as well, its name does.
    fn described_by_name(&self) -> Option<String> {
        self.entry.filter(|entry| !entry.criteria.is_empty()).map(|_| self.name.to_owned())
    }

    fn criteria(&self) -> Option<Criteria> {
        let entry = self.entry.map(|entry| Criteria {
            id: entry.criteria.id.clone(),
            narrative: entry.criteria.narrative.as_deref().map(|text| self.filled(text)),
        });
        let default = || self.default.and_then(|one| one.criteria.as_deref()).map(|text| self.filled(text));
        entry
            .filter(|criteria| !criteria.is_empty())
            .or_else(|| Some(self.definition.criteria.clone()).filter(|criteria| !criteria.is_empty()))
            .or_else(|| default().map(|narrative| Criteria { id: None, narrative: Some(narrative) }))
    }

    fn achievement_type(&self) -> Option<String> {
        let by_name = || match self.kind {
            AchievementKind::Award => self.with.catalogue.award_type(self.name).map(str::to_owned),
            _ => None,
        };
        let entry = self.entry.and_then(|entry| entry.achievement_type.clone());
        let stated = || self.definition.achievement_type.as_deref().and_then(vocabulary::achievement_type);
        let of_kind = || match self.kind {
            AchievementKind::Award => None,
            AchievementKind::Course => Some("Course".to_owned()),
            AchievementKind::Programme => Some("LearningProgram".to_owned()),
            AchievementKind::Assessment => Some("Assessment".to_owned()),
            AchievementKind::Competency => Some("Competency".to_owned()),
        };
        let default = || self.default.and_then(|one| one.achievement_type.clone());
        entry.or_else(stated).or_else(by_name).or_else(default).or_else(of_kind)
    }
}

fn assemble(parts: Parts<'_>, id: String, slug: String) -> Result<Achievement, Missing> {
    let (kind, name) = (parts.kind.as_str(), parts.name);
    let advice = "write it in the achievement catalogue";
    let description = parts.description().or_else(|| parts.described_by_name()).ok_or_else(|| {
        (
            Reason::NoDescription,
            format!("nothing describes the {kind} “{name}”, which Open Badges 3.0 demands; {advice}"),
        )
    })?;
    let criteria = parts.criteria().ok_or_else(|| {
        (
            Reason::NoCriteria,
            format!("nothing says what the {kind} “{name}” takes, which Open Badges 3.0 demands; {advice}"),
        )
    })?;
    let achievement_type = parts.achievement_type();
    let Parts { entry, default, definition, .. } = parts;
    let entry_text = |pick: fn(&Entry) -> &Option<String>| entry.and_then(|entry| pick(entry).clone());
    let tags = entry.map(|entry| entry.tags.clone()).filter(|tags| !tags.is_empty());
    let aligned = entry.map(|entry| entry.alignments.as_slice()).filter(|all| !all.is_empty());
    let alignments = aligned.map(|all| all.iter().map(Alignment::from).collect());
    Ok(Achievement {
        id,
        slug,
        name: name.to_owned(),
        achievement_type,
        description,
        criteria,
        image: entry_text(|entry| &entry.image)
            .or_else(|| definition.image.filter(|uri| vocabulary::is_absolute_uri(uri)))
            .or_else(|| default.and_then(|one| one.image.clone())),
        field_of_study: entry_text(|entry| &entry.field_of_study).or(definition.field_of_study),
        specialization: entry_text(|entry| &entry.specialization).or(definition.specialization),
        human_code: entry_text(|entry| &entry.human_code).or(definition.human_code),
        credits_available: entry.and_then(|entry| entry.credits_available).or(definition.credits_available),
        tags: tags.unwrap_or(definition.tags),
        alignments: alignments.unwrap_or(definition.alignments),
        result_descriptions: Vec::new(),
    })
}

fn achievement_id(with: &Packaging<'_>, entry: Option<&Entry>, slug: &str) -> String {
    if let Some(uri) = entry.and_then(|entry| entry.uri.clone()) {
        return uri;
    }
    match &with.base {
        Some(base) => format!("{}/achievements/{slug}", base.trim_end_matches('/')),
        None => node_id(with.secret, NodeName { kind: "achievement", source: "", award: slug, path: "" }),
    }
}

/// A slug for an achievement that no entry names: its words, and a digest of what makes it another achievement than
/// one of the same name. Sources reuse identifiers for different things, so the name goes in as well.
fn derived_slug(kind: AchievementKind, facts: &Facts<'_>, name: &str) -> String {
    let identity = [kind.as_str(), facts.source, facts.identifier.unwrap_or_default(), &fold(name)];
    let mut words = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            words.push(c);
        } else if !words.is_empty() && !words.ends_with('-') {
            words.push('-');
        }
        if words.len() >= 60 {
            break;
        }
    }
    let words = if words.is_empty() { kind.as_str() } else { words.trim_end_matches('-') };
    format!("{words}-{}", digest(&identity, 8))
}

/// The first `length` hexadecimal digits of SHA-256 over the parts, each with its length before it.
pub(super) fn digest(parts: &[&str], length: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let hex = hash.finalize().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    hex.chars().take(length).collect()
}

/// LIF's alignment in Open Badges' words; `None` when it lacks a name or an absolute URL, which both are demanded.
pub(super) fn alignment(stated: &AlignmentStatement) -> Option<Alignment> {
    let url = stated.url.clone().filter(|url| vocabulary::is_absolute_uri(url))?;
    let name = stated.name.clone()?;
    // An OSMT skill repeats its URL as its code, which tells nothing.
    let code = stated.code.clone().filter(|code| *code != url);
    let target_type = stated.framework.as_deref().filter(|one| *one == "OSMT").map(|_| "ext:RSD".to_owned());
    let (description, framework) = (stated.description.clone(), stated.framework.clone());
    Some(Alignment { name, url, code, description, framework, target_type })
}
