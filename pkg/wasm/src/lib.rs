//! The WebAssembly surface of `xinyi`: text in, text out.
//!
//! Everything crosses as JSON text, so that no number passes through binary floating point and
//! every host gives the same bytes. What the texts hold is `xinyi::text`'s business; the
//! JavaScript that people call is the npm package's.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

use alloc::borrow::ToOwned;
use alloc::string::String;

use wasm_bindgen::prelude::wasm_bindgen;
use xinyi::text;

/// A verifier that stays on this side of the boundary.
#[wasm_bindgen]
pub struct Verifier(text::Verifier);

#[wasm_bindgen]
impl Verifier {
    /// Never throws: a failure is in [`report`](Self::report), and every check answers with it.
    #[wasm_bindgen(constructor)]
    pub fn new(root: &str, snapshot: Option<String>, options: &str) -> Self {
        Self(text::Verifier::new(root, snapshot.as_deref(), options))
    }

    /// What became of each part that was given at creation, or the error.
    pub fn report(&self) -> String {
        self.0.report()
    }

    /// What became of each part of a further snapshot, or the error.
    pub fn load(&mut self, snapshot: &str, options: &str) -> String {
        self.0.load(snapshot, options)
    }

    /// What the app is to store; empty if the verifier could not be made.
    pub fn export(&self) -> String {
        self.0.export()
    }

    /// A decision, or the error.
    pub fn check(&self, bundle: &str, options: &str) -> String {
        self.0.check(bundle, options)
    }

    /// What would be decided later, or the error.
    pub fn forecast(&self, bundle: &str, options: &str) -> String {
        self.0.forecast(bundle, options)
    }
}

/// What is wrong with a programme and what is odd, or the error.
#[wasm_bindgen]
pub fn lint(programme: &str) -> String {
    text::lint(programme)
}

/// A decision on facts that somebody wrote by hand, or the error.
#[wasm_bindgen]
pub fn try_programme(programme: &str, facts: &str, options: &str) -> String {
    text::try_programme(programme, facts, options)
}

/// The version of the core.
#[wasm_bindgen]
pub fn version() -> String {
    xinyi::VERSION.to_owned()
}

/// Half the size of the one that `std` has for this target, and as fast.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// A bug of ours: the module stops, and the package says `host.trap`. `std` would print to nowhere
/// first.
#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
