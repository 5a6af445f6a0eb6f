//! What a verification says: twenty checks, always all of them, always in the same order, and one verdict drawn from them.

use serde::{Serialize, Serializer};

pub use super::code::CheckCode;
use super::findings::Findings;
use super::shown::Shown;

/// How one check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It does not hold.
    Failed,
    /// It holds, and there is something to know.
    Warned,
    /// We do not know: something was unreachable, unsupported or too much work.
    CouldNotCheck,
    /// There is nothing of that kind to check.
    NotApplicable,
}

/// The whole, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every check that applies passed.
    Valid,
    /// Genuine, with something to know (an issuer we do not know is the usual one).
    Warning,
    /// A check failed.
    Invalid,
    /// No check failed, but one that matters could not be made.
    Undecided,
    /// The input is not a credential this version reads.
    Unreadable,
}

impl Verdict {
    /// The exit code of `tassel verify`: 0 valid or warning, 1 invalid, 2 undecided, 3 unreadable.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Valid | Self::Warning => 0,
            Self::Invalid => 1,
            Self::Undecided => 2,
            Self::Unreadable => 3,
        }
    }
}

/// A type URL of an RFC 9457 problem, where a specification names one for the finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// VCDM 2.0 §7.2: the input could not be parsed.
    Parsing,
    /// VCDM 2.0 §7.2: a signature does not verify.
    CryptographicSecurity,
    /// VCDM 2.0 §7.2: a value does not have the form its property asks for.
    MalformedValue,
    /// VCDM 2.0 §7.2: a value lies outside its range (Bitstring Status List §3.2: the index).
    Range,
    /// Bitstring Status List §3.2: the list could not be had.
    StatusRetrieval,
    /// Bitstring Status List §3.2: the list is not what the entry says, or not genuine.
    StatusVerification,
    /// Bitstring Status List §3.2: the list is shorter than 131,072 entries.
    StatusListLength,
    /// Data Integrity §4.7: terms without a definition would be dropped from what is signed.
    DataLoss,
}

impl Problem {
    /// The URL.
    pub const fn url(self) -> &'static str {
        match self {
            Self::Parsing => "https://www.w3.org/TR/vc-data-model#PARSING_ERROR",
            Self::CryptographicSecurity => "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR",
            Self::MalformedValue => "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR",
            Self::Range => "https://www.w3.org/TR/vc-data-model#RANGE_ERROR",
            Self::StatusRetrieval => "https://www.w3.org/ns/credentials/status-list#STATUS_RETRIEVAL_ERROR",
            Self::StatusVerification => "https://www.w3.org/ns/credentials/status-list#STATUS_VERIFICATION_ERROR",
            Self::StatusListLength => "https://www.w3.org/ns/credentials/status-list#STATUS_LIST_LENGTH_ERROR",
            Self::DataLoss => "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR",
        }
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.url())
    }
}

/// One row of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which check.
    pub code: CheckCode,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, as a stable word for programs.
    pub reason: &'static str,
    /// Why, as a sentence for people.
    pub sentence: String,
    /// The RFC 9457 problem type, where a specification names one.
    pub problem: Option<Problem>,
}

impl Check {
    /// It holds.
    pub fn passed(code: CheckCode, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(code, Outcome::Passed, reason, sentence.into())
    }

    /// It does not hold.
    pub fn failed(code: CheckCode, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(code, Outcome::Failed, reason, sentence.into())
    }

    /// It holds, and there is something to know.
    pub fn warned(code: CheckCode, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(code, Outcome::Warned, reason, sentence.into())
    }

    /// We do not know.
    pub fn could_not(code: CheckCode, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(code, Outcome::CouldNotCheck, reason, sentence.into())
    }

    /// Nothing of that kind is there.
    pub fn not_applicable(code: CheckCode, reason: &'static str, sentence: impl Into<String>) -> Self {
        Self::new(code, Outcome::NotApplicable, reason, sentence.into())
    }

    /// The same with a problem type.
    #[must_use]
    pub fn problem(mut self, problem: Problem) -> Self {
        self.problem = Some(problem);
        self
    }

    const fn new(code: CheckCode, outcome: Outcome, reason: &'static str, sentence: String) -> Self {
        Self { code, outcome, reason, sentence, problem: None }
    }
}

/// The report on one credential, and on each credential inside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The whole, in one word.
    pub verdict: Verdict,
    /// The whole, in one sentence. Nothing the credential says about itself is quoted here.
    pub sentence: String,
    /// All twenty checks, in the order of [`CheckCode::ALL`].
    pub checks: Vec<Check>,
    /// A report for each credential inside.
    pub children: Vec<Self>,
    /// What the credential says, for the card on the page. Claims, not findings: not part of the JSON report.
    #[serde(skip)]
    pub shown: Option<Shown>,
}

impl Report {
    /// The row of `code`; every report has one.
    pub fn check(&self, code: CheckCode) -> Option<&Check> {
        self.checks.iter().find(|check| check.code == code)
    }

    /// The report as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }

    /// The report on bytes that are not a credential: why, and nothing else looked at.
    pub fn unreadable(reason: &'static str, sentence: impl Into<String>) -> Self {
        let mut findings = Findings::default();
        findings.add(Check::failed(CheckCode::Parse, reason, sentence).problem(Problem::Parsing));
        findings.close(Verdict::Unreadable)
    }

    /// The report when the checking itself broke down: nothing is claimed about the credential.
    pub fn undecided(reason: &'static str, sentence: impl Into<String>) -> Self {
        let mut findings = Findings::default();
        findings.add(Check::could_not(CheckCode::Parse, reason, sentence));
        findings.close(Verdict::Undecided)
    }
}
