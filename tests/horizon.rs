//! How long a decision holds and from when there would be a grant: what re-evaluation finds, at the
//! instants that are told, a second before, on random days, and in some cases day by day.
//!
//! `XINYI_CASES` says how many; the seed is printed, and `XINYI_SEED` repeats a run.

use serde_json::{Value, json};
use testkit::people::{NOW, person, programme};
use testkit::random::{Random, cases};
use xinyi::{Day, Explain, Instant, Trial};

/// One case in so many is looked at day by day, over ten years.
const STEPPED: usize = 100;
const TEN_YEARS: i64 = 3_652;
const THIRTY_YEARS: usize = 10_957;

/// A programme on somebody's facts.
struct Case {
    programme: Value,
    facts: Value,
}

impl Case {
    fn random(random: &mut Random) -> Self {
        let disputes = random.chance(20);
        let mut facts = person(random, disputes);
        let mut programme = programme(random);
        // Fewer that nobody ever gets.
        if random.chance(70) {
            programme["applies_when"] = json!(true);
            programme["allows_minors"] = json!(true);
        }
        // As long as looked ahead: a grant is not to be missed for want of a programme.
        programme["valid_until"] = json!("2099-12-31");
        if random.chance(50) {
            let benefit = json!({"kind": "discount", "percent_off": 5});
            let both = json!({"and": [waiting(random), waiting(random)]});
            programme["requirements"] = json!([{"id": "r", "when": both}]);
            programme["tiers"] = json!([{"id": "first", "when": true, "benefit": benefit}]);
        }
        // What a bundle says of an age, it says of the day on which it is drawn.
        let subject = facts["credit"]["subject"].as_object_mut().unwrap();
        subject.remove("age_over");
        if random.chance(80) {
            facts["request"] = json!({"deposit": random.pick(&["99.00", "999.00"])});
        }
        if random.chance(30) {
            for (name, value) in facts["credit"].as_object_mut().unwrap() {
                if let (true, Some(records)) = (random.chance(20), value.as_array_mut()) {
                    records.push(json!({"$undisclosed": true}));
                } else if name == "listings" && random.chance(10) {
                    *value = json!({"$undisclosed": true});
                }
            }
        }
        Self { programme, facts }
    }

    fn decide(&self, now: Instant) -> Value {
        let [programme, facts] = [&self.programme, &self.facts].map(Value::to_string);
        let trial = Trial::run(&programme, &facts, now, Explain::Codes);
        let trial = trial.unwrap_or_else(|e| panic!("{e}\n{programme}\n{facts}"));
        serde_json::to_value(trial.decision()).unwrap()
    }

    /// Whether there is a grant, were the same records drawn anew that day.
    fn granted_if_drawn(&self, at: Instant) -> bool {
        let mut facts = self.facts.clone();
        facts["credit"]["as_of"] = json!(Day::of(at).to_string());
        let programme = self.programme.clone();
        Self { programme, facts }.decide(at)["outcome"] == "granted"
    }
}

/// A rule that time alone may come to satisfy.
fn waiting(random: &mut Random) -> Value {
    let period = random.pick(&["P2Y", "P1Y", "P6M", "P30D", "P3B", "P18Y"]);
    let penalties = json!({"var": "credit.penalties"});
    let determined = json!({"var": "determined_on"});
    let now = json!({"var": "now"});
    let birth = json!({"var": "credit.subject.birthdate"});
    match random.below(7) {
        0 => {
            let recent = json!({"within": [determined, period]});
            json!({"==": [{"count": [penalties, recent]}, 0]})
        }
        1 => {
            let recent = json!({"not-after": [now, {"plus-time": [determined, period]}]});
            let bound = json!({"currency": "CNY", "amount": "500.00"});
            json!({"<=": [{"sum": [penalties, recent, "amount"]}, bound]})
        }
        2 => json!({">=": [{"age": birth}, 15 + random.below(30)]}),
        3 => {
            let later = json!({"plus-time": [{"plus-time": [birth, "P35Y"]}, period]});
            json!({"after": [now, later]})
        }
        4 => {
            // Whatever the records are: the day is the rule's own.
            let day = random.pick(&["2026-11-24", "2027-02-28", "2031-05-01"]);
            let then = json!({random.pick(&["before", "not-before"]): [now, day]});
            json!({"none": [{"var": format!("credit.{}", random.pick(&["listings", "honours"]))}, then]})
        }
        5 => {
            let day = random.pick(&["2028-02-29", "2027-01-31", "2026-12-15"]);
            json!({"before": [day, {"plus-time": [now, period]}]})
        }
        _ => json!({"none": [{"var": "credit.listings"}, true]}),
    }
}

/// An instant of a decision.
fn instant(decision: &Value, name: &str) -> Option<Instant> {
    decision[name]
        .as_str()
        .map(|text| Instant::parse(text).unwrap())
}

fn said(decision: &Value) -> (&Value, &Value) {
    (&decision["outcome"], &decision["tier"])
}

#[test]
fn dates_are_what_re_evaluation_finds() {
    let mut random = Random::seeded("dates of decisions");
    let (cases, seed) = (cases(1_000), random.seed());
    let now = Instant::parse(NOW).unwrap();
    let [mut ended, mut changed, mut later, mut never, mut stepped] = [0_u64; 5];
    for n in 0..cases {
        let case = Case::random(&mut random);
        let first = case.decide(now);
        let context = || {
            format!(
                "XINYI_SEED={seed}, case {n}\n{}\n{}\n{first}",
                case.programme, case.facts
            )
        };
        if first["outcome"] == "granted" {
            // A bundle is out of date before anything else takes long: every day can be looked at.
            assert_eq!(first["eligible_from"], Value::Null, "{}", context());
            let end = instant(&first, "valid_until").unwrap_or_else(|| panic!("{}", context()));
            let mut day = Day::of(now).next().unwrap();
            while day.start() < end {
                assert_eq!(
                    said(&case.decide(day.start())),
                    said(&first),
                    "{day}: {}",
                    context()
                );
                day = day.next().unwrap();
            }
            let before = end.add_seconds(-1).unwrap();
            assert_eq!(said(&case.decide(before)), said(&first), "{}", context());
            // Sunday 22 November and three working days.
            if end == Day::parse("2026-11-26").unwrap().start() {
                ended += 1;
            } else {
                changed += 1;
                assert_ne!(said(&case.decide(end)), said(&first), "{}", context());
            }
            continue;
        }
        assert_eq!(first["valid_until"], Value::Null, "{}", context());
        let tomorrow = Day::of(now).next().unwrap();
        let day = |n: i64| tomorrow.add_days(n).unwrap().start();
        let from = instant(&first, "eligible_from");
        let is_before = |at: Instant| from.is_none_or(|from| at < from);
        match from {
            None => never += 1,
            Some(from) => {
                later += 1;
                assert!(case.granted_if_drawn(from), "{}", context());
                let before = from.add_seconds(-1).unwrap();
                assert!(
                    before == now || !case.granted_if_drawn(before),
                    "{}",
                    context()
                );
            }
        }
        for years in [1, 1, 3, 3, 10, 30] {
            let at = day(random.below(THIRTY_YEARS * years / 30) as i64);
            if is_before(at) {
                assert!(!case.granted_if_drawn(at), "{at}: {}", context());
            }
        }
        if n % STEPPED == 0 {
            stepped += 1;
            for at in (0..TEN_YEARS).map(day).take_while(|at| is_before(*at)) {
                assert!(!case.granted_if_drawn(at), "{at}: {}", context());
            }
        }
    }
    println!(
        "out of date {ended}, changed before {changed}; granted later {later}, never {never}; {stepped} day by day"
    );
    assert!(ended > 0 && changed > 0 && later > 0 && never > 0 && stepped > 0);
}
