//! The holder's side: what is asked for, and how it is carried.

mod base45;
mod deflate;
pub mod qr;
