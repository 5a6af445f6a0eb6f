//! Canonical form does not depend on the labels or the order of what comes in. Between graphs it can, by the algorithm's own
//! letter (docs/CONFORMANCE.md), so all statements here are in one.

use canon::{Budget, Quad, Resource, Term, rdfc10};
use proptest::prelude::*;

/// Links between blank nodes as (subject, property, object).
type Links = Vec<(u8, u8, u8)>;

fn quads(links: &Links, label: impl Fn(u8) -> u8) -> Vec<Quad> {
    let blank = |node: u8| Resource::Blank(format!("x{}", label(node)).into());
    let quad = |&(subject, property, object): &(u8, u8, u8)| Quad {
        subject: blank(subject),
        predicate: format!("urn:p{property}").into(),
        object: Term::Resource(blank(object)),
        graph: None,
    };
    links.iter().map(quad).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn labels_and_order_do_not_matter(
        links in proptest::collection::vec((0_u8..7, 0_u8..2, 0_u8..7), 1..14),
        shift in 1_u8..7,
        times in 1_u8..7,
    ) {
        let one = rdfc10(&quads(&links, |node| node), &Budget::default());
        let mut other = quads(&links, |node| (node * times + shift) % 7);
        other.reverse();
        let other = rdfc10(&other, &Budget::default());
        // How much work a poisonous graph makes may depend on its order.
        prop_assume!(one.is_ok() && other.is_ok());
        prop_assert_eq!(one.map(|canonical| canonical.nquads), other.map(|canonical| canonical.nquads));
    }
}
