//! Processed contexts, remembered from one document to the next.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use super::Bank;
use crate::ContextLoader;

/// How many active contexts are remembered. A service that knows its credentials needs about a hundred; a stranger can
/// name the published contexts in any order, so there is an end.
const MOST_CONTEXTS: usize = 1_000;

/// What is known of the contexts of one loader. Contexts written in documents never get in here.
pub struct Memory(RwLock<Arc<Bank>>);

impl Default for Memory {
    fn default() -> Self {
        Self(RwLock::new(Arc::new(Bank::new())))
    }
}

impl Memory {
    pub(super) fn recall(&self) -> Arc<Bank> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps what a document added. Of two that add at the same time one is kept; the other's is found again.
    pub(super) fn keep(&self, mut bank: Arc<Bank>) -> Arc<Bank> {
        if bank.contexts() <= MOST_CONTEXTS {
            Arc::make_mut(&mut bank).order();
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&bank);
        }
        bank
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Memory({} contexts)", self.recall().contexts())
    }
}

/// A loader whose processed contexts are remembered: the second document with the same contexts costs a hundredth.
///
/// The loader must answer the same for the same URL for as long as it lives.
#[derive(Debug, Default)]
pub struct Remembering<L> {
    loader: L,
    memory: Memory,
}

impl<L: ContextLoader> Remembering<L> {
    /// Remembers what `loader` gives.
    pub fn new(loader: L) -> Self {
        Self { loader, memory: Memory::default() }
    }
}

impl<L: ContextLoader> ContextLoader for Remembering<L> {
    fn context(&self, url: &str) -> Option<&Value> {
        self.loader.context(url)
    }

    fn memory(&self) -> Option<&Memory> {
        Some(&self.memory)
    }
}
