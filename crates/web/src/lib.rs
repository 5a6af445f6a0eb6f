//! What both services share: error bodies, sessions, CSRF, limits, page frame.
