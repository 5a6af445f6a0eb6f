//! Identifier issuers (RDFC-1.0 §4.5).

/// Issues temporary labels in order: `b0`, `b1` and so on.
#[derive(Debug, Clone, Default)]
pub(super) struct Issuer {
    order: Vec<u32>,
}

impl Issuer {
    /// Gives a label to a blank node that has none, and says its number.
    pub(super) fn issue(&mut self, blank: u32) -> u32 {
        self.order.push(blank);
        u32::try_from(self.order.len() - 1).unwrap_or(u32::MAX)
    }

    /// The number of the blank node's label. Few have one, and the budget counts those that are looked through.
    pub(super) fn number(&self, blank: u32) -> Option<u32> {
        self.order.iter().zip(0..).find(|(issued, _)| **issued == blank).map(|(_, number)| number)
    }

    pub(super) fn in_order(&self) -> &[u32] {
        &self.order
    }
}

/// Issues canonical labels in order: `c14n0`, `c14n1` and so on.
#[derive(Debug)]
pub(super) struct Canonical {
    numbers: Vec<Option<u32>>,
    issued: u32,
}

impl Canonical {
    pub(super) fn new(blanks: usize) -> Self {
        Self { numbers: vec![None; blanks], issued: 0 }
    }

    /// Gives the blank node a label, unless it has one.
    pub(super) fn issue(&mut self, blank: u32) {
        if let Some(number @ None) = self.numbers.get_mut(blank as usize) {
            *number = Some(self.issued);
            self.issued += 1;
        }
    }

    pub(super) fn number(&self, blank: u32) -> Option<u32> {
        self.numbers.get(blank as usize).copied().flatten()
    }
}

/// A number in decimal digits.
pub(super) struct Digits {
    digits: [u8; 10],
    start: usize,
}

impl Digits {
    pub(super) fn of(number: u32) -> Self {
        let (mut digits, mut start, mut left) = ([b'0'; 10], 9, number);
        for (at, digit) in digits.iter_mut().enumerate().rev() {
            *digit = b'0' + u8::try_from(left % 10).unwrap_or_default();
            (start, left) = (at, left / 10);
            if left == 0 {
                break;
            }
        }
        Self { digits, start }
    }

    pub(super) fn text(&self) -> &[u8] {
        self.digits.get(self.start..).unwrap_or_default()
    }
}
