//! One credential through all checks, in order.
//!
//! What costs work or reveals interest comes late: nothing is fetched before the limits, the form and the signature, except
//! the issuer's own key, and nothing that the credential only claims decides anything before the signature holds.

use canon::{Allowance, Budget, CanonError};
use contexts::Schema;

use super::findings::Findings;
use super::known::Known;
use super::read::{Input, Unreadable, UnverifiedCredential};
use super::report::{Check, CheckCode, Outcome, Problem, Report};
use super::shown::Shown;
use super::signature::{self, Signed};
use super::{Policy, context, details, form, nested, recipient, standing, status, validity};

/// Where in an upload a credential stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    path: String,
    /// How many credentials are around it.
    pub(crate) depth: usize,
    /// Whether it is inside a transcript whose own signature does not protect it by itself.
    pub(crate) in_transcript: bool,
    /// Whose good signature on something around it covers it to the letter.
    pub(crate) covered_by: Option<String>,
    /// Whose good signature covers to the letter what is inside.
    covers: Option<String>,
}

impl Place {
    /// The credential number `number` inside this one.
    pub(crate) fn child(&self, number: usize) -> Self {
        Self { in_transcript: true, covered_by: self.covers.clone(), ..self.below(&format!("child/{number}")) }
    }

    /// The credential with this number in a presentation.
    pub(crate) fn presented(&self, number: usize) -> Self {
        Self { in_transcript: false, ..self.child(number) }
    }

    /// The endorsement number `number` of this one.
    pub(crate) fn endorsement(&self, number: usize) -> Self {
        self.below(&format!("endorsement/{number}"))
    }

    /// The status list fetched from `url`: the same for every credential that refers to it.
    pub(crate) fn list(&self, url: &str) -> Self {
        Self { path: format!("list {url}"), depth: self.depth + 1, ..Self::default() }
    }

    fn below(&self, name: &str) -> Self {
        Self { path: format!("{}/{name}", self.path), depth: self.depth + 1, ..Self::default() }
    }

    /// As seen by what is inside, once its own signatures are known.
    fn signed(&self, signed: &Signed<'_>, issuer: Option<&str>) -> Self {
        let own = issuer.filter(|_| signed.covers_inside).map(str::to_owned);
        Self { covers: own.or_else(|| self.covered_by.clone()), ..self.clone() }
    }

    /// The name under which what is known of it is remembered.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// The name under which the result of proof `number` is remembered.
    pub(crate) fn proof(&self, number: usize) -> String {
        format!("{}/proof/{number}", self.path)
    }
}

/// One run of the checks: what is known, what is asked, and how many reports there are already.
pub(crate) struct Pass<'a> {
    pub(crate) known: &'a mut Known,
    pub(crate) policy: &'a Policy,
    pub(crate) reports: usize,
}

impl Pass<'_> {
    /// The work one credential may cause. What is inside another gets a small share beside what its size asks for: five
    /// hundred children, each just within the whole budget, would be too much together.
    pub(crate) fn budget(&self, place: &Place) -> Budget {
        let whole = &self.policy.budget;
        if place.depth == 0 {
            return whole.clone();
        }
        let share = |allowance: Allowance| Allowance { fixed: allowance.fixed / 20, ..allowance };
        Budget {
            hash_n_degree_calls: share(whole.hash_n_degree_calls),
            related_hashes: share(whole.related_hashes),
            ..whole.clone()
        }
    }
}

/// The report on an upload, with what is known so far.
pub(crate) fn input(input: &Input, known: &mut Known, policy: &Policy) -> Report {
    let mut pass = Pass { known, policy, reports: 0 };
    match input {
        Input::Credential(one) => credential(one, &Place::default(), &mut pass),
        Input::Presentation(presentation) => super::presented::report(presentation, &mut pass),
    }
}

/// The report on one credential and on those inside it.
pub(crate) fn credential(credential: &UnverifiedCredential, place: &Place, pass: &mut Pass<'_>) -> Report {
    pass.reports += 1;
    let mut findings = Findings::about(Shown::of(credential), validity::issued(credential));
    findings.add(Check::passed(CheckCode::Parse, "ok", "The file is a credential we can read."));
    // First, since a signature that holds leaves nothing to be found out about the words.
    let signed = signature::check(credential, place, pass);
    shape(credential, place, &mut findings, pass);
    findings.add(refresh(credential));
    let at = pass.policy.as_of.unwrap_or(pass.policy.now);
    findings.add(validity::check(credential, at));
    findings.add(recipient::check(credential, pass.policy.recipient.as_deref()));
    relies_on_signature(&signed, place, &mut findings, pass);
    let inside = place.signed(&signed, form::issuer_id(credential));
    findings.add(signed.proof);
    findings.add(signed.key);
    findings.add(signed.jwt);
    findings.add(nested::endorsements(credential, place, pass));
    nested::children(credential, &inside, &mut findings, pass);
    findings.add(details::alignment(credential));
    findings.add(details::evidence(credential));
    findings.add(Check::not_applicable(CheckCode::Version, "single", "No other copy was given to compare it with."));
    findings.add(Check::not_applicable(CheckCode::Holder, "file", "It came as a file: who showed it was not checked."));
    findings.settle()
}

/// Rows about its words and its form.
fn shape(credential: &UnverifiedCredential, place: &Place, findings: &mut Findings, pass: &mut Pass<'_>) {
    let (budget, exhausted) = (pass.budget(place), pass.known.exhausted());
    let context =
        context::check(credential, || pass.known.expansion(&place.path, || expand(credential, &budget, exhausted)));
    if context.reason == "too_complex" {
        pass.known.exhaust();
    }
    findings.add(context);
    findings.add(form::kind(credential));
    let validate =
        |which: Schema| pass.known.schema(&place.path, || contexts::validate(which, &credential.to_value())).to_vec();
    findings.add(form::schema(credential, validate));
    findings.add(form::subject(credential));
    findings.add(form::issuer(credential));
}

/// Whether every word has a meaning. The proofs are left out: their suites are judged by themselves.
fn expand(credential: &UnverifiedCredential, budget: &Budget, exhausted: bool) -> Result<(), CanonError> {
    if exhausted {
        return Err(CanonError::TooComplex { limit: canon::Limit::HashNDegreeCalls, allowed: 0 });
    }
    canon::to_quads(&context::linked_data(credential), model::published::contexts(), budget).map(|_| ())
}

/// Rows that mean nothing, or would tell others something, before the signature holds.
fn relies_on_signature(signed: &Signed<'_>, place: &Place, findings: &mut Findings, pass: &mut Pass<'_>) {
    if let Some(verified) = signed.verified {
        findings.add(status::check(verified, place, pass));
        let (check, known_issuer) = standing::check(verified, pass);
        findings.add(check);
        findings.known_issuer = known_issuer;
        return;
    }
    let open = [&signed.proof, &signed.key, &signed.jwt].iter().all(|check| check.outcome != Outcome::Failed);
    for code in [CheckCode::Status, CheckCode::Trust] {
        findings.add(if open {
            Check::could_not(code, "needs_signature", "It can only be checked once the signature has been.")
        } else {
            Check::not_applicable(code, "needs_signature", "Not looked at, because the signature does not hold.")
        });
    }
}

fn refresh(credential: &UnverifiedCredential) -> Check {
    if credential.get("refreshService").is_none() {
        return Check::not_applicable(CheckCode::Refresh, "none", "It names no place for a newer copy.");
    }
    let sentence = "It names a place for a newer copy, which we do not open.";
    Check::not_applicable(CheckCode::Refresh, "not_followed", sentence)
}

/// The report on something that should be a credential and is not.
pub(crate) fn unreadable(refusal: &Unreadable) -> Report {
    if let Unreadable::Token(refused) = refusal
        && !refused.is_unreadable()
    {
        let mut findings = Findings::default();
        findings.add(Check::passed(CheckCode::Parse, "token", "The file is a signed token."));
        findings.add(refused.check());
        return findings.settle();
    }
    Report::unreadable(refusal.reason(), refusal.to_string())
}

/// A row for a credential that was not examined because there are too many, or too deep.
pub(crate) fn left_out(reason: &'static str, sentence: &str) -> Report {
    let mut findings = Findings::default();
    findings.add(Check::could_not(CheckCode::Parse, reason, sentence).problem(Problem::Parsing));
    findings.settle()
}
