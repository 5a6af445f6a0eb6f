//! Uploads, checks, trust and reports.
