//! Many subjects, a line each.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use serde::Deserialize;
use xinyi::{
    Code, CompareOptions, Difference, Error, Holder, Instant, Object, Reply, Value, Verifier,
    visible_json,
};

use crate::batch::question;
use crate::clock::now_or_clock;
use crate::coming::Coming;
use crate::failure::Failure;
use crate::json::{filled, object};
use crate::lines::Line;
use crate::{ordered, terminal};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    #[serde(default, rename = "id")]
    _id: Option<Value>,
    earlier: String,
    later: String,
    #[serde(default)]
    presented_at: Option<Value>,
    #[serde(default)]
    audience: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(default)]
    subject: Option<String>,
}

/// What all lines are compared by.
pub(super) struct Comparing {
    pub(super) verifier: Verifier,
    /// But for the holder, the subject and the time.
    pub(super) options: CompareOptions,
    /// None: each line is compared at the time when it comes.
    pub(super) now: Option<Instant>,
    pub(super) unbound: bool,
    /// How old a presentation may be when it was received, and how far ahead of that it may be signed, in seconds.
    pub(super) window: Option<i64>,
    pub(super) ahead: Option<i64>,
}

/// Answers, a line each, and whether nothing changes in any, and none is refused.
type Answers = (String, bool);

/// Exit status 0: nothing changes; 1: something does, or a line is refused.
pub(super) fn run(
    path: &Path,
    comparing: Comparing,
    jobs: Option<usize>,
) -> Result<ExitCode, Failure> {
    let comparing = Arc::new(comparing);
    let mut coming = Coming::open(path, false)?;
    let mut stays = true;
    ordered::run(
        jobs,
        move || coming.next(),
        move |lines: Vec<Line>| comparing.answers(&lines),
        |answers: Result<Answers, Failure>| -> Result<ControlFlow<()>, Failure> {
            let (text, same) = answers?;
            stays &= same;
            Ok(terminal::lines(&text))
        },
    )?;
    Ok(ExitCode::from(u8::from(!stays)))
}

impl Comparing {
    /// # Errors
    /// Where there is no time to compare at.
    fn answers(&self, lines: &[Line]) -> Result<Answers, Failure> {
        let (mut texts, mut stays) = (Vec::new(), true);
        for line in lines {
            let (text, same) = self.answer(line, now_or_clock(self.now)?);
            stays &= same;
            texts.push(text);
        }
        Ok((texts.join("\n"), stays))
    }

    fn answer(&self, line: &Line, now: Instant) -> Answers {
        let mut answer = object! { "line": i64::try_from(line.number).unwrap_or(i64::MAX) };
        let found = line
            .document()
            .map_err(|error| vec![error])
            .and_then(|document| {
                let id = document.member("id");
                if let Some(id) = id.filter(|id| matches!(id, Value::String(_) | Value::Number(_)))
                {
                    answer.set("id", id.clone());
                }
                self.compare(document, now)
            });
        let same = found.as_ref().is_ok_and(|found| !found.changes_something());
        if let Value::Object(reply) = filled(&Reply::new("difference", found)) {
            answer.extend(reply);
        }
        let text = Value::from(answer).to_string();
        (visible_json(&text).into_owned(), same)
    }

    fn compare(&self, line: Value, now: Instant) -> Result<Difference, Vec<Error>> {
        let pair = Pair::deserialize(line).map_err(|error| vec![error])?;
        let presented_at = pair.presented_at.as_ref().map(question::time).transpose();
        let presented_at = presented_at.map_err(|error| vec![error])?;
        let holder = match (pair.audience, pair.nonce) {
            (Some(audience), Some(nonce)) => Holder::Bound {
                audience,
                nonce,
                window: self.window,
                ahead: self.ahead,
                presented_at,
            },
            (None, None) if self.unbound && presented_at.is_none() => Holder::Unbound,
            _ => return Err(vec![Error::of_input(Code::InputHolder, Object::new())]),
        };
        let options = CompareOptions {
            holder,
            now,
            subject: pair.subject,
            ..self.options.clone()
        };
        self.verifier
            .compare_all(&pair.earlier, &pair.later, &options)
    }
}
