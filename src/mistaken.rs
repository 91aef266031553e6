//! What stands in the place of a document, where people mix things up.

use crate::error::Problem;

/// What a text is that is no document of the kind that is expected, if it is one of the usual things: nothing, the
/// name of a file in place of what is in it, a page, a PDF, a key in PEM, a JWT, JSON.
#[cold]
pub(crate) fn what_is(text: &str) -> Option<Problem> {
    // Longer than any name of a file.
    const LONGEST_PATH: usize = 1_024;
    let text = text.trim_ascii();
    Some(match text.as_bytes() {
        [] => Problem::EmptyText,
        [b'%', b'P', b'D', b'F', ..] => Problem::Pdf,
        [b'<', ..] => Problem::Markup,
        [b'-', b'-', b'-', ..] => Problem::Pem,
        [b'{' | b'[', ..] => Problem::JsonDocument,
        // Base64url of `{"`.
        [b'e', b'y', ..] if text.contains('.') => Problem::BareJwt,
        // No token has a slash.
        bytes if bytes.len() <= LONGEST_PATH && is_path(text) => Problem::Path,
        _ => return None,
    })
}

fn is_path(text: &str) -> bool {
    text.contains(['/', '\\']) || [".json", "jwt"].iter().any(|ending| text.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_give_in_place_of_a_document_is_told_for_what_it_is() {
        for (text, want) in [
            ("", Some(Problem::EmptyText)),
            (" \r\n", Some(Problem::EmptyText)),
            ("%PDF-1.7\n", Some(Problem::Pdf)),
            ("<!DOCTYPE html>", Some(Problem::Markup)),
            ("-----BEGIN PUBLIC KEY-----", Some(Problem::Pem)),
            ("\n{\"a\":1}", Some(Problem::JsonDocument)),
            ("eyJhbGciOiJFUzI1NiJ9.e30.AAAA", Some(Problem::BareJwt)),
            ("./root.json", Some(Problem::Path)),
            ("C:\\root.json", Some(Problem::Path)),
            ("https://credit.example/root", Some(Problem::Path)),
            ("信任根.json", Some(Problem::Path)),
            ("hello", None),
            ("abc.def", None),
        ] {
            assert_eq!(what_is(text), want, "{text}");
        }
        assert_eq!(what_is(&"a/".repeat(600)), None);
    }
}
