//! A bounded pool: checking takes processor time, and a stranger may not take all of it.
//!
//! As many checks run as there are processors; a limited number waits; who comes after that is told to come back.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Checks that may wait for each one that runs.
const WAITING_PER_WORKER: usize = 32;

/// Where checks run.
#[derive(Debug, Clone)]
pub struct Workers {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Default for Workers {
    /// One for each processor.
    fn default() -> Self {
        Self::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get))
    }
}

impl Workers {
    /// `count` at once, and 32 waiting for each.
    pub fn new(count: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(count)),
            admitted: Arc::new(Semaphore::new(count.saturating_mul(1 + WAITING_PER_WORKER))),
        }
    }

    /// A place, held as long as the value lives.
    ///
    /// # Errors
    /// [`Overloaded`] when as many are running and waiting as there may be.
    pub fn admit(&self) -> Result<Admission, Overloaded> {
        Arc::clone(&self.admitted).try_acquire_owned().map(Admission).map_err(|_| Overloaded)
    }

    /// Runs `work` on a thread of its own, when its turn comes. `None` when it panicked.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let permit = Arc::clone(&self.running).acquire_owned().await.ok()?;
        let task = tokio::task::spawn_blocking(move || {
            // The permit goes with the work: a caller that has left does not free the place before the work is done.
            let result = work();
            drop(permit);
            result
        });
        task.await.ok()
    }
}

/// A place among those who run or wait.
#[derive(Debug)]
pub struct Admission(#[expect(dead_code, reason = "held for its Drop")] OwnedSemaphorePermit);

/// Too many are waiting already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many checks are waiting; try again in a few seconds")]
pub struct Overloaded;

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_comes_when_all_places_are_taken_is_refused() {
        let workers = Workers::new(1);
        let places: Vec<_> = (0..33).map(|_| workers.admit().unwrap()).collect();
        assert_eq!(workers.admit().unwrap_err(), Overloaded);
        drop(places);
        assert!(workers.admit().is_ok());
    }

    #[tokio::test]
    async fn a_panic_ends_one_check_and_not_the_pool() {
        let workers = Workers::new(1);
        assert_eq!(workers.run(|| -> u8 { panic!("in a check") }).await, None);
        assert_eq!(workers.run(|| 7).await, Some(7));
    }
}
