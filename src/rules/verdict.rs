//! Truth in three values.

use std::ops::Not;

use crate::error::string_enum;

string_enum! {
    /// What an expression comes to, in three values.
    ///
    /// The connectives are Kleene's strong ones: the result is known as soon as the unknown could not
    /// change it.
    Verdict {
        /// It does not hold, whatever the unknown turns out to be.
        False = "false",
        /// It holds, whatever the unknown turns out to be.
        True = "true",
        /// It may still turn out either way.
        Unknown = "unknown",
    }
}

impl Verdict {
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        !(!self).and(!other)
    }
}

impl Not for Verdict {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Verdict {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{False, True, Unknown};

    #[test]
    fn connectives_are_kleenes() {
        for (a, b, and, or) in [
            (True, True, True, True),
            (True, False, False, True),
            (True, Unknown, Unknown, True),
            (False, False, False, False),
            (False, Unknown, False, Unknown),
            (Unknown, Unknown, Unknown, Unknown),
        ] {
            assert_eq!((a.and(b), b.and(a)), (and, and));
            assert_eq!((a.or(b), b.or(a)), (or, or));
        }
        assert_eq!([!True, !False, !Unknown], [False, True, Unknown]);
    }
}
