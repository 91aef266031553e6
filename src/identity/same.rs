//! Whether two codes are one identity.

use super::normal::fold;
use super::resident;

/// Whether two texts are the same identity: the same in their one spelling, or one a resident
/// number of 15 digits and the other exactly the one of 18 that replaced it.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let replaced = |old: &str, new: &str| resident::replacement(old).is_some_and(|r| r == new);
    !one.is_empty() && (one == other || replaced(&one, &other) || replaced(&other, &one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_compared_in_its_one_spelling() {
        for (one, other, want) in [
            ("11010519491231002X", " 11010519491231002x", true),
            ("91310115MA1000367Y", "９1310115ma1000367y", true),
            ("11010519491231002X", "110105491231002", true),
            ("110105491231002", "11010519491231002X", true),
            ("110105491231002", "110105491231002", true),
            // Another check character, century, or number; a number that is none.
            ("110105491231002", "110105194912310021", false),
            ("110105491231002", "11010518491231002X", false),
            ("110105491231003", "11010519491231002X", false),
            ("110105491331002", "110105194913310021", false),
            // Permits never had 15 digits.
            ("810000850307001", "810000198503070017", false),
            // Sequences of people born before 1900 are not carried over.
            ("110105491231996", "110105194912319964", false),
            ("110105491231996", "110105184912319965", false),
            ("11010519491231002X", "110105 19491231 002X", false),
            ("", "", false),
        ] {
            assert_eq!(is_same(one, other), want, "{one} {other}");
        }
    }
}
