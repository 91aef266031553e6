//! Records of decisions: what the deciding party keeps, so that it can show later how it came to a decision.
//!
//! A record holds the presentation as it was shown, the options and the decision. Root, snapshot and law are the same
//! for many decisions: they lie beside the records, each once, and are named by what they hold. So a record has no
//! more about a person than the presentation, and the identity that the deciding party expected.

mod folder;
mod format;
mod prune;
mod replay;

pub(super) use folder::Folder;
pub(super) use format::Decided;
pub(super) use prune::{Args as PruneArgs, run as prune};
pub(super) use replay::{Args as ReplayArgs, run as replay};
