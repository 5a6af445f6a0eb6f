//! Was this form sent from our own page?
//!
//! Two nets, beside the `SameSite=Lax` cookie: what the browser says about where the request comes from, and a token
//! only our own page can know ([`crate::session::Sessions::check_form`]).

use axum::http::{HeaderMap, header};

/// Looks at `Sec-Fetch-Site`, and where the browser did not send it (plain http to another machine) at `Origin`, which
/// must name the host the request went to. A request with neither does not come from a browser of today: the token
/// decides alone.
pub fn is_same_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let host = text(header::HOST.as_str()).unwrap_or_default();
            !host.is_empty() && origin.split_once("://").is_some_and(|(_, origin_host)| origin_host == host)
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        is_same_site(&headers)
    }

    #[test]
    fn browser_says_where_the_request_comes_from() {
        assert!(same(&[("sec-fetch-site", "same-origin"), ("host", "r.example"), ("origin", "null")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(
                !same(&[("sec-fetch-site", site), ("host", "r.example"), ("origin", "https://r.example")]),
                "{site}"
            );
        }
    }

    #[test]
    fn origin_must_name_the_host() {
        assert!(same(&[("host", "192.168.1.4:8080"), ("origin", "http://192.168.1.4:8080")]));
        for origin in ["http://192.168.1.4", "http://evil.example", "null", "http://192.168.1.4:8080.evil.example"] {
            assert!(!same(&[("host", "192.168.1.4:8080"), ("origin", origin)]), "{origin}");
        }
        assert!(!same(&[("origin", "http://")]));
    }

    #[test]
    fn without_either_the_token_decides() {
        assert!(same(&[("host", "r.example")]));
    }
}
