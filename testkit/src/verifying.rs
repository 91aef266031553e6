//! How a test that issues for itself verifies what it has issued.

use serde_json::Value;
use xinyi::{CheckOptions, Explain, Holder, Instant, ProgrammeChoice, Verifier, VerifierOptions};

use crate::world::{AUDIENCE, NONCE, NOW};

pub fn at(unix: i64) -> Instant {
    Instant::from_unix(unix).expect("in range")
}

/// With what a platform publishes.
pub fn verifier(platform: &Value) -> Verifier {
    let text = |name: &str| platform[name].as_str().expect(name);
    let options = VerifierOptions::at(at(NOW));
    let verifier = Verifier::new(text("root"), Some(text("snapshot")), &options);
    verifier.expect("a good root")
}

/// What is presented to us, for a programme of ours, with everything told.
pub fn asking_for(programme: &Value) -> CheckOptions {
    let holder = Holder::Bound {
        audience: AUDIENCE.to_owned(),
        nonce: NONCE.to_owned(),
        window: None,
        ahead: None,
        presented_at: None,
    };
    let mut options = CheckOptions::new("", holder, at(NOW));
    let text = programme.to_string();
    let document = xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON");
    options.programme = ProgrammeChoice::Document(document);
    options.explain = Explain::Full;
    options
}
