//! Writing options as JSON: what `from_json` reads.

use serde::{Serialize, Serializer};

use super::options::{CheckOptions, ExpectedSubject, Holder, ProgrammeChoice};
use crate::decision::Explain;
use crate::json::{Object, Value};

/// As [`from_json`](CheckOptions::from_json) reads them. Defaults are left out, but for `explain`.
impl Serialize for CheckOptions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl CheckOptions {
    fn to_json(&self) -> Object {
        let mut options = Object::from([
            ("programme", programme(&self.programme)),
            ("holder", holder(&self.holder)),
            ("now", self.now.into()),
            ("explain", Explain::as_str(self.explain).into()),
        ]);
        if let Some(subject) = &self.subject {
            options.set("subject", self::subject(subject));
        }
        if let Some(request) = &self.request {
            options.set("request", request.clone());
        }
        if !self.status_lists.is_empty() {
            options.set("statusLists", self.status_lists.clone());
        }
        if !self.commitments.is_empty() {
            options.set("commitments", self.commitments.clone());
        }
        options
    }
}

fn programme(programme: &ProgrammeChoice) -> Value {
    match programme {
        ProgrammeChoice::Document(document) => document.clone(),
        ProgrammeChoice::Id(id) => id.as_str().into(),
        ProgrammeChoice::Version { id, version } => Object::from([
            ("id", Value::from(id.as_str())),
            (
                "version",
                i64::try_from(*version).unwrap_or(i64::MAX).into(),
            ),
        ])
        .into(),
    }
}

fn holder(holder: &Holder) -> Value {
    match holder {
        Holder::Unbound => "unbound".into(),
        Holder::Certificate => "certificate".into(),
        Holder::Bound {
            audience,
            nonce,
            window,
            ahead,
            presented_at,
        } => {
            let mut binding = Object::from([
                ("audience", Value::from(audience.as_str())),
                ("nonce", nonce.as_str().into()),
            ]);
            for (name, seconds) in [("window", window), ("ahead", ahead)] {
                if let Some(seconds) = seconds {
                    binding.set(name, *seconds);
                }
            }
            if let Some(time) = presented_at {
                binding.set("presentedAt", time.unix());
            }
            binding.into()
        }
    }
}

fn subject(subject: &ExpectedSubject) -> Value {
    match subject {
        ExpectedSubject::One(id) => id.as_str().into(),
        ExpectedSubject::ByAlias(subjects) => {
            let each = subjects.iter();
            let each = each.map(|(alias, id)| (alias.as_str(), Value::from(id.as_str())));
            Object::from_iter(each).into()
        }
    }
}
