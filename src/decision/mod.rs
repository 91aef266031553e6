//! The decision: outcome, tier and benefit, with reasons, what is missing, and how long it holds.

mod horizon;
mod judged;
mod outcome;
mod remedy;
mod render;
#[cfg(test)]
mod tests;

pub(crate) use horizon::Ends;
pub(crate) use outcome::{BundleInput, Case};
pub(crate) use render::warning;
pub use render::{Decision, Explain, Outcome};
