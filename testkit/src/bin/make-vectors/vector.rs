//! One vector: what is checked, and what is to come of it.

use serde_json::{Map, Value, json};
use testkit::salts;
use testkit::world::{AUDIENCE, LOOK, NONCE, NOW, World, merged};

use super::platforms::Platforms;

/// Built up from a check that would be granted.
pub struct Vector {
    /// `suite/name-of-the-defect`.
    name: String,
    description: &'static str,
    platform: String,
    /// The platform, where it is for this vector alone.
    own_platform: Option<Value>,
    is_shared: bool,
    create: Option<Value>,
    steps: Vec<Value>,
    /// Further platforms, whose snapshots the steps load.
    others: Vec<(String, Value)>,
    reports: Vec<Value>,
    bundle: String,
    /// By alias, in place of the one.
    bundles: Option<Map<String, Value>>,
    check: Map<String, Value>,
    expect: Value,
}

/// The vectors of one suite.
pub struct Suite<'w> {
    pub world: &'w World,
    name: &'static str,
    pub vectors: Vec<Vector>,
}

impl<'w> Suite<'w> {
    pub fn new(name: &'static str, world: &'w World) -> Self {
        Self {
            world,
            name,
            vectors: Vec::new(),
        }
    }

    /// Adds a vector; what it expects is said by the last call on it.
    pub fn add(&mut self, name: &str, description: &'static str) -> &mut Vector {
        let check = json!({
            "programme": "test.bike",
            "holder": { "audience": AUDIENCE, "nonce": NONCE },
            "now": NOW,
            "request": { "deposit": "99.00" },
        });
        let name = format!("{}/{name}", self.name);
        salts::begin(&name);
        self.vectors.push(Vector {
            name,
            description,
            platform: "base".to_owned(),
            own_platform: None,
            is_shared: false,
            create: None,
            steps: Vec::new(),
            others: Vec::new(),
            reports: Vec::new(),
            bundle: self.world.person().present(LOOK),
            bundles: None,
            check: check.as_object().cloned().unwrap_or_default(),
            expect: Value::Null,
        });
        self.vectors.last_mut().expect("just pushed")
    }
}

impl Vector {
    pub fn bundle(&mut self, bundle: impl Into<String>) -> &mut Self {
        self.bundle = bundle.into();
        self
    }

    /// Several, by the aliases of their inputs.
    pub fn bundles(&mut self, bundles: &[(&str, &str)]) -> &mut Self {
        let bundles = bundles
            .iter()
            .map(|(alias, bundle)| ((*alias).to_owned(), json!(bundle)));
        self.bundles = Some(bundles.collect());
        self
    }

    /// On a platform of its own.
    pub fn on(&mut self, platform: Value) -> &mut Self {
        self.platform = self.name.replace('/', "-");
        self.own_platform = Some(platform);
        self.is_shared = false;
        self
    }

    /// On a platform that several vectors share.
    pub fn on_shared(&mut self, name: &str, platform: &Value) -> &mut Self {
        self.platform = name.to_owned();
        self.own_platform = Some(platform.clone());
        self.is_shared = true;
        self
    }

    /// A further option of the creation.
    pub fn create(&mut self, options: Value) -> &mut Self {
        self.create = Some(options);
        self
    }

    /// A snapshot is loaded: that of another platform, of which `report` is expected.
    pub fn load(&mut self, platform: &Value, report: Value) -> &mut Self {
        self.load_with(platform, json!({}), report)
    }

    /// The same, with further members of the step.
    pub fn load_with(&mut self, platform: &Value, members: Value, report: Value) -> &mut Self {
        let name = self.other(platform);
        self.step(merged(json!({ "load": name }), &members), report)
    }

    /// The app starts anew with what is left of its state (`kept`, `wiped`, `corrupted`), and with
    /// the snapshot that it has stored, or with that of another platform.
    pub fn restart(
        &mut self,
        state: &str,
        with: Option<&Value>,
        members: Value,
        report: Value,
    ) -> &mut Self {
        let mut step = json!({ "restart": state });
        if let Some(platform) = with {
            step["with"] = self.other(platform).into();
        }
        self.step(merged(step, &members), report)
    }

    /// The app starts anew with the state of an app for another platform.
    pub fn restart_as(&mut self, platform: &Value, report: Value) -> &mut Self {
        let name = self.other(platform);
        self.step(json!({ "restart": name }), report)
    }

    fn step(&mut self, step: Value, report: Value) -> &mut Self {
        self.steps.push(step);
        self.reports.push(report);
        self
    }

    /// The name of a platform that a step needs.
    fn other(&mut self, platform: &Value) -> String {
        let number = self.others.iter().position(|(_, known)| known == platform);
        let number = number.unwrap_or(self.others.len());
        let name = format!("{}-{}", self.name.replace('/', "-"), number + 1);
        if number == self.others.len() {
            self.others.push((name.clone(), platform.clone()));
        }
        name
    }

    /// Another value of an option of the check.
    pub fn check(&mut self, name: &str, value: Value) -> &mut Self {
        self.check.insert(name.to_owned(), value);
        self
    }

    /// The check without an option.
    pub fn check_without(&mut self, name: &str) -> &mut Self {
        self.check.remove(name).expect("the option is there");
        self
    }

    /// A programme by id, reference or document, and nothing asked for.
    pub fn programme(&mut self, programme: Value) -> &mut Self {
        self.check.remove("request");
        self.check("programme", programme)
    }

    pub fn granted(&mut self, tier: &str) {
        self.expect(json!({ "ok": true, "outcome": "granted", "tier": tier, "upgrade": null }));
    }

    /// Granted, and a better tier may be reached by disclosing more.
    pub fn granted_with_upgrade(&mut self, tier: &str, upgrade: &str) {
        self.granted(tier);
        self.expect["upgrade"] = json!(upgrade);
    }

    pub fn not_granted(&mut self, codes: &[&str]) {
        self.outcome("not_granted", codes, &[]);
    }

    pub fn not_applicable(&mut self, codes: &[&str]) {
        self.outcome("not_applicable", codes, &[]);
    }

    pub fn undetermined(&mut self, codes: &[&str], missing: &[&str]) {
        self.outcome("undetermined", codes, missing);
    }

    fn outcome(&mut self, outcome: &str, codes: &[&str], missing: &[&str]) {
        self.expect(json!({
            "ok": true, "outcome": outcome, "tier": null, "codes": codes, "missing": missing,
        }));
    }

    pub fn refused(&mut self, code: &str) {
        self.expect(json!({ "ok": false, "code": code }));
    }

    /// Refused for what is at a JSON pointer.
    pub fn refused_at(&mut self, code: &str, pointer: &str) {
        self.expect(json!({ "ok": false, "code": code, "pointer": pointer }));
    }

    fn expect(&mut self, expect: Value) {
        salts::end();
        self.expect = expect;
    }

    pub fn suite_and_name(&self) -> (&str, &str) {
        self.name.split_once('/').expect("a suite and a name")
    }

    /// A platform that other vectors may share, with its name.
    pub fn shared_platform(&self) -> Option<(&str, &Value)> {
        let platform = self.own_platform.as_ref().filter(|_| self.is_shared)?;
        Some((&self.platform, platform))
    }

    /// The bundle as text, or several by alias.
    pub fn presented(&self) -> Value {
        match &self.bundles {
            Some(bundles) => json!(bundles),
            None => json!(self.bundle),
        }
    }

    /// What its file says, in this order, with what is presented as people read it. Its platforms
    /// are added to `platforms`.
    pub fn members(
        &self,
        platforms: &mut Platforms,
        presented: Value,
    ) -> Vec<(&'static str, Value)> {
        assert!(!self.expect.is_null(), "{} expects nothing", self.name);
        let platform = match &self.own_platform {
            Some(platform) => platforms.add(&self.platform, platform),
            None => self.platform.clone(),
        };
        let mut steps = json!(self.steps);
        for (name, platform) in &self.others {
            let known = platforms.add(name, platform);
            for step in steps.as_array_mut().into_iter().flatten() {
                for member in ["load", "restart", "with"] {
                    if step.get(member).is_some_and(|value| value == name) {
                        step[member] = json!(known);
                    }
                }
            }
        }
        let mut members = vec![
            ("description", json!(self.description)),
            ("platform", json!(platform)),
        ];
        members.extend(self.create.clone().map(|create| ("create", create)));
        let mut expect = self.expect.clone();
        if !self.steps.is_empty() {
            members.push(("steps", steps));
            expect["reports"] = json!(self.reports);
        }
        members.extend([
            ("presented", presented),
            ("check", json!(self.check)),
            ("expect", expect),
        ]);
        members
    }
}
