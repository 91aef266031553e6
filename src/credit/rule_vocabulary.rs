//! The record vocabulary as the rules of one programme see it.

use std::sync::Arc;

use super::birth::age_of;
use super::constants::{self, IDENTITY, PLACE, REGION, SCOPE, SHA256, TOKEN};
use super::vct::Vct;
use super::vocabulary::name::{GRADE, ID, SCORE};
use super::vocabulary::{
    self, AS_OF, CLAIM_TYPES, CLEAR, CLEAR_VCTS, Field, LIST_TYPES, PROMISE, PROMISE_NOUN, Shape,
    ValueKind, claim_type, list_type,
};
use crate::error::Problem;
use crate::json::is_token;
use crate::law::{CodeList, Edition};
use crate::rules::{
    Bound, Codes, Fault, Lookup, NOW, PROMISED, REQUEST, RESERVED, Scale, Type, Vocabulary,
};
use crate::suggestion::suggestion_for;
use crate::time::Day;

/// The names that a programme's rules can use: its inputs by alias, the members of its `request`,
/// and its scales.
#[derive(Debug)]
pub(crate) struct CreditVocabulary {
    pub(crate) inputs: Vec<(String, Vct)>,
    pub(crate) request: Vec<(String, Type)>,
    pub(crate) scales: Vec<Arc<Scale>>,
    /// Whose codes the rules may name.
    pub(crate) law: Arc<Edition>,
    /// The programme's first and last day, where a lint is told of what is past then.
    pub(crate) window: Option<(Day, Day)>,
}

/// What reasons call a leaf that reads no fact.
const NO_FACT: &str = "programme";

impl CreditVocabulary {
    fn vct(&self, alias: &str) -> Option<Vct> {
        let input = self.inputs.iter().find(|(known, _)| known == alias);
        input.map(|(_, vct)| *vct)
    }
}

impl Vocabulary for CreditVocabulary {
    fn lookup(&self, path: &str) -> Lookup {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        if first == REQUEST {
            let member = self.request.iter().find(|(name, _)| name == rest);
            return member.map_or(Lookup::Missing, |(_, found)| Lookup::Found(*found));
        }
        if path == PROMISED {
            return Lookup::Found(Type::List);
        }
        match self.vct(first) {
            Some(_) if rest.is_empty() => Lookup::Found(Type::Group),
            Some(vct) => claim(vct, rest),
            None => Lookup::Missing,
        }
    }

    fn field(&self, list: &str, field: &str) -> Lookup {
        let found = fields_of(list).map_or(Lookup::Missing, |fields| member(fields, field));
        // Only the table of regions tells the two apart.
        #[cfg(feature = "authoring")]
        if found == Lookup::Found(Type::Text(Codes::Formed(REGION))) {
            return Lookup::Found(Type::Text(Codes::Formed(PLACE)));
        }
        found
    }

    fn moves(&self, path: &str) -> bool {
        let named = path.split_once('.');
        named.is_some_and(|(alias, name)| self.vct(alias).is_some() && name == AS_OF.name)
    }

    fn noun<'p>(&self, path: &'p str) -> &'p str {
        let mut segments = path.split(['.', '[']);
        let alias = segments.next().unwrap_or_default();
        if alias.is_empty() {
            return NO_FACT;
        }
        if alias == PROMISED {
            return PROMISE_NOUN;
        }
        let named = segments.next().filter(|_| !RESERVED.contains(&alias));
        let name = named.unwrap_or(alias);
        vocabulary::noun(name).unwrap_or(name)
    }

    fn codes(&self, list: &str) -> &[String] {
        let mut lists = CodeList::ALL.into_iter();
        let found = lists.find(|known| known.as_str() == list);
        found.map_or(&[], |list| self.law.catalogue.codes(list))
    }

    fn misformed(&self, form: &str, text: &str) -> Option<Fault> {
        constants::misformed(form, text)
    }

    fn is_region(&self, form: &str) -> bool {
        matches!(form, PLACE | REGION | SCOPE)
    }

    fn doubtful(&self, form: &str, text: &str) -> Option<Fault> {
        constants::doubtful(form, text, self.window)
    }

    // The verifier's module has no room for it.
    #[cfg(not(feature = "authoring"))]
    fn bound(&self, _: Option<&str>, _: &[Arc<str>]) -> Option<Bound> {
        None
    }

    #[cfg(feature = "authoring")]
    fn bound(&self, list: Option<&str>, path: &[Arc<str>]) -> Option<Bound> {
        let fields = match list {
            Some(list) => fields_of(list)?,
            None => claim_type(path.get(1)?)?.fields(),
        };
        let name = path.last()?;
        let last = self.window.map(|(_, last)| Bound::Until(last));
        match fields.iter().find(|field| field.name == &**name)?.kind {
            ValueKind::Quantity | ValueKind::Money => Some(Bound::NotNegative),
            ValueKind::PastDay => last,
            ValueKind::Day if **name == *vocabulary::name::BIRTHDATE.text => last,
            _ => None,
        }
    }

    fn scales(&self) -> &[Arc<Scale>] {
        &self.scales
    }

    fn suggestion(&self, list: Option<&str>, path: &str) -> Option<String> {
        if let Some(fields) = list.and_then(fields_of)
            && let Some(field) = suggestion_for(path, fields.iter().map(|f| f.name))
        {
            return Some(field.to_owned());
        }
        let mut known = vec![NOW.to_owned(), PROMISED.to_owned()];
        for (name, _) in &self.request {
            known.push(format!("{REQUEST}.{name}"));
        }
        for (alias, vct) in &self.inputs {
            let claims = claim_names(*vct, path).into_iter();
            known.extend(claims.map(|name| format!("{alias}.{name}")));
        }
        suggestion_for(path, known.iter().map(String::as_str)).map(str::to_owned)
    }
}

fn claim(vct: Vct, path: &str) -> Lookup {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if let Some(list) = list_type(first) {
        return match rest.is_empty() && list.is_in(vct) {
            true => Lookup::Found(Type::List),
            false => Lookup::Missing,
        };
    }
    // The lists are what rules read.
    if first == CLEAR && CLEAR_VCTS.contains(&vct) {
        return Lookup::Forbidden(Problem::Absence);
    }
    let Some(claim) = claim_type(first).filter(|claim| claim.is_in(vct)) else {
        return Lookup::Missing;
    };
    match claim.shape {
        Shape::Open(kind) if rest.is_empty() => Lookup::Found(rule_type(kind)),
        Shape::Drawing if rest.is_empty() => Lookup::Found(Type::Day),
        Shape::Open(_) | Shape::Drawing => Lookup::Missing,
        Shape::Members(_) | Shape::Schemes(_) if rest.is_empty() => Lookup::Found(Type::Group),
        Shape::Members(fields) => member(fields, rest),
        Shape::Schemes(fields) => match rest.split_once('.') {
            None if is_token(rest) => Lookup::Found(Type::Object),
            Some((scheme, name)) if is_token(scheme) => member(fields, name),
            _ => Lookup::Missing,
        },
        Shape::Whole(_) if rest.is_empty() => Lookup::Found(Type::Object),
        Shape::Whole(fields) => member(fields, rest),
    }
}

/// The fields of the records of a list: of what is promised, of a list at the top of a bundle, or of one inside a group.
pub(super) fn fields_of(list: &str) -> Option<&'static [Field]> {
    if list == PROMISED {
        return Some(PROMISE);
    }
    let (_, list) = list.split_once('.')?;
    let Some((group, name)) = list.split_once('.') else {
        return list_type(list).map(|list| list.fields);
    };
    let fields = claim_type(group)?.fields();
    match fields.iter().find(|field| field.name == name)?.kind {
        ValueKind::Records(fields) => Some(fields),
        _ => None,
    }
}

fn member(fields: &'static [Field], path: &str) -> Lookup {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(field) = fields.iter().find(|f| f.name == first) else {
        return Lookup::Missing;
    };
    match field.kind {
        ValueKind::Object(fields) if !rest.is_empty() => member(fields, rest),
        ValueKind::Ages if age_of(rest).is_some() => Lookup::Found(Type::Bool),
        _ if !rest.is_empty() => Lookup::Missing,
        kind => match field.withheld {
            Some(why) => Lookup::Forbidden(why),
            None if first == ID.text => Lookup::Found(Type::Text(Codes::Formed(IDENTITY))),
            None => Lookup::Found(rule_type(kind)),
        },
    }
}

fn rule_type(kind: ValueKind) -> Type {
    match kind {
        ValueKind::Bool => Type::Bool,
        ValueKind::Number | ValueKind::Quantity => Type::Number,
        ValueKind::Text => Type::Text(Codes::Any),
        ValueKind::Token => Type::Text(Codes::Formed(TOKEN)),
        ValueKind::Digest => Type::Text(Codes::Formed(SHA256)),
        ValueKind::Region => Type::Text(Codes::Formed(REGION)),
        ValueKind::Scope => Type::Text(Codes::Formed(SCOPE)),
        ValueKind::Code(codes) => Type::Text(Codes::Closed(codes)),
        ValueKind::Catalogued(list) => Type::Text(Codes::Named(list.as_str())),
        ValueKind::Regions => Type::Texts(Codes::Formed(PLACE)),
        ValueKind::Fields => Type::Texts(Codes::Any),
        ValueKind::CataloguedList(list) => Type::Texts(Codes::Named(list.as_str())),
        ValueKind::Day | ValueKind::PastDay => Type::Day,
        ValueKind::Money | ValueKind::Balance => Type::Money,
        ValueKind::Object(_) => Type::Object,
        ValueKind::Ages => Type::Group,
        ValueKind::Records(_) => Type::List,
    }
}

/// The names that a misspelt one may stand for. The scheme of an evaluation is the author's choice, so that
/// only what follows it can be corrected.
fn claim_names(vct: Vct, path: &str) -> Vec<String> {
    let scheme = path.split('.').nth(2);
    let mut names = Vec::new();
    for claim in CLAIM_TYPES.iter().filter(|claim| claim.is_in(vct)) {
        let name = claim.name;
        match claim.shape {
            Shape::Open(_) | Shape::Drawing => names.push(name.to_owned()),
            Shape::Schemes(_) => {
                if let Some(scheme) = scheme {
                    names.push(format!("{name}.{scheme}"));
                    for member in [GRADE.text, SCORE.text] {
                        names.push(format!("{name}.{scheme}.{member}"));
                    }
                }
            }
            Shape::Members(fields) | Shape::Whole(fields) => {
                names.push(name.to_owned());
                names.extend(fields.iter().map(|field| match field.kind {
                    // Of an age no more can be put right than of a scheme.
                    ValueKind::Ages => format!("{name}.{}.18", field.name),
                    _ => format!("{name}.{}", field.name),
                }));
            }
        }
    }
    let lists = LIST_TYPES.iter().filter(|list| list.is_in(vct));
    names.extend(lists.map(|list| list.name.to_owned()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law;

    fn vocabulary() -> CreditVocabulary {
        CreditVocabulary {
            inputs: vec![("credit".to_owned(), Vct::CreditStatus)],
            request: vec![("as_of".to_owned(), Type::Day)],
            scales: Vec::new(),
            law: law::built_in().edition.clone(),
            window: None,
        }
    }

    #[test]
    fn the_day_of_the_data_alone_moves() {
        for (path, moves) in [
            ("credit.as_of", true),
            ("credit.finance.as_of", false),
            ("request.as_of", false),
            ("now", false),
        ] {
            assert_eq!(vocabulary().moves(path), moves, "{path}");
        }
    }

    #[test]
    fn a_fact_is_called_by_the_noun_of_its_claim() {
        for (path, noun) in [
            ("", "programme"),
            ("now", "now"),
            ("request.listings", "request"),
            ("promised", "promise"),
            ("promised[1]", "promise"),
            ("credit.listings[1]", "listing"),
            ("credit.evaluations.tax.grade", "evaluation"),
            ("credit.subject.age_over", "subject"),
            ("credit.as_of", "as_of"),
        ] {
            assert_eq!(vocabulary().noun(path), noun, "{path}");
        }
    }

    #[test]
    fn rules_read_what_no_law_was_applied_to() {
        for list in LIST_TYPES {
            for field in list.fields {
                let path = format!("credit.{}", list.name);
                let found = vocabulary().field(&path, field.name);
                let want = match field.withheld {
                    Some(why) => Lookup::Forbidden(why),
                    None if cfg!(feature = "authoring") && field.kind == ValueKind::Region => {
                        Lookup::Found(Type::Text(Codes::Formed(PLACE)))
                    }
                    None => Lookup::Found(rule_type(field.kind)),
                };
                assert_eq!(found, want, "{path} {}", field.name);
            }
        }
        let withheld = LIST_TYPES.iter().flat_map(|list| {
            let fields = list.fields.iter().filter(|field| field.withheld.is_some());
            fields.map(|field| [list.name, ".", field.name].concat())
        });
        let mut withheld: Vec<String> = withheld.collect();
        withheld.sort_unstable();
        assert_eq!(
            withheld,
            [
                "activities.disputed",
                "commitments.disputed",
                "honours.disputed",
                "honours.until",
                "licences.disputed",
                "licences.state",
                "licences.valid_from",
                "licences.valid_until",
                "listings.disputed",
                "listings.state",
                "listings.until",
                "obligations.disputed",
                "obligations.state",
                "penalties.disputed",
                "penalties.state",
            ]
        );
        let kept = vocabulary().field("credit.commitments", "state");
        assert!(matches!(kept, Lookup::Found(_)));
    }
}
