//! A document's statements, parted into what is always shown and the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::SelectionError;
use super::statements::{Labelling, Reading, Statements, hash_of};
use crate::data_integrity::ProofError;

/// The statements of a whole document, and which of them its issuer made mandatory.
pub(super) struct Split<'a> {
    statements: Statements<'a>,
    always: BTreeSet<String>,
}

impl<'a> Split<'a> {
    /// Those of `document`, with blank nodes called as `labels` says; what `mandatory` points to is always shown.
    ///
    /// # Errors
    /// [`ProofError`] as [`Statements::of`] and [`Statements::at`].
    pub(super) fn of(
        document: &Value,
        mandatory: &[String],
        labels: (Labelling, &[u8; 32]),
        reading: Reading<'a>,
    ) -> Result<Self, ProofError> {
        let statements = Statements::of(document, labels, reading)?;
        let always = statements.at(document, mandatory)?;
        Ok(Self { statements, always })
    }

    /// The hash of what is always shown (ECDSA Cryptosuites §3.4.17).
    pub(super) fn mandatory_hash(&self) -> [u8; 32] {
        hash_of(self.always.iter().map(String::as_str))
    }

    /// The rest, in order: what is signed one by one, or as messages.
    pub(super) fn others(&self) -> impl Iterator<Item = &str> {
        self.statements.lines().filter(|line| !self.always.contains(*line))
    }

    /// What of it is shown when `pointers` are chosen besides.
    ///
    /// # Errors
    /// [`ProofError`] as [`Statements::at`].
    pub(super) fn shown(&self, document: &Value, pointers: &[String]) -> Result<Shown, ProofError> {
        let selected = self.statements.at(document, pointers)?;
        let lines: BTreeSet<&str> = self.always.union(&selected).map(String::as_str).collect();
        Ok(Shown {
            labels: self.statements.labels_in(lines.iter().copied())?,
            mandatory: (0..).zip(&lines).filter(|(_, line)| self.always.contains(**line)).map(|(at, _)| at).collect(),
            selective: (0..)
                .zip(self.others())
                .filter(|(_, line)| selected.contains(*line))
                .map(|(at, _)| at)
                .collect(),
        })
    }
}

/// Which statements a derived proof is about (ECDSA Cryptosuites §3.5.4, BBS Cryptosuites §3.3.3).
pub(super) struct Shown {
    /// Labels that were signed, by the numbers of the canonical labels a verifier will find.
    pub(super) labels: BTreeMap<usize, Arc<str>>,
    /// The places of mandatory statements among those shown.
    pub(super) mandatory: Vec<usize>,
    /// The places of the others that are shown, among [`Split::others`].
    pub(super) selective: Vec<usize>,
}

/// The mandatory of the `lines` that are shown, at the places that the proof names, and the others.
///
/// # Errors
/// [`ProofError::Malformed`] when a place is named twice or is none.
pub(super) fn parted<'a>(
    lines: &'a BTreeSet<String>,
    mandatory: &[usize],
) -> Result<(Vec<&'a str>, Vec<&'a str>), ProofError> {
    let indexes: BTreeSet<usize> = mandatory.iter().copied().collect();
    if indexes.len() != mandatory.len() || indexes.last().is_some_and(|last| *last >= lines.len()) {
        return Err(ProofError::Malformed {
            what: "'proofValue': expected the places of mandatory statements, each once, within those shown",
        });
    }
    let (mandatory, others): (Vec<_>, Vec<_>) =
        lines.iter().map(String::as_str).enumerate().partition(|(at, _)| indexes.contains(at));
    let texts = |part: Vec<(usize, &'a str)>| part.into_iter().map(|(_, line)| line).collect();
    Ok((texts(mandatory), texts(others)))
}

/// A label that the other suite would have made.
pub(super) const OTHER_LABEL: SelectionError = SelectionError::NotSelectable { what: "a blank node has no label" };
