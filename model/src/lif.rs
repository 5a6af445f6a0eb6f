//! Reads composed learner records in LIF's shape, as LIF installations really write them.
//!
//! One reader for the four shapes a record arrives in:
//!
//! | shape | where it comes from |
//! |---|---|
//! | `{"Person":[…],"Credential":[…],"Course":[…]}` | a whole LIF document |
//! | `[{"Person":[…]}]` | the query planner's answer |
//! | `{"data":{"person":[…]},"errors":[…]}` | the GraphQL API's answer |
//! | `{"Name":[…],"CredentialAward":[…]}` | one person alone |
//!
//! Keys are taken in any casing (`Identity` and `identity`, `issuedByRefOrganization` and `IssuedByRefOrganization`),
//! one thing or a list of things everywhere, numbers and truth values also as text. Reading never invents: what is
//! there but cannot be read is listed in [`LearnerRecord::unread`] with its place and a reason.

use crate::record::LearnerRecord;

mod award;
mod course;
mod definitions;
mod entity;
mod envelope;
mod error;
mod links;
mod notes;
mod person;
mod scales;
mod scan;
mod shapes;
mod tree;
mod wanted;

pub use error::RecordError;
pub use wanted::{Asked, Wanted};

/// The largest document that is read, in bytes.
pub const MAX_BYTES: usize = 32 * 1024 * 1024;
/// The deepest nesting of lists and objects that is read.
pub const MAX_DEPTH: usize = 64;
/// The largest count of values (texts, numbers, lists, objects) in one document.
pub const MAX_VALUES: usize = 2_000_000;
/// The largest total size of definitions, in bytes, once each person in the document has a copy. No more than a thousand
/// persons share definitions.
pub const MAX_COPIES: usize = 64 * 1024 * 1024;

/// Reads every learner record in a document; `name` is the file name or the source's label, used in messages.
///
/// An answer that lists nobody is an empty list. It does not prove that the learner is unknown: a LIF GraphQL API also
/// answers so when its query planner refuses or fails.
///
/// Definitions of a whole document (`Credential`, `Course`) go to each of its persons.
///
/// # Errors
/// [`RecordError`] when the bytes are not JSON, are cut off, pass a limit, hold something else than learner records,
/// or are a GraphQL answer that only says what went wrong. [`RecordError::is_other_json`] tells JSON of another kind,
/// which a directory may well contain, from a damaged record.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<LearnerRecord>, RecordError> {
    let document = scan::document(bytes, name)?;
    let mut records = Vec::new();
    for group in envelope::groups(&document, name)? {
        let definitions = definitions::read(&group, name)?;
        let known = definitions.known();
        for (index, person) in group.people.iter().enumerate() {
            let mut record = person::read(person, &known, group.errors.about(index));
            definitions.add_to(&mut record);
            records.push(record);
        }
    }
    Ok(records)
}
