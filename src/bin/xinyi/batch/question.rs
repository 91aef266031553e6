//! What a line asks.

use xinyi::{Code, Error, ExpectedSubject, Holder, Instant, Object, Presentations, Problem, Value};

use crate::json::object;

const MEMBERS: [&str; 7] = [
    "id",
    "bundle",
    "presented_at",
    "audience",
    "nonce",
    "subject",
    "request",
];

/// A line, read.
pub(super) struct Question<'l> {
    bundle: &'l Value,
    /// When it was received. None: when it is decided.
    presented_at: Option<Instant>,
    audience: Option<&'l str>,
    nonce: Option<&'l str>,
    pub(super) subject: Option<ExpectedSubject>,
    pub(super) request: Option<&'l Object>,
}

/// What the line is called by whoever wrote it, whatever else is wrong with it.
pub(super) fn id(line: &Value) -> Option<&Value> {
    line.member("id")
        .filter(|id| matches!(id, Value::String(_) | Value::Number(_)))
}

impl<'l> Question<'l> {
    /// # Errors
    /// `input.options` with the pointer.
    pub(super) fn read(line: &'l Value) -> Result<Self, Error> {
        let members = line.as_object().ok_or_else(|| wrong("", Problem::Type))?;
        if let Some((name, _)) = members.iter().find(|(name, _)| !MEMBERS.contains(name)) {
            return Err(Error::of_unknown_option(name, &MEMBERS));
        }
        if members.contains("id") && id(line).is_none() {
            return Err(wrong("id", Problem::Type));
        }
        let text = |name: &str| match members.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(wrong(name, Problem::Type)),
        };
        Ok(Self {
            bundle: members
                .get("bundle")
                .ok_or_else(|| wrong("bundle", Problem::Missing))?,
            presented_at: members.get("presented_at").map(time).transpose()?,
            audience: text("audience")?,
            nonce: text("nonce")?,
            subject: members.get("subject").map(subject).transpose()?,
            request: match members.get("request") {
                None => None,
                Some(Value::Object(request)) => Some(request),
                Some(_) => return Err(wrong("request", Problem::Type)),
            },
        })
    }

    /// How the presentation has to be bound to its holder.
    ///
    /// # Errors
    /// `input.holder` for a line without an audience and a nonce, unless all are taken.
    pub(super) fn holder(
        &self,
        unbound: bool,
        window: Option<i64>,
        ahead: Option<i64>,
    ) -> Result<Holder, Error> {
        match (self.audience, self.nonce) {
            (Some(audience), Some(nonce)) => Ok(Holder::Bound {
                audience: audience.to_owned(),
                nonce: nonce.to_owned(),
                window,
                ahead,
                presented_at: self.presented_at,
            }),
            // Nothing would be counted from it.
            (None, None) if unbound && self.presented_at.is_some() => {
                Err(wrong("presented_at", Problem::Unbound))
            }
            (None, None) if unbound => Ok(Holder::Unbound),
            _ => Err(Error::of_input(Code::InputHolder, Object::new())),
        }
    }

    /// # Errors
    /// `input.options` for what is neither a text nor texts by alias; what [`Presentations::parse`] refuses.
    pub(super) fn presented(&self) -> Result<Presentations<'l>, Error> {
        match self.bundle {
            Value::String(text) => Presentations::parse(text),
            Value::Object(bundles) => {
                let each = bundles.iter().map(|(alias, text)| {
                    let text = text.as_str();
                    let text = text.ok_or_else(|| wrong("bundle", Problem::Type))?;
                    Ok((alias.into(), text.into()))
                });
                Ok(Presentations::ByAlias(each.collect::<Result<_, Error>>()?))
            }
            _ => Err(wrong("bundle", Problem::Type)),
        }
    }
}

fn subject(given: &Value) -> Result<ExpectedSubject, Error> {
    match given {
        Value::String(id) => Ok(ExpectedSubject::One(id.clone())),
        Value::Object(subjects) => {
            let each = subjects.iter().map(|(alias, id)| {
                let id = id.as_str().ok_or_else(|| wrong("subject", Problem::Type))?;
                Ok((alias.to_owned(), id.to_owned()))
            });
            Ok(ExpectedSubject::ByAlias(
                each.collect::<Result<_, Error>>()?,
            ))
        }
        _ => Err(wrong("subject", Problem::Type)),
    }
}

/// UNIX seconds or RFC 3339.
pub(crate) fn time(given: &Value) -> Result<Instant, Error> {
    let time = match given {
        Value::Number(_) => given.as_i64().and_then(Instant::from_unix),
        Value::String(text) => Instant::parse(text),
        _ => None,
    };
    time.ok_or_else(|| wrong("presented_at", Problem::TimeExpected))
}

/// An error about a member, which is one of [`MEMBERS`], or about the whole.
fn wrong(name: &str, problem: Problem) -> Error {
    let separator = if name.is_empty() { "" } else { "/" };
    let pointer = [separator, name].concat();
    Error::of_input(Code::InputOptions, object! { "pointer": pointer }).because(problem)
}
