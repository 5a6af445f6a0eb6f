//! Checks as they are made, and the verdict drawn from them.

use model::time::Time;

use super::code::CheckCode;
use super::report::{Check, Outcome, Report, Verdict};
use super::shown::Shown;

/// Checks as they are made; closing them yields the report.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    checks: Vec<Check>,
    /// Reports on the credentials inside.
    pub(crate) children: Vec<Report>,
    /// What the credential says.
    pub(crate) shown: Option<Shown>,
    /// Who issued it, by the name our own trust list gives.
    pub(crate) known_issuer: Option<String>,
    /// When it was issued, as far as it says so readably.
    pub(crate) issued: Option<Time>,
}

impl Findings {
    /// None yet, about a credential that says this of itself.
    pub(crate) fn about(shown: Shown, issued: Option<Time>) -> Self {
        Self { shown: Some(shown), issued, ..Self::default() }
    }

    pub(crate) fn add(&mut self, check: Check) {
        self.checks.push(check);
    }

    /// Draws the verdict: a failed check outranks could-not-check, that outranks warned.
    pub(crate) fn settle(self) -> Report {
        let any = |outcome| self.checks.iter().any(|check| check.outcome == outcome);
        let verdict = if any(Outcome::Failed) {
            Verdict::Invalid
        } else if any(Outcome::CouldNotCheck) {
            Verdict::Undecided
        } else if any(Outcome::Warned) {
            Verdict::Warning
        } else {
            Verdict::Valid
        };
        self.close(verdict)
    }

    /// The report with this verdict.
    pub(crate) fn close(mut self, verdict: Verdict) -> Report {
        let sentence = self.sentence(verdict);
        let checks = CheckCode::ALL
            .into_iter()
            .map(|code| {
                let made = self.checks.iter().position(|check| check.code == code);
                made.map_or_else(|| not_reached(code), |at| self.checks.swap_remove(at))
            })
            .collect();
        Report { verdict, sentence, checks, children: self.children, shown: self.shown }
    }

    fn sentence(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Valid => format!("Genuine and valid{}.", self.origin()),
            Verdict::Warning => {
                let first = self.first(Outcome::Warned).map_or("", |check| check.sentence.as_str());
                format!("Genuine{}. {first}", self.origin())
            }
            Verdict::Invalid => self.led("Not valid.", Outcome::Failed),
            Verdict::Undecided => self.led("We could not check everything.", Outcome::CouldNotCheck),
            Verdict::Unreadable => self.led("This is not a credential we can read.", Outcome::Failed),
        }
    }

    fn led(&self, lead: &str, outcome: Outcome) -> String {
        let first = self.first(outcome).map_or("", |check| check.sentence.as_str());
        format!("{lead} {first}")
    }

    fn first(&self, outcome: Outcome) -> Option<&Check> {
        self.checks.iter().filter(|check| check.outcome == outcome).min_by_key(|check| check.code.weight())
    }

    fn origin(&self) -> String {
        let by = self.known_issuer.as_ref().map(|name| format!(" by {name}")).unwrap_or_default();
        let on = self.issued.map(|at| format!(" on {}", at.day_in_words())).unwrap_or_default();
        if by.is_empty() && on.is_empty() { String::new() } else { format!(", issued{by}{on}") }
    }
}

fn not_reached(code: CheckCode) -> Check {
    Check::not_applicable(code, "not_reached", "Not looked at: an earlier check decided.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(checks: Vec<Check>) -> Report {
        let mut findings = Findings::default();
        for check in checks {
            findings.add(check);
        }
        findings.settle()
    }

    #[test]
    fn every_report_lists_all_twenty_in_order() {
        let report =
            settled(vec![Check::passed(CheckCode::Holder, "ok", "x"), Check::passed(CheckCode::Parse, "ok", "x")]);
        let codes: Vec<_> = report.checks.iter().map(|check| check.code).collect();
        assert_eq!(codes, CheckCode::ALL);
        let json = report.to_json();
        let names: Vec<_> = json["checks"].as_array().unwrap().iter().map(|c| c["code"].as_str().unwrap()).collect();
        assert_eq!(
            names.join(" "),
            "parse context type schema subject issuer proof key jwt refresh status validity recipient endorsements \
             children alignment evidence trust version holder"
        );
    }

    #[test]
    fn failed_outranks_could_not_check_outranks_warned() {
        let warned = || Check::warned(CheckCode::Trust, "issuer_unknown", "W.");
        let could_not = || Check::could_not(CheckCode::Status, "unreachable", "C.");
        let failed = || Check::failed(CheckCode::Validity, "expired", "F.");
        assert_eq!(settled(vec![Check::passed(CheckCode::Parse, "ok", "P.")]).verdict, Verdict::Valid);
        assert_eq!(settled(vec![warned()]).verdict, Verdict::Warning);
        assert_eq!(settled(vec![warned(), could_not()]).verdict, Verdict::Undecided);
        let report = settled(vec![warned(), could_not(), failed()]);
        assert_eq!((report.verdict, report.sentence.as_str()), (Verdict::Invalid, "Not valid. F."));
    }

    #[test]
    fn a_broken_signature_is_named_before_a_broken_form() {
        let report = settled(vec![
            Check::failed(CheckCode::Schema, "schema", "Form."),
            Check::failed(CheckCode::Proof, "signature", "Changed."),
        ]);
        assert_eq!(report.sentence, "Not valid. Changed.");
    }

    #[test]
    fn the_json_has_exactly_the_agreed_members() {
        let json = Report::unreadable("not_json", "It is not JSON.").to_json();
        let members =
            |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(members(&json), "verdict sentence checks children");
        assert_eq!(members(&json["checks"][0]), "code outcome reason sentence problem");
        assert_eq!(json["verdict"], "unreadable");
        assert_eq!(json["checks"][0]["problem"], "https://www.w3.org/TR/vc-data-model#PARSING_ERROR");
        assert_eq!(json["checks"][1]["outcome"], "not_applicable");
        assert!(json["checks"][1]["problem"].is_null());
    }

    #[test]
    fn exit_codes_are_those_of_the_command() {
        let all = [Verdict::Valid, Verdict::Warning, Verdict::Invalid, Verdict::Undecided, Verdict::Unreadable];
        assert_eq!(all.map(Verdict::exit_code), [0, 0, 1, 2, 3]);
    }
}
