//! A directory of data, and the binary on it.

use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// One installation, made on first use and gone at the end.
pub(crate) struct Installation {
    home: TempDir,
}

impl Installation {
    pub(crate) fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// Runs `tassel` with these words.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.run_with(&[], words)
    }

    /// The same with these variables in the environment.
    pub(crate) fn run_with(&self, variables: &[(&str, &str)], words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tassel"));
        command.current_dir(self.home.path()).args(["--data", "data", "--json"]).args(words);
        for name in ["PUBLIC_URL", "DATABASE_URL", "KEYS__PASSPHRASE", "KEYS__KEY_FILE", "KEYS__PKCS11__PIN"] {
            command.env_remove(format!("TASSEL_{name}"));
        }
        command.envs(variables.iter().copied()).output().unwrap()
    }

    /// What it prints on stdout when all is well.
    pub(crate) fn answer(&self, words: &[&str]) -> Value {
        let output = self.run(words);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{words:?}: {}{printed}", said(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Runs it where all is well and nothing is printed.
    pub(crate) fn answer_nothing(&self, words: &[&str]) {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", said(&output));
        assert!(output.stdout.is_empty());
    }

    /// What it says on stderr when it refuses.
    pub(crate) fn refusal(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(!output.status.success(), "{words:?} went through");
        said(&output)
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, value: &Value) {
        std::fs::write(self.file(name), value.to_string()).unwrap();
    }

    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    pub(crate) fn read(&self, name: &str) -> Value {
        serde_json::from_slice(&std::fs::read(self.file(name)).unwrap()).unwrap()
    }

    /// A badge and a transcript of a sample learner, unsigned, as `badge.json` and `transcript.json`.
    pub(crate) fn unsigned(&self) {
        let (_, learner) = model::samples::learners().into_iter().next().unwrap();
        std::fs::write(self.file("record.json"), learner).unwrap();
        let packaged = self.answer(&["package", "--record", "record.json", "--catalogue", "demo"]);
        let credentials = packaged["credentials"].as_array().unwrap();
        self.write("badge.json", credentials.first().unwrap());
        self.write("transcript.json", credentials.last().unwrap());
    }
}

/// What was said on stderr.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
