//! The documents that are changed.

use serde_json::Value;

use super::dice::Dice;
use super::doc::Doc;

/// Badges come most often: they are small, so that many fit into a minute.
const BASES: [&str; 10] = [
    include_str!("../bases/badge.json"),
    include_str!("../bases/endorsement.json"),
    include_str!("../bases/school.json"),
    include_str!("../bases/transcript.json"),
    include_str!("../bases/presentation.json"),
    include_str!("../bases/bare.json"),
    include_str!("../bases/older.json"),
    include_str!("../bases/endorsement.json"),
    include_str!("../bases/school.json"),
    include_str!("../bases/bare.json"),
];

pub(crate) fn one(dice: &mut Dice) -> Doc {
    let text = dice.word(&BASES);
    serde_json::from_str::<Value>(text).map_or(Doc::object(), Doc::from)
}
