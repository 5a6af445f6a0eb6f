//! What both services share: errors, sessions, forms, limits and the page frame.
//!
//! | module | what it is |
//! |---|---|
//! | [`api_error`] | a refused request as OAuth and OpenID4VCI say it: JSON, `no-store`, `WWW-Authenticate` |
//! | [`page_error`] | the page a person sees when something went wrong |
//! | [`message`] | extractors for protocol messages and bearer tokens |
//! | [`fields`] | the fields of a posted form or a query |
//! | [`session`] | the signed session cookie and the token that protects forms |
//! | [`same_site`] | was this form sent from our own page? |
//! | [`protect`] | body limit, time limit, security headers, panics |
//! | [`assets`] | the one style sheet, under a name that changes with it |
//! | [`page`] | the frame around every page |
//! | [`parts`] | credential card, verdict, check, QR box, transcript, left-out list |

pub mod api_error;
pub mod assets;
pub mod fields;
pub mod message;
pub mod page;
pub mod page_error;
pub mod parts;
pub mod protect;
mod reference;
pub mod same_site;
pub mod session;
