//! A stranger's text made fit for a message.

/// The most characters of a stranger's text that a message repeats.
const LONGEST: usize = 60;

/// The first 60 characters of `text` that an OAuth `error_description` may carry, others replaced by `?`.
///
/// RFC 6749 §5.2 allows `%x20-21 / %x23-5B / %x5D-7E` there: no quotation mark, no backslash, no control characters.
/// So a message that repeats a name from a request can be logged and answered as it is.
pub fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).map(|c| if allowed(c) { c } else { '?' }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push_str("...");
    }
    shown
}

/// A whole sentence of ours, in the characters that an OAuth `error_description` may carry, cut after 300.
pub fn sentence(text: &str) -> String {
    text.chars().take(300).map(|c| if allowed(c) { c } else { '?' }).collect()
}

fn allowed(c: char) -> bool {
    matches!(c, ' '..='~') && c != '"' && c != '\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_plain_text_and_replaces_the_rest() {
        assert_eq!(excerpt("did:web:a.example"), "did:web:a.example");
        assert_eq!(excerpt("a\"b\\c\nd\u{e9}"), "a?b?c?d?");
    }

    #[test]
    fn a_sentence_is_longer_but_bounded_too() {
        assert_eq!(sentence(&"y\"".repeat(500)), "y?".repeat(150));
    }

    #[test]
    fn cuts_long_text() {
        assert_eq!(excerpt(&"x".repeat(60)), "x".repeat(60));
        assert_eq!(excerpt(&"x".repeat(61)), format!("{}...", "x".repeat(60)));
    }
}
