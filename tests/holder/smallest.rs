//! No smaller set of disclosures is decided as the whole is: plans against every smaller set, each really presented.
//!
//! `XINYI_CASES` says how many random cases; the seed is printed, and `XINYI_SEED` repeats a run.

use serde_json::{Value, json};
use testkit::people;
use testkit::random::{Random, cases};
use testkit::sd_jwt::SdJwt;
use testkit::verifying::at;
use testkit::world::*;
use xinyi::holder::{Binding, Draft};
use xinyi::{Decision, Error, Holder, Outcome, PlanOptions, Verifier};

use super::{asked, bound, document, status_list, verifier};

/// Bundles have as many disclosures at most.
const MOST: usize = 12;

/// A bundle, by the alias of its input.
type Given = Vec<(&'static str, SdJwt)>;

struct Case<'a> {
    verifier: &'a Verifier,
    world: &'a World,
    given: &'a Given,
    options: &'a PlanOptions,
}

/// What two decisions have to have in common.
fn result(decision: &Decision) -> (Outcome, Option<&str>, Option<&xinyi::Value>) {
    (decision.outcome(), decision.tier(), decision.benefit())
}

impl Case<'_> {
    fn check(&self, given: &[(&str, String)], holder: Holder) -> Result<Decision, Error> {
        let given: Vec<(&str, &str)> = given
            .iter()
            .map(|(alias, text)| (*alias, &**text))
            .collect();
        self.verifier
            .check(given.as_slice(), &asked(self.options, holder))
    }

    /// Every unit, by its bundle and its pointer in the spelling of `testkit`.
    fn units(&self) -> Vec<(usize, &str)> {
        let bundles = self.given.iter().enumerate();
        let units = bundles.flat_map(|(bundle, (_, sd_jwt))| {
            let disclosures = sd_jwt.disclosures.iter();
            disclosures.map(move |disclosure| (bundle, disclosure.pointer.as_str()))
        });
        units.collect()
    }

    /// Plans, and says whether there was a grant.
    fn holds(&self) -> bool {
        let whole: Vec<(&str, String)> = self
            .given
            .iter()
            .map(|(alias, sd_jwt)| (*alias, sd_jwt.show_all()))
            .collect();
        let texts: Vec<(&str, &str)> = whole
            .iter()
            .map(|(alias, text)| (*alias, &**text))
            .collect();
        let on_whole = self.check(&whole, Holder::Unbound);
        let plan = self.verifier.plan(texts.as_slice(), self.options);
        let (on_whole, plan) = match (on_whole, plan) {
            (Ok(on_whole), Ok(plan)) => (on_whole, plan),
            (on_whole, plan) => {
                assert_eq!(on_whole.err(), plan.err());
                return false;
            }
        };
        assert_eq!(result(plan.decision()), result(&on_whole));
        let Some(disclose) = plan.disclose() else {
            assert_ne!(on_whole.outcome(), Outcome::Granted);
            return false;
        };
        assert!(plan.is_exact());
        // What is planned is presented, and decided as the whole is.
        let presented: Vec<(&str, String)> = disclose
            .iter()
            .map(|(alias, pointers)| {
                let (_, whole) = whole.iter().find(|(of, _)| of == alias).unwrap();
                let binding = Binding::new(AUDIENCE, NONCE, self.options.now);
                let draft = Draft::new(whole, pointers, &binding).unwrap();
                let signature = self.world.holder.sign(draft.signing_input().as_bytes());
                (alias.as_str(), draft.finish(&signature.unwrap()).unwrap())
            })
            .collect();
        let on_planned = self.check(&presented, bound()).unwrap();
        assert_eq!(result(&on_planned), result(&on_whole));
        assert_eq!(on_planned.valid_until(), plan.valid_until());
        // Nothing smaller would do.
        let size = plan.shown().len();
        assert_eq!(size, disclose.iter().map(|(_, p)| p.len()).sum::<usize>());
        let units = self.units();
        assert_eq!(units.len(), size + plan.hidden().len());
        for mask in (0_u32..1 << units.len()).filter(|mask| (mask.count_ones() as usize) < size) {
            let is_shown = |unit: usize| mask >> unit & 1 == 1;
            let has_lists = units.iter().enumerate().all(|(number, (bundle, pointer))| {
                let list = pointer.rsplit_once('/').unwrap().0;
                let mut all = units.iter().enumerate();
                let list = all.find(|(_, (of, place))| of == bundle && *place == list);
                !is_shown(number) || list.is_none_or(|(list, _)| is_shown(list))
            });
            if !has_lists {
                continue;
            }
            let shown: Vec<(&str, String)> = self
                .given
                .iter()
                .enumerate()
                .map(|(number, (alias, sd_jwt))| {
                    let own = units.iter().enumerate();
                    let own = own.filter(|(unit, (of, _))| *of == number && is_shown(*unit));
                    let own: Vec<&str> = own.map(|(_, (_, pointer))| *pointer).collect();
                    (*alias, sd_jwt.show(&own))
                })
                .collect();
            // Without a bundle of which nothing is shown, too: it may be an optional one.
            let without: Vec<(&str, String)> = shown
                .iter()
                .filter(|(_, text)| text.matches('~').count() > 1)
                .cloned()
                .collect();
            let is_same = without.len() == shown.len();
            let alone = (!is_same && !without.is_empty()).then_some(without);
            for some in alone.into_iter().chain([shown]) {
                if let Ok(decision) = self.check(&some, Holder::Unbound) {
                    assert_ne!(
                        result(&decision),
                        result(&on_whole),
                        "{:?}, not {:?}",
                        some.iter()
                            .map(|(_, text)| text.matches('~').count())
                            .collect::<Vec<_>>(),
                        disclose,
                    );
                }
            }
        }
        true
    }
}

/// Random records go until there are few enough.
fn cut(random: &mut Random, credit: &mut Value) {
    let count = |credit: &Value| {
        let lists = credit.as_object().unwrap().values();
        let lists: usize = lists
            .filter_map(Value::as_array)
            .map(|list| 1 + list.len())
            .sum();
        let members = |name: &str| credit[name].as_object().map_or(0, serde_json::Map::len);
        let registration = usize::from(credit.get("registration").is_some());
        lists + members("subject") + members("evaluations") + registration
    };
    while count(credit) > MOST {
        let name = random.pick(&[
            "listings",
            "penalties",
            "commitments",
            "honours",
            "licences",
            "activities",
            "obligations",
        ]);
        let is_optional = ["activities", "obligations"].contains(&name);
        match credit.get_mut(name).and_then(Value::as_array_mut) {
            Some(records) if !records.is_empty() => drop(records.pop()),
            Some(_) if is_optional => drop(credit.as_object_mut().unwrap().remove(name)),
            _ => {}
        }
    }
}

#[test]
fn no_smaller_presentation_does_for_random_programmes() {
    let world = World::new();
    let mut random = Random::seeded("plans of random programmes");
    let verifier = verifier(&world);
    // The days of random people are around this one.
    let now = xinyi::Instant::parse(people::NOW).unwrap();
    let (mut granted, all) = (0, cases(250));
    let mut options = PlanOptions::new("", now);
    options.status_lists = vec![status_list(&world, now.unix())];
    for number in 0..all {
        let programme = people::programme(&mut random);
        options.programme = document(&programme);
        options.request = Some(xinyi::Object::from_iter([(
            "deposit",
            random.pick(&["100.00", "500.00"]).into(),
        )]));
        // One that is granted, if there is one among a few.
        for _ in 0..6 {
            let mut credit = people::person(&mut random, true)["credit"].take();
            cut(&mut random, &mut credit);
            let mut sketch = world.person().without_decoys();
            sketch.claims = merged(sketch.claims, &credit);
            sketch = sketch
                .set("/iat", json!(now.unix() - HOUR))
                .set("/exp", json!(now.unix() + 10 * DAY));
            let given = vec![("credit", sketch.sign())];
            let case = Case {
                verifier: &verifier,
                world: &world,
                given: &given,
                options: &options,
            };
            if case.holds() {
                granted += 1;
                break;
            }
        }
        assert!(number < 40 || granted > number / 8, "{granted} of {number}");
    }
    println!("{granted} of {all} programmes with a grant");
}

/// A person, a firm and an agency's score, by everything that the tests and the demo publish.
#[test]
fn no_smaller_presentation_does_for_the_programmes_that_there_are() {
    const OFFICER: &str = "110105199001010007";
    let world = World::new();
    let verifier = verifier(&world);
    let demo = [
        include_str!("../../src/demo/programmes/power-bank.json"),
        include_str!("../../src/demo/programmes/shared-bike.json"),
        include_str!("../../src/demo/programmes/small-firm-loan.json"),
        include_str!("../../src/demo/programmes/young-volunteer.json"),
    ];
    let mut programmes = vec![
        programme(json!({})),
        programme_requiring(not_listed()),
        bike(),
        loan(),
        both(json!({})),
        optional_market(),
        firm_and_officer(json!({})),
    ];
    for text in demo {
        let mut programme: Value = serde_json::from_str(text).unwrap();
        for (name, today) in [("valid_from", "2026-01-01"), ("valid_until", "2027-12-31")] {
            programme[name] = json!(today);
        }
        programmes.push(programme);
    }
    let hours = |value: u32| json!({ "kind": "volunteer_hours", "value": value, "as_of": TODAY });
    let red = json!({
        "kind": "red_list", "list": "tax_a", "scope": "310000", "since": "2025-04-30", "authority": "a",
    });
    let person = || world.person().without_decoys();
    let officer = || {
        let person = person().set("/subject", json!({ "id": OFFICER }));
        person.remove("/evaluations/sh-public")
    };
    let firm = |officers: Value| {
        let firm = world.firm().without_decoys();
        firm.set("/subject/officers", officers)
    };
    let of_firm = json!([{ "role": "legal_representative", "id": OFFICER }]);
    let linked = || {
        (
            person().linked().sign(),
            world.market().without_decoys().linked().sign(),
        )
    };
    let people: Vec<Given> = vec![
        vec![("credit", person().sign())],
        vec![(
            "credit",
            person()
                .set("/evaluations/sh-public/score", json!(650))
                .set("/honours/0", red)
                .sign(),
        )],
        vec![(
            "credit",
            person()
                .set("/activities", json!([hours(40), hours(70)]))
                .sign(),
        )],
        vec![(
            "credit",
            person()
                .set("/subject/birthdate", json!("1996-05-20"))
                .sign(),
        )],
        vec![(
            "credit",
            world.listed(&json!({ "severity": "attention" })).sign(),
        )],
        vec![("credit", firm(json!([])).sign())],
        vec![("credit", linked().0), ("market", linked().1)],
        vec![
            ("firm", firm(of_firm).sign()),
            ("officer", officer().sign()),
        ],
    ];
    let mut granted = 0;
    for programme in &programmes {
        let mut options = PlanOptions::new("", at(NOW));
        options.programme = document(programme);
        let asks = |name: &str| programme["request"].get(name).is_some();
        let request = ["deposit", "amount"].into_iter().filter(|name| asks(name));
        options.request = Some(request.map(|name| (name, "99.00".into())).collect());
        for given in &people {
            let case = Case {
                verifier: &verifier,
                world: &world,
                given,
                options: &options,
            };
            granted += usize::from(case.holds());
        }
    }
    assert!(granted >= 20, "{granted}");
}
