//! Collects what a file offers and makes entries of it that a catalogue file can hold.

use std::collections::{HashMap, HashSet};

use crate::catalogue::entry::fold;
use crate::catalogue::file::{AlignmentTable, EntryTable, MatchTable, aligned_of, entry_of};
use crate::catalogue::{AchievementKind, Entry, MatchOn};
use crate::vocabulary;

use super::{Finding, FindingCode};

/// A source by its id; `None` where it has none, and then every source.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Source(Option<String>);

/// An achievement as a file states it. Its slug is given at the end where the file states none.
struct Offer {
    place: String,
    table: EntryTable,
    /// The source in whose records its name may be looked for as well, where no other achievement has that name.
    named_in: Option<Source>,
}

/// What is found by what: a match, and the source it is bound to.
type Found = (AchievementKind, MatchOn, Option<String>);

/// What a file offers, and what there is to say of it.
#[derive(Default)]
pub(super) struct Collector {
    offers: Vec<Offer>,
    findings: Vec<Finding>,
    slugs: HashSet<String>,
    /// The number that the next thing of the same words gets.
    numbers: HashMap<String, usize>,
    matched: HashMap<Found, String>,
}

impl Collector {
    /// Something is not taken.
    pub(super) fn leave_out(&mut self, place: &str, detail: impl Into<String>) {
        self.find(place, FindingCode::LeftOut, detail);
    }

    /// An achievement is taken without one of its members.
    pub(super) fn leave_member_out(&mut self, place: &str, detail: impl Into<String>) {
        self.find(place, FindingCode::MemberLeftOut, detail);
    }

    fn find(&mut self, place: &str, code: FindingCode, detail: impl Into<String>) {
        let place = if place.is_empty() { "the top" } else { place };
        self.findings.push(Finding { place: place.to_owned(), code, detail: detail.into() });
    }

    /// An achievement that is found by the matches in its table, or by its name where it has none.
    pub(super) fn offer(&mut self, place: &str, table: EntryTable) {
        self.offers.push(Offer { place: place.to_owned(), table, named_in: None });
    }

    /// An achievement of a source: found by the matches in its table, and by its name where no other has it.
    pub(super) fn offer_of_source(&mut self, place: &str, table: EntryTable, source: Option<String>) {
        self.offers.push(Offer { place: place.to_owned(), table, named_in: Some(Source(source)) });
    }

    /// Entries with unique slugs and matches, and all findings.
    pub(super) fn finish(mut self) -> (Vec<Entry>, Vec<Finding>) {
        let mut offers = std::mem::take(&mut self.offers);
        once_each(&mut offers);
        self.strip_shared_identifiers(&mut offers);
        add_name_matches(&mut offers);
        // A file's own slugs come before those made of names, whatever the order.
        let stated = offers.iter().filter(|offer| !offer.table.slug.is_empty());
        let stated: HashSet<String> = stated.map(|offer| offer.table.slug.clone()).collect();
        let entries = offers.into_iter().filter_map(|offer| self.entry(offer, &stated)).collect();
        (entries, self.findings)
    }

    /// Sources use one identifier for different things. Such a one would put the first thing's name on all of them, so
    /// each is found by its name alone.
    fn strip_shared_identifiers(&mut self, offers: &mut [Offer]) {
        let mut names: HashMap<_, HashSet<String>> = HashMap::new();
        for offer in offers.iter().filter(|offer| offer.named_in.is_some()) {
            // What has no name makes no entry, and is no other thing.
            let Some(name) = offer.table.name.as_deref().map(fold).filter(|name| !name.is_empty()) else { continue };
            for one in offer.table.matches.iter().filter(|one| one.identifier.is_some()) {
                let key = (offer.table.kind, one.source.clone(), one.identifier.clone());
                names.entry(key).or_default().insert(name.clone());
            }
        }
        for offer in offers.iter_mut().filter(|offer| offer.named_in.is_some()) {
            let kind = offer.table.kind;
            let shared = |one: &MatchTable| {
                names.get(&(kind, one.source.clone(), one.identifier.clone())).is_some_and(|names| names.len() > 1)
            };
            let before = offer.table.matches.len();
            offer.table.matches.retain(|one| !shared(one));
            if offer.table.matches.len() < before {
                let detail = "its identifier is that of another thing too, so it is looked for by its name alone";
                self.find(&offer.place, FindingCode::MemberLeftOut, detail);
            }
        }
    }

    fn entry(&mut self, offer: Offer, stated: &HashSet<String>) -> Option<Entry> {
        let Offer { place, mut table, .. } = offer;
        if table.name.as_deref().is_none_or(|name| name.trim().is_empty()) {
            self.leave_out(&place, "expected a name, found none: an achievement cannot be shown without one");
            return None;
        }
        self.tidy(&place, &mut table);
        if table.slug.is_empty() {
            table.slug = self.free_slug(table.name.as_deref().unwrap_or_default(), stated);
        }
        let mut entry = match entry_of(table) {
            Ok(entry) => entry,
            Err(fault) => {
                self.leave_out(&place, fault.problem);
                return None;
            }
        };
        self.claim(&place, &mut entry).then(|| {
            self.say_what_is_wanting(&place, &entry);
            entry
        })
    }

    /// Keeps the matches that nothing before has; `false` when none is left, or the slug is taken.
    fn claim(&mut self, place: &str, entry: &mut Entry) -> bool {
        let name = entry.name.clone().unwrap_or_default();
        if self.slugs.contains(&entry.slug) {
            let detail = format!("“{name}” has the slug “{}” of another achievement of this file", entry.slug);
            self.find(place, FindingCode::Duplicate, detail);
            return false;
        }
        let of = |one: &crate::catalogue::Match| (entry.kind, one.on.clone(), one.source.clone());
        let first = entry.matches.iter().find_map(|one| self.matched.get(&of(one)).cloned());
        let mut seen = HashSet::new();
        let free: Vec<_> = entry
            .matches
            .iter()
            .filter(|one| !self.matched.contains_key(&of(one)) && seen.insert(of(one)))
            .cloned()
            .collect();
        if let (true, Some(first)) = (free.is_empty(), first) {
            let detail = format!("“{name}” is found by the same as “{first}”, which is taken");
            self.find(place, FindingCode::Duplicate, detail);
            return false;
        }
        self.matched.extend(free.iter().map(|one| (of(one), entry.slug.clone())));
        self.slugs.insert(entry.slug.clone());
        entry.matches = free;
        true
    }

    fn say_what_is_wanting(&mut self, place: &str, entry: &Entry) {
        let (name, slug) = (entry.name.clone().unwrap_or_default(), &entry.slug);
        if entry.description.is_none() {
            let detail = format!("nothing describes “{name}”: write `description` for “{slug}”");
            self.find(place, FindingCode::DescriptionWanting, detail);
        }
        if entry.criteria.is_empty() {
            let detail = format!("nothing says what “{name}” takes: write a sentence as `criteria` for “{slug}”");
            self.find(place, FindingCode::CriteriaWanting, detail);
        }
    }

    /// Takes out what an entry could not hold, each with a finding.
    fn tidy(&mut self, place: &str, table: &mut EntryTable) {
        for text in [&mut table.description, &mut table.criteria, &mut table.field_of_study, &mut table.human_code] {
            *text = text.take().filter(|text| !text.trim().is_empty());
        }
        for (member, uri) in
            [("uri", &mut table.uri), ("image", &mut table.image), ("criteria_url", &mut table.criteria_url)]
        {
            if let Some(wrong) = uri.take_if(|uri| !vocabulary::is_absolute_uri(uri)) {
                self.leave_member_out(
                    place,
                    format!("{member} is expected to be an absolute URI, found “{}”", start(&wrong)),
                );
            }
        }
        table.achievement_type = table.achievement_type.take().and_then(|stated| vocabulary::achievement_type(&stated));
        if let Some(wrong) = table.credits_available.take_if(|credits| !credits.is_finite() || *credits < 0.0) {
            self.leave_member_out(place, format!("credits are expected to be a number from 0, found {wrong}"));
        }
        table.tags.retain(|tag| !tag.trim().is_empty());
        self.tidy_alignments(place, &mut table.alignments);
    }

    fn tidy_alignments(&mut self, place: &str, tables: &mut Vec<AlignmentTable>) {
        let mut kept: Vec<AlignmentTable> = Vec::new();
        for table in std::mem::take(tables) {
            match aligned_of(table.clone()) {
                Ok(_) if kept.contains(&table) => {}
                Ok(_) => kept.push(table),
                Err(fault) => {
                    self.leave_member_out(place, format!("alignment “{}”: {}", start(&table.name), fault.problem));
                }
            }
        }
        *tables = kept;
    }

    fn free_slug(&mut self, name: &str, stated: &HashSet<String>) -> String {
        let words = slug_of(name);
        let number = self.numbers.entry(words.clone()).or_insert(1);
        loop {
            let slug = if *number == 1 { words.clone() } else { format!("{words}-{number}") };
            *number += 1;
            let reserved = vocabulary::RESERVED_SLUGS.contains(&slug.as_str());
            // Ends: there are no more slugs than things.
            if !self.slugs.contains(&slug) && !stated.contains(&slug) && !reserved {
                return slug;
            }
        }
    }
}

/// Each person of a document brings its definitions again.
fn once_each(offers: &mut Vec<Offer>) {
    let mut seen = HashSet::new();
    offers.retain(|offer| {
        let all = serde_json::to_string(&offer.table).unwrap_or_default();
        offer.named_in.is_none() || seen.insert(all)
    });
}

/// A name is matched only where one achievement of a source has it: between two it would be a guess.
fn add_name_matches(offers: &mut [Offer]) {
    let key = |offer: &Offer| {
        let source = offer.named_in.clone()?;
        Some((offer.table.kind, source, fold(offer.table.name.as_deref()?)))
    };
    // A thing that is stated twice is one thing.
    let identity = |offer: &Offer| -> Vec<Option<String>> {
        offer.table.matches.iter().map(|one| one.identifier.clone().or_else(|| one.code.clone())).collect()
    };
    let mut uses: HashMap<_, HashSet<_>> = HashMap::new();
    for offer in offers.iter() {
        if let Some(key) = key(offer) {
            uses.entry(key).or_default().insert(identity(offer));
        }
    }
    for offer in offers {
        let Some((kind, source, name)) = key(offer) else { continue };
        if uses.get(&(kind, source.clone(), name)).is_some_and(|things| things.len() == 1) {
            let name = offer.table.name.clone();
            offer.table.matches.push(MatchTable { source: source.0, name, ..MatchTable::default() });
        }
    }
}

/// The words of a name in `a-z` and `0-9`, at most 60 letters.
fn slug_of(name: &str) -> String {
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
    let words = words.trim_end_matches('-');
    if words.is_empty() { "achievement".to_owned() } else { words.to_owned() }
}

/// As much of a text as a message needs.
pub(super) fn start(text: &str) -> String {
    text.chars().take(80).collect()
}
