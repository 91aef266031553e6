//! Lines and numbers.

use super::line::{Line, Section};

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProseFormat {
    /// Lines with indentation.
    Text,
    /// Markdown: headings and nested lists.
    Markdown,
}

/// The whole document. Each level has numbers of its own: (1), (a), (i), (A), and again.
pub(super) fn written(document: &(String, Vec<Section>), format: ProseFormat) -> String {
    let (title, sections) = document;
    let is_markdown = format == ProseFormat::Markdown;
    let mut text = String::new();
    let mut add = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    add(&match is_markdown {
        true => format!("# {}", escaped(title)),
        false => title.clone(),
    });
    for section in sections {
        add("");
        if !section.heading.is_empty() {
            add(&match is_markdown {
                true => format!("## {}\n", escaped(&section.heading)),
                false => section.heading.clone(),
            });
        }
        for line in &section.lines {
            add_line(line, None, 0, is_markdown, &mut add);
        }
    }
    text
}

/// One line with what stands under it.
pub(super) fn written_line(line: &Line) -> String {
    let mut lines = Vec::new();
    add_line(line, None, 0, false, &mut |line| {
        lines.push(line.to_owned());
    });
    lines.join("\n")
}

fn add_line(
    line: &Line,
    number: Option<usize>,
    depth: usize,
    is_markdown: bool,
    add: &mut dyn FnMut(&str),
) {
    let mut text = "  ".repeat(depth);
    if is_markdown {
        text.push_str("- ");
    }
    if let Some(number) = number {
        text.push_str(&format!("({}) ", numbered(number, depth)));
    }
    match is_markdown {
        true => text.push_str(&escaped(&line.text)),
        false => text.push_str(&line.text),
    }
    add(&text);
    for (i, child) in line.children.iter().enumerate() {
        add_line(child, Some(i), depth + 1, is_markdown, add);
    }
}

fn numbered(index: usize, depth: usize) -> String {
    match depth % 4 {
        1 => (index + 1).to_string(),
        2 => letters(index, b'a'),
        3 => roman(index + 1),
        _ => letters(index, b'A'),
    }
}

/// a, b, … z, aa, ab, …
fn letters(index: usize, first: u8) -> String {
    let mut text = String::new();
    let mut left = index + 1;
    while left > 0 {
        let digit = u8::try_from((left - 1) % 26).unwrap_or_default();
        text.insert(0, char::from(first + digit));
        left = (left - 1) / 26;
    }
    text
}

fn roman(mut number: usize) -> String {
    const DIGITS: [(usize, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut text = String::new();
    for (value, digits) in DIGITS {
        while number >= value {
            text.push_str(digits);
            number -= value;
        }
    }
    text
}

/// Text that Markdown takes for nothing else.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&'
        ) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on() {
        let found = [
            (0, 2),
            (25, 2),
            (26, 2),
            (51, 2),
            (52, 2),
            (701, 2),
            (702, 2),
        ];
        let found = found.map(|(index, depth)| numbered(index, depth));
        assert_eq!(found, ["a", "z", "aa", "az", "ba", "zz", "aaa"]);
        let found = [0, 3, 8, 13, 39].map(|index| numbered(index, 3));
        assert_eq!(found, ["i", "iv", "ix", "xiv", "xl"]);
        assert_eq!([numbered(0, 1), numbered(0, 4)], ["1", "A"]);
    }

    #[test]
    fn markdown_is_escaped() {
        assert_eq!(escaped("a_b <c> “d”"), r"a\_b \<c\> “d”");
    }
}
