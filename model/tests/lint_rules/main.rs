//! Every rule of the lint broken once, in a badge, a transcript and a membership that break none.

#[cfg(test)]
mod broken_badges;
#[cfg(test)]
mod broken_others;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod good;
#[cfg(test)]
mod inside;

use model::lint::{Code, Fault};

pub(crate) fn brief(faults: &[Fault]) -> Vec<(Code, &str)> {
    faults.iter().map(|fault| (fault.code, fault.path.as_str())).collect()
}
