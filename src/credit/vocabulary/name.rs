//! The names of members that code reads, each with the type of what it holds.

use std::marker::PhantomData;
use std::sync::Arc;

use crate::decimal::Decimal;
use crate::money::Money;
use crate::time::Day;

/// The name of a member that holds a `T`. Records are asked by these alone, so that a name that no
/// member has does not compile.
#[derive(Debug)]
pub(crate) struct Name<T: ?Sized> {
    pub(crate) text: &'static str,
    of: PhantomData<fn(&T)>,
}

impl<T: ?Sized> Clone for Name<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Name<T> {}

/// What [`Name`]s hold.
#[cfg(test)]
#[derive(Debug, Clone, Copy)]
pub(super) enum ValueType {
    Day,
    Flag,
    Group,
    Number,
    Money,
    Text,
    Texts,
}

/// Constants of names, by what they hold.
macro_rules! names {
    ($($held:ident($of:ty) { $($name:ident = $text:literal,)+ })+) => {
        $($(
            pub(crate) const $name: Name<$of> = Name {
                text: $text,
                of: PhantomData,
            };
        )+)+

        #[cfg(test)]
        pub(super) const NAMES: &[(&str, ValueType)] = &[$($(($text, ValueType::$held),)+)+];
    };
}

names! {
    Day(Day) {
        BEHAVIOUR_ENDED_ON = "behaviour_ended_on",
        BIRTHDATE = "birthdate",
        BROKEN_ON = "broken_on",
        CORRECTED_ON = "corrected_on",
        DETERMINED_ON = "determined_on",
        DUE = "due",
        MADE_ON = "made_on",
        PUBLISHED_ON = "published_on",
        PUBLISH_UNTIL = "publish_until",
        REMEDIED_ON = "remedied_on",
        SETTLED_ON = "settled_on",
        SINCE = "since",
        UNTIL = "until",
        VALID_FROM = "valid_from",
        VALID_UNTIL = "valid_until",
    }
    Flag(bool) {
        DISPUTED = "disputed",
        FULL_CAPACITY = "full_capacity",
        OBLIGATIONS_MET = "obligations_met",
    }
    Group(()) {
        AGE_OVER = "age_over",
        OFFICERS = "officers",
    }
    Money(Money) {
        AMOUNT = "amount",
    }
    Number(Decimal) {
        SCORE = "score",
    }
    Text(str) {
        CLASS = "class",
        FIELD = "field",
        GRADE = "grade",
        GROUND = "ground",
        ID = "id",
        ID_TAIL = "id_tail",
        KIND = "kind",
        LIST = "list",
        PROCEDURE = "procedure",
        REGIME = "regime",
        REGION = "region",
        ROLE = "role",
        SCOPE = "scope",
        SEVERITY = "severity",
        STATE = "state",
    }
    Texts([Arc<str>]) {
        ALSO = "also",
        FIELDS = "fields",
        RECOGNISED_IN = "recognised_in",
        REGIONS = "regions",
    }
}
