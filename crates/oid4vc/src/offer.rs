//! The credential offer and the links that carry it (OpenID4VCI 1.0 §4.1).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::secret::Secret;

/// The grant type of the pre-authorized code flow (OpenID4VCI 1.0 §3.5, §4.1.1, §6.1).
pub const PRE_AUTHORIZED_CODE: &str = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

/// What an issuer offers to put into a wallet (OpenID4VCI 1.0 §4.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialOffer {
    /// The credential issuer identifier, to be compared as a plain string.
    pub credential_issuer: String,
    /// Keys of `credential_configurations_supported`: not empty, none twice.
    pub credential_configuration_ids: Vec<String>,
    /// How the wallet can get an access token.
    #[serde(default, skip_serializing_if = "Grants::is_empty")]
    pub grants: Grants,
}

impl CredentialOffer {
    /// An offer for the pre-authorized code flow. `tx_code` present, even empty, means that the wallet must send one.
    pub fn pre_authorized(issuer: &str, configurations: Vec<String>, code: Secret, tx_code: Option<TxCode>) -> Self {
        let grant = PreAuthorizedCodeGrant { pre_authorized_code: code, tx_code, authorization_server: None };
        Self {
            credential_issuer: issuer.to_owned(),
            credential_configuration_ids: configurations,
            grants: Grants { authorization_code: None, pre_authorized_code: Some(grant) },
        }
    }

    /// Holds the offer against the rules of §4.1.1.
    ///
    /// # Errors
    /// [`OfferError::NoConfiguration`], [`OfferError::RepeatedConfiguration`] or [`OfferError::LongDescription`].
    pub fn check(&self) -> Result<(), OfferError> {
        if self.credential_configuration_ids.is_empty() {
            return Err(OfferError::NoConfiguration);
        }
        let mut seen = BTreeSet::new();
        if let Some(repeated) = self.credential_configuration_ids.iter().find(|id| !seen.insert(*id)) {
            return Err(OfferError::RepeatedConfiguration(repeated.clone()));
        }
        let tx_code = self.grants.pre_authorized_code.as_ref().and_then(|grant| grant.tx_code.as_ref());
        match tx_code.and_then(|tx_code| tx_code.description.as_ref()) {
            Some(text) if text.chars().count() > 300 => Err(OfferError::LongDescription),
            _ => Ok(()),
        }
    }
}

/// The grants of an offer (OpenID4VCI 1.0 §4.1.1). Grants not listed there are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    /// `authorization_code`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_code: Option<AuthorizationCodeGrant>,
    /// `urn:ietf:params:oauth:grant-type:pre-authorized_code`.
    #[serde(
        rename = "urn:ietf:params:oauth:grant-type:pre-authorized_code",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub pre_authorized_code: Option<PreAuthorizedCodeGrant>,
}

impl Grants {
    /// No grant: the wallet looks at the authorization server's metadata instead.
    pub fn is_empty(&self) -> bool {
        self.authorization_code.is_none() && self.pre_authorized_code.is_none()
    }
}

/// The authorization code grant of an offer (OpenID4VCI 1.0 §4.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationCodeGrant {
    /// Comes back in the authorization request; the issuer must not trust it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer_state: Option<String>,
    /// Only when the issuer metadata lists several authorization servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_server: Option<String>,
}

/// The pre-authorized code grant of an offer (OpenID4VCI 1.0 §4.1.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreAuthorizedCodeGrant {
    /// Short-lived and good for one use.
    #[serde(rename = "pre-authorized_code")]
    pub pre_authorized_code: Secret,
    /// Present, even empty: the wallet asks the learner for a transaction code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tx_code: Option<TxCode>,
    /// Only when the issuer metadata lists several authorization servers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_server: Option<String>,
}

/// How the wallet asks for the transaction code (OpenID4VCI 1.0 §4.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TxCode {
    /// `numeric` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_mode: Option<InputMode>,
    /// Number of characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// Where the learner finds the code, at most 300 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The characters of a transaction code (OpenID4VCI 1.0 §4.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InputMode {
    /// Digits only.
    Numeric,
    /// Any characters.
    Text,
}

/// An offer as a wallet receives it: itself, or where to fetch it (OpenID4VCI 1.0 §4.1.2, §4.1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferLink {
    /// `credential_offer_uri`.
    ByReference(String),
    /// `credential_offer`.
    ByValue(CredentialOffer),
}

impl OfferLink {
    /// Reads a link with any scheme, so an `https` link that carries `credential_offer_uri` works as well as
    /// `openid-credential-offer://`.
    ///
    /// # Errors
    /// [`OfferError`] when the text is no URL, or does not carry exactly one of the two parameters, or the offer in it
    /// breaks a rule of §4.1.1.
    pub fn parse(link: &str) -> Result<Self, OfferError> {
        let url = Url::parse(link.trim()).map_err(|_| OfferError::NotALink)?;
        let (mut by_value, mut by_reference) = (Vec::new(), Vec::new());
        for (name, value) in url.query_pairs() {
            match name.as_ref() {
                "credential_offer" => by_value.push(value.into_owned()),
                "credential_offer_uri" => by_reference.push(value.into_owned()),
                _ => {}
            }
        }
        match (by_value.as_slice(), by_reference.as_slice()) {
            ([], [uri]) => Ok(Self::ByReference(uri.clone())),
            ([json], []) => {
                let offer: CredentialOffer =
                    serde_json::from_str(json).map_err(|error| OfferError::NotAnOffer(error.to_string()))?;
                offer.check()?;
                Ok(Self::ByValue(offer))
            }
            _ => Err(OfferError::NotExactlyOne),
        }
    }
}

/// `openid-credential-offer://?credential_offer_uri=…`, the scheme every wallet registers (OpenID4VCI 1.0 §4.1.3, §12.1).
pub fn offer_link(credential_offer_uri: &str) -> String {
    format!("openid-credential-offer://?credential_offer_uri={}", percent_encoded(credential_offer_uri))
}

/// `value` as it stands in a query, with `%20` for a space: some wallets do not read `+` as one.
pub fn percent_encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>().replace('+', "%20")
}

/// Why an offer or its link is no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// Not a URL.
    #[error(
        "expected a link such as openid-credential-offer://?credential_offer_uri=…, found something that is not a URL"
    )]
    NotALink,
    /// Both parameters, neither, or one twice.
    #[error("expected exactly one of credential_offer and credential_offer_uri in the link")]
    NotExactlyOne,
    /// The embedded JSON is no offer.
    #[error("the credential offer in the link could not be read: {0}")]
    NotAnOffer(String),
    /// `credential_configuration_ids` is empty.
    #[error("expected at least one credential_configuration_id in the offer, found none")]
    NoConfiguration,
    /// A configuration offered twice.
    #[error("the credential configuration '{0}' is offered twice; each may stand once")]
    RepeatedConfiguration(String),
    /// `tx_code.description` too long.
    #[error("tx_code.description may have 300 characters; shorten it")]
    LongDescription,
}

#[cfg(test)]
mod tests;
