//! Badges, transcripts and presentations of our own making, changed at random.

mod bases;
mod contexts;
mod dice;
mod doc;
mod keyed;
mod lists;
mod places;
mod structure;
mod values;
mod words;

use dice::Dice;
use doc::Doc;

/// A fuzzer's bytes may ask for change after change.
const MOST_CHANGES: usize = 12;

/// The text of one of our base documents with one or more changes. Its making follows the choices of `source`.
pub(crate) fn chosen(source: impl FnMut() -> u64) -> String {
    let dice = &mut Dice::of(source);
    let mut document = bases::one(dice);
    // Most often one to three changes: after many, little is left that anybody accepts.
    for _ in 0..MOST_CHANGES {
        change(&mut document, dice);
        if dice.below(9) >= 5 {
            break;
        }
    }
    document.text()
}

/// One change. The kinds that often keep a document acceptable come more often than those that rarely do.
fn change(document: &mut Doc, dice: &mut Dice) {
    match dice.below(100) {
        0..26 => structure::change(document, dice),
        26..52 => values::change(document, dice),
        52..74 => keyed::change(document, dice),
        _ => contexts::change(document, dice),
    }
}
