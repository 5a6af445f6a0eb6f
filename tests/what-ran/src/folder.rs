//! Where the notes of one run lie: a folder named after the process that started the tests.
//!
//! Every test program of one `cargo test` has the same parent. Its id, and the time it started (ids come round again),
//! name the run, so notes of an earlier run are never taken for this one's.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of this run. It may not exist yet.
pub(crate) fn of_this_run() -> PathBuf {
    all_runs().join(name(parent()))
}

/// Deletes this run's notes and those of runs that are over.
pub fn clear() {
    let own = name(parent());
    let Ok(runs) = fs::read_dir(all_runs()) else { return };
    for run in runs.flatten() {
        let is_over = run.file_name().to_str().is_none_or(|run| run == own || !is_running(run));
        if is_over {
            // A folder that cannot be deleted is never read either.
            let _kept = fs::remove_dir_all(run.path());
        }
    }
}

fn is_running(run: &str) -> bool {
    run.split('-').next().and_then(|id| id.parse().ok()).is_some_and(|id| name(id) == run)
}

/// `what-ran` beside cargo's `deps` folder, in which every test program lies; without one, where temporary files go.
fn all_runs() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let deps = program.ancestors().find(|folder| folder.ends_with("deps"));
    deps.and_then(Path::parent).map_or_else(std::env::temp_dir, Path::to_owned).join("what-ran")
}

fn name(process: u32) -> String {
    format!("{process}-{}", started(process).unwrap_or_default())
}

/// When a process started, in the kernel's ticks: field 22 of `/proc/…/stat`, the 20th after the name in brackets.
/// `None` on systems without `/proc`; the process id must do there.
fn started(process: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(19).map(str::to_owned)
}

#[cfg(unix)]
fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

#[cfg(not(unix))]
fn parent() -> u32 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_named_after_a_living_process() {
        assert!(is_running(&name(parent())));
        assert!(!is_running("0-1"));
        assert!(!is_running("not a run"));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_id_that_came_round_again_is_another_run() {
        assert!(!is_running(&format!("{}-1", std::process::id())));
    }
}
