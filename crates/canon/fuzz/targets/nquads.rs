//! Datasets with many blank nodes: other labels and another order give the same bytes, or it is too complex.
//!
//! Asserted for one graph alone: RDFC-1.0 §4.7 hashes each neighbour of a statement by itself, a graph without the predicate
//! and a node without the graph, so that nodes may tie that cannot be exchanged. Either outcome is then to the letter.
#![no_main]

use canon::{Allowance, Budget, CanonError, nquads, rdfc10};
use canon_fuzz::{choices, peers};
use libfuzzer_sys::fuzz_target;

/// Statements as (subject, property, object, graph); numbers of nodes.
type Links = Vec<(usize, usize, usize, usize)>;

fuzz_target!(|bytes: &[u8]| {
    let mut choose = choices(bytes);
    let mut below = |bound: u64| usize::try_from(choose() % bound).unwrap_or(0);
    let nodes = 1 + below(24);
    let bound = u64::try_from(nodes).unwrap_or(1);
    let one_graph = below(4) > 0;
    let mut links: Links =
        (0..below(64)).map(|_| (below(bound), below(3), below(bound + 3), below(bound * 4))).collect();
    if one_graph {
        links.iter_mut().for_each(|link| link.3 = nodes);
    }
    let shift = below(bound);
    let one = text(&links, nodes, |node| node);
    let mut other: Vec<String> = text(&links, nodes, |node| nodes * 7 - (node + shift) % nodes);
    other.reverse();
    other.rotate_left(links.len() / 3);
    let (one, other) = (canonical(&one.concat()), canonical(&other.concat()));
    let (Some((nquads, quads)), Some((again, _))) = (one, other) else { return };
    if !one_graph {
        return;
    }
    assert_eq!(nquads, again, "labels or order matter");
    if !peers::is_beyond_sophia(&quads)
        && let Some(theirs) = peers::sophia(&quads)
    {
        assert_eq!(nquads, theirs, "sophia_c14n differs");
    }
});

fn text(links: &Links, nodes: usize, label: impl Fn(usize) -> usize) -> Vec<String> {
    let line = |&(subject, property, object, graph): &(usize, usize, usize, usize)| {
        let object = if object < nodes { format!("_:n{}", label(object)) } else { format!("\"{object}\"") };
        let graph = if graph < nodes { format!(" _:n{}", label(graph)) } else { String::new() };
        format!("_:n{} <urn:p{property}> {object}{graph} .\n", label(subject))
    };
    links.iter().map(line).collect()
}

/// The canonical form within 4 steps a blank node and 2,000; `None` when it takes more.
fn canonical(text: &str) -> Option<(String, Vec<canon::Quad>)> {
    let quads = nquads::parse(text, usize::MAX).expect("N-Quads");
    let steps = Allowance { fixed: 2_000, per_blank_node: 4, most: usize::MAX };
    match rdfc10(&quads, &Budget { hash_n_degree_calls: steps, ..Budget::default() }) {
        Ok(canonical) => Some((canonical.nquads, quads)),
        Err(CanonError::TooComplex { .. }) => None,
        Err(other) => panic!("{other}"),
    }
}
