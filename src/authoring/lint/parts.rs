//! Checks of each part of a programme by itself.

use super::finding::finding;
use crate::error::{Code, Stage};
use crate::json::{ObjectReader, Value};
use crate::law::Law;
use crate::programme::{Names, check_benefit, is_draft};
use crate::rules::{Budget, Expr, Findings, Vocabulary};
use crate::suggestion::suggestion_for;
use crate::time::{Day, Period};

/// Checks every part that can be checked by itself.
pub(super) fn look(document: &ObjectReader<'_>, law: &Law, found: &mut Findings) {
    let mut rules = Rules::default();
    rules.add(document, "applies_when");
    for name in ["requirements", "tiers"] {
        for part in document.each(name).unwrap_or_default() {
            rules.add(&part, "when");
            if let (Ok(Some(benefit)), "tiers") = (part.maybe::<&Value>("benefit"), name) {
                let checked = check_benefit(benefit, is_draft(document));
                let error = checked.err().map(|e| e.under(&part.place("benefit")));
                found.errors.extend(error.map(|e| e.at(Stage::Programme)));
            }
        }
    }
    if let Ok(names) = Names::read(document) {
        let mut vocabulary = names.vocabulary(&law.edition);
        let day = |name| document.maybe::<Day>(name).ok().flatten();
        vocabulary.window = day("valid_from").zip(day("valid_until"));
        rules.check(&vocabulary, found);
        rules.unused(&names, found);
    }
    unreachable(document, found);
}

/// The rules of a programme, with their places.
#[derive(Default)]
struct Rules<'a>(Vec<(String, &'a Value)>);

impl<'a> Rules<'a> {
    fn add(&mut self, part: &ObjectReader<'a>, name: &str) {
        let rule: Option<&Value> = part.maybe(name).ok().flatten();
        self.0.extend(rule.map(|rule| (part.place(name), rule)));
    }

    fn check(&self, vocabulary: &dyn Vocabulary, found: &mut Findings) {
        let mut budget = Budget::new();
        for (place, rule) in &self.0 {
            Expr::lint(rule, place, vocabulary, &mut budget, found);
        }
    }

    /// What is declared and not named by any rule.
    fn unused(&self, names: &Names, found: &mut Findings) {
        let mut named = Vec::new();
        for (_, rule) in &self.0 {
            strings(rule, &mut named);
        }
        let declared = names.declared();
        for (place, name) in &declared {
            let inside = |path: &&str| {
                let rest = path.strip_prefix(name.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            if named.iter().any(inside) {
                continue;
            }
            let odd = named.iter().copied().filter(|path| !path.is_empty());
            let warning = finding(Code::ProgrammeUnused, place).with("name", name.as_str());
            found.warnings.push(match suggestion_for(name, odd) {
                Some(near) => warning.with("suggestion", near),
                None => warning,
            });
        }
    }
}

/// Every string of a rule: paths and names of scales among them.
fn strings<'a>(rule: &'a Value, into: &mut Vec<&'a str>) {
    match rule {
        Value::Array(parts) => parts.iter().for_each(|part| strings(part, into)),
        Value::Object(members) => members.iter().for_each(|(_, part)| strings(part, into)),
        Value::String(text) => into.push(text),
        _ => {}
    }
}

/// Tiers after one that everybody reaches.
fn unreachable(document: &ObjectReader<'_>, found: &mut Findings) {
    let tiers = document.each("tiers").unwrap_or_default();
    let whens = tiers
        .iter()
        .map(|tier| tier.maybe::<&Value>("when").ok().flatten());
    let whens: Vec<Option<&Value>> = whens.collect();
    let open = whens
        .iter()
        .position(|when| *when == Some(&Value::Bool(true)));
    for (i, when) in whens.iter().enumerate() {
        let never = *when == Some(&Value::Bool(false));
        if never || open.is_some_and(|open| open < i) {
            let place = document.place("tiers") + "/" + &i.to_string();
            found
                .warnings
                .push(finding(Code::ProgrammeUnreachable, &place));
        }
    }
}

/// Warns of a `max_age` that is longer than the law allows.
pub(super) fn max_age(document: &ObjectReader<'_>, found: &mut Findings) {
    if let Ok(Some(period)) = document.maybe::<Period>("max_age")
        && !matches!(
            period,
            Period::WorkingDays(0..=3)
                | Period::Calendar {
                    months: 0,
                    days: 0..=3
                }
        )
    {
        let warning = finding(Code::ProgrammeMaxAge, &document.place("max_age"));
        found.warnings.push(warning.with("suggestion", "P3B"));
    }
}
