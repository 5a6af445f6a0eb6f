//! Databases for tests: a SQLite file and a PostgreSQL cluster that vanish with the test process.
//!
//! One test process has one cluster, made on first use from the server binaries of this machine (`initdb` and
//! `postgres` in `PATH` or `/usr/lib/postgresql/*/bin`), reachable through a socket in a directory of its own and never
//! over the network. `cargo nextest` runs each test in its own process, so a start must be quick: the first leaves an
//! initialised cluster in the temporary directory that later ones copy (about 1 s, then 0.3 s).
//!
//! A shell keeps watch: its standard input is a pipe from the test process, and when that ends, however it ends, the
//! shell stops the server and deletes the directory.
//!
//! ```no_run
//! # async fn example() {
//! db::throwaway::every_database("codes_are_used_once", async |db| {
//!     db.migrate(&[db::Migration { name: "1", sql: "CREATE TABLE codes (id UUID PRIMARY KEY)" }]).await.unwrap();
//! }).await;
//! # }
//! ```

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use crate::{Db, DbError, postgres};

const WATCHER: &str = include_str!("throwaway.sh");

/// A running PostgreSQL cluster without passwords, disk syncs or network. It stops when this is dropped, or when the
/// process ends.
#[derive(Debug)]
pub struct Postgres {
    directory: String,
    watcher: Child,
}

impl Postgres {
    /// Starts a cluster of its own; `None` where PostgreSQL is not installed.
    ///
    /// # Panics
    /// When it is installed and does not start.
    pub fn start() -> Option<Self> {
        Self::start_with("hasty")
    }

    /// A cluster that syncs its log at every commit, as a running service has it: for measurements.
    ///
    /// # Panics
    /// As [`Self::start`].
    pub fn start_durable() -> Option<Self> {
        Self::start_with("durable")
    }

    fn start_with(mode: &str) -> Option<Self> {
        let binaries = binaries()?;
        match Self::start_from(&binaries, mode) {
            Ok(started) => Some(started),
            Err(error) => failed(&format!("PostgreSQL in {} does not start: {error}", binaries.display())),
        }
    }

    fn start_from(binaries: &Path, mode: &str) -> std::io::Result<Self> {
        let mut watcher = shell()
            .args(["-c", WATCHER, "throwaway"])
            .arg(binaries)
            .arg(mode)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // A group of its own: an interrupt at the keyboard ends the tests, and the tests' end ends the server.
            .process_group(0)
            .spawn()?;
        let mut directory = String::new();
        if let Some(output) = watcher.stdout.take() {
            BufReader::new(output).read_line(&mut directory)?;
        }
        match directory.trim().strip_prefix("ready ") {
            Some(directory) => Ok(Self { directory: directory.to_owned(), watcher }),
            None => Err(std::io::Error::other(format!("{}; run initdb by hand to see why", directory.trim()))),
        }
    }

    /// The cluster of this process; `None` where PostgreSQL is not installed.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
        SHARED.get_or_init(Self::start).as_ref()
    }

    /// The address of the database `name` of this cluster.
    pub fn address(&self, name: &str) -> String {
        format!("postgres://postgres@localhost/{name}?host={}", self.directory)
    }

    /// Makes a new, empty database, called after `name`; the answer is its address.
    ///
    /// # Errors
    /// [`DbError`] when the cluster refuses.
    pub async fn fresh_database(&self, name: &str) -> Result<String, DbError> {
        static NEXT: AtomicUsize = AtomicUsize::new(1);
        let word: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        let unique = format!("{word:.40}_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let options = postgres::options(&self.address("postgres"))?;
        let mut connection = options.connect().await.map_err(|error| postgres::error(&error))?;
        let create = AssertSqlSafe(format!("CREATE DATABASE \"{unique}\""));
        connection.execute(create).await.map_err(|error| postgres::error(&error))?;
        connection.close().await.map_err(|error| postgres::error(&error))?;
        Ok(self.address(&unique))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.watcher.stdin.take());
        drop(self.watcher.wait());
    }
}

/// Runs `check` on an empty SQLite database and on an empty PostgreSQL one.
///
/// Where PostgreSQL is not installed it prints `SKIPPED PostgreSQL: …`.
///
/// # Panics
/// When a database cannot be made, or when PostgreSQL is missing and `TASSEL_REQUIRE_SHARED` is `1`.
pub async fn every_database(test: &str, check: impl AsyncFn(Db)) {
    every_address(test, async |address: String| match Db::open(&address).await {
        Ok(db) => check(db).await,
        Err(error) => failed(&format!("a fresh database does not open: {error}")),
    })
    .await;
}

/// [`every_database`] for tests that open it themselves, with other limits or more than once.
///
/// # Panics
/// As [`every_database`].
pub async fn every_address(test: &str, check: impl AsyncFn(String)) {
    let directory = match tempfile::tempdir() {
        Ok(directory) => directory,
        Err(error) => failed(&format!("no temporary directory: {error}")),
    };
    say(&format!("{test} on SQLite"));
    check(format!("sqlite:{}", directory.path().join("test.db").display())).await;
    let Some(postgres) = Postgres::shared() else { return absent() };
    say(&format!("{test} on PostgreSQL"));
    match postgres.fresh_database(test).await {
        Ok(address) => check(address).await,
        Err(error) => failed(&format!("no fresh database: {error}")),
    }
}

fn absent() {
    let skipped = "SKIPPED PostgreSQL: neither PATH nor /usr/lib/postgresql/*/bin has initdb and postgres";
    if setting("TASSEL_REQUIRE_SHARED").as_deref() == Some("1") {
        failed(skipped);
    }
    say(skipped);
}

/// The folder with `initdb` and `postgres`: what `PATH` finds first, else the newest installed.
fn binaries() -> Option<PathBuf> {
    let path = setting("PATH").unwrap_or_default();
    let mut installed: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some((entry.as_ref().ok()?.file_name().to_str()?.parse().ok()?, entry.ok()?.path())))
        .collect();
    installed.sort_unstable();
    let installed = installed.into_iter().rev().map(|(_, version)| version.join("bin"));
    std::env::split_paths(&path)
        .chain(installed)
        // Through the links, because the server finds its own files beside itself.
        .filter_map(|folder| folder.join("postgres").canonicalize().ok()?.parent().map(Path::to_owned))
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// PostgreSQL refuses to run as root: there the shell runs as the user `postgres`.
fn shell() -> Command {
    let root = std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if !root {
        return Command::new("sh");
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", "sh"]);
    command
}

#[expect(clippy::disallowed_methods, reason = "settings of the test run, not of the service")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[expect(clippy::print_stdout, reason = "the test runner shows it beside the test")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::panic, reason = "this is how a test fails")]
fn failed(text: &str) -> ! {
    panic!("{text}")
}
