//! A platform's side: bundles for many subjects, whatever happens in between.
#![cfg(all(feature = "cli", feature = "sm2"))]

mod bundles;
mod killed;
mod office;
mod page;
mod statuses;
mod subjects;
mod tables;
