//! JSON-LD documents to canonical bytes: expansion, RDF and RDFC-1.0.
