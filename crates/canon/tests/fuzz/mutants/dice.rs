//! Choices, from a seed or from a fuzzer's bytes.

/// A source of choices.
pub(crate) struct Dice<'s>(Box<dyn FnMut() -> u64 + 's>);

impl<'s> Dice<'s> {
    /// The choices that `source` makes.
    pub(crate) fn of(source: impl FnMut() -> u64 + 's) -> Self {
        Self(Box::new(source))
    }

    /// A number below `bound`; 0 when there is none.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from((self.0)() % bound).unwrap_or(0)
    }

    /// True once in `times`.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    /// One of `words`.
    pub(crate) fn word(&mut self, words: &[&'static str]) -> &'static str {
        let at = self.below(words.len());
        words.get(at).copied().unwrap_or("")
    }

    /// `items` in another order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let other = self.below(end + 1);
            items.swap(end, other);
        }
    }
}
