//! The test suite of RDFC-1.0 (W3C).

use crate::shared::{data, json, text};
use canon::{Allowance, Budget, CanonError, Hash, Limit, nquads, rdfc10_with};
use serde_json::Value;

#[test]
fn the_suite_of_the_recommendation() {
    let Some(data) = data("W3C RDFC-1.0") else { return };
    let folder = data.join("vectors/rdf-canon");
    let (mut evaluated, mut maps, mut refused) = (0, 0, 0);
    for entry in json(&folder.join("manifest.jsonld"))["entries"].as_array().unwrap() {
        let id = entry["id"].as_str().unwrap();
        let hash = if entry["hashAlgorithm"] == "SHA384" { Hash::Sha384 } else { Hash::Sha256 };
        let quads = nquads::parse(&text(&folder.join(entry["action"].as_str().unwrap())), 10_000).expect(id);
        let canonical = rdfc10_with(&quads, hash, &Budget::default());
        let expected = entry["result"].as_str().map(|result| folder.join(result));
        match entry["type"].as_str().unwrap() {
            "rdfc:RDFC10EvalTest" => {
                assert_eq!(canonical.expect(id).nquads, text(&expected.unwrap()), "{id}");
                evaluated += 1;
            }
            "rdfc:RDFC10MapTest" => {
                let issued: Value = canonical.expect(id).issued.into_iter().collect();
                assert_eq!(issued, json(&expected.unwrap()), "{id}");
                maps += 1;
            }
            _ => {
                assert!(matches!(canonical, Err(CanonError::TooComplex { .. })), "{id}");
                refused += 1;
            }
        }
    }
    assert_eq!((evaluated, maps, refused), (64, 21, 1));
    what_ran::ran("W3C RDFC-1.0", evaluated + maps + refused);
}

/// Statements that link blank nodes by number.
fn lines(pairs: impl Iterator<Item = (usize, usize)>) -> String {
    pairs.map(|(a, b)| format!("_:n{a} <urn:p> _:n{b} .\n")).collect::<Vec<_>>().concat()
}

/// Every node linked to every other: all look the same.
fn clique(size: usize) -> String {
    let pairs = (0..size).flat_map(|a| (0..size).filter(move |b| *b != a).map(move |b| (a, b)));
    lines(pairs)
}

#[test]
fn cliques_are_refused_by_count() {
    for size in [10, 20, 60] {
        let quads = nquads::parse(&clique(size), 10_000).unwrap();
        let refused = rdfc10_with(&quads, Hash::Sha256, &Budget::default());
        assert!(matches!(refused, Err(CanonError::TooComplex { .. })), "{size}: {refused:?}");
    }
    let quads = nquads::parse(&clique(4), 100).unwrap();
    assert!(rdfc10_with(&quads, Hash::Sha256, &Budget::default()).is_ok());
}

/// Two parents alike, each with so many children alike.
#[test]
fn twin_trees_are_refused_by_count() {
    let quads = nquads::parse(&lines((0..40).map(|n| (n % 2, n + 2))), 100).unwrap();
    let refused = rdfc10_with(&quads, Hash::Sha256, &Budget::default());
    assert!(matches!(refused, Err(CanonError::TooComplex { limit: Limit::HashNDegreeCalls, .. })), "{refused:?}");
}

#[test]
fn the_other_counters_refuse_too() {
    let ring = lines((0..400).map(|n| (n, (n + 1) % 400)));
    let quads = nquads::parse(&ring, 1_000).unwrap();
    let refused = CanonError::TooComplex { limit: Limit::HashNDegreeDepth, allowed: 128 };
    assert_eq!(rdfc10_with(&quads, Hash::Sha256, &Budget::default()), Err(refused));
    let budget = Budget { related_hashes: Allowance { fixed: 100, per_blank_node: 0, most: 100 }, ..Budget::default() };
    let refused = CanonError::TooComplex { limit: Limit::RelatedHashes, allowed: 100 };
    assert_eq!(rdfc10_with(&quads, Hash::Sha256, &budget), Err(refused));
}

/// Two parents alike with two children alike: whose turn is first is tried both ways.
#[test]
fn nodes_whose_orders_are_tried_are_bounded() {
    let budget = Budget { permuted_nodes: 1, ..Budget::default() };
    let alike = nquads::parse(&lines([(0, 2), (0, 3), (1, 4), (1, 5)].into_iter()), 9).unwrap();
    assert!(rdfc10_with(&alike, Hash::Sha256, &Budget::default()).is_ok());
    let refused = CanonError::TooComplex { limit: Limit::PermutedNodes, allowed: 1 };
    assert_eq!(rdfc10_with(&alike, Hash::Sha256, &budget), Err(refused));
    let chain = nquads::parse(&lines((0..6).map(|n| (n, n + 1))), 9).unwrap();
    assert!(rdfc10_with(&chain, Hash::Sha256, &budget).is_ok());
}

#[test]
fn labels_do_not_depend_on_the_input() {
    let one = "_:x <urn:p> _:y .\n_:y <urn:q> \"1\" .\n_:x <urn:p> _:y .\n";
    let two = "_:b <urn:q> \"1\" .\n_:a <urn:p> _:b .\n";
    let canonical = |text| rdfc10_with(&nquads::parse(text, 9).unwrap(), Hash::Sha256, &Budget::default()).unwrap();
    assert_eq!(canonical(one).nquads, canonical(two).nquads);
    assert_eq!(canonical(one).nquads.lines().count(), 2);
}
