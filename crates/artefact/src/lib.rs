//! Credentials in and out of files: QR codes.

pub mod qr;
