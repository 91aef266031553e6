//! A programme as its author wrote it, and as it is read.

use crate::error::{Error, Stage};
use crate::json::{self, Value, pointer_to};
use crate::law::Law;
use crate::limits;
use crate::programme::Programme;
use crate::rules::Expr;

/// A programme that can be decided, with its document.
pub(super) struct Source {
    pub(super) document: Value,
    pub(super) programme: Programme,
}

/// One of its rules.
pub(super) struct SourceRule<'s> {
    /// The id of the requirement or tier, or the member of the programme.
    pub(super) id: &'s str,
    /// Where the expression stands in the document.
    pub(super) pointer: String,
    /// What it was read from.
    pub(super) written: &'s Value,
    pub(super) expr: &'s Expr,
}

impl Source {
    /// # Errors
    /// Those for which a programme is refused.
    pub(super) fn read(law: &Law, programme: &str) -> Result<Self, Error> {
        let document = json::parse(programme.as_bytes(), limits::PROGRAMME_BYTES)
            .map_err(|e| e.at(Stage::Programme))?;
        let programme = Programme::read(&document, &law.edition)?;
        Ok(Self {
            document,
            programme,
        })
    }

    /// The rules, in the order of [`Programme::rules`].
    pub(super) fn rules(&self) -> Vec<SourceRule<'_>> {
        let mut rules = Vec::new();
        let applies = self.programme.applies_when.iter();
        rules.extend(applies.map(|expr| (APPLIES_WHEN, pointer_to(&[APPLIES_WHEN]), expr)));
        let requirements = self.programme.requirements.iter().enumerate();
        rules.extend(requirements.map(|(i, requirement)| {
            let pointer = when_of("requirements", i);
            (requirement.id.as_str(), pointer, &requirement.when)
        }));
        let tiers = self.programme.tiers.iter().enumerate();
        rules.extend(tiers.map(|(i, tier)| (tier.id.as_str(), when_of("tiers", i), &tier.when)));
        let rules = rules.into_iter();
        rules
            .map(|(id, pointer, expr)| SourceRule {
                id,
                written: at(&self.document, &pointer),
                pointer,
                expr,
            })
            .collect()
    }
}

const APPLIES_WHEN: &str = "applies_when";

fn when_of(list: &str, index: usize) -> String {
    pointer_to(&[list, &index.to_string(), "when"])
}

/// What stands at a JSON pointer; `null` where there is nothing.
pub(super) fn at<'v>(document: &'v Value, pointer: &str) -> &'v Value {
    let mut tokens = pointer.split('/').skip(1);
    let found = tokens.try_fold(document, |value, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        match value {
            Value::Array(elements) => elements.get(token.parse::<usize>().ok()?),
            value => value.member(&token),
        }
    });
    found.unwrap_or(&Value::Null)
}
