//! Exact decimals. Nothing here passes through binary floating point, but for `to_f64`.

use std::cmp::Ordering;
use std::fmt;

/// An exact decimal number of at most 18 significant digits.
///
/// Held in lowest terms, so that `1.50`, `1.5` and `15e-1` are one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// |coefficient| < 10¹⁸.
    coefficient: i64,
    /// Digits after the point, 0–18; the least that can hold the value.
    scale: u8,
}

const MAX_DIGITS: u32 = 18;
const MAX_COEFFICIENT: i64 = 10_i64.pow(MAX_DIGITS) - 1;

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self {
        coefficient: 0,
        scale: 0,
    };

    /// Reads a number in JSON's spelling (RFC 8259 §6). `None` where the text is not one, or its
    /// value needs more than 18 significant digits or more than 18 digits after the point.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (digits, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (mantissa, ""),
        };
        let leading_zero = whole.len() > 1 && whole.starts_with('0');
        if whole.is_empty() || leading_zero || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        // Zeros at either end carry no value; dropping them first keeps a long spelling of a
        // short number within the arithmetic below.
        let all = || whole.bytes().chain(fraction.bytes());
        let trailing = all().rev().take_while(|d| *d == b'0').count();
        let significant = all().count() - trailing;
        let mut coefficient: i64 = 0;
        for digit in all().take(significant) {
            coefficient = coefficient
                .checked_mul(10)?
                .checked_add(i64::from(digit - b'0'))?;
            if coefficient > MAX_COEFFICIENT {
                return None;
            }
        }
        if coefficient == 0 {
            return Some(Self::ZERO);
        }
        let point = i64::try_from(fraction.len()).ok()? - i64::try_from(trailing).ok()?;
        let scale = point.checked_sub(exponent)?;
        let sign = if negative { -1 } else { 1 };
        if scale > i64::from(MAX_DIGITS) {
            return None;
        }
        if scale >= 0 {
            return Some(Self {
                coefficient: sign * coefficient,
                scale: u8::try_from(scale).ok()?,
            });
        }
        let factor = 10_i64.checked_pow(u32::try_from(-scale).ok()?)?;
        let coefficient = coefficient.checked_mul(factor)?;
        (coefficient <= MAX_COEFFICIENT).then_some(Self {
            coefficient: sign * coefficient,
            scale: 0,
        })
    }

    /// The sum; `None` where it needs more than 18 significant digits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        // Where one does not fit, neither does the sum: its last digit is the other's, not zero.
        Self::from_scaled(
            self.scaled(scale)?.checked_add(other.scaled(scale)?)?,
            scale,
        )
    }

    /// So many hundredths of the value, exactly; `None` where that needs more than 18 significant digits, or more than
    /// 18 after the point.
    pub(crate) fn percent(self, percent: Self) -> Option<Self> {
        let mut coefficient = i128::from(self.coefficient) * i128::from(percent.coefficient);
        let mut scale = self.scale + percent.scale + 2;
        while scale > 0 && coefficient % 10 == 0 {
            coefficient /= 10;
            scale -= 1;
        }
        let coefficient = i64::try_from(coefficient).ok()?;
        (coefficient.abs() <= MAX_COEFFICIENT && u32::from(scale) <= MAX_DIGITS)
            .then_some(Self { coefficient, scale })
    }

    /// The value times a power of ten, if that is a whole number of 64 bits.
    pub(crate) fn scaled(self, digits: u8) -> Option<i64> {
        let factor = 10_i64.pow(u32::from(digits.checked_sub(self.scale)?));
        self.coefficient.checked_mul(factor)
    }

    /// A whole number divided by a power of ten; `None` where that needs more than 18 significant digits.
    pub(crate) fn from_scaled(value: i64, digits: u8) -> Option<Self> {
        let (mut coefficient, mut scale) = (value, digits);
        while scale > 0 && coefficient % 10 == 0 {
            coefficient /= 10;
            scale -= 1;
        }
        (coefficient.abs() <= MAX_COEFFICIENT).then_some(Self { coefficient, scale })
    }

    /// The value as a whole number, if it is one.
    pub fn to_i64(self) -> Option<i64> {
        (self.scale == 0).then_some(self.coefficient)
    }

    /// The nearest `f64`, of a number of at most 15 digits; of a longer one, one of the two nearest.
    pub fn to_f64(self) -> f64 {
        // Powers of ten are exact up to 10²², and so is a coefficient of 15 digits: one rounding is left.
        #[allow(clippy::cast_precision_loss)]
        let quotient = self.coefficient as f64 / 10_i64.pow(u32::from(self.scale)) as f64;
        quotient
    }

    /// Whether the value is below zero.
    pub fn is_negative(self) -> bool {
        self.coefficient < 0
    }

    /// Digits after the point in the shortest spelling.
    pub fn scale(self) -> u8 {
        self.scale
    }
}

impl From<i64> for Decimal {
    /// Whole numbers of up to 18 digits. Larger ones do not arise: times, counts and versions
    /// are all far smaller, so the nearest value that fits stands for them.
    fn from(value: i64) -> Self {
        Self {
            coefficient: value.clamp(-MAX_COEFFICIENT, MAX_COEFFICIENT),
            scale: 0,
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        let aligned = |d: &Self| {
            // At most 10¹⁸ × 10¹⁸, well within an i128.
            i128::from(d.coefficient) * 10_i128.pow(u32::from(scale - d.scale))
        };
        aligned(self).cmp(&aligned(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.coefficient < 0 { "-" } else { "" };
        let magnitude = self.coefficient.unsigned_abs();
        if self.scale == 0 {
            return write!(f, "{sign}{magnitude}");
        }
        let unit = 10_u64.pow(u32::from(self.scale));
        let width = usize::from(self.scale);
        write!(f, "{sign}{}.{:0width$}", magnitude / unit, magnitude % unit)
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// An exponent; beyond four digits nothing but zero could fit, so larger ones are cut there.
fn parse_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !is_digits(digits) {
        return None;
    }
    let digits = digits.trim_start_matches('0');
    let value = if digits.len() > 4 {
        9999
    } else {
        digits.bytes().fold(0, |n, d| n * 10 + i64::from(d - b'0'))
    };
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shown(text: &str) -> String {
        Decimal::parse(text).expect(text).to_string()
    }

    #[test]
    fn spellings_of_one_value_are_equal() {
        for text in [
            "1.5",
            "1.50",
            "15e-1",
            "0.15E+1",
            "1.5000000000000000000000000",
        ] {
            assert_eq!(shown(text), "1.5", "{text}");
        }
        assert_eq!(Decimal::parse("-0"), Some(Decimal::ZERO));
        assert_eq!(Decimal::parse("0e999999999999"), Some(Decimal::ZERO));
        assert_eq!(shown("1e17"), "100000000000000000");
        assert_eq!(shown("-0.000000000000000001"), "-0.000000000000000001");
        assert_eq!(shown("999999999999999999"), "999999999999999999");
    }

    #[test]
    fn what_is_not_an_exact_decimal_is_refused() {
        for text in [
            "",
            "-",
            "+1",
            "01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "0x1",
            "1_0",
            " 1",
            "NaN",
            "1e18",
            "1e300",
            "1e-19",
            "1000000000000000001",
            "0.1234567890123456789",
            "--1",
            "1.-5",
            "1e999999",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn order_is_by_value() {
        let d = |t: &str| Decimal::parse(t).unwrap();
        assert!(d("0.1") < d("0.11"));
        assert!(d("-2") < d("-1.99999999999999999"));
        assert!(d("999999999999999999") > d("0.000000000000000001"));
        assert_eq!(d("650").cmp(&d("650.0")), Ordering::Equal);
    }

    #[test]
    fn shares_are_exact_or_none() {
        for (of, percent, want) in [
            ("1234.56", "30", Some("370.368")),
            ("0", "0.01", Some("0")),
            ("-50", "150", Some("-75")),
            ("999999999999999999", "100", Some("999999999999999999")),
            ("999999999999999999", "1", Some("9999999999999999.99")),
            ("999999999999999999", "1.1", None),
            ("0.000000000000000001", "1", None),
            ("0.0000000000000001", "1", Some("0.000000000000000001")),
            ("123456789.123456789", "987654321", None),
        ] {
            let decimal = |text: &str| Decimal::parse(text).expect(text);
            let share = decimal(of).percent(decimal(percent));
            assert_eq!(share, want.map(decimal), "{percent} % of {of}");
        }
    }

    #[test]
    fn sums_are_exact_or_none() {
        for (a, b, sum) in [
            ("0.1", "0.2", Some("0.3")),
            ("0.5", "0.5", Some("1")),
            ("1.05", "-0.05", Some("1")),
            ("-3", "3", Some("0")),
            ("0.000000000000000001", "0", Some("0.000000000000000001")),
            ("999999999999999998", "1", Some("999999999999999999")),
            ("999999999999999999", "1", None),
            ("999999999999999999", "0.5", None),
            ("100000000000000000", "-0.5", Some("99999999999999999.5")),
            ("99999999999999999.5", "0.5", Some("100000000000000000")),
            ("999999999999999999", "-0.000000000000000001", None),
            ("0.000000000000000001", "10", None),
        ] {
            let d = |t: &str| Decimal::parse(t).unwrap();
            let found = d(a).checked_add(d(b)).map(|sum| sum.to_string());
            assert_eq!(found.as_deref(), sum, "{a} + {b}");
            assert_eq!(d(b).checked_add(d(a)), d(a).checked_add(d(b)), "{a} + {b}");
        }
    }
}
