//! Regions by their codes (GB/T 2260): two digits each of province, prefecture and county.

/// The whole country.
pub(crate) const COUNTRY: &str = "100000";

/// The whole country, as the scope of a record.
pub(crate) const NATIONAL_SCOPE: &str = "national";

/// Whether `code` is six digits, the first two a province or the country's own `10`.
pub(crate) fn is_region(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) && !code.starts_with('0')
}

/// Whether `code` is a region, or the whole country as the scope of a record.
pub(crate) fn is_scope(code: &str) -> bool {
    code == NATIONAL_SCOPE || is_region(code)
}

/// Whether it is the whole country.
pub(crate) fn is_national(code: &str) -> bool {
    code == COUNTRY
}

/// Whether `outer` contains `inner`: 310000 contains 310115, 100000 contains all.
pub(crate) fn covers(outer: &str, inner: &str) -> bool {
    if is_national(outer) {
        return true;
    }
    let prefix = match outer.as_bytes() {
        [province @ .., b'0', b'0', b'0', b'0'] if province.len() == 2 => province,
        [prefecture @ .., b'0', b'0'] if prefecture.len() == 4 => prefecture,
        county => county,
    };
    inner.as_bytes().starts_with(prefix)
}

/// Whether one of `outer` contains `inner`.
pub(crate) fn any_covers<S: AsRef<str>>(outer: &[S], inner: &str) -> bool {
    outer.iter().any(|o| covers(o.as_ref(), inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_contains_what_lies_in_it() {
        for (outer, inner, want) in [
            ("310000", "310115", true),
            ("310000", "310000", true),
            ("310100", "310115", true),
            ("310100", "310000", false),
            ("310115", "310115", true),
            ("310115", "310116", false),
            ("310000", "320500", false),
            ("100000", "650000", true),
            ("310000", "100000", false),
        ] {
            assert_eq!(covers(outer, inner), want, "{outer} {inner}");
        }
    }

    #[test]
    fn six_digits_make_a_region() {
        assert!(is_region("310000"));
        for code in ["31000", "3100000", "31000a", "３１００００", "010000", ""] {
            assert!(!is_region(code), "{code}");
        }
    }
}
