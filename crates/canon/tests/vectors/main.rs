//! Published vectors, and documents of our own that must be agreed upon or refused.

#[cfg(test)]
mod agreed;
#[cfg(test)]
mod jcs;
#[cfg(test)]
mod json_ld_api;
#[cfg(test)]
mod json_ld_expand;
#[cfg(test)]
mod published;
#[cfg(test)]
mod rdfc10;
#[cfg(test)]
mod relabelled;
#[cfg(test)]
mod safe_mode;
#[cfg(test)]
mod shared;
