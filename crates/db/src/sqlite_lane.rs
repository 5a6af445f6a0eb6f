//! The one SQLite writer: closures that wait while one batch commits share the next commit.

use std::ops::ControlFlow;

use crate::DbError;
use crate::job::{Job, Wish};
use crate::queue::{Receiver, refuse_all};
use crate::sqlite::Sqlite;
use crate::tx::{Inner, Tx};

/// Runs batches until the queue has ended, or until the disk has failed.
pub(crate) async fn run(sqlite: Sqlite, most: usize, mut jobs: Receiver) {
    let mut tx = Tx::new(Inner::Sqlite(Box::new(sqlite)));
    while let Some(first) = jobs.recv().await {
        if batch(&mut tx, first, most, &mut jobs).await.is_break() {
            tracing::error!("the database file could not be written: no further write is accepted");
            return refuse_all(jobs, DbError::Closed).await;
        }
    }
    // Leaves one file behind instead of two. Without it the next start reads the log first.
    if let Err(error) = sqlite_of(&tx).and_then(|sqlite| sqlite.batch("PRAGMA wal_checkpoint(TRUNCATE)")) {
        tracing::debug!(%error, "the log stays for the next start");
    }
}

fn sqlite_of(tx: &Tx) -> Result<&Sqlite, DbError> {
    match &tx.inner {
        Inner::Sqlite(sqlite) => Ok(sqlite),
        Inner::Postgres(_) => Err(DbError::Closed),
    }
}

/// Closures in one transaction: the first, and what waits behind it, up to `most`. There is no wait for company:
/// while one batch commits, the next gathers by itself.
async fn batch(tx: &mut Tx, first: Box<dyn Job>, most: usize, jobs: &mut Receiver) -> ControlFlow<()> {
    let mut kept = Vec::new();
    let mut next = Some(first);
    let mut taken = 0;
    while let Some(job) = next.take() {
        taken += 1;
        if let Err(error) = one(tx, job, &mut kept).await {
            // Everyone in the queue has waited for the lock, or met the broken transaction, together with this one.
            abandon(tx, &mut kept, &error);
            while taken < most
                && let Ok(job) = jobs.try_recv()
            {
                taken += 1;
                job.answer(Err(error.clone()));
            }
            return ControlFlow::Continue(());
        }
        if taken < most {
            next = jobs.try_recv().ok();
        }
    }
    if kept.is_empty() { ControlFlow::Continue(()) } else { commit(tx, kept) }
}

/// Runs one closure. The first of a transaction needs no savepoint: alone, it pays for none.
async fn one(tx: &mut Tx, mut job: Box<dyn Job>, kept: &mut Vec<Box<dyn Job>>) -> Result<(), DbError> {
    let alone = kept.is_empty();
    let begun =
        sqlite_of(tx).and_then(|sqlite| sqlite.control(if alone { "BEGIN IMMEDIATE" } else { "SAVEPOINT one" }));
    if let Err(error) = begun {
        job.answer(Err(error.clone()));
        return Err(error);
    }
    let wish = job.run(tx).await;
    let sqlite = sqlite_of(tx)?;
    sqlite.unlimited();
    if !sqlite.in_transaction() {
        // SQLite has rolled everything back: a full disk, an I/O error, or a write stopped in the middle.
        job.answer(Err(DbError::RolledBack));
        for neighbour in kept.drain(..) {
            neighbour.answer(Err(DbError::RolledBack));
        }
        return Ok(());
    }
    let ended = match (wish, alone) {
        (Wish::Commit, true) => Ok(()),
        (Wish::Commit, false) => sqlite.control("RELEASE one"),
        (_, true) => sqlite.control("ROLLBACK"),
        (_, false) => sqlite.control("ROLLBACK TO one").and_then(|()| sqlite.control("RELEASE one")),
    };
    if wish == Wish::Commit && ended.is_ok() {
        kept.push(job);
    } else {
        job.answer(ended.clone());
    }
    ended
}

fn commit(tx: &Tx, mut kept: Vec<Box<dyn Job>>) -> ControlFlow<()> {
    let Err(error) = sqlite_of(tx).and_then(|sqlite| sqlite.control("COMMIT")) else {
        for job in kept {
            job.answer(Ok(()));
        }
        return ControlFlow::Continue(());
    };
    tracing::error!(%error, closures = kept.len(), "a commit failed");
    // After a failed sync the log may hold the commit on the next start: neither kept nor lost for certain.
    let disk = matches!(error, DbError::Unavailable { .. } | DbError::Corrupt);
    abandon(tx, &mut kept, if disk { &DbError::CommitUnknown } else { &error });
    if disk { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

fn abandon(tx: &Tx, kept: &mut Vec<Box<dyn Job>>, error: &DbError) {
    if let Ok(sqlite) = sqlite_of(tx)
        && sqlite.in_transaction()
        && let Err(error) = sqlite.control("ROLLBACK")
    {
        tracing::error!(%error, "a rollback failed");
    }
    for job in kept.drain(..) {
        job.answer(Err(error.clone()));
    }
}
