//! Credentials in and out of files: QR codes, pictures with a credential baked in, and PDF to read and print.

pub mod baking;
pub mod pdf;
pub mod qr;
