//! The statements of a document as they are signed: one line each, with labels that say nothing, in order (ECDSA
//! Cryptosuites §3.4.1 to §3.4.5, §3.4.14 to §3.4.16).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use canon::{Budget, ContextLoader, Document, Quad, Resource, Term, nquads};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::pointers::Chosen;
use super::{MOST_STATEMENTS, SelectionError, labels};
use crate::data_integrity::{ProofError, Suite, plain};

/// What statements depend on besides the document.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) loader: &'a dyn ContextLoader,
    pub(super) budget: &'a Budget,
}

impl Reading<'_> {
    /// The document within its budget, written so that a reader sees what is signed.
    pub(super) fn plain(self, document: &Value) -> Result<Document<'static>, ProofError> {
        let read = Document::of(document, self.budget)?;
        plain::check_plain(read.root())?;
        Ok(read)
    }

    fn quads(self, document: &Value) -> Result<Vec<Quad>, ProofError> {
        let quads = canon::to_quads(document, self.loader, self.budget)?;
        if quads.len() > MOST_STATEMENTS {
            let found = quads.len();
            return Err(SelectionError::TooMany { what: "statements", most: MOST_STATEMENTS, found }.into());
        }
        Ok(quads)
    }

    /// The hash of a proof without its value, read under the document's contexts (§3.5.1 step 1).
    pub(super) fn proof_hash(self, document: &Value, proof: &Map<String, Value>) -> Result<[u8; 32], ProofError> {
        let mut configuration = proof.clone();
        if let Some(context) = document.get("@context") {
            configuration.insert("@context".into(), context.clone());
        }
        let canonical = canon::canonicalize(&Value::Object(configuration), self.loader, self.budget)?;
        Ok(Sha256::digest(canonical).into())
    }

    /// The lines of a document that is shown, with `labels` for its blank nodes, by the numbers of their canonical labels.
    pub(super) fn shown(
        self,
        document: &Value,
        labels: &BTreeMap<usize, Arc<str>>,
    ) -> Result<BTreeSet<String>, ProofError> {
        let fault = ProofError::Malformed {
            what: "'proofValue': expected one label for each node without an id, all different",
        };
        let quads = self.quads(document)?;
        let issued = canon::rdfc10(&quads, self.budget)?.issued;
        let different: BTreeSet<_> = labels.values().collect();
        if issued.len() != labels.len() || different.len() != labels.len() {
            return Err(fault);
        }
        let mut new = BTreeMap::new();
        for (label, canonical) in issued {
            let number = number_of(&canonical);
            let shown = number.and_then(|number| labels.get(&number)).ok_or_else(|| fault.clone())?;
            new.insert(Arc::from(label), Arc::clone(shown));
        }
        quads.iter().map(|quad| line(quad, &new)).collect()
    }
}

/// The number in a canonical label, `c14n0` and so on.
pub(super) fn number_of(canonical: &str) -> Option<usize> {
    canonical.strip_prefix("c14n")?.parse().ok()
}

/// How blank nodes are called in what is signed, so that their names tell nothing of what is kept back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labelling {
    /// By the HMAC of the canonical label: 256 bits for each (ECDSA Cryptosuites §3.4.4).
    Hmac,
    /// `b` and the place among all these HMACs in order, so that labels do not tell two proofs to be of one document (BBS
    /// Cryptosuites §3.2.1).
    Shuffled,
}

impl Labelling {
    /// The suite's.
    pub(super) const fn of(suite: Suite) -> Self {
        match suite {
            Suite::Bbs2023 => Self::Shuffled,
            _ => Self::Hmac,
        }
    }

    /// The labels of nodes, given what an HMAC makes of each.
    fn labels(self, hmacs: BTreeMap<Arc<str>, [u8; 32]>) -> BTreeMap<Arc<str>, Arc<str>> {
        let texts = hmacs.into_iter().map(|(place, hmac)| (place, hmac_label(&hmac)));
        match self {
            Self::Hmac => texts.collect(),
            Self::Shuffled => {
                // By their text, as the specification sorts them, which is not the order of the bytes.
                let in_order: BTreeMap<Arc<str>, Arc<str>> = texts.map(|(place, text)| (text, place)).collect();
                (0..).zip(in_order).map(|(number, (_, place))| (place, shuffled_label(number))).collect()
            }
        }
    }
}

/// `u` and base64url of an HMAC.
pub(super) fn hmac_label(hmac: &[u8; 32]) -> Arc<str> {
    Arc::from(format!("u{}", URL_SAFE_NO_PAD.encode(hmac)))
}

/// `b` and a number.
pub(super) fn shuffled_label(number: usize) -> Arc<str> {
    Arc::from(format!("b{number}"))
}

/// The hash of statements that are always shown, in their order.
pub(super) fn hash_of<'a>(lines: impl Iterator<Item = &'a str>) -> [u8; 32] {
    let mut hash = Sha256::new();
    lines.for_each(|line| hash.update(line.as_bytes()));
    hash.finalize().into()
}

/// All statements of a document, and which of them belong to a part of it.
pub(super) struct Statements<'a> {
    reading: Reading<'a>,
    /// Each line with its statement, whose blank nodes are labelled by place; in the order of lines.
    all: BTreeMap<String, Quad>,
    /// The document with a name for every node.
    named: Value,
    /// The label of each blank node, by its place.
    labels: BTreeMap<Arc<str>, Arc<str>>,
}

impl<'a> Statements<'a> {
    /// Those of `document`, with labels by `hmac_key` (§3.4.16).
    ///
    /// # Errors
    /// [`ProofError`] when it has no canonical form, too many statements, or nodes without a place of their own.
    pub(super) fn of(
        document: &Value,
        (labelling, hmac_key): (Labelling, &[u8; 32]),
        reading: Reading<'a>,
    ) -> Result<Self, ProofError> {
        let named = labels::named(document);
        let quads = labels::placed(reading.quads(&named)?)?;
        labels::check_same(&reading.quads(document)?, &quads)?;
        let key = hmac::Key::new(hmac::HMAC_SHA256, hmac_key);
        let mut hmacs = BTreeMap::new();
        for (place, canonical) in canon::rdfc10(&quads, reading.budget)?.issued {
            let tag = hmac::sign(&key, canonical.as_bytes());
            let mut label = [0; 32];
            label.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
            hmacs.insert(Arc::from(place), label);
        }
        let mut statements = Self { reading, all: BTreeMap::new(), named, labels: labelling.labels(hmacs) };
        for quad in quads {
            let line = line(&quad, &statements.labels)?;
            statements.all.insert(line, quad);
        }
        Ok(statements)
    }

    /// The lines, in order.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.all.keys().map(String::as_str)
    }

    /// Those that `pointers` choose in `document`, whose statements these are; none for no pointer.
    ///
    /// # Errors
    /// [`SelectionError`] when a pointer is wrong, or what is chosen says something that the whole does not.
    pub(super) fn at(&self, document: &Value, pointers: &[String]) -> Result<BTreeSet<String>, ProofError> {
        if pointers.is_empty() {
            return Ok(BTreeSet::new());
        }
        let chosen = Chosen::new(document, pointers)?;
        let quads = labels::placed(self.reading.quads(&chosen.of(&self.named))?)?;
        let mut lines = BTreeSet::new();
        for quad in &quads {
            let known = line(quad, &self.labels).ok().filter(|line| self.all.contains_key(line));
            lines.insert(known.ok_or(SelectionError::PartOfList)?);
        }
        Ok(lines)
    }

    /// The labels of the blank nodes in `lines`, by the numbers a verifier will give them who sees these lines only.
    pub(super) fn labels_in<'l>(
        &self,
        lines: impl Iterator<Item = &'l str>,
    ) -> Result<BTreeMap<usize, Arc<str>>, ProofError> {
        let quads: Vec<Quad> = lines.filter_map(|line| self.all.get(line).cloned()).collect();
        let issued = canon::rdfc10(&quads, self.reading.budget)?.issued;
        let label = |(place, canonical): (String, String)| {
            Some((number_of(&canonical)?, Arc::clone(self.labels.get(place.as_str())?)))
        };
        Ok(issued.into_iter().filter_map(label).collect())
    }
}

/// A statement's line, its blank nodes called by `labels`.
fn line(quad: &Quad, labels: &BTreeMap<Arc<str>, Arc<str>>) -> Result<String, ProofError> {
    let mut quad = quad.clone();
    let fault = SelectionError::NotSelectable { what: "a blank node has no label" };
    let rename = |resource: &mut Resource| {
        if let Resource::Blank(label) = resource {
            *label = labels.get(label).ok_or_else(|| fault.clone())?.clone();
        }
        Ok::<_, SelectionError>(())
    };
    rename(&mut quad.subject)?;
    if let Term::Resource(object) = &mut quad.object {
        rename(object)?;
    }
    quad.graph.as_mut().map_or(Ok(()), rename)?;
    Ok(nquads::line(&quad))
}
