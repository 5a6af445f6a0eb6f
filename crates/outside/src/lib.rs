//! The guarded fetcher: the one way to a URL that came from a credential, a request or a stranger.
