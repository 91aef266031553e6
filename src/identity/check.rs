//! Check characters, each computed from the characters before it; `None` if the standard does not have one of
//! those.

/// GB 11643-1999: ISO 7064 MOD 11-2.
pub(super) fn mod_11_2(digits: &[u8]) -> Option<u8> {
    let remainder = digits.iter().try_fold(0, |remainder, byte| {
        Some((remainder + value(*byte, 10)?) * 2 % 11)
    })?;
    b"10X98765432".get(remainder).copied()
}

/// GB 32100-2015: the 18th character of a unified social credit code.
pub(super) fn mod_31(characters: &[u8]) -> Option<u8> {
    let mut weight = 1;
    let mut sum = 0;
    for byte in characters {
        sum += USCC_ALPHABET.iter().position(|other| other == byte)? * weight;
        weight = weight * 3 % 31;
    }
    USCC_ALPHABET.get((31 - sum % 31) % 31).copied()
}

/// The digits, and the letters but I, O, S, V and Z.
pub(super) const USCC_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// GB 11714-1997: the ninth character of an organisation code.
pub(super) fn mod_11(characters: &[u8]) -> Option<u8> {
    const WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let mut sum = 0;
    for (byte, weight) in characters.iter().zip(WEIGHTS) {
        sum += value(*byte, 36)? * weight;
    }
    b"0X987654321".get(sum % 11).copied()
}

/// GS 15-2006: ISO 7064 MOD 11,10.
pub(super) fn mod_11_10(digits: &[u8]) -> Option<u8> {
    let product = digits.iter().try_fold(10, |product, byte| {
        let sum = (product + value(*byte, 10)?) % 10;
        Some(if sum == 0 { 10 } else { sum } * 2 % 11)
    })?;
    b"1098765432".get(product % 10).copied()
}

/// Of a digit or letter.
fn value(byte: u8, radix: u32) -> Option<usize> {
    usize::try_from(char::from(byte).to_digit(radix)?).ok()
}

/// Whether the last character follows from the others.
pub(super) fn checks(code: &str, check: fn(&[u8]) -> Option<u8>) -> bool {
    let parts = code.as_bytes().split_last();
    parts.is_some_and(|(last, rest)| check(rest) == Some(*last))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The examples are of the standards, of published codes of companies, and made up.
    #[test]
    fn each_follows_from_the_characters_before_it() {
        type Check = fn(&[u8]) -> Option<u8>;
        for (check, code) in [
            (mod_11_2 as Check, "11010519491231002X"),
            (mod_11_2, "440524188001010014"),
            (mod_31, "91110108551385082Q"),
            (mod_31, "91310115MA10001800"),
            (mod_31, "91310115MA1000367Y"),
            (mod_11, "551385082"),
            (mod_11, "13221158X"),
            (mod_11, "600037341"),
            (mod_11_10, "110108000000016"),
        ] {
            let (last, rest) = code.as_bytes().split_last().unwrap();
            assert_eq!(check(rest), Some(*last), "{code}");
        }
        assert_eq!(mod_11_2(b"1101051949123100A"), None);
        assert_eq!(mod_31(b"9111010855138508I"), None);
        assert_eq!(mod_11(b"5513850-"), None);
        assert_eq!(mod_11_10(b"1101080000000X"), None);
    }
}
