//! Provinces, by the first two digits of GB/T 2260.

/// Taiwan, with whose code no resident number is issued.
pub(super) const TAIWAN: &str = "71";

/// The provinces of GB/T 2260, in order. Hong Kong and Macau are of 1997 and 1999.
const PROVINCES: &str = "11121314152122233132333435363741424344454650515253546162636465718182";

/// Every province, as a region.
pub(crate) fn provinces() -> impl Iterator<Item = String> {
    let codes = PROVINCES.as_bytes().chunks_exact(2);
    codes.filter_map(|code| Some([std::str::from_utf8(code).ok()?, "0000"].concat()))
}

/// Whether two digits are a province's.
pub(crate) fn is_province(code: &str) -> bool {
    let mut all = PROVINCES.as_bytes().chunks_exact(2);
    all.any(|province| province == code.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_are_a_province() {
        for code in ["11", "31", "50", "71", "82"] {
            assert!(is_province(code), "{code}");
        }
        for code in ["00", "10", "47", "66", "83", "99", "1", "111", "1A", ""] {
            assert!(!is_province(code), "{code}");
        }
        assert_eq!(PROVINCES.len(), 34 * 2);
    }
}
