//! Public credit: the record vocabulary, and what of it may lawfully be used on a given day.

mod birth;
mod claims;
mod clear;
mod complete;
mod completeness;
mod constants;
mod disclosure;
mod facts;
mod fields;
mod forbidden;
mod lawful_use;
mod links;
mod plain;
mod problem;
#[cfg(feature = "authoring")]
mod programme_facts;
mod promise;
mod reader;
mod record;
mod rule_vocabulary;
mod scalar;
mod statement;
mod subject;
mod vct;
mod vocabulary;

#[cfg(test)]
pub(crate) mod published;
#[cfg(test)]
mod tests;

pub(crate) use birth::age_of;
pub(crate) use claims::{Claims, are_of_age};
pub(crate) use complete::Extent;
pub(crate) use completeness::Completeness;
#[cfg(any(feature = "issuer", test))]
pub(crate) use disclosure::is_disclosure;
pub(crate) use disclosure::{disclosed_by, groups};
pub(crate) use facts::{
    Context, Facts, FreshUntil, SetAsideRecord, change_points, facts, fresh_until, kept_up_until,
    unfiltered,
};
pub(crate) use fields::Fields;
pub(crate) use lawful_use::{
    Exit, Forum, LawfulUse, Recognition, Rows, Standing, is_adverse, is_national,
};
pub(crate) use links::{LINK, LINKS};
pub(crate) use plain::UNDISCLOSED;
#[cfg(feature = "authoring")]
pub(crate) use plain::names_beside;
pub(crate) use plain::to_plain;
#[cfg(feature = "issuer")]
pub(crate) use plain::{statements_to_make, to_issue};
#[cfg(feature = "authoring")]
pub(crate) use programme_facts::{EVALUATIONS_NAME, ProgrammeFacts, list_at};
pub(crate) use promise::{Promise, promised};
pub(crate) use record::Claim;
pub(crate) use rule_vocabulary::CreditVocabulary;
pub(crate) use vct::Vct;
#[cfg(test)]
pub(crate) use vocabulary::CLAIM_TYPES;
pub(crate) use vocabulary::CLEAR;
#[cfg(test)]
pub(crate) use vocabulary::CODE_LISTS;
#[cfg(any(feature = "issuer", test))]
pub(crate) use vocabulary::LIST_TYPES;
pub(crate) use vocabulary::name::{AGE_OVER, BIRTHDATE, ID, OFFICERS};
pub(crate) use vocabulary::{
    AS_OF, JURISDICTION, LISTINGS, NATURAL_PERSON, OFFICER_ROLES, SUBJECT, SUBJECT_KIND,
    SUBJECT_KINDS, list_type, sensitivity,
};
#[cfg(feature = "authoring")]
pub(crate) use vocabulary::{EVALUATIONS, Field, PROMISE, ValueKind, claim_type};
