//! Keys, Data Integrity proofs, JOSE and DID documents: bytes in, verdicts out, no network.
