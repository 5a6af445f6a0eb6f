//! A closure made ready to travel to the database thread, and back with its result.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::tx::Inner;
use crate::{DbError, Tx};

/// A closure of any type. Only the closure crosses threads, so its future need not be `Send`.
pub(crate) trait Job: Send {
    /// Runs the closure to its end, its panic or its limit.
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> Pin<Box<dyn Future<Output = Wish> + 't>>;

    /// Tells the caller. A closure that failed by itself keeps its own error.
    fn answer(self: Box<Self>, outcome: Result<(), DbError>);
}

/// What is to become of the transaction after a closure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wish {
    Commit,
    RollBack,
    /// It was stopped in the middle of something: a connection with a server at its other end cannot be used again.
    Discard,
}

pub(crate) struct Work<T, E, F> {
    closure: Option<F>,
    limit: Duration,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Work<T, E, F> {
    pub(crate) fn new(closure: F, limit: Duration) -> (Box<Self>, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { closure: Some(closure), limit, result: None, reply }), answer)
    }
}

impl<T, E, F> Job for Work<T, E, F>
where
    F: AsyncFnOnce(&mut Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<DbError> + Send + 'static,
{
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> Pin<Box<dyn Future<Output = Wish> + 't>> {
        Box::pin(async move {
            let Some(closure) = self.closure.take() else { return Wish::RollBack };
            tx.fresh();
            if let Inner::Sqlite(sqlite) = &tx.inner {
                sqlite.limit(self.limit);
            }
            let ended = tokio::time::timeout(self.limit, caught(async { closure(tx).await })).await;
            let (result, wish) = match ended {
                Ok(Some(Ok(value))) if !tx.failed() => (Ok(value), Wish::Commit),
                Ok(Some(Ok(_))) => (Err(DbError::Aborted.into()), Wish::RollBack),
                Ok(Some(Err(error))) => (Err(error), Wish::RollBack),
                Ok(None) => (Err(DbError::Panicked.into()), Wish::Discard),
                Err(_) => (Err(DbError::Timeout.into()), Wish::Discard),
            };
            self.result = Some(result);
            wish
        })
    }

    fn answer(self: Box<Self>, outcome: Result<(), DbError>) {
        let result = match (self.result, outcome) {
            (Some(Err(own)), _) => Err(own),
            (_, Err(error)) => Err(error.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(DbError::CommitUnknown.into()),
        };
        // The caller may have gone away; what was committed stays.
        drop(self.reply.send(result));
    }
}

/// The future's output, or `None` when it panicked.
async fn caught<F: Future>(future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Some(output)),
        Err(_) => Poll::Ready(None),
    })
    .await
}
