//! Hash First Degree Quads (RDFC-1.0 §4.6).

use ahash::AHashMap;
use bumpalo::Bump;
use bumpalo::collections::Vec as ArenaVec;

use super::graph::Graph;
use super::hash::{Digest, Hash};
use super::write::Line;
use crate::dataset::Dataset;

/// From how many blank nodes on their texts are remembered: the lists of a transcript say the same again and again.
const MANY: u32 = 50;

/// Bytes of a text that is remembered: a cell of a list, and other nodes that say little and so may say it again.
const SHORT: usize = 512;

/// The hash of every blank node's statements, itself written as `_:a` and any other as `_:z`.
pub(super) fn hashes(dataset: &Dataset<'_>, graph: &Graph<'_>, hash: Hash, arena: &Bump) -> Vec<Digest> {
    let blanks = u32::try_from(dataset.blanks()).unwrap_or(u32::MAX);
    let mut text = ArenaVec::new_in(arena);
    let mut lines = Vec::new();
    let mut known: AHashMap<&[u8], Digest> = AHashMap::new();
    let one = |own: u32| {
        text.clear();
        lines.clear();
        for statement in graph.mentions(own).iter().filter_map(|number| dataset.statement(*number)) {
            let start = text.len();
            let label = |blank: u32, out: &mut ArenaVec<'_, u8>| out.push(if blank == own { b'a' } else { b'z' });
            Line { dataset, label }.write(statement, &mut text);
            lines.push(start..text.len());
        }
        let may_repeat = blanks >= MANY && text.len() <= SHORT;
        if let Some(digest) = known.get(text.as_slice()) {
            return *digest;
        }
        let digest = sorted(&text, &mut lines, hash);
        if may_repeat {
            known.insert(arena.alloc_slice_copy(&text), digest);
        }
        digest
    };
    (0..blanks).map(one).collect()
}

/// The hash of the lines in code point order, in which they mostly are.
fn sorted(text: &[u8], lines: &mut [std::ops::Range<usize>], hash: Hash) -> Digest {
    let line = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default();
    if lines.is_sorted_by(|a, b| line(a) <= line(b)) {
        return hash.digest([text]);
    }
    lines.sort_unstable_by(|a, b| line(a).cmp(line(b)));
    hash.digest(lines.iter().map(line))
}
