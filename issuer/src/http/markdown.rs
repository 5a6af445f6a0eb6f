//! The little of Markdown that a page shows: paragraphs, headings and lists of one level. Everything else is shown as it is
//! written; the template escapes all of it.

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A heading, of whatever level.
    Heading(String),
    /// A list.
    List(Vec<String>),
}

/// The blocks of `text`, in its order. Lines of a paragraph are joined.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
            continue;
        }
        let block = read(line);
        match (blocks.last_mut(), block) {
            (Some(Block::List(items)), Block::List(more)) if open => items.extend(more),
            (Some(Block::Paragraph(text)), Block::Paragraph(more)) if open => append(text, &more),
            (Some(Block::List(items)), Block::Paragraph(more)) if open => {
                items.last_mut().into_iter().for_each(|item| append(item, &more));
            }
            (_, block) => blocks.push(block),
        }
        open = !matches!(blocks.last(), Some(Block::Heading(_)));
    }
    blocks
}

fn append(text: &mut String, more: &str) {
    text.push(' ');
    text.push_str(more);
}

fn read(line: &str) -> Block {
    let heading = line.trim_start_matches('#');
    let level = line.len() - heading.len();
    if (1..=6).contains(&level) && heading.starts_with(' ') {
        return Block::Heading(heading.trim().to_owned());
    }
    let bullet = ["- ", "* ", "+ "].into_iter().find_map(|mark| line.strip_prefix(mark));
    match bullet.or_else(|| numbered(line)) {
        Some(item) => Block::List(vec![item.trim().to_owned()]),
        None => Block::Paragraph(line.to_owned()),
    }
}

/// `1. ` and `1) `; the number is not kept.
fn numbered(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let item = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") "))?;
    (1..=9).contains(&digits).then_some(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_headings_and_lists_are_told_apart() {
        let text = "# What it takes\nFour pieces,\nall of them sound.\n\n- steel\n- brass,\n  thin\n\n1. first\n2) second\n\
                    #no heading\n* * *";
        let paragraph = |text: &str| Block::Paragraph(text.into());
        let list = |items: &[&str]| Block::List(items.iter().map(|item| (*item).to_owned()).collect());
        let expected = [
            Block::Heading("What it takes".into()),
            paragraph("Four pieces, all of them sound."),
            list(&["steel", "brass, thin"]),
            list(&["first", "second #no heading", "* *"]),
        ];
        assert_eq!(blocks(text), expected);
        assert_eq!(blocks(" \n\n"), []);
    }

    #[test]
    fn markup_stays_text() {
        assert_eq!(blocks("<b>x</b> [y](javascript:z)"), [Block::Paragraph("<b>x</b> [y](javascript:z)".into())]);
    }
}
