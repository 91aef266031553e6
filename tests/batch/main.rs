//! `xinyi batch` answers each line as `xinyi check` answers it alone, in order.
#![cfg(feature = "cli")]

mod answers;
mod flow;
mod lines;
mod state;
