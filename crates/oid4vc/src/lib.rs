//! OpenID4VCI and OAuth messages: data only.
