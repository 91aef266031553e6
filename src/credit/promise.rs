//! What the holder promises to whoever decides, as rules read it.

use super::scalar::scalar;
use super::vocabulary::PROMISE;
use super::vocabulary::name::MADE_ON;
use crate::error::{Error, Problem};
use crate::json::{ObjectReader, Value};
use crate::rules::{Cause, Element, Fact, Further, List, Members, PROMISED, Scalar, Unknown};
use crate::sd_jwt::Node;
use crate::time::Day;

/// One promise.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Promise(Members);

impl Promise {
    /// Reads what is promised of an object that says more, and not when it was made.
    ///
    /// # Errors
    /// Those of the reader, with a pointer.
    pub(crate) fn read(given: &ObjectReader<'_>, made_on: Day) -> Result<Self, Error> {
        let mut members = Members::default();
        for field in PROMISE {
            let fact = match field.name == MADE_ON.text {
                true => Scalar::Day(made_on),
                false => {
                    let value: &Value = given.read(field.name)?;
                    scalar(&Node::Value(value.clone()), field.kind)
                        .ok_or_else(|| given.fail(field.name, Problem::Value))?
                }
            };
            members.known.push((field.name.into(), Fact::Known(fact)));
        }
        Ok(Self(members))
    }

    /// Reads one that somebody wrote by hand, made by a day.
    ///
    /// # Errors
    /// As [`read`](Self::read), and for a member that it does not have.
    pub(crate) fn from_plain(given: &ObjectReader<'_>, today: Day) -> Result<Self, Error> {
        let mut names = Vec::new();
        for field in PROMISE {
            names.push(field.name);
        }
        given.only(&names)?;
        let made_on = given.read(MADE_ON.text)?;
        match made_on > today {
            true => Err(given.fail(MADE_ON.text, Problem::Value)),
            false => Self::read(given, made_on),
        }
    }

    /// Whether both promise the same, whenever they were made.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let [own, others] = [self, other].map(|promise| promise.0.known.iter());
        own.zip(others)
            .all(|((name, ours), (_, theirs))| **name == *MADE_ON.text || ours == theirs)
    }
}

/// All that is promised. Where the list is open, the holder may still promise more.
pub(crate) fn promised(promises: Vec<Promise>, is_open: bool) -> Fact {
    let mut list = List::default();
    for (index, Promise(record)) in promises.into_iter().enumerate() {
        list.elements.push(Element {
            index,
            doubt: None,
            record: Some(record.into()),
        });
    }
    if is_open {
        list.open.push(Further::from(Unknown {
            cause: Cause::Undisclosed,
            unit: PROMISED.into(),
        }));
    }
    Fact::List(list)
}
