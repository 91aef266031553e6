//! Pages of docs as their readers work through them: files, commands, and what these print.

use std::fs;

use crate::desk::{Desk, told};

/// A block between fences.
pub struct Fenced<'a> {
    /// What stands behind the fence, such as `json facts.json`.
    pub info: &'a str,
    /// Its lines, each with its end.
    pub text: &'a str,
}

/// Every block of a page, in order.
pub fn fenced(page: &str) -> Vec<Fenced<'_>> {
    let mut blocks = Vec::new();
    let mut opened = None;
    let mut at = 0;
    for line in page.split_inclusive('\n') {
        if let Some(info) = line.strip_prefix("```") {
            opened = match opened {
                None => Some((info.trim_end(), at + line.len())),
                Some((info, begin)) => {
                    let text = &page[begin..at];
                    blocks.push(Fenced { info, text });
                    None
                }
            };
        }
        at += line.len();
    }
    assert!(opened.is_none(), "a block has no end: {opened:?}");
    blocks
}

/// The text of the block with these words behind the fence.
#[track_caller]
pub fn block<'a>(page: &'a str, info: &str) -> &'a str {
    let found = fenced(page).into_iter().find(|block| block.info == info);
    found.unwrap_or_else(|| panic!("no block {info}")).text
}

/// Does what a page says, from its first block to its last. A block is, by what stands behind its fence,
///
/// - `sh`, or `sh 1`: commands, and the exit status that they end with, if not 0;
/// - `text`: lines that these print, in this order, with `…` for anything, or for lines between;
/// - `diff FILE`: what is changed in a file, with a line `…` between two places;
/// - `csv FILE` and so on: a file.
#[track_caller]
pub fn follow(page: &str, desk: &Desk) {
    let mut printed = String::new();
    for block in fenced(page) {
        match block.info.split(' ').collect::<Vec<_>>().as_slice() {
            ["sh"] => printed = run(desk, block.text, 0),
            ["sh", status] => printed = run(desk, block.text, status.parse().expect("a status")),
            ["text"] => shows(&printed, block.text),
            ["diff", file] => change(desk, file, block.text),
            [_, file] => fs::write(desk.path().join(file), block.text)
                .unwrap_or_else(|e| panic!("{file}: {e}")),
            _ => panic!("nothing to do with a block {}", block.info),
        }
    }
}

#[track_caller]
fn run(desk: &Desk, commands: &str, status: i32) -> String {
    let output = desk.shell(commands);
    let printed = told(&output);
    assert_eq!(output.status.code(), Some(status), "{commands}\n{printed}");
    printed
}

/// All of these lines are among the printed ones, in this order.
#[track_caller]
fn shows(printed: &str, lines: &str) {
    let mut rest = printed.lines();
    for line in lines.lines().filter(|line| line.trim() != "…") {
        assert!(
            rest.any(|printed| is_like(printed, line)),
            "not printed, or not there: {line}\n{printed}"
        );
    }
}

/// Whether a line is this one, whose `…` stands for anything.
fn is_like(printed: &str, line: &str) -> bool {
    let mut pieces = line.split('…');
    let Some(mut rest) = printed.strip_prefix(pieces.next().unwrap_or_default()) else {
        return false;
    };
    let mut is_open = false;
    for piece in pieces {
        let Some(at) = rest.find(piece) else {
            return false;
        };
        rest = &rest[at + piece.len()..];
        is_open = piece.is_empty();
    }
    is_open || rest.trim_end().is_empty()
}

/// Puts the lines with `+` in the place of those with `-`, beside lines that stay.
#[track_caller]
fn change(desk: &Desk, file: &str, places: &str) {
    let path = desk.path().join(file);
    let mut text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
    for place in places.split("…\n") {
        let without = |sign: char| -> String {
            let lines = place.split_inclusive('\n');
            let kept = lines.filter(|line| !line.starts_with(sign));
            kept.filter_map(|line| line.get(1..)).collect()
        };
        let (before, after) = (without('+'), without('-'));
        assert_eq!(text.matches(&before).count(), 1, "{file}: {before}");
        text = text.replace(&before, &after);
    }
    fs::write(&path, text).unwrap_or_else(|e| panic!("{file}: {e}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "A\n\n```sh\nb\nc\n```\n\n```json d.json\n{}\n```\n";

    #[test]
    fn blocks_are_found_with_what_stands_behind_the_fence() {
        let found: Vec<_> = fenced(PAGE).iter().map(|f| (f.info, f.text)).collect();
        assert_eq!(found, [("sh", "b\nc\n"), ("json d.json", "{}\n")]);
        assert_eq!(block(PAGE, "json d.json"), "{}\n");
    }

    #[test]
    fn dots_stand_for_anything() {
        assert!(is_like("signed as k", "signed as k"));
        assert!(is_like("version 7, SHA", "version …"));
        assert!(is_like("a 7 b", "a … b"));
        assert!(!is_like("a 7 b c", "a … b"));
        assert!(!is_like("not a", "a"));
    }
}
