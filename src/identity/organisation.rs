//! The codes that the unified social credit code has replaced: organisation codes and business registration
//! numbers.

use super::check::{self, checks};
use super::normal;

/// An organisation code (组织机构代码, GB 11714-1997) in its one spelling, if it is one: eight digits
/// or letters and a check character, in the standard's own presentation with a hyphen before it.
pub fn organisation_code(input: &str) -> Option<String> {
    let mut code = normal::fold(input);
    if code.len() == 10 && code.as_bytes().get(8) == Some(&b'-') {
        code.remove(8);
    }
    (code.len() == 9 && checks(&code, check::mod_11)).then_some(code)
}

/// A business registration number (工商注册号, GS 15-2006) in its one spelling, if it is one: 15
/// digits, of which the last is a check digit. One in ten numbers of 15 digits is.
pub fn registration_number(input: &str) -> Option<String> {
    let code = normal::fold(input);
    (code.len() == 15 && checks(&code, check::mod_11_10)).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_code_has_nine_characters_and_perhaps_a_hyphen() {
        for (text, want) in [
            ("551385082", Some("551385082")),
            ("55138508-2", Some("551385082")),
            (" 13221158-x ", Some("13221158X")),
            ("MA1H9YGWX", Some("MA1H9YGWX")),
            ("55138508－2", None),
            ("5513850-82", None),
            ("551385083", None),
            ("91110108551385082Q", None),
            ("", None),
        ] {
            assert_eq!(organisation_code(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_registration_number_has_fifteen_digits() {
        assert!(registration_number("110108000000016").is_some());
        for text in ["110108000000017", "11010800000001X", "440524800101001", ""] {
            assert_eq!(registration_number(text), None, "{text}");
        }
    }
}
