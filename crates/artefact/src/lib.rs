//! Credentials in and out of files: QR codes, and pictures with a credential baked in.

pub mod baking;
pub mod qr;
