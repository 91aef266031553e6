//! Replays: what was decided, decided again by what it was decided by.

use serde::Serialize;

use crate::decision::Decision;
use crate::error::Error;
use crate::law::LawEdition;
use crate::verifier::{CheckOptions, Presentations, Verifier, VerifierOptions};

/// What comes out of an earlier decision if it is made again: by the documents, the options and the time of then.
///
/// It is for holding it against the decision that was kept (an audit, an objection, an explanation under Article 24
/// of the Personal Information Protection Law). Nobody gives a benefit for it: the documents are as old as the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Replay(Decision);

impl Replay {
    /// Decides again. `root` and `snapshot` are those of then
    /// ([`export_snapshot`](Verifier::export_snapshot)), `law` is the edition that was built into the release that
    /// decided, which may be older than today's, and `options` are those of the verifier. Verified at the time of
    /// `check`, so that expiry plays no part.
    ///
    /// # Errors
    /// Those of [`Verifier::new`] and [`Verifier::check_all`].
    pub fn of<'p>(
        root: &str,
        snapshot: &str,
        law: &LawEdition,
        options: &VerifierOptions,
        presented: impl Into<Presentations<'p>>,
        check: &CheckOptions,
    ) -> Result<Self, Vec<Error>> {
        let options = VerifierOptions {
            now: check.now,
            ..options.clone()
        };
        let verifier = Verifier::under(root, Some(snapshot), &options, law.law().clone())?;
        verifier.check_all(presented, check).map(Self)
    }

    /// The decision as it comes out.
    pub fn decision(&self) -> &Decision {
        &self.0
    }
}
