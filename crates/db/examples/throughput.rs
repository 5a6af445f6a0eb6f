//! Durable closures a second: gathered beside each alone, in one run on one disk.
//!
//! `cargo run --release -p db --example throughput -- [DIRECTORY] [SECONDS]`
//!
//! A closure is one issued intent: a row of 2.8 kB under a time-ordered key, and an audit row. Each writer waits for
//! its answer before it sends the next. The directory should lie on the disk in question, not in memory.
#![expect(clippy::print_stdout, reason = "it prints its measurements")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use db::throwaway::Postgres;
use db::{Arg, Db, DbError, Limits, Migration};
use uuid::Uuid;

const SCHEMA: &[Migration] = &[Migration {
    name: "1",
    sql: "CREATE TABLE intents (id UUID PRIMARY KEY, body BYTEA NOT NULL);
          CREATE TABLE audit (id UUID PRIMARY KEY, what TEXT NOT NULL)",
}];
const INTENT: &str = "INSERT INTO intents (id, body) VALUES ($1, $2)";
const AUDIT: &str = "INSERT INTO audit (id, what) VALUES ($1, $2)";

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let directory = arguments.next().unwrap_or_else(|| ".".to_owned());
    let seconds = arguments.next().map_or(Ok(5), |seconds| seconds.parse())?;
    let directory = tempfile::tempdir_in(directory)?;
    println!("syncs a second of this disk (4 kB appended): {}", syncs(directory.path())?);
    println!("{:<40} {:>10} {:>8} {:>8}", "", "closures/s", "p50 ms", "p99 ms");
    let alone = Limits { batch: 1, ..Limits::default() };
    for (writers, limits, name) in [
        (64, alone.clone(), "SQLite, 64 writers, each alone"),
        (64, Limits::default(), "SQLite, 64 writers, gathered"),
        (1, alone, "SQLite, 1 writer, each alone"),
        (1, Limits::default(), "SQLite, 1 writer, gathered"),
    ] {
        let path = directory.path().join(format!("{name}.db"));
        measure(name, &format!("sqlite:{}", path.display()), limits, writers, seconds).await?;
    }
    let Some(postgres) = Postgres::start_durable() else {
        println!("SKIPPED PostgreSQL: not installed");
        return Ok(());
    };
    for (writers, name) in [(64, "PostgreSQL, 64 writers, 32 connections"), (1, "PostgreSQL, 1 writer")] {
        measure(name, &postgres.fresh_database("throughput").await?, Limits::default(), writers, seconds).await?;
    }
    Ok(())
}

fn syncs(directory: &Path) -> Outcome<u64> {
    let mut file = std::fs::File::create(directory.join("syncs"))?;
    let start = Instant::now();
    let mut count = 0;
    while start.elapsed() < Duration::from_secs(1) {
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    Ok(count)
}

async fn measure(name: &str, address: &str, limits: Limits, writers: u64, seconds: u64) -> Outcome<()> {
    let db = Db::open_with(address, limits).await?;
    db.migrate(SCHEMA).await?;
    let next = Arc::new(AtomicU64::new(1));
    let start = Instant::now();
    let end = start + Duration::from_secs(seconds);
    let tasks: Vec<_> = (0..writers).map(|_| tokio::spawn(write_until(db.clone(), Arc::clone(&next), end))).collect();
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await??);
    }
    let took = u32::try_from(start.elapsed().as_millis())?;
    db.close().await;
    waits.sort_unstable();
    let at = |percent: usize| waits.get(waits.len() * percent / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    let rate = f64::from(u32::try_from(waits.len())?) * 1e3 / f64::from(took);
    println!("{name:<40} {rate:>10.0} {:>8.2} {:>8.2}", at(50), at(99));
    Ok(())
}

async fn write_until(db: Db, next: Arc<AtomicU64>, end: Instant) -> Result<Vec<Duration>, DbError> {
    let mut waits = Vec::new();
    loop {
        let sent = Instant::now();
        if sent >= end {
            return Ok(waits);
        }
        let id = Uuid::from_u128(next.fetch_add(1, Ordering::Relaxed).into());
        let intent: [Arg; 2] = [id.into(), vec![7; 2_800].into()];
        db.write(async move |tx| {
            tx.execute(INTENT, intent).await?;
            tx.execute(AUDIT, [id.into(), "intent".into()]).await
        })
        .await?;
        waits.push(sent.elapsed());
    }
}
