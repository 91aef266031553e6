//! Nothing hidden can turn out to somebody's disadvantage after a grant, nor to his advantage
//! after a no.
//!
//! Random people and random programmes, through the law and the rules: a decision on what a mask
//! leaves visible must agree with the decision on the whole, which is one of the ways in which the
//! hidden may turn out, and on others: on all of them where they are few. `XINYI_CASES` says how many; the seed is printed, and `XINYI_SEED` repeats
//! a run.

use serde_json::{Value, json};
use testkit::people::ways::ways;
use testkit::people::{NOW, person, programme};
use testkit::random::{Random, cases};
use xinyi::{Explain, Instant, Trial};

/// Hides some disclosure units; returns their paths.
fn mask(random: &mut Random, facts: &mut Value) -> Vec<String> {
    let hidden = || json!({"$undisclosed": true});
    let mut units = Vec::new();
    let credit = facts["credit"].as_object_mut().unwrap();
    for name in ["subject", "evaluations"] {
        for (member, value) in credit[name].as_object_mut().unwrap() {
            if random.chance(25) {
                *value = hidden();
                units.push(format!("credit.{name}.{member}"));
            }
        }
    }
    for (name, value) in credit.iter_mut() {
        let is_list = value.is_array();
        if (is_list || name == "registration") && random.chance(15) {
            *value = hidden();
            units.push(format!("credit.{name}"));
        } else if let Some(records) = value.as_array_mut() {
            for (index, record) in records.iter_mut().enumerate() {
                if random.chance(25) {
                    *record = hidden();
                    units.push(format!("credit.{name}[{index}]"));
                }
            }
        }
    }
    units
}

/// More ways of the hidden than this are sampled.
const WAYS: usize = 64;

/// How many of them are looked at then.
const SAMPLES: usize = 4;

/// Hides units that may turn out in few ways; returns their paths.
fn mask_little(random: &mut Random, programme: &Value, facts: &mut Value) -> Vec<String> {
    let mut candidates = vec!["credit.registration".to_owned()];
    for (name, value) in facts["credit"].as_object().unwrap() {
        match value {
            Value::Array(records) => {
                candidates.extend((0..records.len()).map(|i| format!("credit.{name}[{i}]")));
            }
            Value::Object(members) if name == "subject" || name == "evaluations" => {
                candidates.extend(
                    members
                        .keys()
                        .map(|member| format!("credit.{name}.{member}")),
                );
            }
            _ => {}
        }
    }
    let mut units = Vec::new();
    let mut all = 1;
    for unit in candidates {
        let Some(ways) = ways(programme, &unit) else {
            continue;
        };
        if all * ways.len() <= WAYS && random.chance(50) {
            all *= ways.len();
            let path = unit.replace(['.', '['], "/").replace(']', "");
            if let Some(place) = facts.pointer_mut(&format!("/{path}")) {
                *place = json!({"$undisclosed": true});
                units.push(unit);
            }
        }
    }
    units
}

/// Every way in which all that is hidden may turn out, if there are few.
fn worlds(programme: &Value, masked: &Value, hidden: &[String]) -> Option<Vec<Value>> {
    let mut worlds = vec![masked.clone()];
    // From the last: where an element turns out to be a decoy, those after it move up.
    for unit in hidden.iter().rev() {
        let ways = ways(programme, unit)?;
        if worlds.len() * ways.len() > WAYS {
            return None;
        }
        let each = |world: &Value| {
            let turned = ways.iter().map(|way| {
                let mut world = world.clone();
                turn_out(&mut world, unit, way.clone());
                world
            });
            turned.collect::<Vec<_>>()
        };
        worlds = worlds.iter().flat_map(each).collect();
    }
    Some(worlds)
}

/// Puts in the place of a hidden unit what it turns out as.
fn turn_out(world: &mut Value, unit: &str, found: Option<Value>) {
    let (list, index) = match unit.strip_suffix(']').and_then(|u| u.split_once('[')) {
        Some((list, index)) => (list, Some(index.parse::<usize>().unwrap())),
        None => (unit, None),
    };
    let pointer = format!("/{}", list.replace('.', "/"));
    match index {
        None => {
            let (parent, name) = pointer.rsplit_once('/').unwrap();
            let parent = world.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            match found {
                Some(value) => parent.insert(name.to_owned(), value),
                None => parent.remove(name),
            };
        }
        Some(index) => {
            let list = world.pointer_mut(&pointer).unwrap().as_array_mut().unwrap();
            match found {
                Some(record) => list[index] = record,
                None => drop(list.remove(index)),
            }
        }
    }
}

/// Makes a firm of a person.
fn incorporate(random: &mut Random, facts: &mut Value) {
    let credit = &mut facts["credit"];
    credit["subject_kind"] = json!("enterprise");
    let subject = credit["subject"].as_object_mut().unwrap();
    subject.remove("age_over");
    if let Some(day) = subject.remove("birthdate") {
        let past = random.pick(&["2019-05-05", "2025-11-21", "2025-11-22", "2026-11-22"]);
        let established = if random.chance(50) { day } else { json!(past) };
        subject.insert("established".to_owned(), established);
    }
}

/// Shows a unit again as it is in the whole.
fn disclose(masked: &mut Value, whole: &Value, unit: &str) {
    let path = unit.replace(['.', '['], "/").replace(']', "");
    let pointer = format!("/{path}");
    if let (Some(place), Some(value)) = (masked.pointer_mut(&pointer), whole.pointer(&pointer)) {
        *place = value.clone();
    }
}

/// The masked facts with everything hidden or disputed as it might turn out: as somebody else's, or
/// as nothing.
fn completed(random: &mut Random, is_firm: bool, masked: &Value, hidden: &[String]) -> Value {
    let mut completed = masked.clone();
    // From the last: where an element turns out to be a decoy, those after it move up.
    for unit in hidden.iter().rev() {
        let mut other = person(random, false);
        if is_firm {
            incorporate(random, &mut other);
        }
        let list = unit.split('[').next().unwrap();
        let found = other.pointer(&format!("/{}", list.replace('.', "/")));
        let found = match list == unit {
            true => found.cloned(),
            false => found.and_then(|records| records.get(0).cloned()),
        };
        turn_out(&mut completed, unit, found);
    }
    settle(random, &mut completed["credit"]);
    completed
}

/// Every objection as it may be decided: the record counts, or it is taken back; what an evaluation
/// or a registration says may turn out as anything.
fn settle(random: &mut Random, credit: &mut Value) {
    let is_disputed = |value: &Value| value["disputed"] == true;
    let other = person(random, false);
    for (name, value) in credit.as_object_mut().unwrap() {
        if let Some(records) = value.as_array_mut() {
            records.retain(|record| !is_disputed(record) || random.chance(50));
            for record in records.iter_mut().filter(|record| is_disputed(record)) {
                record.as_object_mut().unwrap().remove("disputed");
            }
        } else if name == "registration" && is_disputed(value) {
            *value = json!({"status": random.pick(&["normal", "cancelled"])});
        } else if name == "evaluations" && is_disputed(&value["sh-public"]) {
            *value = other["credit"]["evaluations"].clone();
        }
    }
}

struct Decided {
    outcome: String,
    tier: Option<String>,
    missing: Vec<String>,
}

fn decide(programme: &Value, facts: &Value) -> Decided {
    try_decide(programme, facts).unwrap_or_else(|e| panic!("{e}\n{programme}\n{facts}"))
}

fn try_decide(programme: &Value, facts: &Value) -> Result<Decided, xinyi::Error> {
    let now = Instant::parse(NOW).unwrap();
    let trial = Trial::run(
        &programme.to_string(),
        &facts.to_string(),
        now,
        Explain::Full,
    )?;
    let document: Value = serde_json::to_value(trial.decision()).unwrap();
    let missing = document["missing"].as_array().unwrap().iter();
    Ok(Decided {
        outcome: document["outcome"].as_str().unwrap().to_owned(),
        tier: document["tier"].as_str().map(str::to_owned),
        missing: missing.map(|u| u.as_str().unwrap().to_owned()).collect(),
    })
}

/// What is known under a mask holds of the whole.
fn assert_sound(part: &Decided, all: &Decided, context: &dyn Fn() -> String) {
    match part.outcome.as_str() {
        "granted" => {
            assert_eq!(all.outcome, "granted", "{}", context());
            let better = part.tier == all.tier || all.tier.as_deref() == Some("first");
            assert!(better, "{}", context());
        }
        "undetermined" => {}
        no => assert_eq!(all.outcome, no, "{}", context()),
    }
}

#[test]
fn a_decision_holds_however_the_hidden_turns_out() {
    let mut random = Random::seeded("soundness of decisions");
    let (cases, seed) = (cases(4_000), random.seed());
    let (mut further, mut enumerated) = (0, 0);
    let mut seen = std::collections::BTreeMap::<String, u64>::new();
    for _ in 0..cases {
        let mut programme = programme(&mut random);
        // Fewer that are decided before anything is asked.
        if random.chance(50) {
            programme["applies_when"] = json!(true);
            programme["allows_minors"] = json!(true);
        }
        let (is_little, is_firm) = (random.chance(40), random.chance(30));
        let disputes = !is_little && random.chance(40);
        let mut whole = person(&mut random, disputes);
        if is_firm {
            incorporate(&mut random, &mut whole);
            let own = programme.to_string().replace("birthdate", "established");
            programme = serde_json::from_str(&own).unwrap();
        }
        let asked = random.chance(60);
        if asked {
            whole["request"] = json!({"deposit": random.pick(&["99.00", "999.00"])});
        }
        let mut masked = whole.clone();
        let hidden = match is_little {
            true => mask_little(&mut random, &programme, &mut masked),
            false => mask(&mut random, &mut masked),
        };
        let part = decide(&programme, &masked);
        let all = decide(&programme, &whole);
        let context = || format!("XINYI_SEED={seed}\n{programme}\n{masked}\n{whole}");
        *seen
            .entry(format!("{} of {}", part.outcome, all.outcome))
            .or_default() += 1;
        assert_sound(&part, &all, &context);
        if part.outcome != "undetermined" {
            let every = worlds(&programme, &masked, &hidden).filter(|_| !disputes);
            enumerated += usize::from(every.is_some() && !hidden.is_empty());
            let sampled = |_| completed(&mut random, is_firm, &masked, &hidden);
            let every = every.unwrap_or_else(|| (0..SAMPLES).map(sampled).collect());
            for world in every {
                // What is known of an age may exclude what it was to turn out as.
                if let Ok(all) = try_decide(&programme, &world) {
                    assert_sound(&part, &all, &|| format!("{}\n{world}", context()));
                    further += 1;
                }
            }
        }
        // What is missing is hidden, or was not asked; and showing it settles what it can.
        for unit in &part.missing {
            let known = hidden.contains(unit)
                || unit == "request.deposit"
                || unit.starts_with("credit.subject.");
            assert!(known, "{unit}: {}", context());
        }
        // Nothing is missing of what is decided, and nothing else of what would be decided.
        let open = part.outcome == "undetermined" && all.outcome != "undetermined";
        assert!(
            part.missing.is_empty() || part.outcome == "undetermined",
            "{}",
            context()
        );
        if open {
            let mut shown = masked.clone();
            let mut settled = part;
            // A list that is shown may show records whose subject's age then matters.
            for round in 0.. {
                assert!(!settled.missing.is_empty() && round < 3, "{}", context());
                for unit in &settled.missing {
                    disclose(&mut shown, &whole, unit);
                }
                settled = decide(&programme, &shown);
                if settled.outcome != "undetermined" {
                    break;
                }
            }
            assert_eq!(settled.outcome, all.outcome, "{}", context());
        }
    }
    println!("{seen:?}, and {further} further worlds; all that there are of {enumerated}");
    assert!(further > cases / 2);
    assert!(enumerated > cases / 20);
    for pair in [
        "granted of granted",
        "not_granted of not_granted",
        "not_applicable of not_applicable",
        "undetermined of granted",
        "undetermined of not_granted",
    ] {
        assert!(seen.contains_key(pair), "no case of {pair}: {seen:?}");
    }
}
