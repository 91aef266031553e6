//! In what one document differs from another.

use serde_json::{Map, Value, json};

/// Each by where it is, as the names on the way.
#[derive(Default)]
pub struct Changes {
    pub new: Vec<(Vec<String>, Value)>,
    pub gone: Vec<Vec<String>>,
}

impl Changes {
    pub fn between(before: &Value, after: &Value) -> Self {
        let mut changes = Self::default();
        changes.compare(&mut Vec::new(), before, after);
        changes
    }

    /// For people.
    pub fn to_json(&self, like: &str) -> Value {
        let mut document = json!({ "like": like });
        let path = |names: &Vec<String>| names.join(" > ");
        if !self.new.is_empty() {
            let new = self.new.iter().map(|(at, v)| (path(at), v.clone()));
            document["with"] = Value::Object(new.collect::<Map<_, _>>());
        }
        if !self.gone.is_empty() {
            document["without"] = self.gone.iter().map(path).collect();
        }
        document
    }

    fn compare(&mut self, at: &mut Vec<String>, before: &Value, after: &Value) {
        if before == after {
            return;
        }
        let mut within = Self::default();
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => {
                for name in before.keys().filter(|name| !after.contains_key(*name)) {
                    within
                        .gone
                        .push([&at[..], std::slice::from_ref(name)].concat());
                }
                for (name, value) in after {
                    within.step(at, name.clone(), before.get(name), value);
                }
            }
            (Value::Array(before), Value::Array(after)) => {
                for number in after.len()..before.len() {
                    within.gone.push([&at[..], &[number.to_string()]].concat());
                }
                for (number, value) in after.iter().enumerate() {
                    within.step(at, number.to_string(), before.get(number), value);
                }
            }
            _ => {
                self.new.push((at.clone(), after.clone()));
                return;
            }
        }
        // Where most of it is new, all of it is easier to read.
        if !at.is_empty() && within.size() > after.to_string().len() {
            self.new.push((at.clone(), after.clone()));
        } else {
            self.new.append(&mut within.new);
            self.gone.append(&mut within.gone);
        }
    }

    fn step(&mut self, at: &mut Vec<String>, name: String, before: Option<&Value>, after: &Value) {
        at.push(name);
        match before {
            Some(before) => self.compare(at, before, after),
            None => self.new.push((at.clone(), after.clone())),
        }
        at.pop();
    }

    /// How long it is to read.
    pub fn size(&self) -> usize {
        self.to_json("").to_string().len()
    }
}
