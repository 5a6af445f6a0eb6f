//! Documents by number: each depends on a seed and an index alone and is the same everywhere.

use crate::mutants;

/// The text of document `index` of the series `seed`.
pub(crate) fn document(seed: u64, index: u64) -> String {
    mutants::chosen(choices(seed, index))
}

/// `SplitMix64`.
fn choices(seed: u64, index: u64) -> impl FnMut() -> u64 {
    let mut state = seed ^ index.wrapping_mul(0xd134_2543_de82_ef95);
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
