//! The libraries as processes: started, asked, and stopped when they take too long.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use proof::did;
use proof::keys::{KeyKind, SigningKey};
use protocol::{Answer, Document, Request, Start, Work};

/// Who is measured, in the order of the table's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// This project.
    Ours,
    /// `ssi` 0.16.
    Ssi,
    /// `json-ld` 0.21 with `sophia_c14n` 0.10.
    JsonLd,
    /// Digital Bazaar's libraries on Node.
    DigitalBazaar,
}

impl Who {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Ours, Self::Ssi, Self::JsonLd, Self::DigitalBazaar];
    /// The others.
    pub const PEERS: [Self; 3] = [Self::Ssi, Self::JsonLd, Self::DigitalBazaar];

    /// As the table names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Ssi => "ssi 0.16",
            Self::JsonLd => "json-ld 0.21 + sophia_c14n 0.10",
            Self::DigitalBazaar => "Digital Bazaar (Node)",
        }
    }

    /// Expects to be run from this package's folder, the programs side by side.
    fn command(self) -> io::Result<Command> {
        let own = std::env::current_exe()?;
        let others = own.with_file_name("others");
        let (program, argument) = match self {
            Self::Ours => (own, "worker"),
            Self::Ssi => (others, "ssi"),
            Self::JsonLd => (others, "json-ld"),
            Self::DigitalBazaar => ("node".into(), "digital_bazaar.mjs"),
        };
        let mut command = Command::new(program);
        command.arg(argument).stdin(Stdio::piped()).stdout(Stdio::piped());
        Ok(command)
    }
}

/// What a badge's issuer wants always shown: itself, the dates and the status.
const MANDATORY: [&str; 4] = ["/issuer", "/validFrom", "/validUntil", "/credentialStatus"];

/// What its holder shows besides: a few things of the subject, one of them in a node without an id.
const REVEALED: [&str; 4] = [
    "/credentialSubject/achievement/name",
    "/credentialSubject/activityEndDate",
    "/credentialSubject/creditsEarned",
    "/credentialSubject/result/0/value",
];

/// The contexts, the keys and the choices of the run, the same for all.
///
/// # Errors
/// When the seed is no scalar of P-256.
pub fn start(seed: [u8; 32]) -> io::Result<Start> {
    let public = SigningKey::from_seed(&seed).public();
    let p256 = SigningKey::from_scalar(KeyKind::P256, &seed).map_err(io::Error::other)?.public();
    let text = |url| contexts::context(url).map(|context| (url.to_owned(), context.to_string()));
    let contexts: BTreeMap<String, String> = contexts::urls().filter_map(text).collect();
    Ok(Start {
        contexts,
        seed: protocol::to_hex(&seed),
        verification_method: did::did_key_method(&public),
        p256_verification_method: did::did_key_method(&p256),
        mandatory: MANDATORY.map(str::to_owned).to_vec(),
        revealed: REVEALED.map(str::to_owned).to_vec(),
    })
}

/// A library at work.
pub struct Worker {
    child: Child,
    input: ChildStdin,
    lines: Receiver<io::Result<String>>,
    cap: Duration,
}

impl Worker {
    /// Starts it. An answer that takes longer than `cap` ends it.
    pub fn new(who: Who, start: &Start, cap: Duration) -> io::Result<Self> {
        let mut child = who.command()?.spawn().map_err(|error| io::Error::other(format!("{}: {error}", who.name())))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("a process without its pipes"));
        };
        let (sender, lines) = channel();
        std::thread::spawn(move || BufReader::new(output).lines().try_for_each(|line| sender.send(line)));
        let mut worker = Self { child, input, lines, cap };
        worker.send(&serde_json::to_string(start)?)?;
        Ok(worker)
    }

    fn send(&mut self, line: &str) -> io::Result<()> {
        self.input.write_all(line.as_bytes())?;
        self.input.write_all(b"\n")?;
        self.input.flush()
    }

    /// `None` when it took too long; it is ended then, and answers nothing more.
    fn exchange(&mut self, request: &Request) -> io::Result<Option<Answer>> {
        self.send(&serde_json::to_string(request)?)?;
        match self.lines.recv_timeout(self.cap) {
            Ok(line) => Ok(Some(serde_json::from_str(&line?)?)),
            Err(RecvTimeoutError::Timeout) => {
                self.child.kill()?;
                Ok(None)
            }
            Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("it ended without an answer")),
        }
    }

    /// Does the work and leaves the results behind.
    pub fn time(&mut self, work: Work, documents: &[Document]) -> io::Result<Option<Answer>> {
        self.exchange(&Request { work, documents: documents.to_vec(), results: false })
    }

    /// Does the work for its results. A fault, or a document that takes too long, is an error.
    pub fn results(&mut self, work: Work, documents: &[Document]) -> io::Result<Vec<String>> {
        let answer = self.exchange(&Request { work, documents: documents.to_vec(), results: true })?;
        match answer {
            None => Err(io::Error::other(format!("{work:?} took longer than {:?}", self.cap))),
            Some(Answer { fault: Some(fault), .. }) => Err(io::Error::other(format!("{work:?}: {fault}"))),
            Some(answer) => Ok(answer.results),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All four, each started.
pub struct Workers([Worker; 4]);

impl Workers {
    /// Starts them all.
    pub fn new(start: &Start, cap: Duration) -> io::Result<Self> {
        let one = |who| Worker::new(who, start, cap);
        Ok(Self([one(Who::Ours)?, one(Who::Ssi)?, one(Who::JsonLd)?, one(Who::DigitalBazaar)?]))
    }

    /// One of them.
    pub fn of(&mut self, who: Who) -> &mut Worker {
        let [ours, ssi, json_ld, digital_bazaar] = &mut self.0;
        match who {
            Who::Ours => ours,
            Who::Ssi => ssi,
            Who::JsonLd => json_ld,
            Who::DigitalBazaar => digital_bazaar,
        }
    }
}
