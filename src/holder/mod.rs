//! The holder's side: what is asked for, and how it is carried.

mod base45;
mod claim_sets;
mod dcql;
mod deflate;
mod inflate;
pub mod qr;
mod request;

pub use request::{PresentationRequest, RequestText};
