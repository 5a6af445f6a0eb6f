//! Credentials inside a credential: those of a transcript, and endorsements.
//!
//! In RDF the statements of children about one learner merge into one set, and a signature over the whole covers the set,
//! not which term or grade belonged to which course. So every child stands on its own signature (CLR 2.0 §6.2).

use serde_json::Value;

use super::examine::{self, Pass, Place};
use super::findings::Findings;
use super::known::Inside;
use super::read::{Claimed, Unreadable, UnverifiedCredential, each};
use super::report::{Check, CheckCode, Report, Verdict};
use super::words::count;

/// Credentials examined for one upload.
const REPORTS: usize = 500;

/// Credentials inside each other.
const DEPTH: usize = 3;

/// Children row, and a report for each child.
pub(crate) fn children(credential: &UnverifiedCredential, place: &Place, findings: &mut Findings, pass: &mut Pass<'_>) {
    let subjects = credential.claimed("credentialSubject").into_iter();
    let inside = subjects.flat_map(|subject| subject.each("verifiableCredential"));
    for (number, claimed) in inside.enumerate() {
        let place = place.child(number);
        let report = left_out(&place, pass)
            .unwrap_or_else(|| report(opened(claimed, &place, pass).as_ref().as_ref(), &place, pass));
        findings.children.push(report);
    }
    findings.add(if findings.children.is_empty() && credential.is_a("ClrCredential") {
        Check::warned(CheckCode::Children, "empty_transcript", "The transcript has no credentials inside.")
    } else {
        judge(&findings.children)
    });
}

/// The report on one credential inside, if its turn comes.
pub(crate) fn report(child: Result<&UnverifiedCredential, &Unreadable>, place: &Place, pass: &mut Pass<'_>) -> Report {
    match (left_out(place, pass), child) {
        (Some(report), _) => report,
        (None, Ok(child)) => examine::credential(child, place, pass),
        (None, Err(refusal)) => examine::unreadable(refusal),
    }
}

/// The report on what is not even opened.
fn left_out(place: &Place, pass: &Pass<'_>) -> Option<Report> {
    if pass.reports >= REPORTS {
        let sentence = format!("Not looked at: there are more than {REPORTS} credentials in the file.");
        return Some(examine::left_out("too_many_credentials", &sentence));
    }
    (place.depth > DEPTH)
        .then(|| examine::left_out("nested_too_deep", "Not looked at: it is inside too many other credentials."))
}

/// The credential that `claimed` is, read once.
fn opened(claimed: Claimed<'_>, place: &Place, pass: &mut Pass<'_>) -> Inside {
    let limits = pass.policy.limits.json;
    pass.known.inside(place.path(), || UnverifiedCredential::inside(claimed, limits))
}

/// Children row for these reports: as good as the worst of them.
pub(crate) fn judge(children: &[Report]) -> Check {
    let with = |verdicts: &[Verdict]| children.iter().filter(|child| verdicts.contains(&child.verdict)).count();
    let all = count(children.len(), "credential inside", "credentials inside");
    let invalid = with(&[Verdict::Invalid]);
    let unknown = with(&[Verdict::Undecided, Verdict::Unreadable]);
    let warned = with(&[Verdict::Warning]);
    if children.is_empty() {
        Check::not_applicable(CheckCode::Children, "none", "There are no credentials inside.")
    } else if invalid > 0 {
        Check::failed(
            CheckCode::Children,
            "child_not_valid",
            format!("{invalid} of {all} {} not valid.", verb(invalid)),
        )
    } else if unknown > 0 {
        let sentence = format!("{unknown} of {all} could not be checked completely.");
        Check::could_not(CheckCode::Children, "child_not_decided", sentence)
    } else if warned > 0 {
        let sentence = format!("{warned} of {all} {} genuine with something to know.", verb(warned));
        Check::warned(CheckCode::Children, "child_warned", sentence)
    } else {
        Check::passed(
            CheckCode::Children,
            "all_valid",
            format!("{all}: each has a signature of its own, and each is valid."),
        )
    }
}

const fn verb(number: usize) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

/// Endorsements row: a bad endorsement says nothing against the credential, but is not passed over either.
pub(crate) fn endorsements(credential: &UnverifiedCredential, place: &Place, pass: &mut Pass<'_>) -> Check {
    let mut verdicts = Vec::new();
    for (of, endorsement) in endorsements_in(credential) {
        let place = place.endorsement(verdicts.len());
        verdicts.push(endorsement_holds(endorsement, of, &place, pass));
    }
    let all = verdicts.len();
    let good = verdicts.iter().filter(|good| **good).count();
    if all == 0 {
        Check::not_applicable(CheckCode::Endorsements, "none", "It has no endorsements.")
    } else if good == all {
        let sentence = format!("It has {}, and each is genuine.", count(all, "endorsement", "endorsements"));
        Check::passed(CheckCode::Endorsements, "genuine", sentence)
    } else {
        let sentence = format!(
            "{} of {} could not be confirmed; the credential itself does not depend on that.",
            all - good,
            count(all, "endorsement", "endorsements")
        );
        Check::warned(CheckCode::Endorsements, "endorsement_not_confirmed", sentence)
    }
}

/// The endorsements of what can be endorsed, each with the id of that: the credential, its issuer, its achievements.
fn endorsements_in(credential: &UnverifiedCredential) -> Vec<(Option<&Value>, Claimed<'_>)> {
    const MEMBERS: [&str; 2] = ["endorsement", "endorsementJwt"];
    let achievements = credential.claimed("credentialSubject").into_iter().flat_map(|one| one.each("achievement"));
    let issuer =
        credential.claimed("issuer").into_iter().filter(|_| credential.get("issuer").is_some_and(Value::is_object));
    let inside = issuer.chain(achievements);
    let of_itself = MEMBERS.into_iter().flat_map(|name| credential.claimed(name));
    let of_others = inside.flat_map(|thing| {
        let endorsements = MEMBERS.into_iter().flat_map(move |name| thing.each(name));
        endorsements.map(move |endorsement| (thing.value.get("id"), endorsement))
    });
    of_itself.map(|endorsement| (credential.get("id"), endorsement)).chain(of_others).collect()
}

/// An endorsement counts when it is a good credential about the very thing it stands in (OB 3.0 verification, step 6).
fn endorsement_holds(claimed: Claimed<'_>, of: Option<&Value>, place: &Place, pass: &mut Pass<'_>) -> bool {
    if left_out(place, pass).is_some() {
        return false;
    }
    let opened = opened(claimed, place, pass);
    let Ok(endorsement) = opened.as_ref() else { return false };
    let about = each(endorsement.get("credentialSubject")).first().and_then(|subject| subject.get("id"));
    let report = report(Ok(endorsement), place, pass);
    let good = matches!(report.verdict, Verdict::Valid | Verdict::Warning);
    good && endorsement.is_a("EndorsementCredential") && about.is_some() && about == of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::report::Outcome;

    fn child(verdict: Verdict) -> Report {
        Report { verdict, ..Report::undecided("x", "x") }
    }

    #[test]
    fn a_transcript_is_as_good_as_the_worst_of_its_children() {
        use Verdict::{Invalid, Undecided, Unreadable, Valid, Warning};
        for (verdicts, outcome, reason) in [
            (&[][..], Outcome::NotApplicable, "none"),
            (&[Valid, Valid], Outcome::Passed, "all_valid"),
            (&[Valid, Warning], Outcome::Warned, "child_warned"),
            (&[Warning, Undecided], Outcome::CouldNotCheck, "child_not_decided"),
            (&[Valid, Unreadable], Outcome::CouldNotCheck, "child_not_decided"),
            (&[Undecided, Invalid, Valid], Outcome::Failed, "child_not_valid"),
        ] {
            let children: Vec<_> = verdicts.iter().copied().map(child).collect();
            let check = judge(&children);
            assert_eq!((check.outcome, check.reason), (outcome, reason), "{verdicts:?}");
        }
        assert_eq!(judge(&[child(Invalid), child(Valid)]).sentence, "1 of 2 credentials inside is not valid.");
    }
}
