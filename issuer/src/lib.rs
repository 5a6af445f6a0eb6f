//! Sign-in, consent, offers, OpenID4VCI, status lists.
