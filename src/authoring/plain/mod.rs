//! Plain facts that tools make up: the least that there can be, and others that differ from these in one thing.

mod change;
mod least;

pub(super) use change::{Seen, State, is_undisclosed, look, record_with, undisclosed, with};
pub(super) use least::{LeastRecords, fields_of, least_facts, least_value};
