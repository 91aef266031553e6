//! Identity codes: what the resident identity number says of its holder's birth.

mod resident;

pub(crate) use resident::birthdate;
