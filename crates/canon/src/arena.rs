//! The memory a document is worked on in, used again for the next one.

use std::cell::Cell;

use bumpalo::Bump;

/// Bytes that a thread keeps between documents: a transcript of a thousand courses fits.
const KEPT: usize = 32 << 20;

thread_local! {
    static ARENA: Cell<Option<Bump>> = const { Cell::new(None) };
}

/// Lends the thread's arena to `work`. Fresh memory for every document would cost more than the work itself.
pub(crate) fn lend<T>(work: impl FnOnce(&Bump) -> T) -> T {
    let mut arena = ARENA.take().unwrap_or_default();
    let done = work(&arena);
    if arena.allocated_bytes() <= KEPT {
        arena.reset();
        ARENA.set(Some(arena));
    }
    done
}
