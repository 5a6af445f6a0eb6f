//! IRIs: what is one, and how a relative one resolves (RFC 3986 §5.2, RFC 3987).

/// Whether `text` starts with a scheme and a colon. It may still hold characters that no IRI may hold.
pub(crate) fn is_absolute(text: &str) -> bool {
    scheme(text).is_some()
}

/// Whether every character may stand between `<` and `>` in N-Quads.
pub(crate) fn is_clean(text: &str) -> bool {
    // No early end: the compiler looks at many bytes at once.
    !text.bytes().fold(false, |found, b| found | is_unclean(b))
}

#[expect(clippy::needless_bitwise_bool, reason = "without branches, so that many bytes are looked at at once")]
const fn is_unclean(b: u8) -> bool {
    let control = (b <= 0x20) | (b == 0x7f);
    control
        | (b == b'<')
        | (b == b'>')
        | (b == b'"')
        | (b == b'\\')
        | (b == b'^')
        | (b == b'`')
        | (b == b'{')
        | (b == b'|')
        | (b == b'}')
}

/// Whether there is white space beyond ASCII: no IRI may hold it (RFC 3987 §2.2), though N-Quads can.
pub(crate) fn has_wide_space(text: &str) -> bool {
    !text.is_ascii() && text.contains(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// The parts around the first colon that is not the first character.
pub(crate) fn split_prefix(text: &str) -> Option<(&str, &str)> {
    let colon = text.bytes().skip(1).position(|b| b == b':')? + 1;
    Some((text.get(..colon)?, text.get(colon + 1..)?))
}

fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut bytes = scheme.bytes();
    let starts = bytes.next().is_some_and(|b| b.is_ascii_alphabetic());
    (starts && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))).then_some(scheme)
}

/// The five components of RFC 3986 §3, scheme and authority without their delimiters.
struct Parts<'t> {
    scheme: Option<&'t str>,
    authority: Option<&'t str>,
    path: &'t str,
    query: Option<&'t str>,
    fragment: Option<&'t str>,
}

fn split(text: &str) -> Parts<'_> {
    let scheme = scheme(text);
    let rest = scheme.and_then(|s| text.get(s.len() + 1..)).unwrap_or(text);
    let (rest, fragment) = match rest.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (rest, None),
    };
    let (rest, query) = match rest.split_once('?') {
        Some((rest, query)) => (rest, Some(query)),
        None => (rest, None),
    };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            (Some(authority), path)
        }
        None => (None, rest),
    };
    Parts { scheme, authority, path, query, fragment }
}

/// `reference` resolved against the absolute IRI `base` (RFC 3986 §5.2.2).
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let base = split(base);
    let mut target = split(reference);
    if target.scheme.is_some() {
        return recompose(&target, &remove_dots(target.path));
    }
    target.scheme = base.scheme;
    if target.authority.is_some() {
        return recompose(&target, &remove_dots(target.path));
    }
    target.authority = base.authority;
    if target.path.is_empty() {
        target.query = target.query.or(base.query);
        return recompose(&target, base.path);
    }
    let path =
        if target.path.starts_with('/') { remove_dots(target.path) } else { remove_dots(&merge(&base, target.path)) };
    recompose(&target, &path)
}

/// RFC 3986 §5.2.3.
fn merge(base: &Parts<'_>, path: &str) -> String {
    if base.authority.is_some() && base.path.is_empty() {
        return format!("/{path}");
    }
    let directory = base.path.rfind('/').and_then(|end| base.path.get(..=end)).unwrap_or("");
    format!("{directory}{path}")
}

/// RFC 3986 §5.2.4.
fn remove_dots(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(usize::from(rooted)).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." if last => kept.push(""),
            "." => {}
            ".." => {
                kept.pop();
                if last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, kept.join("/"))
}

/// RFC 3986 §5.3.
fn recompose(parts: &Parts<'_>, path: &str) -> String {
    let mut out = String::new();
    if let Some(scheme) = parts.scheme {
        out.push_str(scheme);
        out.push(':');
    }
    if let Some(authority) = parts.authority {
        out.push_str("//");
        out.push_str(authority);
    }
    out.push_str(path);
    if let Some(query) = parts.query {
        out.push('?');
        out.push_str(query);
    }
    if let Some(fragment) = parts.fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{is_absolute, is_clean, resolve};

    /// RFC 3986 §5.4.
    #[test]
    fn references_resolve_as_the_rfc_shows() {
        let base = "http://a/b/c/d;p?q";
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("", "http://a/b/c/d;p?q"),
            ("..", "http://a/b/"),
            ("../../../g", "http://a/g"),
            ("g;x=1/../y", "http://a/b/c/y"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
    }

    #[test]
    fn schemes_and_characters() {
        assert!(is_absolute("did:key:z6Mk"));
        assert!(is_absolute("a+b-c.d:"));
        assert!(!is_absolute("//a/b:c"));
        assert!(!is_absolute("1a:b"));
        assert!(!is_absolute(":a"));
        assert!(is_clean("https://example.org/é?a=b#c"));
        for bad in ["a b", "a\u{1}", "a<", "a>", "a\"", "a{", "a}", "a|", "a\\", "a^", "a`", "a\u{7f}"] {
            assert!(!is_clean(bad), "{bad:?}");
        }
    }
}
