//! The nonce endpoint's answer (OpenID4VCI 1.0 §7.2). The request has no body and no access token (§7.1).

use serde::{Deserialize, Serialize};

/// A challenge for key proofs. The answer that carries it must say `Cache-Control: no-store`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NonceResponse {
    /// Unpredictable; goes into `nonce` of a JWT proof, `challenge` of a Data Integrity proof.
    pub c_nonce: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_one_member() {
        let json = serde_json::to_string(&NonceResponse { c_nonce: "wKI4LT17".into() }).unwrap();
        assert_eq!(json, r#"{"c_nonce":"wKI4LT17"}"#);
    }
}
