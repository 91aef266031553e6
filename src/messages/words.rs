//! The words of one language: what paths, days, amounts and benefits are called.

use std::sync::LazyLock;

use crate::json::{self, Object, Readable as _, Value};
use crate::languages::LANGUAGES;
use crate::time::{Day, Instant, Period};
use crate::visible::visible;

/// How far clocks in China are ahead of UTC.
const CHINA_SECONDS: i64 = 8 * 60 * 60;

/// The tables of both languages, in the order of documents.
pub(super) static TEXTS: LazyLock<[Value; 2]> = LazyLock::new(|| {
    [include_str!("zh-CN.json"), include_str!("en.json")].map(|file| {
        // The files are part of the program; a test reads them.
        json::parse(file.as_bytes(), file.len()).unwrap_or(Value::Null)
    })
});

/// A table of texts.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(super) texts: &'static Value,
    pub(crate) language: &'static str,
}

/// Those of both languages, in the order of documents.
pub(crate) fn in_both() -> impl Iterator<Item = Words> {
    let tables = LANGUAGES.iter().zip(TEXTS.iter());
    tables.map(|(language, texts)| Words { texts, language })
}

impl Words {
    /// A text, as it is written.
    pub(crate) fn text(self, section: &str, name: &str) -> Option<&'static str> {
        self.texts.member(section)?.member(name)?.as_str()
    }

    /// A text with these facts put into it.
    pub(crate) fn put(self, section: &str, name: &str, facts: &[(&str, &str)]) -> String {
        let facts = facts
            .iter()
            .map(|(name, fact)| (*name, Value::from(*fact)))
            .collect();
        placed(self.text(section, name).unwrap_or(name), Some(&facts))
    }

    /// What a document says in this language, or else in Chinese, which every text is in.
    pub(crate) fn of(self, text: &Value) -> Option<&str> {
        let text = text
            .member(self.language)
            .or_else(|| text.member(LANGUAGES[0]));
        text.and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A day, such as `2026年3月2日`; none of what is no day.
    pub(crate) fn day(self, iso: &str) -> Option<String> {
        Day::parse(iso)?;
        let mut parts = iso.split('-').map(|part| part.trim_start_matches('0'));
        let mut part = || parts.next().unwrap_or_default();
        let [year, month, day] = [part(), part(), part()];
        let facts = [("iso", iso), ("year", year), ("month", month), ("day", day)];
        Some(self.put("formats", "day", &facts))
    }

    /// An instant from which something is: the day, with the time if that is not midnight in China.
    pub(super) fn from(self, at: Instant) -> String {
        let there = at.add_seconds(CHINA_SECONDS).unwrap_or(at).to_string();
        let (day, time) = there.split_once('T').unwrap_or((&there, ""));
        let day = self.day(day).unwrap_or_else(|| day.to_owned());
        match time.get(..5) {
            Some(clock) if time != "00:00:00Z" => {
                self.put("formats", "time", &[("day", &day), ("clock", clock)])
            }
            _ => day,
        }
    }

    /// An instant until which something is. At midnight the last day is the one before.
    pub(super) fn until(self, at: Instant) -> String {
        let before = at.add_seconds(-1).map(Day::of);
        match before.filter(|day| day.next().map(Day::start) == Some(at)) {
            Some(day) => {
                let day = self.day(&day.to_string()).unwrap_or_default();
                self.put("formats", "last_day", &[("day", &day)])
            }
            None => self.from(at),
        }
    }

    /// Money, with its yuan in groups of three digits.
    pub(crate) fn money(self, amount: &str) -> String {
        let (whole, rest) = amount.split_at(amount.find('.').unwrap_or(amount.len()));
        let mut grouped = String::new();
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) && !grouped.ends_with('-') {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        self.put("formats", "money", &[("amount", &(grouped + rest))])
    }

    /// A value of a decision; none of what has no words.
    pub(super) fn value(self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(self.day(text).unwrap_or_else(|| text.clone())),
            Value::Array(parts) => {
                let parts: Option<Vec<String>> =
                    parts.iter().map(|part| self.value(part)).collect();
                Some(parts?.join(self.text("formats", "between").unwrap_or(" ")))
            }
            value => Some(self.money(value.member("amount")?.as_str()?)),
        }
    }

    /// A period in words, such as `2 年` or `2 years 6 months`; none of what is no period.
    pub(crate) fn period(self, period: &str) -> Option<String> {
        let counts = match Period::parse(period)? {
            Period::Calendar { months, days } => vec![
                (months / 12, ["year", "years"]),
                (months % 12, ["month", "months"]),
                (days, ["day", "days"]),
            ],
            Period::WorkingDays(days) => vec![(days, ["working_day", "working_days"])],
        };
        let some = counts.into_iter().filter(|(count, _)| *count > 0);
        let words = some.map(|(count, [one, several])| {
            let name = if count == 1 { one } else { several };
            self.put("periods", name, &[("count", &count.to_string())])
        });
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// What a path leads to inside of a group, such as `subject.established`.
    pub(crate) fn member(self, path: &str) -> Option<&'static str> {
        let names: Vec<&str> = names(path).take(2).collect();
        self.text("things", &names.join("."))
            .filter(|_| names.len() == 2)
    }

    /// What a path leads to, without the input and without the number of a record.
    pub(crate) fn named(self, path: &str) -> Option<&'static str> {
        let first = || self.text("things", names(path).next()?);
        self.member(path).or_else(first)
    }

    /// What a path such as `credit.listings[1]` or `request.deposit` stands for. `label` is the name of its input,
    /// where there are several.
    pub(super) fn thing(self, path: &str, label: Option<&str>) -> String {
        let thing = match age(path) {
            Some(age) => self.put("formats", "age", &[("age", age)]),
            None if names(path).next().is_none() => {
                self.text("claims", "input").unwrap_or_default().to_owned()
            }
            None => self.named(path).unwrap_or(path).to_owned(),
        };
        let thing = match index(path) {
            Some(n) => self.put(
                "formats",
                "nth",
                &[("thing", &thing), ("n", &(n + 1).to_string())],
            ),
            None => thing,
        };
        match label {
            Some(input) => self.put(
                "formats",
                "of_input",
                &[("input", input), ("thing", &thing)],
            ),
            None => thing,
        }
    }

    /// Whom to ask about the programme, and for each bundle where to object to records.
    pub(super) fn contact(self, contact: &Value) -> Vec<String> {
        let told = |part: &Value, name: &str| {
            let text = part.member(name).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let programme = told(contact, "programme");
        let mut lines = vec![self.put("contact", "programme", &[("programme", &programme)])];
        let objections = contact.member("objection").and_then(Value::as_array);
        for objection in objections.unwrap_or_default() {
            let of = |name: &str| objection.member(name).and_then(|text| self.of(text));
            let text = of("text");
            let name = if text.is_some() {
                "objection"
            } else {
                "issuer"
            };
            let issuer = of("name").unwrap_or_default();
            let mut line = self.put("contact", name, &[("name", issuer)]);
            if let Some(text) = text {
                line += &self.put("contact", "objection.text", &[("text", text)]);
            }
            let url = told(objection, "url");
            if !url.is_empty() {
                line += &self.put("contact", "objection.url", &[("url", &url)]);
            }
            lines.push(line);
        }
        lines
    }

    /// The sentence of a benefit's kind, with what its other members add to it.
    pub(crate) fn benefit(self, benefit: &Value) -> String {
        let Some(members) = benefit.as_object() else {
            return String::new();
        };
        let mut facts = Object::new();
        for (name, value) in members.iter() {
            let words = match (name, value.as_str()) {
                ("field", Some(code)) => self.text("fields", code).map(str::to_owned),
                ("period", Some(period)) => self.period(period),
                _ => self.of(value).map(str::to_owned),
            };
            let words = words.or_else(|| self.value(value)).map(Value::from);
            facts.push(name, words.unwrap_or_else(|| value.clone()));
        }
        let mut kind = members.get("kind").and_then(Value::as_str);
        // In Chinese a discount is told by what is still to be paid, in tenths.
        if let Some(Value::Number(off)) = members.get("percent_off") {
            let off: f64 = off.to_string().parse().unwrap_or_default();
            let tenths = format!("{:.7}", (100.0 - off) / 10.0);
            let tenths = tenths.trim_end_matches('0').trim_end_matches('.');
            facts.push("tenths", tenths.into());
            if off == 100.0 {
                kind = Some("discount:free");
            }
        }
        let kind = kind.unwrap_or_default();
        let mut whole = String::new();
        let templates = self.texts.member("benefits").and_then(Value::as_object);
        for (name, template) in templates.into_iter().flat_map(Object::iter) {
            let adds = match name.split_once('.') {
                None => name == kind,
                Some((of, member)) => {
                    let is_set = members
                        .get(member)
                        .is_some_and(|v| *v != Value::Bool(false));
                    of == kind && is_set
                }
            };
            if let (true, Value::String(template)) = (adds, template) {
                whole.push_str(&placed(template, Some(&facts)));
            }
        }
        whole
    }
}

/// The names in a path, without that of the input and without numbers.
pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    let is_of_no_input = path.starts_with("request.") || path.split('[').next() == Some("promised");
    let parts = path
        .split(['.', '[', ']'])
        .skip(usize::from(!is_of_no_input));
    parts.filter(|part| !part.is_empty() && !part.bytes().all(|b| b.is_ascii_digit()))
}

/// The age that a path asks for.
pub(super) fn age(path: &str) -> Option<&str> {
    let (_, age) = path.split_once(".subject.age_over.")?;
    Some(age)
}

/// The number of the record that a path ends in.
fn index(path: &str) -> Option<usize> {
    let (_, index) = path.strip_suffix(']')?.rsplit_once('[')?;
    index.parse().ok()
}

/// Puts the facts into a text: strings as they are, but for characters that are not seen, UNIX seconds as
/// clocks in China show them where the placeholder ends in `:time`, everything else as JSON, `?` for what is
/// not there.
pub(crate) fn placed(template: &str, details: Option<&Object>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        text.push_str(before);
        let (name, is_time) = match name.strip_suffix(":time") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let value = details.and_then(|d| d.get(name));
        let time = value.and_then(|value| Instant::read(value).ok());
        match (value, time) {
            (Some(_), Some(time)) if is_time => {
                let there = time.add_seconds(CHINA_SECONDS).unwrap_or(time).to_string();
                text.push_str(there.replace('T', " ").trim_end_matches('Z'));
            }
            (Some(Value::String(value)), _) => text.push_str(&visible(value)),
            (Some(value), _) => text.push_str(&visible(&json::write(value))),
            (None, _) => text.push('?'),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}
