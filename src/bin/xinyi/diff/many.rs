//! Many subjects, a line each.

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Arc;

use serde::Deserialize;
use xinyi::{
    Code, CompareOptions, Difference, Error, Holder, Instant, Object, Reply, Value, Verifier,
    visible_json,
};

use super::Args;
use crate::coming::Coming;
use crate::failure::Failure;
use crate::files::read_object;
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
    audience: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(default)]
    subject: Option<String>,
}

/// What all lines are compared by.
struct Comparing {
    verifier: Verifier,
    options: CompareOptions,
    unbound: bool,
}

/// Answers, a line each, and whether nothing changes in any, and none is refused.
type Answers = (String, bool);

/// Exit status 0: nothing changes; 1: something does, or a line is refused.
pub(super) fn run(args: &Args, verifier: Verifier, now: Instant) -> Result<ExitCode, Failure> {
    let Some(path) = &args.lines else {
        // The arguments were refused before.
        return Err(Failure::Other("there are no bundles".to_owned()));
    };
    let comparing = Comparing {
        verifier,
        options: CompareOptions {
            programmes: (!args.programmes.is_empty()).then(|| args.programmes.clone()),
            request: args.request.as_deref().map(read_object).transpose()?,
            explain: args.explain.into(),
            ..CompareOptions::new(Holder::Unbound, now)
        },
        unbound: args.unbound,
    };
    let comparing = Arc::new(comparing);
    let mut coming = Coming::open(path, false)?;
    let mut stays = true;
    ordered::run(
        args.jobs.map(usize::from),
        move || coming.next(),
        move |lines: Vec<Line>| comparing.answers(&lines),
        |(text, same): Answers| -> Result<ControlFlow<()>, Failure> {
            stays &= same;
            Ok(terminal::lines(&text))
        },
    )?;
    Ok(ExitCode::from(u8::from(!stays)))
}

impl Comparing {
    fn answers(&self, lines: &[Line]) -> Answers {
        let mut stays = true;
        let texts: Vec<String> = lines
            .iter()
            .map(|line| {
                let (text, same) = self.answer(line);
                stays &= same;
                text
            })
            .collect();
        (texts.join("\n"), stays)
    }

    fn answer(&self, line: &Line) -> Answers {
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
                self.compare(document)
            });
        let same = found.as_ref().is_ok_and(|found| !found.changes_something());
        if let Value::Object(reply) = filled(&Reply::new("difference", found)) {
            answer.extend(reply);
        }
        let text = Value::from(answer).to_string();
        (visible_json(&text).into_owned(), same)
    }

    fn compare(&self, line: Value) -> Result<Difference, Vec<Error>> {
        let pair = Pair::deserialize(line).map_err(|error| vec![error])?;
        let holder = match (pair.audience, pair.nonce) {
            (Some(audience), Some(nonce)) => Holder::Bound {
                audience,
                nonce,
                window: None,
                ahead: None,
                presented_at: None,
            },
            (None, None) if self.unbound => Holder::Unbound,
            _ => return Err(vec![Error::of_input(Code::InputHolder, Object::new())]),
        };
        let options = CompareOptions {
            holder,
            subject: pair.subject,
            ..self.options.clone()
        };
        self.verifier
            .compare_all(&pair.earlier, &pair.later, &options)
    }
}
