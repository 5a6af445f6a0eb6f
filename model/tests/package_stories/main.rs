//! Packaging as its users see it: a record in, credentials and reasons out.

#[cfg(test)]
mod assessments;
#[cfg(test)]
mod binding;
#[cfg(test)]
mod conformance;
#[cfg(test)]
mod contradictions;
#[cfg(test)]
mod described;
#[cfg(test)]
mod matter;
#[cfg(test)]
mod nothing_lost;
#[cfg(test)]
mod order;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod records;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod snapshots;
