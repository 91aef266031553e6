//! What the facts of a programme may be, for an analysis of its rules.

use std::sync::Arc;

use super::rule_vocabulary::{CreditVocabulary, fields_of};
use super::vocabulary::name::{AGE_OVER, BIRTHDATE, ID_TAIL, SCORE, STATE};
use super::vocabulary::{
    AS_OF, Adverse, Field, JURISDICTION, ListType, NATURAL_PERSON, SELF_EMPLOYED, SUBJECT,
    SUBJECT_KIND, Shape, ValueKind, claim_type, list_type,
};
use crate::rules::analysis::{Better, Domains, Given, Presence};
use crate::rules::{Fact, PROMISED, REQUEST, Scalar, Vocabulary};
use crate::time::Day;

/// What the facts of a programme may be.
#[derive(Debug)]
pub(crate) struct ProgrammeFacts<'a> {
    pub(crate) vocabulary: &'a CreditVocabulary,
    /// Kinds of subjects that the programme is for; empty: any.
    pub(crate) subject_kinds: Vec<String>,
    /// Aliases of inputs about somebody else than the programme's subject.
    pub(crate) officers: Vec<String>,
}

impl ProgrammeFacts<'_> {
    /// Whether an input is about one of the kinds of subjects that the programme is for.
    fn is_of_subject(&self, alias: &str) -> bool {
        !self.subject_kinds.is_empty() && !self.officers.iter().any(|officer| officer == alias)
    }
}

/// The claim whose members are named by schemes.
pub(crate) const EVALUATIONS_NAME: &str = "evaluations";

/// The list of a path such as `credit.listings`.
pub(crate) fn list_at(path: &str) -> Option<&'static ListType> {
    list_type(path.split('.').nth(1)?)
}

fn field_at(list: Option<&str>, path: &[Arc<str>]) -> Option<&'static Field> {
    let find = |fields: &'static [Field], name: &str| fields.iter().find(|f| f.name == name);
    let Some(list) = list else {
        let claim = claim_type(path.get(1)?)?;
        let at = if matches!(claim.shape, Shape::Schemes(_)) {
            3
        } else {
            2
        };
        return find(claim.fields(), path.get(at)?);
    };
    let field = find(fields_of(list)?, path.first()?)?;
    match (field.kind, path.get(1)) {
        (ValueKind::Object(fields), Some(name)) => find(fields, name),
        _ => Some(field),
    }
}

impl Domains for ProgrammeFacts<'_> {
    fn vocabulary(&self) -> &dyn Vocabulary {
        self.vocabulary
    }

    fn presence(&self, list: Option<&str>, path: &[Arc<str>]) -> Presence {
        let required = field_at(list, path).is_some_and(|field| field.required);
        let in_object = match (list, path) {
            (Some(_), path) => path.len() > 1,
            // What the application does not say is unknown, and never absent.
            (None, [first, ..]) if **first == *REQUEST => return Presence::Always,
            (None, [_, claim]) => {
                let open = [SUBJECT_KIND.name, JURISDICTION.name, AS_OF.name];
                return match open.contains(&&**claim) {
                    true => Presence::Always,
                    false => Presence::Maybe,
                };
            }
            (None, _) => true,
        };
        match (required, in_object) {
            (true, true) => Presence::WithObject,
            (true, false) => Presence::Always,
            (false, _) => Presence::Maybe,
        }
    }

    fn latest(&self, list: Option<&str>, path: &[Arc<str>], today: Day) -> Option<Day> {
        let field = field_at(list, path);
        let is_past = field
            .is_some_and(|field| field.kind == ValueKind::PastDay || field.name == BIRTHDATE.text);
        let is_drawing = list.is_none() && matches!(path, [_, claim] if **claim == *AS_OF.name);
        (is_past || is_drawing).then_some(today)
    }

    fn codes(&self, list: Option<&str>, path: &[Arc<str>]) -> Option<Vec<&str>> {
        match (list, path) {
            (None, [alias, claim])
                if **claim == *SUBJECT_KIND.name && self.is_of_subject(alias) =>
            {
                Some(self.subject_kinds.iter().map(String::as_str).collect())
            }
            _ => None,
        }
    }

    fn is_entangled(&self, path: &[Arc<str>]) -> bool {
        match path {
            // The day of the data and the place are looked at before rules run.
            [_, claim] => [AS_OF.name, JURISDICTION.name].contains(&&**claim),
            [alias, claim, member, ..] if **claim == *SUBJECT.name => {
                let natural = |kind: &String| [NATURAL_PERSON, SELF_EMPLOYED].contains(&&**kind);
                let field = field_at(None, path);
                let fits = |natural| field.is_none_or(|field| field.of.have(natural));
                let natural: Vec<bool> = self.subject_kinds.iter().map(natural).collect();
                let is_others = self.is_of_subject(alias) && !natural.into_iter().any(fits);
                is_others || [AGE_OVER.text, ID_TAIL.text].contains(&&**member)
            }
            _ => false,
        }
    }

    fn better(&self, path: &[Arc<str>]) -> Option<Better> {
        match path {
            [_, claim, _, member] if **claim == *EVALUATIONS_NAME && **member == *SCORE.text => {
                Some(Better::More)
            }
            // The earlier it was founded, the older it is.
            [_, claim, member] if **claim == *SUBJECT.name && **member == *"established" => {
                Some(Better::Less)
            }
            _ => None,
        }
    }

    fn better_record(&self, list: &str, record: &Given) -> Option<Better> {
        if list == PROMISED {
            return None;
        }
        let list = list_at(list)?;
        let is_broken = || {
            record.iter().any(|(path, fact)| {
                matches!((path.as_slice(), fact), ([name], Fact::Known(Scalar::Text(state)))
                    if **name == *STATE.text && **state == *"broken")
            })
        };
        match list.adverse {
            // A promise that was kept speaks for its subject.
            Some(Adverse::Promise) => is_broken().then_some(Better::Less),
            Some(_) => Some(Better::Less),
            None => ["honours", "activities"]
                .contains(&list.name)
                .then_some(Better::More),
        }
    }
}
