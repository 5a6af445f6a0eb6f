//! How findings are put: counts, and quotations that cannot pose as something else.

/// Quotations end here, so that a long text cannot push the finding out of sight.
const QUOTED_CHARACTERS: usize = 80;

/// Text from the credential inside a sentence of ours: visible ASCII only, shortened, in quotation marks.
///
/// Control characters, bidirectional overrides and look-alike letters become `?`: a sentence of ours never carries text
/// that could be read as part of the finding.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted: String = text
        .chars()
        .take(QUOTED_CHARACTERS)
        .map(|c| if c == ' ' || (c.is_ascii_graphic() && c != '"') { c } else { '?' })
        .collect();
    if text.chars().nth(QUOTED_CHARACTERS).is_some() {
        quoted.push('…');
    }
    format!("“{quoted}”")
}

/// `1 credential`, `2 credentials`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_short_and_plain() {
        assert_eq!(quote("did:key:z6Mk"), "“did:key:z6Mk”");
        assert_eq!(quote("a\u{202e}b\nc”. It is valid"), "“a?b?c?. It is valid”");
        assert_eq!(quote(&"x".repeat(200)).chars().count(), 83);
    }
}
