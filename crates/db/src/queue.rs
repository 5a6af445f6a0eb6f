//! The queue in front of the database thread, and the thread.

use std::future::Future;

use tokio::sync::{mpsc, watch};
use tokio::task::LocalSet;

use crate::DbError;
use crate::job::Job;

/// Closures that may wait before [`crate::Db::write`] waits for room: about a second of work on a slow disk.
const WAITING: usize = 4_096;

pub(crate) type Sender = mpsc::Sender<Box<dyn Job>>;
pub(crate) type Receiver = mpsc::Receiver<Box<dyn Job>>;

/// Starts the thread `db` on which `lanes` takes closures until the last [`Sender`] is gone. The second value ends
/// (its sender is dropped) when the thread has.
pub(crate) fn start<L, F>(lanes: L) -> Result<(Sender, watch::Receiver<()>), DbError>
where
    L: FnOnce(Receiver) -> F + Send + 'static,
    F: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| DbError::unavailable(&error))?;
    let (sender, receiver) = mpsc::channel(WAITING);
    let (alive, ended) = watch::channel(());
    std::thread::Builder::new()
        .name("db".to_owned())
        .spawn(move || {
            let _alive = alive;
            runtime.block_on(LocalSet::new().run_until(lanes(receiver)));
        })
        .map_err(|error| DbError::unavailable(&error))?;
    Ok((sender, ended))
}

/// Answers everything that waits, and everything that still comes, with `error`.
pub(crate) async fn refuse_all(mut jobs: Receiver, error: DbError) {
    jobs.close();
    while let Some(job) = jobs.recv().await {
        job.answer(Err(error.clone()));
    }
}
