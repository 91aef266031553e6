//! A decision as a letter to whom it is about.

use super::words::{self, Words};
use crate::json::Value;
use crate::languages::LANGUAGES;
use crate::time::{Day, Instant};

/// A decision in sentences, in `zh-CN` or `en` (what is neither counts as English), line by line. Lines that belong
/// to the one above begin with two spaces.
///
/// The texts of its reasons are to be [filled in](super::fill) before. Lines name the input that they are about if
/// the decision shows that there are several, or `has_several_inputs` says so: a trial does not show it.
pub fn letter(decision: &Value, language: &str, has_several_inputs: bool) -> Vec<String> {
    let mut tables = words::in_both();
    let chosen = tables.find(|words| words.language == language || words.language != LANGUAGES[0]);
    let Some(words) = chosen else {
        return Vec::new();
    };
    let mut letter = Letter {
        words,
        decision,
        has_several_inputs: has_several_inputs || shows_several_inputs(decision),
        lines: Vec::new(),
    };
    letter.write();
    letter.lines
}

/// First names of paths that are of no input.
const NO_INPUTS: [&str; 5] = ["", "now", "promised", "request", "programme"];

struct Letter<'a> {
    words: Words,
    decision: &'a Value,
    has_several_inputs: bool,
    lines: Vec<String>,
}

impl Letter<'_> {
    fn write(&mut self) {
        let decision = self.decision;
        let words = self.words;
        let outcome = text(decision, &["outcome"]);
        if at(decision, &["evidence", "verified"]) != Some(&Value::Bool(true)) {
            self.say("trial", &[]);
        }
        let version = at(decision, &["programme", "version"]).map(Value::to_string);
        let title = at(decision, &["titles", "programme"]).and_then(|title| words.of(title));
        let programme = title.unwrap_or_else(|| text(decision, &["programme", "id"]));
        self.say(
            "programme",
            &[
                ("programme", programme),
                ("version", &version.unwrap_or_default()),
            ],
        );
        if at(decision, &["evidence", "programme_signed"]) == Some(&Value::Bool(false)) {
            self.say("unsigned", &[]);
        }
        let said = words.text("outcomes", outcome).unwrap_or(outcome);
        self.say("outcome", &[("outcome", said)]);
        if words.text("letter", outcome).is_some() {
            self.say(outcome, &[]);
        }
        if let Some(title) = self.title(decision) {
            self.say("tier", &[("tier", &title)]);
        }
        if let Some(benefit) = decision.member("benefit").filter(|b| **b != Value::Null) {
            self.say("benefit", &[("benefit", &words.benefit(benefit))]);
        }
        if let Some(until) = instant(decision, "valid_until") {
            self.say("valid_until", &[("time", &words.until(until))]);
        }
        self.reasons();
        let missing = self.things(decision, "missing");
        if !missing.is_empty() {
            self.say("missing", &[("things", &missing)]);
        }
        if let Some(upgrade) = decision.member("upgrade").filter(|u| **u != Value::Null) {
            let things = self.things(upgrade, "missing");
            let tier = self.tier(upgrade);
            self.say("upgrade", &[("things", &things), ("tier", &tier)]);
            self.add_benefit(upgrade);
        }
        if at(decision, &["manual_review"]) == Some(&Value::Bool(true)) {
            self.say("manual_review", &[]);
        }
        self.ways_out();
        self.set_aside();
        for warning in elements(decision, "warnings") {
            let code = text(warning, &["code"]);
            let said = words.text("warnings", code).unwrap_or(code);
            let said = match self.label(text(warning, &["input"])) {
                Some(input) => {
                    words.put("formats", "of_input", &[("input", &input), ("thing", said)])
                }
                None => said.to_owned(),
            };
            self.say("warning", &[("warning", &said)]);
        }
        self.contact();
    }

    /// Whom to ask, and where to object.
    fn contact(&mut self) {
        let Some(contact) = self.decision.member("contact") else {
            return;
        };
        if *contact == Value::Null {
            return;
        }
        let objections = elements(contact, "objection");
        let labels = objections.map(|objection| self.label(text(objection, &["input"])));
        let labels: Vec<Option<String>> = std::iter::once(None).chain(labels).collect();
        for (label, said) in labels.into_iter().zip(self.words.contact(contact)) {
            self.lines.push(match label {
                Some(label) => format!("[{label}] {said}"),
                None => said,
            });
        }
    }

    fn reasons(&mut self) {
        let mut reasons = elements(self.decision, "reasons").peekable();
        if reasons.peek().is_some() {
            self.say("reasons", &[]);
        }
        let mut said: Vec<Vec<String>> = Vec::new();
        for reason in reasons {
            let start = self.lines.len();
            let message = reason.member("message").and_then(|m| self.words.of(m));
            let path = text(reason, &["path"]);
            let mut line = format!("  {}", message.unwrap_or_default());
            if let Some(label) = self.label(path.split(['.', '[']).next().unwrap_or_default()) {
                line = format!("  [{label}] {}", message.unwrap_or_default());
            }
            self.lines.push(line);
            if let Some(record) = reason.member("record") {
                let day = |name| self.words.day(text(record, &[name]));
                let [last, first] = [day("counts_until"), day("repairable_from")];
                match last {
                    Some(day) => self.add("counts_until", &[("day", &day)]),
                    None => self.add("counts", &[]),
                }
                match first {
                    Some(day) => self.add("repairable_from", &[("day", &day)]),
                    None => self.add("no_repair_day", &[]),
                }
            }
            let others = self.things(reason, "others");
            if !others.is_empty() {
                self.add("others", &[("things", &others)]);
            }
            let basis = text(reason, &["basis"]);
            if !basis.is_empty() {
                self.add("basis", &[("basis", basis)]);
            }
            // Two tiers may ask for two values of what is out of date.
            let lines = self.lines.split_off(start);
            if !said.contains(&lines) {
                self.lines.extend(lines.iter().cloned());
                said.push(lines);
            }
        }
    }

    /// What can be done, and what comes by waiting.
    fn ways_out(&mut self) {
        let decision = self.decision;
        let evidence = decision.member("evidence").unwrap_or(&Value::Null);
        let today = instant(evidence, "decided_at").map(Day::of);
        let from = instant(decision, "eligible_from");
        // From the next second on: nothing is to be waited for, what is out of date is to be fetched anew.
        let is_at_once = from.is_some() && from.map(Day::of) == today;
        let today = today.map(|day| Value::from(day.to_string()));
        // The soonest first.
        let mut remedies: Vec<&Value> = elements(decision, "remedies").collect();
        remedies.sort_by_key(|remedy| text(remedy, &["on"]));
        for remedy in remedies.iter().copied() {
            let then = remedy.member("then").unwrap_or(&Value::Null);
            let tier = self.tier(then);
            let steps: Vec<&Value> = elements(remedy, "steps").collect();
            let is_refresh = |step: &&Value| text(step, &["action"]) == "refresh";
            let is_at_once = is_at_once && remedy.member("on") == today.as_ref();
            if is_at_once && steps.iter().all(is_refresh) {
                self.say("fresh", &[("tier", &tier)]);
                self.add_benefit(then);
                continue;
            }
            let day = self.words.day(text(remedy, &["on"])).unwrap_or_default();
            self.say("remedy", &[("day", &day), ("tier", &tier)]);
            self.add_benefit(then);
            for step in steps {
                self.step(step, today.as_ref());
            }
        }
        let is_repair = |remedy: &&Value| {
            let mut steps = elements(remedy, "steps");
            steps.any(|step| text(step, &["action"]) == "credit_repair")
        };
        // Whom a bundle shows by a mere age to be too young may come of age any day.
        let mut reasons = elements(decision, "reasons");
        let is_open = text(decision, &["outcome"]) == "undetermined"
            || reasons.any(|reason| text(reason, &["path"]).contains(".subject.age_over."));
        let name = match (from, is_at_once, remedies.is_empty()) {
            (Some(_), true, true) => "fresh_only",
            // What is not known stays so until that day, and may have been so before.
            (Some(_), false, true) if is_open => "eligible_when_open",
            (Some(_), false, true) => "eligible_by_waiting",
            (Some(_), false, false) if remedies.iter().all(is_repair) => "eligible_from",
            (Some(_), false, false) => "eligible_without",
            _ => return,
        };
        let day = from.map(|from| self.words.from(from)).unwrap_or_default();
        self.say(name, &[("day", &day)]);
    }

    fn step(&mut self, step: &Value, today: Option<&Value>) {
        let words = self.words;
        let action = text(step, &["action"]);
        let said = words.text("actions", action).unwrap_or(action);
        let thing = self.thing(text(step, &["path"]));
        let day = words.day(text(step, &["earliest"])).unwrap_or_default();
        let is_now = step.member("earliest") == today;
        self.add(
            if is_now { "step_now" } else { "step" },
            &[("thing", &thing), ("action", said), ("day", &day)],
        );
        let duties = elements(step, "duties").filter_map(Value::as_str);
        for duty in duties {
            let duty = words.text("duties", duty).unwrap_or(duty);
            self.add("duty", &[("duty", duty)]);
        }
        self.add("basis", &[("basis", text(step, &["basis"]))]);
        if at(step, &["confirmed"]) == Some(&Value::Bool(false)) {
            let said = words.text("notices", "unconfirmed").unwrap_or_default();
            self.lines.push(format!("  {said}"));
        }
    }

    fn set_aside(&mut self) {
        let mut records = elements(self.decision, "set_aside").peekable();
        if records.peek().is_some() {
            self.say("set_aside", &[]);
        }
        for record in records {
            let ground = text(record, &["ground"]);
            let said = self.words.text("grounds", ground).unwrap_or(ground);
            let thing = self.thing(text(record, &["path"]));
            match self.words.day(text(record, &["since"])) {
                Some(day) => self.add(
                    "record_since",
                    &[("thing", &thing), ("ground", said), ("day", &day)],
                ),
                None => self.add("record", &[("thing", &thing), ("ground", said)]),
            }
            self.add("basis", &[("basis", text(record, &["basis"]))]);
        }
    }

    fn say(&mut self, name: &str, facts: &[(&str, &str)]) {
        let mut line = self.words.put("letter", name, facts);
        if let Some(first) = line.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        self.lines.push(line);
    }

    /// A line that belongs to the one above.
    fn add(&mut self, name: &str, facts: &[(&str, &str)]) {
        self.say(name, facts);
        if let Some(line) = self.lines.last_mut() {
            line.insert_str(0, "  ");
        }
    }

    /// The title of the tier that a part is about, if it has one.
    fn title(&self, part: &Value) -> Option<String> {
        let tiers = at(self.decision, &["titles", "tiers"])?;
        let title = tiers.member(text(part, &["tier"]))?;
        self.words.of(title).map(str::to_owned)
    }

    /// The tier that a part is about, by its title. Nobody is told its id.
    fn tier(&self, part: &Value) -> String {
        let untitled = || self.words.text("formats", "tier").unwrap_or_default();
        self.title(part).unwrap_or_else(|| untitled().to_owned())
    }

    /// The benefit of a part, below what was said of it.
    fn add_benefit(&mut self, part: &Value) {
        if let Some(benefit) = part.member("benefit") {
            let benefit = self.words.benefit(benefit);
            self.add("benefit", &[("benefit", &benefit)]);
        }
    }

    /// The name of an input, where there are several to be told apart.
    fn label(&self, alias: &str) -> Option<String> {
        if !self.has_several_inputs || NO_INPUTS.contains(&alias) {
            return None;
        }
        let label =
            at(self.decision, &["titles", "inputs"]).and_then(|l| self.words.of(l.member(alias)?));
        Some(label.unwrap_or(alias).to_owned())
    }

    fn thing(&self, path: &str) -> String {
        let label = self.label(path.split(['.', '[']).next().unwrap_or_default());
        self.words.thing(path, label.as_deref())
    }

    fn things(&self, part: &Value, name: &str) -> String {
        let paths = elements(part, name).filter_map(Value::as_str);
        let things: Vec<String> = paths.map(|path| self.thing(path)).collect();
        things.join(self.words.text("formats", "between").unwrap_or(", "))
    }
}

/// Whether bundles of several inputs were given, or are asked about.
fn shows_several_inputs(decision: &Value) -> bool {
    let labels = at(decision, &["titles", "inputs"]).and_then(Value::as_object);
    if labels.is_some_and(|labels| labels.len() > 1) {
        return true;
    }
    let evidence = decision.member("evidence").unwrap_or(&Value::Null);
    let bundles = elements(evidence, "bundles").map(|bundle| text(bundle, &["input"]));
    let reasons = elements(decision, "reasons").filter_map(|reason| {
        let alias = text(reason, &["path"]).split(['.', '[']).next()?;
        Some(alias).filter(|alias| !NO_INPUTS.contains(alias))
    });
    let mut inputs = bundles.chain(reasons);
    let first = inputs.next();
    inputs.any(|input| Some(input) != first)
}

fn at<'a>(document: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter()
        .try_fold(document, |value, name| value.member(name))
}

fn text<'a>(document: &'a Value, path: &[&str]) -> &'a str {
    at(document, path)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn instant(document: &Value, name: &str) -> Option<Instant> {
    Instant::parse(text(document, &[name]))
}

fn elements<'a>(document: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    document
        .member(name)
        .and_then(Value::as_array)
        .unwrap_or_default()
        .iter()
}
