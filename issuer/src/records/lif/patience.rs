//! How long and how often a LIF API is asked: a time for each try, a time for all, and growing pauses between.

use std::time::Duration;

use model::random::{Random, bytes};
use tokio::time::Instant;

use crate::records::SourceError;

/// Tries for one question.
pub(super) const TRIES: u32 = 4;
/// The first pause is at most so long; each further one at most twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// Whether and when the same question may be put again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Another try would end alike.
    Never,
    /// After a pause of our own.
    Soon,
    /// After the time the peer asked for (`Retry-After`).
    After(Duration),
}

/// A try that brought nothing.
#[derive(Debug)]
pub(super) struct Failed {
    /// Why.
    pub(super) error: SourceError,
    /// Whether another may.
    pub(super) again: Again,
}

impl Failed {
    /// One that would fail again.
    pub(super) const fn for_good(error: SourceError) -> Self {
        Self { error, again: Again::Never }
    }

    /// One that may go better.
    pub(super) const fn this_time(error: SourceError) -> Self {
        Self { error, again: Again::Soon }
    }
}

/// The time that is left for one record, whatever it takes to get it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    ends: Instant,
    each: Duration,
}

impl Budget {
    /// Begins now: `each` for one try, `all` together.
    pub(super) fn begin(each: u64, all: u64) -> Self {
        Self { ends: Instant::now() + Duration::from_secs(all), each: Duration::from_secs(each) }
    }

    fn left(&self) -> Duration {
        self.ends.saturating_duration_since(Instant::now())
    }

    /// How long the next try may take.
    pub(super) fn next_try(&self) -> Duration {
        self.each.min(self.left())
    }

    /// Waits before try number `tries` (the first is 0); `false` when that would be past the end, or makes no sense.
    pub(super) async fn pause(&self, tries: u32, again: Again, random: &dyn Random) -> bool {
        let own = drawn(FIRST_PAUSE.saturating_mul(1 << tries.min(10)), random);
        let pause = match again {
            Again::Never => return false,
            Again::Soon => own,
            Again::After(asked) => asked.max(own),
        };
        if tries + 1 >= TRIES || pause >= self.left() {
            return false;
        }
        tokio::time::sleep(pause).await;
        true
    }
}

/// Between half of `most` and `most`, so that many who failed together do not come back together.
fn drawn(most: Duration, random: &dyn Random) -> Duration {
    let draw = f64::from(u32::from_be_bytes(bytes(random))) / f64::from(u32::MAX);
    most.mul_f64(draw.mul_add(0.5, 0.5))
}

#[cfg(test)]
mod tests {
    use model::random::SeededRandom;

    use super::*;

    #[test]
    fn pauses_are_drawn_between_half_and_all() {
        let random = SeededRandom::new(7);
        let most = Duration::from_secs(1);
        let drawn: Vec<Duration> = (0..100).map(|_| drawn(most, &random)).collect();
        assert!(drawn.iter().all(|pause| *pause >= most / 2 && *pause <= most));
        assert!(drawn.iter().min() != drawn.iter().max(), "nothing is drawn");
    }

    #[tokio::test]
    async fn tries_end_with_their_number_their_sense_and_the_time() {
        let random = SeededRandom::new(7);
        let budget = Budget::begin(5, 20);
        assert!(budget.next_try() == Duration::from_secs(5));
        let before = Instant::now();
        assert!(budget.pause(0, Again::After(Duration::from_millis(400)), &random).await);
        assert!(before.elapsed() >= Duration::from_millis(400), "what the peer asks for counts more than ours");
        assert!(budget.pause(1, Again::Soon, &random).await);
        assert!(before.elapsed() >= Duration::from_millis(650), "the second pause is longer");
        assert!(!budget.pause(TRIES - 1, Again::Soon, &random).await, "tries are counted");
        assert!(!budget.pause(0, Again::Never, &random).await);
        assert!(!budget.pause(0, Again::After(Duration::from_mins(1)), &random).await, "longer than is left");
        assert!(!Budget::begin(5, 0).pause(0, Again::Soon, &random).await, "no time is left");
        assert_eq!(Budget::begin(5, 0).next_try(), Duration::ZERO);
    }
}
