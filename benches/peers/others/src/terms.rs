//! RDF terms from one crate's type to another's, and the texts that keys are written in.

use ed25519_dalek::VerifyingKey;
use iref::IriBuf;
use rdf_types::{BlankIdBuf, GraphLabel, Id, LexicalQuad, Literal, LiteralType, Object, Quad, Term};
use sophia_api::term::{BnodeId, IriRef, LanguageTag, SimpleTerm};
use ssi::JWK;
use ssi::jwk::{Base64urlUInt, Params};

/// A quad as sophia takes it.
pub type SophiaQuad = ([SimpleTerm<'static>; 3], Option<SimpleTerm<'static>>);

/// From `rdf-types`, which `json-ld` and `ssi` share.
pub fn to_sophia<P: IntoId>(Quad(s, p, o, g): Quad<Id, P, Term, Id>) -> SophiaQuad {
    let object = match o {
        Term::Id(id) => node(id),
        Term::Literal(Literal { value, type_: LiteralType::Any(datatype) }) => {
            SimpleTerm::LiteralDatatype(value.into(), IriRef::new_unchecked(datatype.into_string().into()))
        }
        Term::Literal(Literal { value, type_: LiteralType::LangString(tag) }) => {
            SimpleTerm::LiteralLanguage(value.into(), LanguageTag::new_unchecked(tag.to_string().into()), None)
        }
    };
    ([node(s), node(p.into_id()), object], g.map(node))
}

/// What a predicate may be: `json-ld` has an [`Id`] there, a lexical quad an IRI.
pub trait IntoId {
    /// As an id.
    fn into_id(self) -> Id;
}

impl IntoId for Id {
    fn into_id(self) -> Id {
        self
    }
}

impl IntoId for IriBuf {
    fn into_id(self) -> Id {
        Id::Iri(self)
    }
}

fn node(id: Id) -> SimpleTerm<'static> {
    match id {
        Id::Iri(iri) => SimpleTerm::Iri(IriRef::new_unchecked(iri.into_string().into())),
        // Without the `_:`, which sophia writes itself.
        Id::Blank(label) => SimpleTerm::BlankNode(BnodeId::new_unchecked(label.as_str()[2..].to_owned().into())),
    }
}

/// N-Quads of IRIs and blank nodes, which is what hostile graphs are made of; literals without escapes.
pub fn parse(nquads: &str) -> Result<Vec<LexicalQuad>, String> {
    nquads.lines().filter(|line| !line.trim().is_empty()).map(line).collect()
}

fn line(line: &str) -> Result<LexicalQuad, String> {
    let fault = || format!("not a line this reads: {line}");
    let parts: Vec<&str> = line.trim_end().strip_suffix('.').ok_or_else(fault)?.split_whitespace().collect();
    let (subject, predicate, object, graph) = match *parts {
        [s, p, o] => (s, p, o, None),
        [s, p, o, g] => (s, p, o, Some(g)),
        _ => return Err(fault()),
    };
    let Id::Iri(predicate) = id(predicate)? else { return Err(fault()) };
    let object = match object.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        None => Object::Id(id(object)?),
        Some(text) => {
            let string = IriBuf::new("http://www.w3.org/2001/XMLSchema#string".into()).map_err(|_| fault())?;
            Object::Literal(Literal { value: text.into(), type_: LiteralType::Any(string) })
        }
    };
    let graph: Option<GraphLabel> = graph.map(id).transpose()?;
    Ok(Quad(id(subject)?, predicate, object, graph))
}

fn id(text: &str) -> Result<Id, String> {
    let fault = || format!("neither an IRI nor a blank node: {text}");
    match text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        Some(iri) => IriBuf::new(iri.to_owned()).map(Id::Iri).map_err(|_| fault()),
        None => BlankIdBuf::new(text.to_owned()).map(Id::Blank).map_err(|_| fault()),
    }
}

/// The Ed25519 key of a `did:key`.
pub fn did_key(did: &str) -> Result<VerifyingKey, String> {
    let encoded = did.strip_prefix("did:key:z").ok_or("not a did:key")?;
    let bytes = bs58::decode(encoded).into_vec().map_err(|error| error.to_string())?;
    let key = bytes.strip_prefix(&[0xed, 0x01]).ok_or("not an Ed25519 key")?;
    VerifyingKey::try_from(key).map_err(|error| error.to_string())
}

/// The P-256 key of a `did:key` URL with its scalar.
pub fn p256_jwk(verification_method: &str, scalar: Vec<u8>) -> Result<JWK, String> {
    let encoded = verification_method.split_once("#z").ok_or("not a key of a did:key")?.1;
    let bytes = bs58::decode(encoded).into_vec().map_err(|error| error.to_string())?;
    let point = bytes.strip_prefix(&[0x80, 0x24]).ok_or("not a P-256 key")?;
    let mut key = ssi::jwk::p256_parse(point).map_err(|error| error.to_string())?;
    if let Params::EC(numbers) = &mut key.params {
        numbers.ecc_private_key = Some(Base64urlUInt(scalar));
    }
    Ok(key)
}

/// Base64url without padding (RFC 4648 §5).
pub fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..=chunk.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    text
}
