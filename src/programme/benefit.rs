//! Benefits: what a tier gives. Each kind has its own members and no others.

use super::text::check_text;
use crate::decimal::Decimal;
use crate::error::{Code, Error, Problem, string_enum};
use crate::json::{ObjectReader, Readable, Value};
use crate::money::Money;
use crate::time::Period;

string_enum! {
    /// The kinds of benefit.
    BenefitKind {
        /// States that no record that may lawfully be used on the day stands against the subject.
        CleanRecord = "clean_record",
        /// Pay later.
        DeferredPayment = "deferred_payment",
        /// No deposit, up to an amount.
        DepositWaiver = "deposit_waiver",
        /// A share of the price off.
        Discount = "discount",
        /// A faster lane of an approval.
        FastTrack = "fast_track",
        /// Something for free.
        FreeAllowance = "free_allowance",
        /// How often an inspection is drawn.
        Inspection = "inspection",
        /// An invitation to ask for a loan; whether it is given is the bank's to decide.
        LoanPrequalification = "loan_prequalification",
        /// Anything else.
        Perk = "perk",
    }
}

/// Checks a benefit's form. A decision repeats it word for word.
///
/// # Errors
/// `programme.benefit` with the `pointer` within the benefit.
pub(crate) fn check(benefit: &Value, is_draft: bool) -> Result<(), Error> {
    let benefit = &ObjectReader::of(benefit, Code::ProgrammeBenefit)?;
    let members: &[&str] = match benefit.one_of("kind", BenefitKind::ALL, BenefitKind::as_str)? {
        BenefitKind::CleanRecord => {
            benefit.read::<&str>("field")?;
            benefit.read::<Period>("period")?;
            &["kind", "field", "period"]
        }
        BenefitKind::DeferredPayment => {
            benefit.read::<Amount>("max")?;
            benefit.read::<u64>("days")?;
            &["kind", "max", "days"]
        }
        BenefitKind::DepositWaiver => {
            benefit.read::<Amount>("max")?;
            &["kind", "max"]
        }
        BenefitKind::Discount => {
            benefit.read::<Percent>("percent_off")?;
            &["kind", "percent_off"]
        }
        BenefitKind::FastTrack => {
            check_text(benefit, "lane", is_draft)?;
            benefit.maybe::<Percent>("time_reduction_percent")?;
            benefit.maybe::<bool>("documents_waived")?;
            &["kind", "lane", "time_reduction_percent", "documents_waived"]
        }
        BenefitKind::FreeAllowance => {
            benefit.read::<Positive>("quantity")?;
            check_text(benefit, "unit", is_draft)?;
            &["kind", "quantity", "unit"]
        }
        BenefitKind::Inspection => {
            benefit.read::<Percent>("frequency_percent")?;
            &["kind", "frequency_percent"]
        }
        BenefitKind::LoanPrequalification => {
            benefit.read::<Amount>("max_amount")?;
            benefit.maybe::<u64>("max_months")?;
            &["kind", "max_amount", "max_months"]
        }
        BenefitKind::Perk => {
            benefit.read::<&str>("code")?;
            check_text(benefit, "text", is_draft)?;
            &["kind", "code", "text"]
        }
    };
    benefit.only(members)
}

/// Money that is not negative.
struct Amount;

impl Readable<'_> for Amount {
    fn read(value: &Value) -> Result<Self, Problem> {
        Money::read(value)?;
        // It is shown as it is written, and nobody writes `-0`.
        match value.member("amount").and_then(Value::as_str) {
            Some(amount) if !amount.starts_with('-') => Ok(Self),
            _ => Err(Problem::Value),
        }
    }
}

/// Whether JavaScript keeps a number, and spells it, as it is written.
fn is_plain(number: Decimal) -> bool {
    number.scale() <= 6 && number <= Decimal::from(1_000_000_000)
}

/// A number from 0 to 100.
struct Percent;

impl Readable<'_> for Percent {
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::Number(n) if is_plain(*n) && !n.is_negative() && *n <= Decimal::from(100) => {
                Ok(Self)
            }
            Value::Number(_) => Err(Problem::Value),
            _ => Err(Problem::Type),
        }
    }
}

/// A number above 0.
struct Positive;

impl Readable<'_> for Positive {
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::Number(n) if is_plain(*n) && *n > Decimal::ZERO => Ok(Self),
            Value::Number(_) => Err(Problem::Value),
            _ => Err(Problem::Type),
        }
    }
}
