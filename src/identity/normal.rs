//! The one spelling of a code.

/// Folds a code: white space around it is left out, full-width letters and digits become half-width, and
/// letters become upper-case. Nothing else is changed. A hyphen, a space within, a Cyrillic letter or an O for
/// a zero stays, and is refused as a wrong character.
pub(crate) fn fold(text: &str) -> String {
    let half_width = |c: char| match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => u32::from(c)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        other => other,
    };
    text.trim()
        .chars()
        .map(|c| half_width(c).to_ascii_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling() {
        for (text, want) in [
            (" 91310115ma1000367y\n", "91310115MA1000367Y"),
            (
                "\u{3000}９１３１０１１５ＭＡ１０００３６７ｙ",
                "91310115MA1000367Y",
            ),
            // Not altered: Cyrillic А, letters like digits, hyphens, spaces within, other digits.
            ("91310115M\u{410}1000367Y", "91310115M\u{410}1000367Y"),
            ("9131O115MAI000367Y", "9131O115MAI000367Y"),
            ("55138508－2", "55138508－2"),
            ("9131 0115", "9131 0115"),
            ("٩١", "٩١"),
            ("", ""),
        ] {
            assert_eq!(fold(text), want);
        }
    }
}
