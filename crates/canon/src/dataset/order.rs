//! The order of statements: that of their canonical lines, compared without writing them.

use std::cmp::Ordering;

use super::{Literal, Node, Object};

/// `<a>` against `<b>`: where one is the beginning of the other, its `>` decides.
pub(crate) fn compare_iris(a: &str, b: &str) -> Ordering {
    // One text under one number, or two copies of it.
    if std::ptr::eq(a, b) { Ordering::Equal } else { compare_closed(a, b, b'>') }
}

/// Compares texts that are followed by `end`.
fn compare_closed(a: &str, b: &str, end: u8) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let shared = a.len().min(b.len());
    let heads = a.get(..shared).cmp(&b.get(..shared));
    heads.then_with(|| match (a.get(shared), b.get(shared)) {
        (None, None) => Ordering::Equal,
        (None, Some(next)) => end.cmp(next),
        (Some(next), None) => next.cmp(&end),
        (Some(a), Some(b)) => a.cmp(b),
    })
}

/// Literals stand before IRIs and IRIs before blank nodes: `"` < `<` < `_`.
pub(crate) fn compare_objects(a: &Object<'_>, b: &Object<'_>, nodes: &impl Fn(Node, Node) -> Ordering) -> Ordering {
    match (a, b) {
        (Object::Literal(a), Object::Literal(b)) => compare_literals(a, b),
        (Object::Literal(_), Object::Node(_)) => Ordering::Less,
        (Object::Node(_), Object::Literal(_)) => Ordering::Greater,
        (Object::Node(a), Object::Node(b)) => nodes(*a, *b),
    }
}

fn compare_literals(a: &Literal<'_>, b: &Literal<'_>) -> Ordering {
    compare_closed(a.escaped, b.escaped, b'"').then_with(|| compare_closed(a.suffix, b.suffix, b' '))
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::compare_iris;

    #[test]
    fn the_end_of_an_iri_counts() {
        assert_eq!(compare_iris("urn:a", "urn:a/b"), Ordering::Greater);
        assert_eq!(compare_iris("urn:a", "urn:aa"), Ordering::Less);
        assert_eq!(compare_iris("urn:a", "urn:a"), Ordering::Equal);
    }
}
