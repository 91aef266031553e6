//! The library as a host calls it that has nothing but JSON: text in, text out. What the WebAssembly
//! module gives has to be the same.

use serde::Serialize;
use xinyi::authoring::Lint;
use xinyi::{
    CheckOptions, Error, Forecast, ForecastOptions, LawEdition, LoadOptions, Presentations, Replay,
    Reply, Trial, TrialOptions, Value, VerifierOptions, messages,
};

/// A verifier, or why there is none.
pub struct Verifier(Result<xinyi::Verifier, Error>);

impl Verifier {
    pub fn new(root: &str, snapshot: Option<&str>, options: &str) -> Self {
        let options = VerifierOptions::from_json(options);
        Self(options.and_then(|options| xinyi::Verifier::new(root, snapshot, &options)))
    }

    pub fn report(&self) -> String {
        let verifier = self.0.as_ref().map_err(Clone::clone);
        text(&Reply::from(verifier.map(xinyi::Verifier::report)))
    }

    pub fn load(&mut self, snapshot: &str, options: &str) -> String {
        let Ok(verifier) = &mut self.0 else {
            return self.report();
        };
        match LoadOptions::from_json(options) {
            Ok(LoadOptions { now, state, .. }) => {
                if let Some(state) = state {
                    verifier.absorb_state(&state);
                }
                verifier.load(Some(snapshot), now);
                self.report()
            }
            Err(error) => refusal(&error),
        }
    }

    /// State and snapshot, for the app to store; empty if there is no verifier.
    pub fn export(&self) -> String {
        self.0.as_ref().map_or_else(
            |_| String::new(),
            |verifier| {
                let stored = [
                    ("state", Some(verifier.export_state())),
                    ("snapshot", verifier.export_snapshot()),
                ];
                text(&std::collections::BTreeMap::from(stored))
            },
        )
    }

    pub fn check(&self, bundle: &str, options: &str) -> String {
        let decide = |verifier: &xinyi::Verifier| {
            let options = CheckOptions::from_json(options)?;
            verifier.check_all(Presentations::parse(bundle)?, &options)
        };
        text(&Reply::from(self.with(decide)))
    }

    pub fn forecast(&self, bundle: &str, options: &str) -> String {
        let decide = |verifier: &xinyi::Verifier| {
            let ForecastOptions { check, at, .. } = ForecastOptions::from_json(options)?;
            Forecast::all_of(verifier, Presentations::parse(bundle)?, &check, at)
        };
        text(&Reply::from(self.with(decide)))
    }

    fn with<T>(
        &self,
        decide: impl FnOnce(&xinyi::Verifier) -> Result<T, Vec<Error>>,
    ) -> Result<T, Vec<Error>> {
        decide(self.0.as_ref().map_err(|error| vec![error.clone()])?)
    }
}

/// What `replay` gives of an earlier decision.
pub fn replay(root: &str, snapshot: &str, create: &str, presented: &str, check: &str) -> String {
    let replay = || {
        let law = LawEdition::built_in()?;
        let (create, check) = (
            VerifierOptions::from_json(create)?,
            CheckOptions::from_json(check)?,
        );
        // As a record has them.
        let check = CheckOptions::from_json(&text(&check))?;
        Replay::of(
            root,
            snapshot,
            &law,
            &create,
            Presentations::parse(presented)?,
            &check,
        )
    };
    text(&Reply::new("decision", replay()))
}

pub fn lint(programme: &str) -> String {
    text(&Reply::from(Lint::of(programme)))
}

pub fn try_programme(programme: &str, facts: &str, options: &str) -> String {
    let options = TrialOptions::from_json(options);
    let trial = options.and_then(|o| Trial::run(programme, facts, o.now, o.explain));
    text(&Reply::from(trial))
}

/// A refusal, as every call gives it.
pub fn refusal(error: &Error) -> String {
    text(&Reply::<()>::new("", Err(vec![error.clone()])))
}

/// Fills the texts into a reply.
pub fn fill_messages(reply: &str) -> String {
    let mut document = Value::parse(reply.as_bytes(), reply.len()).expect("a reply");
    messages::fill(&mut document);
    document.to_string()
}

fn text(of: &impl Serialize) -> String {
    serde_json::to_string(of).expect("a type of the library")
}
