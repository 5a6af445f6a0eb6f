//! JSON-LD contexts and JSON Schemas of our own making, under the published URLs, never the network.
