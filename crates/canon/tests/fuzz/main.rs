//! Mutated badges, transcripts and presentations, judged as jsonld.js judged them.

#[cfg(test)]
mod kept;
#[cfg(test)]
mod mutants;
#[cfg(test)]
mod seeded;
#[cfg(test)]
mod series;
#[cfg(test)]
mod verdict;
