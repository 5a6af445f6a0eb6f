//! Uploads through the verifier's router: credentials signed here, changed here, and what the report says of them.

#[cfg(test)]
mod badge;
#[cfg(test)]
mod disclosed;
#[cfg(test)]
mod enclosed;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod packaged;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod published;
mod signatures;
#[cfg(test)]
mod status;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod transcript;
#[cfg(test)]
mod vc_jose;
#[cfg(test)]
mod waiting;
#[cfg(test)]
mod world;
