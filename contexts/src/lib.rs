//! JSON-LD contexts and JSON Schemas of our own making, under the published URLs, and never the network.
//!
//! A signature over RDF covers what the contexts say a member means, so a verifier must have them, and must have them
//! the same as the signer. The documents here define the same terms as the published ones, in our own arrangement;
//! the tests prove it term by term and by canonicalising. `published.json` says which URL is which file and records the
//! SHA-256 of the published text, which a credential's `relatedResource` may state (VCDM 2.0 §5.3).

mod documents;
mod faults;
mod files;
mod index;
mod schemas;

pub use documents::{context, published_sha256, testing_context, urls};
pub use faults::{MAX_DEPTH, MAX_FAULTS, SchemaFault, is_deeper_than, validate};
pub use schemas::{Schema, schema, schema_by_id};

/// The Open Badges 3.0 context that this project writes into credentials.
pub const OB_CONTEXT: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// The CLR 2.0 context that this project writes into credentials; the unversioned one lacks `identifier` and `partial`.
pub const CLR_CONTEXT: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";

/// The base context of every credential (VCDM 2.0 §4.3).
pub const VC2_CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";

/// The first context of the Verifiable Credentials Data Model 1.1.
pub const VC1_CONTEXT: &str = "https://www.w3.org/2018/credentials/v1";

/// The terms of Bitstring Status List 1.0, which the context of data model 2.0 has itself.
pub const STATUS_CONTEXT: &str = "https://www.w3.org/ns/credentials/status/v1";
