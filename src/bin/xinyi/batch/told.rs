//! The texts of answers.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::RwLock;

use xinyi::{Decision, Error, Explain, Object, Reply, Value, visible_json};

use crate::json::filled;

/// So many texts of reasons are kept.
const KEPT: usize = 4096;

/// Writes answers. Most people are told one of few things: with codes alone the reasons name nobody's records and
/// figures. So their texts are put together once, and not for each line again.
pub(super) struct Teller {
    /// Whether any are kept: with everything told, hardly two are the same.
    keeps: bool,
    /// The reasons of decisions by the version of the programme, without their texts and with them.
    reasons: RwLock<HashMap<(u64, String), String>>,
}

impl Teller {
    pub(super) fn new(explain: Explain) -> Self {
        Self {
            keeps: explain == Explain::Codes,
            reasons: RwLock::default(),
        }
    }

    /// A line, without its end.
    pub(super) fn answer(&self, about: Object, result: Result<Decision, Vec<Error>>) -> String {
        let decision = result.as_ref().ok().filter(|_| self.keeps);
        let known = decision.and_then(|decision| self.known(decision));
        let answer = match known {
            Some(decision) => {
                let about = Value::from(about).to_string();
                let about = about.trim_end_matches('}');
                [about, r#","ok":true,"decision":"#, &decision, "}"].concat()
            }
            None => self.put_together(about, result),
        };
        match visible_json(&answer) {
            Cow::Borrowed(_) => answer,
            Cow::Owned(shown) => shown,
        }
    }

    /// The decision, if its reasons were told before.
    fn known(&self, decision: &Decision) -> Option<String> {
        let reasons = json(decision.reasons())?;
        let kept = self.reasons.read().ok()?;
        let told = kept.get(&(decision.programme().version, reasons.clone()))?;
        let whole = json(decision)?;
        let [before, after] = around_reasons(&whole, &reasons)?;
        Some([before, told, after].concat())
    }

    fn put_together(&self, mut about: Object, result: Result<Decision, Vec<Error>>) -> String {
        let decision = result.as_ref().ok().filter(|_| self.keeps);
        let key = decision.and_then(|decision| {
            let reasons = json(decision.reasons())?;
            Some((decision.programme().version, reasons))
        });
        let reply = filled(&Reply::from(result));
        let told = reply.member("decision").and_then(|d| d.member("reasons"));
        if let (Some(key), Some(told), Ok(mut kept)) = (key, told, self.reasons.write()) {
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(key, told.to_string());
        }
        if let Value::Object(reply) = reply {
            about.extend(reply);
        }
        Value::from(about).to_string()
    }
}

fn json(of: &(impl serde::Serialize + ?Sized)) -> Option<String> {
    serde_json::to_string(of).ok()
}

/// What stands before and after these reasons in a decision. None if they stand in more than one place, as a member of
/// the same name may have them.
fn around_reasons<'d>(decision: &'d str, reasons: &str) -> Option<[&'d str; 2]> {
    let mut places = decision
        .match_indices(r#","reasons":"#)
        .filter_map(|(at, name)| {
            let (before, from) = decision.split_at(at + name.len());
            let after = from.strip_prefix(reasons)?;
            after.starts_with(',').then_some([before, after])
        });
    let only = places.next()?;
    places.next().is_none().then_some(only)
}
