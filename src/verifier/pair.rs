//! Two bundles of one subject, an earlier and a later one, and what each leads to.

use std::ptr;

use super::Verifier;
use super::bundle::{BundleVerifier, Kept, VerifiedBundle};
use super::commitments::Commitments;
use super::options::{CheckOptions, Holder};
use super::presentations::{Presented, input_for, status_uri};
use super::proven::{Bundle, Proven};
use super::ranking::ranked;
use crate::credit::{Claim, Claims, Vct, is_adverse};
use crate::decision::{Decision, Explain};
use crate::error::{Code, Error, Problem, Stage};
use crate::identity::is_same;
use crate::json::Object;
use crate::sd_jwt::{Profile, SdJwt};
use crate::time::{Day, Instant};
use crate::trust::Stapled;

/// How two bundles of one subject are compared.
#[derive(Debug, Clone)]
pub struct CompareOptions {
    /// The programmes that are decided for both. None: all that the snapshot has, as far as a bundle of this type can
    /// answer them alone.
    pub programmes: Option<Vec<String>>,
    /// How the later presentation must be bound to its holder. There is no default.
    pub holder: Holder,
    /// The time of the comparison.
    pub now: Instant,
    /// The identity code of the subject that is expected. None by default: anybody's.
    pub subject: Option<String>,
    /// What is asked for, of each programme that is named. Nothing by default.
    pub request: Option<Object>,
    /// Status lists that came with the bundles. None by default.
    pub status_lists: Vec<String>,
    /// How much is told: codes by default.
    pub explain: Explain,
}

impl CompareOptions {
    /// The defaults: all programmes of the snapshot.
    pub fn new(holder: Holder, now: Instant) -> Self {
        Self {
            programmes: None,
            holder,
            now,
            subject: None,
            request: None,
            status_lists: Vec::new(),
            explain: Explain::Codes,
        }
    }

    /// As one programme is checked.
    fn check(&self, programme: &str) -> CheckOptions {
        CheckOptions {
            request: self.request.clone(),
            status_lists: self.status_lists.clone(),
            explain: self.explain,
            ..CheckOptions::new(programme, self.holder.clone(), self.now)
        }
    }
}

/// Both, verified.
pub(crate) struct Pair<'a> {
    pub(crate) earlier: Side<'a>,
    pub(crate) later: Side<'a>,
    /// How the earlier one stands by now.
    pub(crate) kept: Kept,
}

/// One of them. While something is decided on it, it is lent.
pub(crate) struct Side<'a>(Option<VerifiedBundle<'a>>);

/// The records of the earlier bundle that are not told to others, by what the later one comes to: each the list and the
/// place in it.
pub(crate) type Untold<'a> = &'a dyn Fn(&str, usize, &Decision) -> bool;

/// What is decided for a programme.
pub(crate) struct Outcomes {
    /// On the records of the earlier bundle, as far as they are told, and of the later one, as if bundles with these were
    /// drawn today.
    pub(crate) before: Decision,
    pub(crate) after: Decision,
    /// What a check of the later one gives.
    pub(crate) decision: Decision,
}

impl Side<'_> {
    /// What it discloses, as plain facts.
    pub(crate) fn plain(&self) -> Object {
        let disclosed = self.0.as_ref().map(|verified| &verified.disclosed);
        disclosed.map_or_else(Object::new, |disclosed| {
            crate::credit::to_plain(disclosed.claims())
        })
    }

    pub(crate) fn as_of(&self) -> Option<Day> {
        self.0.as_ref().map(|verified| verified.claims.as_of)
    }

    /// What the evidence of a decision says of it.
    pub(crate) fn evidence(&self) -> Option<&crate::decision::BundleEvidence> {
        self.0.as_ref().map(|verified| &verified.evidence)
    }
}

impl Verifier {
    /// Verifies an earlier and a later bundle of one subject, by one issuer. The later one has to pass every check; the
    /// earlier one has to be genuine.
    ///
    /// # Errors
    /// All that was found wrong, most useful first.
    pub(crate) fn pair<'a>(
        &'a self,
        texts: [&'a str; 2],
        options: &CompareOptions,
    ) -> Result<Pair<'a>, Vec<Error>> {
        let check = options.check("");
        check.check()?;
        if options.holder == Holder::Certificate {
            return Err(Error::of_option("/holder", Problem::Value).into());
        }
        self.check_time(options.now)?;
        let named = |name: &'static str| move |error: Error| error.with("bundle", name);
        let parse = |text: &'a str, name| {
            let token = SdJwt::parse(text, Profile::Bundle).map_err(named(name))?;
            Ok::<_, Error>((token, Presented { input: None, text }))
        };
        let [earlier_text, later_text] = texts;
        let parsed = [parse(earlier_text, "earlier")?, parse(later_text, "later")?];
        let uris: Vec<&str> = parsed.iter().filter_map(status_uri).collect();
        let stapled = Stapled::new(&options.status_lists, &uris);
        let [(earlier, _), (later, _)] = &parsed;
        let by = BundleVerifier {
            trust: &self.trust,
            status_max_age: self.status_max_age,
        };
        let of = |name, errors: Vec<Error>| -> Vec<Error> {
            ranked(errors.into_iter().map(named(name)).collect())
        };
        let later = by
            .verify(later_text, later, &stapled, &check)
            .map_err(|errors| of("later", errors))?;
        let (earlier, kept) = by
            .verify_kept(earlier_text, earlier, &stapled, &check)
            .map_err(|errors| of("earlier", errors))?;
        check_pair(&earlier, &later, options.subject.as_deref())?;
        Ok(Pair {
            earlier: Side(Some(earlier)),
            later: Side(Some(later)),
            kept,
        })
    }

    /// The programmes that are compared, and whether somebody named them.
    pub(crate) fn compared(&self, options: &CompareOptions) -> (Vec<String>, bool) {
        match &options.programmes {
            Some(named) => (named.clone(), true),
            None => (self.programmes.ids(), false),
        }
    }

    /// What a programme comes to before and after. None for one that nobody named and that this type of bundle alone
    /// cannot answer, or that is not in force.
    ///
    /// # Errors
    /// As [`check_all`](Self::check_all).
    pub(crate) fn outcomes<'a>(
        &'a self,
        pair: &mut Pair<'a>,
        id: &str,
        is_named: bool,
        untold: Untold<'_>,
        options: &CompareOptions,
    ) -> Result<Option<Outcomes>, Vec<Error>> {
        let mut check = options.check(id);
        if !is_named {
            check.request = None;
        }
        let now = options.now;
        let found = self.programmes.in_force(id, Day::of(now));
        let chosen = match found.unwrap_or_else(|| Err(self.unknown(id))) {
            Ok(chosen) => chosen,
            Err(error) if !is_named && error.code() == Code::ProgrammeNoneInForce => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let programme = chosen.programme;
        let vct = pair.later.0.as_ref().map(|verified| verified.vct);
        let input = match input_for(programme, None, vct.unwrap_or(Vct::CreditStatus)) {
            Ok(input) => input,
            Err(_) if !is_named => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let request = programme.request(check.request.as_ref())?;
        if let Some(later) = &pair.later.0 {
            later.check_consent(programme, self.require_consent, now)?;
        }
        let decide = |side: &mut Side<'a>, options: &CheckOptions, at: Option<Instant>| {
            let Some(mut verified) = side.0.take() else {
                return Err(Error::new(Code::InputOptions));
            };
            let as_of = verified.claims.as_of;
            if let Some(at) = at {
                verified.claims.as_of = as_of.max(Day::of(at));
            }
            let mut proven = Proven {
                trust: &self.trust,
                chosen,
                request: request.clone(),
                commitments: Commitments::planned(&[])?,
                // Both have proven it.
                subject: None,
                bundles: vec![Bundle { input, verified }],
            };
            let decision = proven.decision(options, at);
            if let Some(mut bundle) = proven.bundles.pop() {
                bundle.verified.claims.as_of = as_of;
                side.0 = Some(bundle.verified);
            }
            decision
        };
        // What the law sets aside is needed to know what may be told.
        let full = CheckOptions {
            explain: Explain::Full,
            ..check.clone()
        };
        let after = decide(&mut pair.later, &full, Some(now))?;
        let whole = pair
            .earlier
            .0
            .as_ref()
            .map(|earlier| earlier.claims.lists.clone());
        if let Some(earlier) = &mut pair.earlier.0 {
            leave_out(&mut earlier.claims, &|list, place| {
                untold(list, place, &after)
            });
        }
        let before = decide(&mut pair.earlier, &full, Some(now));
        if let (Some(earlier), Some(whole)) = (&mut pair.earlier.0, whole) {
            earlier.claims.lists = whole;
        }
        Ok(Some(Outcomes {
            before: before?,
            after,
            decision: decide(&mut pair.later, &check, None)?,
        }))
    }
}

/// Leaves out adverse records in some places of lists.
fn leave_out(claims: &mut Claims, is_left_out: &dyn Fn(&str, usize) -> bool) {
    for (list, claim) in &mut claims.lists {
        let Claim::Known(records) = claim else {
            continue;
        };
        let mut place = 0;
        records.retain(|record| {
            let here = place;
            place += 1;
            match record {
                Claim::Known(record) if is_adverse(list, record) => !is_left_out(list.name, here),
                _ => true,
            }
        });
    }
}

/// Checks that what was added or taken away is on record of one subject: another subject's records, or what another
/// issuer knows, are no changes.
fn check_pair(
    earlier: &VerifiedBundle<'_>,
    later: &VerifiedBundle<'_>,
    expected: Option<&str>,
) -> Result<(), Error> {
    let fail = |code| Error::new(code).at(Stage::Bundle);
    if !ptr::eq(earlier.issuer, later.issuer) || earlier.vct != later.vct {
        return Err(fail(Code::BindingConflict).with("pointer", "/iss"));
    }
    let (one, other): (&Claims, &Claims) = (&earlier.claims, &later.claims);
    let Some((before, after)) = one.id().zip(other.id()) else {
        return Err(fail(Code::BindingUnlinked).with("missing", vec!["subject.id"]));
    };
    if !is_same(before, after) {
        return Err(fail(Code::BindingConflict).with("pointer", "/subject/id"));
    }
    if expected.is_some_and(|expected| !is_same(expected, after)) {
        return Err(fail(Code::BindingSubject));
    }
    if earlier.evidence.iat > later.evidence.iat || one.as_of > other.as_of {
        return Err(Error::of_option("/earlier", Problem::Value));
    }
    Ok(())
}
