//! Credential awards.

use crate::badge::{Assertion, Criteria, EvidenceItem, Outcome, ResultDescription};
use crate::catalogue::AchievementKind;
use crate::draft::{AwardKey, Kind};
use crate::record::{Award, CredentialDefinition, Evidence, LearnerRecord, Provenance};
use crate::time::PartialDate;
use crate::vocabulary;

use super::dates::{Edge, Moment, moment, month_over};
use super::described::{Definition, Facts, alignment, describe};
use super::duplicates::Made;
use super::reason::{LeftOut, NoteCode, Reason};
use super::{MonthDates, Statement, Work, source};

/// A moment in the future by less than this is taken for a difference of zones.
pub(super) const ZONE_SLACK: i64 = 86_400;

/// The type of a hosted Open Badges 2.0 assertion, which an award may come from.
const HOSTED_ASSERTION: &str = "https://w3id.org/openbadges#Assertion";

impl Statement for Award {
    const KIND: AchievementKind = AchievementKind::Award;
    const DECISIVE: &'static [&'static str] = &[
        "awardIssueDate",
        "expirationDate",
        "awardStatus",
        "revoked",
        "selfAsserted",
        "deletedDate",
        "deletedStatus",
        "identifier",
    ];

    fn path(&self) -> &str {
        &self.path
    }
    fn identifier(&self) -> Option<&str> {
        self.identifier.as_deref().filter(|id| !id.is_empty())
    }
    fn provenance(&self) -> &Provenance {
        &self.provenance
    }
    fn deleted(&self) -> bool {
        self.deleted
    }
    fn revoked(&self) -> bool {
        self.revoked || self.status.as_deref().is_some_and(|status| letters(status) == "revoked")
    }
    fn gist(&self) -> String {
        let reference = self.instance_of.as_ref();
        let named = [
            self.name.as_deref(),
            reference.and_then(|one| one.identifier.as_deref()),
            reference.and_then(|one| one.name.as_deref()),
            self.uri.as_deref(),
        ];
        format!("{named:?} {:?} {:?}", self.issued.map(|date| date.to_string()), self.credits_earned)
    }
}

/// A status by its letters alone: `In Progress`, `in_progress` and `InProgress` are one.
pub(super) fn letters(status: &str) -> String {
    status.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn make(work: &mut Work<'_>, award: &Award) -> Result<Made, LeftOut> {
    judge(award)?;
    let awarded = awarded(work, award)?;
    let until = valid_until(work, award)?;
    let facts = facts(work.record, award);
    let unusable = facts.definition.unusable_alignments;
    let described =
        describe(work.with, AchievementKind::Award, facts).map_err(|(reason, text)| out(award, reason, text))?;
    note_members(work, award, unusable);
    let key = Work::key(award);
    let mut assertion = Assertion {
        id: work.node(AchievementKind::Award, &key, ""),
        achievement: described.achievement,
        issuer: work.with.issuer.clone(),
        awarded: awarded.as_ref().map(|moment| moment.text.clone()),
        valid_until: until.map(|moment| moment.text),
        credits_earned: award.credits_earned,
        narrative: award.narrative.clone(),
        evidence: evidence(work, award, &key),
        ..Assertion::default()
    };
    add_results(work, award, &key, &mut assertion);
    let (path, issued_on) = (award.path.clone(), awarded.map(|moment| moment.time));
    Ok(Made { kind: Kind::Badge, path, key, assertion, issued_on, grade: None, status: None })
}

fn out(award: &Award, reason: Reason, detail: impl Into<String>) -> LeftOut {
    LeftOut::new(&award.path, reason, detail)
}

fn judge(award: &Award) -> Result<(), LeftOut> {
    if award.self_asserted {
        return Err(out(award, Reason::SelfAsserted, "the learner states this award, not the organisation"));
    }
    let Some(status) = award.status.as_deref() else { return Ok(()) };
    match letters(status).as_str() {
        "" | "completed" | "complete" | "granted" => Ok(()),
        "inprogress" => Err(out(award, Reason::InProgress, "the award is still in progress")),
        "expired" => Err(out(award, Reason::Expired, "the source says that the award has expired")),
        _ => Err(out(
            award,
            Reason::StatusNotIssuable,
            format!("awardStatus is expected to be Completed or Granted, or absent; found “{status}”"),
        )),
    }
}

fn awarded(work: &mut Work<'_>, award: &Award) -> Result<Option<Moment>, LeftOut> {
    let Some(stated) = award.issued else { return Ok(None) };
    let Some(moment) = moment(stated, work.with.zone, Edge::Beginning) else {
        return match work.with.month_dates {
            MonthDates::LeaveOut => Err(out(
                award,
                Reason::DateIncomplete,
                format!(
                    "awardIssueDate is expected to name a day, found “{stated}”; state it, or allow awards without a date"
                ),
            )),
            MonthDates::OmitDate => {
                let detail = format!("awardIssueDate “{stated}” names no day, so the credential has no awardedDate");
                work.note(&award.path, NoteCode::DateWithoutDay, detail);
                Ok(None)
            }
        };
    };
    if moment.time > work.with.now.plus(ZONE_SLACK) {
        let detail = format!("awardIssueDate is {stated}, which has not come yet");
        return Err(out(award, Reason::DatedInFuture, detail));
    }
    work.note_moment(&award.path, "awardIssueDate", &moment);
    Ok(Some(moment))
}

fn valid_until(work: &mut Work<'_>, award: &Award) -> Result<Option<Moment>, LeftOut> {
    let Some(stated) = award.expires else { return Ok(None) };
    let end = moment(stated, work.with.zone, Edge::End);
    let over = end.as_ref().map(|moment| moment.time).or_else(|| month_over(stated, work.with.zone));
    if over.is_some_and(|time| time <= work.with.now) {
        return Err(out(award, Reason::Expired, format!("the award expired on {stated}")));
    }
    let Some(moment) = end else {
        let detail = format!("expirationDate is expected to name a day, found “{stated}”; state the day");
        return Err(out(award, Reason::DateIncomplete, detail));
    };
    if matches!(stated, PartialDate::DateTime(..)) {
        work.note_moment(&award.path, "expirationDate", &moment);
    } else {
        let detail = format!("expirationDate names a day; valid until {}", moment.text);
        work.note(&award.path, NoteCode::DayAsMidnight, detail);
    }
    Ok(Some(moment))
}

fn facts<'a>(record: &'a LearnerRecord, award: &'a Award) -> Facts<'a> {
    let reference = award.instance_of.as_ref();
    let identifier = reference.and_then(|one| one.identifier.as_deref()).filter(|id| !id.is_empty());
    let stated = award.name.as_deref().or_else(|| reference.and_then(|one| one.name.as_deref()));
    let source = source(&award.provenance);
    let definition = definition_of(record, source, identifier, stated);
    let name = stated.or_else(|| definition.and_then(|one| one.name.as_deref()));
    let definition = definition.map(definition_facts).unwrap_or_default();
    Facts { source, identifier, codes: Vec::new(), name, definition }
}

/// The record's definition of what was awarded: by identifier, from the same source first; without one by name.
fn definition_of<'a>(
    record: &'a LearnerRecord,
    source_id: &str,
    identifier: Option<&str>,
    name: Option<&str>,
) -> Option<&'a CredentialDefinition> {
    let fits = |one: &&CredentialDefinition| match identifier {
        Some(_) => one.identifier.as_deref() == identifier,
        None => name.is_some() && one.name.as_deref() == name,
    };
    let found = || record.credentials.iter().filter(fits);
    found().find(|one| source(&one.provenance) == source_id).or_else(|| found().next())
}

fn definition_facts(stated: &CredentialDefinition) -> Definition {
    let narratives: Vec<&str> = stated.criteria.iter().filter_map(|(_, narrative)| narrative.as_deref()).collect();
    let uris = || stated.criteria.iter().filter_map(|(uri, _)| uri.clone());
    Definition {
        description: stated.description.clone(),
        criteria: Criteria {
            id: uris().find(|uri| vocabulary::is_absolute_uri(uri)),
            narrative: (!narratives.is_empty()).then(|| narratives.join("\n\n")),
        },
        achievement_type: stated.achievement_type.clone(),
        image: stated.image.clone(),
        field_of_study: stated.field_of_study.clone(),
        human_code: stated.human_code.clone(),
        credits_available: stated.credits_available,
        tags: stated.tags.clone(),
        unusable_alignments: stated.alignments.iter().filter(|one| alignment(one).is_none()).count(),
        alignments: stated.alignments.iter().filter_map(alignment).collect(),
    }
}

fn evidence(work: &Work<'_>, award: &Award, key: &AwardKey) -> Vec<EvidenceItem> {
    let stated = award.evidence.iter().enumerate().map(|(position, one)| {
        let id = one.id.clone().filter(|id| vocabulary::is_absolute_uri(id));
        let id = id.unwrap_or_else(|| work.node(AchievementKind::Award, key, &format!("/evidence/{position}")));
        evidence_item(id, one)
    });
    let hosted = hosted_assertion(award).map(|uri| EvidenceItem {
        id: uri.to_owned(),
        extra_type: Some(HOSTED_ASSERTION.to_owned()),
        ..EvidenceItem::default()
    });
    stated.chain(hosted).collect()
}

fn evidence_item(id: String, stated: &Evidence) -> EvidenceItem {
    let Evidence { name, description, narrative, genre, audience, .. } = stated.clone();
    EvidenceItem { id, extra_type: None, name, description, narrative, genre, audience }
}

fn hosted_assertion(award: &Award) -> Option<&str> {
    let hosted = award.verification.as_deref().is_some_and(|how| how.eq_ignore_ascii_case("HostedBadge"));
    award.uri.as_deref().filter(|uri| hosted && vocabulary::is_absolute_uri(uri))
}

/// LIF keeps results as free text, so each goes in as the plainest result there is.
fn add_results(work: &Work<'_>, award: &Award, key: &AwardKey, assertion: &mut Assertion) {
    let stated = award.results.iter().filter(|text| !text.is_empty());
    let described = assertion.achievement.result_description("Result").map(|one| one.id.clone());
    let made = described.is_none();
    let description_id = described.unwrap_or_else(|| assertion.achievement.part("result"));
    assertion.outcomes = stated
        .enumerate()
        .map(|(position, text)| Outcome {
            id: work.node(AchievementKind::Award, key, &format!("/result/{position}")),
            description_id: description_id.clone(),
            value: Some(text.clone()),
            status: None,
        })
        .collect();
    if made && !assertion.outcomes.is_empty() {
        let result_type = "Result".to_owned();
        let name = result_type.clone();
        let description = ResultDescription { id: description_id, name, result_type, ..ResultDescription::default() };
        assertion.achievement.result_descriptions.push(description);
    }
}

/// What the award says and the credential does not.
fn note_members(work: &mut Work<'_>, award: &Award, unusable: usize) {
    if award.uri.is_some() && hosted_assertion(award).is_none() {
        work.note(&award.path, NoteCode::MemberLeftOut, "uri: only that of a hosted badge has a place in a credential");
    }
    if unusable > 0 {
        let detail = format!("{unusable} alignments lack a name or an absolute URL, which Open Badges 3.0 demands");
        work.note(&award.path, NoteCode::MemberLeftOut, detail);
    }
}
