//! One vector: what is checked, and what is to come of it.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::world::{AUDIENCE, LOOK, NONCE, NOW, World, merged};

/// Built up from a check that would be granted.
pub struct Vector {
    /// `suite/name-of-the-defect`.
    name: String,
    description: &'static str,
    platform: String,
    /// The platform, where it is for this vector alone.
    own_platform: Option<Value>,
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
        self.vectors.push(Vector {
            name: format!("{}/{name}", self.name),
            description,
            platform: "base".to_owned(),
            own_platform: None,
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
        self
    }

    /// On a platform that several vectors share.
    pub fn on_shared(&mut self, name: &str, platform: &Value) -> &mut Self {
        self.platform = name.to_owned();
        self.own_platform = Some(platform.clone());
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
        self.expect = json!({ "ok": true, "outcome": "granted", "tier": tier, "upgrade": null });
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
        self.expect = json!({
            "ok": true, "outcome": outcome, "tier": null, "codes": codes, "missing": missing,
        });
    }

    pub fn refused(&mut self, code: &str) {
        self.expect = json!({ "ok": false, "code": code });
    }

    /// Refused for what is at a JSON pointer.
    pub fn refused_at(&mut self, code: &str, pointer: &str) {
        self.expect = json!({ "ok": false, "code": code, "pointer": pointer });
    }

    /// Writes it, and its platform if it has its own.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        assert!(!self.expect.is_null(), "{} expects nothing", self.name);
        if let Some(platform) = &self.own_platform {
            write_platform(folder, &self.platform, platform)?;
        }
        for (name, platform) in &self.others {
            write_platform(folder, name, platform)?;
        }
        let mut members = vec![
            ("description", json!(self.description)),
            ("platform", json!(self.platform)),
        ];
        members.extend(self.create.clone().map(|create| ("create", create)));
        let mut expect = self.expect.clone();
        if !self.steps.is_empty() {
            members.push(("steps", json!(self.steps)));
            expect["reports"] = json!(self.reports);
        }
        members.push(match &self.bundles {
            Some(bundles) => ("bundles", json!(bundles)),
            None => ("bundle", json!(self.bundle)),
        });
        members.extend([("check", json!(self.check)), ("expect", expect)]);
        write(&folder.join(format!("{}.json", self.name)), &members)
    }
}

/// Writes a platform.
pub fn write_platform(folder: &Path, name: &str, platform: &Value) -> io::Result<()> {
    let members = platform.as_object().expect("an object").iter();
    let members: Vec<(&str, Value)> = members.map(|(n, v)| (n.as_str(), v.clone())).collect();
    write(
        &folder.join("platforms").join(format!("{name}.json")),
        &members,
    )
}

/// One member a line, in this order.
fn write(path: &Path, members: &[(&str, Value)]) -> io::Result<()> {
    let lines: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("  \"{name}\": {value}"))
        .collect();
    fs::create_dir_all(path.parent().expect("a folder"))?;
    fs::write(path, format!("{{\n{}\n}}\n", lines.join(",\n")))
}
