//! Credential awards.

use crate::badge::{Assertion, EvidenceItem};
use crate::catalogue::AchievementKind;
use crate::draft::{AwardKey, Kind};
use crate::record::{Award, Evidence, Provenance};
use crate::time::PartialDate;
use crate::vocabulary;

use super::assessor::assessor;
use super::competencies::alignments_for;
use super::dates::{Edge, Moment, moment, month_over};
use super::described::describe;
use super::duplicates::Made;
use super::matter::matter;
use super::reason::{LeftOut, NoteCode, Reason};
use super::results::{ResultForm, Results};
use super::{MonthDates, Statement, Work};

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
    let (kind, facts) = matter(work, award)?;
    let unusable = facts.definition.unusable_alignments;
    let described = describe(work.with, kind, facts).map_err(|(reason, text)| out(award, reason, text))?;
    work.note_described(&award.path, &described);
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
        assessor: assessor(work, award.issued_by.as_ref(), &award.provenance),
        evidence: evidence(work, award, &key),
        ..Assertion::default()
    };
    let aligned = alignments_for(work, &key);
    let mut results = Results::new(work, (AchievementKind::Award, &key, &award.path), &mut assertion);
    add_results(&mut results, award);
    results.align(aligned);
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

/// LIF keeps results as free text, so each goes in as the plainest result there is, but for an average of grades.
fn add_results(results: &mut Results<'_, '_>, award: &Award) {
    for (position, text) in award.results.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).enumerate() {
        let (form, value) = match grade_point_average(text) {
            Some(average) => (AVERAGE, average),
            None => (PLAIN, text),
        };
        results.add_as(&position.to_string(), form, Some(value.to_owned()));
    }
}

const AVERAGE: ResultForm<'_> =
    ResultForm { part: "average", name: "Grade point average", result_type: "GradePointAverage" };
const PLAIN: ResultForm<'_> = ResultForm { part: "result", name: "Result", result_type: "Result" };

/// The number in `GPA: 3.42` and its like. None is ever computed.
fn grade_point_average(text: &str) -> Option<&str> {
    let (words, number) = text.split_once(':').or_else(|| text.rsplit_once(' '))?;
    let number = number.trim();
    let is_number = number.parse::<f64>().is_ok_and(f64::is_finite);
    let named = matches!(letters(words).as_str(), "gpa" | "gradepointaverage" | "cumulativegpa" | "overallgpa");
    (is_number && named).then_some(number)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_of_grades_is_told_from_other_results() {
        assert_eq!(grade_point_average("GPA: 3.42"), Some("3.42"));
        assert_eq!(grade_point_average("Cumulative GPA 3.9"), Some("3.9"));
        for other in ["Distinction", "GPA: high", "3.42", "Points: 3.42"] {
            assert_eq!(grade_point_average(other), None, "{other}");
        }
    }
}
