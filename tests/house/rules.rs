//! The rules of the house that a compiler does not hold: who may use whom, licences, files and their names.
//!
//! Each failure says which file or crate breaks which rule, and what to do about it.

#[cfg(test)]
mod externals;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod licences;
#[cfg(test)]
mod manifests;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod peers;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod spdx;
#[cfg(test)]
mod workspace;
