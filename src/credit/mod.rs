//! Public credit: the record vocabulary, and what of it may lawfully be used on a given day.

mod birth;
mod claims;
mod complete;
mod facts;
mod fields;
mod forbidden;
mod lawful_use;
mod links;
mod plain;
mod reader;
pub(crate) mod region;
mod rule_vocabulary;
mod scalar;
mod subject;
mod vocabulary;

#[cfg(test)]
mod published;
#[cfg(test)]
mod tests;

pub(crate) use birth::{age_of, are_of_age};
pub(crate) use claims::{Claim, Claims, Vct};
pub(crate) use complete::{Completeness, Extent};
pub(crate) use facts::{Context, Facts, SetAside, facts, fresh_until, turning_days, unfiltered};
pub(crate) use fields::Fields;
#[cfg(test)]
pub(crate) use lawful_use::{Action, Duty};
pub(crate) use lawful_use::{Exit, Forum, Ground, LawfulUse, Recognition, Rows, is_adverse};
pub(crate) use plain::to_plain;
pub(crate) use rule_vocabulary::CreditVocabulary;
#[cfg(any(feature = "issuer", test))]
pub(crate) use vocabulary::LIST_TYPES;
pub(crate) use vocabulary::{FIELDS, OFFICER_ROLES, SUBJECT_KINDS};
