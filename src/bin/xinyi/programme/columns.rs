//! Columns on a terminal, where a Chinese character takes the place of two others.

/// Rows as lines, each column as wide as its widest cell.
pub(super) fn lines<const COLUMNS: usize>(
    head: &[[String; COLUMNS]],
    rows: impl Iterator<Item = [String; COLUMNS]>,
) -> Vec<String> {
    let rows: Vec<[String; COLUMNS]> = head.iter().cloned().chain(rows).collect();
    let mut widths = [0; COLUMNS];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = width_of(cell).max(*width);
        }
    }
    let line = |row: &[String; COLUMNS]| {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - width_of(cell) + 2));
        }
        line.trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn width_of(text: &str) -> usize {
    let is_wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}');
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn columns_are_as_wide_as_they_are_seen() {
        let rows = [["信用", "a"], ["abc", "b"]].map(|row| row.map(str::to_owned));
        assert_eq!(lines(&[], rows.into_iter()), ["信用  a", "abc   b"]);
    }
}
