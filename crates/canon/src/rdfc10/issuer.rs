//! The identifier issuer (RDFC-1.0 §4.5).

use std::collections::HashMap;

/// Issues labels in order: `c14n0`, `c14n1` and so on.
#[derive(Debug, Clone)]
pub(super) struct Issuer {
    prefix: &'static str,
    numbers: HashMap<usize, usize>,
    order: Vec<usize>,
}

impl Issuer {
    pub(super) fn new(prefix: &'static str) -> Self {
        Self { prefix, numbers: HashMap::new(), order: Vec::new() }
    }

    /// The number of the node's label, issued now if it had none.
    pub(super) fn issue(&mut self, node: usize) -> usize {
        *self.numbers.entry(node).or_insert_with(|| {
            self.order.push(node);
            self.order.len() - 1
        })
    }

    pub(super) fn number(&self, node: usize) -> Option<usize> {
        self.numbers.get(&node).copied()
    }

    pub(super) fn label(&self, node: usize) -> Option<String> {
        self.number(node).map(|number| format!("{}{number}", self.prefix))
    }

    pub(super) fn in_order(&self) -> &[usize] {
        &self.order
    }
}
