//! Money: exact amounts of one currency.

use std::cmp::Ordering;

use crate::decimal::Decimal;
use crate::json::{Object, Value};

/// An amount of money in one currency. Amounts in different currencies do not compare.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Money {
    currency: String,
    amount: Decimal,
}

impl Money {
    /// Reads an amount of yuan, written with at most two digits after the point and without an exponent: it is
    /// shown to people as it is written. Other currencies are refused: rules could not compare them, and what
    /// cannot be compared must not come out in favour.
    pub fn parse(currency: &str, amount: &str) -> Option<Self> {
        let decimals = amount.split_once('.').map_or(0, |(_, digits)| digits.len());
        if currency != "CNY" || decimals > 2 || amount.contains(['e', 'E']) {
            return None;
        }
        Some(Self {
            currency: currency.to_owned(),
            amount: Decimal::parse(amount)?,
        })
    }

    /// So many yuan, of at most two digits after the point.
    pub(crate) fn yuan(amount: Decimal) -> Self {
        Self {
            currency: "CNY".to_owned(),
            amount,
        }
    }

    /// So many hundredths of it, exactly; `None` where that needs too many digits.
    pub(crate) fn percent(&self, percent: Decimal) -> Option<Self> {
        Some(Self {
            currency: self.currency.clone(),
            amount: self.amount.percent(percent)?,
        })
    }

    /// `{"currency": "CNY", "amount": "1234.50"}`, always with two decimals.
    pub fn to_json(&self) -> Value {
        let amount = self.amount.to_string();
        let decimals = amount.split_once('.').map_or(0, |(_, digits)| digits.len());
        let rest = match decimals {
            0 => ".00",
            1 => "0",
            _ => "",
        };
        Object::from([
            ("currency", Value::from(self.currency.as_str())),
            ("amount", [&amount, rest].concat().into()),
        ])
        .into()
    }

    /// ISO 4217 letters, such as `CNY`.
    pub fn currency(&self) -> &str {
        &self.currency
    }

    /// The amount, in the currency's main unit (yuan for `CNY`).
    pub fn amount(&self) -> Decimal {
        self.amount
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.amount.cmp(&other.amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_yuan_to_the_fen() {
        for (currency, amount) in [
            ("USD", "99.00"),
            ("cny", "1"),
            ("", "1"),
            ("CNY", "99.001"),
            ("CNY", "99.000"),
            ("CNY", "1e"),
            ("CNY", "1e2"),
            ("CNY", "15E-1"),
        ] {
            assert!(
                Money::parse(currency, amount).is_none(),
                "{currency} {amount}"
            );
        }
        for (written, shown) in [("99", "99.00"), ("0.5", "0.50"), ("-1.25", "-1.25")] {
            let money = Money::parse("CNY", written).unwrap().to_json();
            assert_eq!(money.member("amount").and_then(Value::as_str), Some(shown));
        }
    }
}
