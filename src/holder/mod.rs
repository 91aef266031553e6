//! The holder's side: what is enough to show, and a presentation that the holder's key signs wherever it is.
//!
//! ```
//! use xinyi::holder::{Binding, Draft};
//! use xinyi::{PlanOptions, Verifier};
//!
//! # fn present(verifier: &Verifier, bundle: &str, nonce: &str, now: xinyi::Instant,
//! #     sign: impl Fn(&[u8]) -> Vec<u8>) -> Result<Option<String>, xinyi::Error> {
//! // The smallest set of disclosures under which the decision is that of the whole bundle.
//! let plan = verifier.plan(bundle, &PlanOptions::new("test.bike", now))?;
//! let Some(disclose) = plan.disclose_of("credit") else {
//!     return Ok(None); // Not granted, whatever is shown of it: nobody has to see anything.
//! };
//! let binding = Binding::new("https://bikes.example", nonce, now);
//! let draft = Draft::new(bundle, disclose, &binding)?;
//! // The holder's key may be in a device that hands out nothing but signatures.
//! let presentation = draft.finish(&sign(draft.signing_input().as_bytes()))?;
//! # Ok(Some(presentation))
//! # }
//! ```

mod base45;
mod certificate;
mod claim_sets;
mod commitment;
mod dcql;
mod deflate;
mod draft;
mod plan;
mod planner;
pub mod qr;
mod request;
mod search;
mod unit;

pub use crate::binding::{Binding, CERTIFICATE_AUDIENCE, CERTIFICATE_DAYS, Consent};
pub use crate::commitment::Commitment;
pub use certificate::{CertificateOptions, CertificatePlan};
pub use commitment::CommitmentDraft;
pub use draft::Draft;
pub use plan::Plan;
pub use request::{PresentationRequest, RequestText};
pub use unit::{Unit, UnitKind};
