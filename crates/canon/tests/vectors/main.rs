//! Published vectors, and documents of our own that must be refused.

#[cfg(test)]
mod published;
#[cfg(test)]
mod rdfc10;
#[cfg(test)]
mod shared;
