//! What is known while one credential is checked, and what has to be asked for.
//!
//! A check never waits: it looks here, and what is missing is noted as wanted. The caller fetches it and runs the checks
//! again. So the checks are plain functions of bytes, known facts and a time, and the slow world stays outside of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use canon::CanonError;
use contexts::SchemaFault;
use proof::data_integrity::ProofError;
use proof::did_document::DidDocument;
use url::Url;

use super::read::{Unreadable, UnverifiedCredential};
use crate::trust::Standing;

/// One check asks for at most this many documents, whatever the credential refers to.
pub(crate) const DOCUMENTS: usize = 64;

/// What kind of document is asked for; it decides how large it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Need {
    /// An issuer's DID document.
    DidDocument,
    /// A status list credential.
    StatusList,
    /// A status list token.
    StatusToken,
}

/// A document as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Document {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It could not be had; why, in a few words without addresses.
    Unreachable(String),
}

/// What the checks asked for and nobody has answered yet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Documents by address.
    pub(crate) documents: BTreeMap<Url, Need>,
    /// Issuers whose standing is asked.
    pub(crate) issuers: BTreeSet<String>,
}

impl Wanted {
    pub(crate) fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.issuers.is_empty()
    }
}

/// A credential inside another, or why it cannot be read.
pub(crate) type Inside = Arc<Result<UnverifiedCredential, Unreadable>>;

/// Facts gathered so far.
#[derive(Debug, Default)]
pub(crate) struct Known {
    documents: HashMap<Url, Document>,
    did_documents: HashMap<String, Option<Arc<DidDocument>>>,
    inside: HashMap<String, Inside>,
    standings: HashMap<String, Standing>,
    signatures: HashMap<String, Result<(), ProofError>>,
    expansions: HashMap<String, Result<(), CanonError>>,
    schemas: HashMap<String, Vec<SchemaFault>>,
    exhausted: bool,
    /// Messages of BBS signatures that were looked at.
    messages: usize,
    /// Bytes of status lists that were gone through.
    list_bytes: usize,
    wanted: Wanted,
}

impl Known {
    /// The document at `url`, or `None` when it has to be fetched first (or too many were asked for).
    pub(crate) fn document(&mut self, url: &Url, need: Need) -> Option<&Document> {
        if !self.documents.contains_key(url) {
            if self.documents.len() + self.wanted.documents.len() < DOCUMENTS {
                self.wanted.documents.insert(url.clone(), need);
            }
            return None;
        }
        self.documents.get(url)
    }

    /// The DID document of `did`, of which `read` makes it once from the bytes at `url`, however many signatures name it.
    /// `None` when there are no bytes, or they are no such document.
    pub(crate) fn did_document(
        &mut self,
        did: &str,
        url: &Url,
        read: impl FnOnce(&[u8]) -> Option<DidDocument>,
    ) -> Option<Arc<DidDocument>> {
        if let Some(known) = self.did_documents.get(did) {
            return known.clone();
        }
        let Some(Document::Bytes(bytes)) = self.documents.get(url) else { return None };
        let document = read(bytes).map(Arc::new);
        self.did_documents.insert(did.to_owned(), document.clone());
        document
    }

    /// The credential at `place` inside another, read once.
    pub(crate) fn inside(
        &mut self,
        place: &str,
        read: impl FnOnce() -> Result<UnverifiedCredential, Unreadable>,
    ) -> Inside {
        Arc::clone(self.inside.entry(place.to_owned()).or_insert_with(|| Arc::new(read())))
    }

    /// The standing of `issuer`, or `None` when it has to be asked first.
    pub(crate) fn standing(&mut self, issuer: &str) -> Option<&Standing> {
        if !self.standings.contains_key(issuer) {
            self.wanted.issuers.insert(issuer.to_owned());
            return None;
        }
        self.standings.get(issuer)
    }

    /// The result of the signature at `place`, checked once however often the checks run. It is over `messages`, as BBS
    /// signatures count; `check` is told how many that makes in this upload.
    pub(crate) fn signature(
        &mut self,
        place: &str,
        messages: usize,
        check: impl FnOnce(usize) -> Result<(), ProofError>,
    ) -> Result<(), ProofError> {
        if let Some(found) = self.signatures.get(place) {
            return found.clone();
        }
        self.messages += messages;
        let result = check(self.messages);
        self.signatures.insert(place.to_owned(), result.clone());
        result
    }

    /// Whether every word of the credential at `place` has a meaning, found out once.
    pub(crate) fn expansion(
        &mut self,
        place: &str,
        check: impl FnOnce() -> Result<(), CanonError>,
    ) -> Result<(), CanonError> {
        self.expansions.entry(place.to_owned()).or_insert_with(check).clone()
    }

    /// Notes that every word of the credential at `place` has a meaning.
    pub(crate) fn learn_expansion(&mut self, place: &str) {
        self.expansions.insert(place.to_owned(), Ok(()));
    }

    /// The faults in the form of the credential at `place`, looked for once.
    pub(crate) fn schema(&mut self, place: &str, check: impl FnOnce() -> Vec<SchemaFault>) -> &[SchemaFault] {
        self.schemas.entry(place.to_owned()).or_insert_with(check)
    }

    /// Notes that `bytes` more of status lists were gone through.
    pub(crate) const fn go_through(&mut self, bytes: usize) {
        self.list_bytes = self.list_bytes.saturating_add(bytes);
    }

    /// Bytes of status lists that were gone through, each as often as a credential asked for it.
    pub(crate) const fn list_bytes(&self) -> usize {
        self.list_bytes
    }

    /// Whether something in this upload was too much work already: then nothing costly is begun any more.
    pub(crate) const fn exhausted(&self) -> bool {
        self.exhausted
    }

    /// Notes that something was too much work.
    pub(crate) const fn exhaust(&mut self) {
        self.exhausted = true;
    }

    /// What was asked for since the last call.
    pub(crate) fn take_wanted(&mut self) -> Wanted {
        std::mem::take(&mut self.wanted)
    }

    /// An answer.
    pub(crate) fn learn_document(&mut self, url: Url, document: Document) {
        self.documents.insert(url, document);
    }

    /// An answer.
    pub(crate) fn learn_standing(&mut self, issuer: String, standing: Standing) {
        self.standings.insert(issuer, standing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file may name one document in thousands of signatures.
    #[test]
    fn a_did_document_is_read_once() {
        let (did, url) = ("did:web:a.example", Url::parse("https://a.example/.well-known/did.json").unwrap());
        let mut known = Known::default();
        let mut times = 0;
        let mut ask = |known: &mut Known| {
            let read = |_: &[u8]| {
                times += 1;
                None
            };
            (known.did_document(did, &url, read), times)
        };
        assert_eq!(ask(&mut known).1, 0, "there are no bytes");
        known.learn_document(url.clone(), Document::Bytes(b"{}".to_vec()));
        assert_eq!((ask(&mut known).1, ask(&mut known).1), (1, 1));
    }

    #[test]
    fn a_credential_inside_is_read_once() {
        let mut known = Known::default();
        let first = known.inside("/child/0", || Err(Unreadable::Empty));
        let again = known.inside("/child/0", || Err(Unreadable::EmptyPresentation));
        assert!(Arc::ptr_eq(&first, &again));
        assert_eq!(
            *known.inside("/child/1", || Err(Unreadable::EmptyPresentation)),
            Err(Unreadable::EmptyPresentation)
        );
    }
}
