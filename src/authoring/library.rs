//! The library of programmes: some for every credit-easy family, to start from.
//!
//! They are files in `src/programme/builtin`: `ID.json` is the programme, `ID.cases.json` what it has to decide, and
//! `index.json` says of each where it is from. `docs/programmes.md` is about the same for readers.

use crate::bilingual::Texts;
use crate::json::{Object, Value};

/// A programme of the library.
///
/// It is no programme that is in force anywhere: owner and contact are made up, and it is not signed. Whoever
/// gives the benefit takes what fits, and publishes it under a name of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryProgramme {
    id: &'static str,
    text: &'static str,
    cases: &'static str,
}

/// Programmes by their ids, which are the names of their files.
macro_rules! programmes {
    ($($id:literal,)+) => {
        &[$(LibraryProgramme {
            id: $id,
            text: include_str!(concat!("../programme/builtin/", $id, ".json")),
            cases: include_str!(concat!("../programme/builtin/", $id, ".cases.json")),
        },)+]
    };
}

/// By family, in the order of the index.
static PROGRAMMES: &[LibraryProgramme] = programmes![
    "xinyi-pi.haikou-lanes",
    "xinyi-pi.commitment-approval",
    "xinyi-pi.papers-later",
    "xinyi-pi.simple-deregistration",
    "xinyi-dai.bank-tax",
    "xinyi-dai.district-guarantee",
    "xinyi-dai.zjtx-guarantee",
    "xinyi-dai.culture-guarantee",
    "xinyi-zu.bike-shanghai",
    "xinyi-zu.rental-fuzhou",
    "xinyi-zu.library-card",
    "xinyi-zu.library-hangzhou",
    "xinyi-zu.office",
    "xinyi-xing.parking-xiamen",
    "xinyi-xing.bus-lianjiang",
    "xinyi-you.volunteers-guangxi",
    "xinyi-you.red-list-yangtze",
    "xinyi-you.sightseeing-bus",
    "xinyi-gou.cinema-yulin",
    "xinyi-gou.bookshop",
    "xinyi-fu.hospital-hangzhou",
    "xinyi-fu.utilities",
    "youth.volunteers-zhejiang",
    "youth.excellent-volunteers",
    "youth.museum-pass",
    "supervision.environment",
    "supervision.market",
    "certificate.market",
    "certificate.tax",
    "certificate.judicial",
    "certificate.environment",
    "certificate.tourism",
    "certificate.food-drug",
    "certificate.product-quality",
    "certificate.special-equipment",
    "certificate.work-safety",
    "certificate.fire-safety",
    "certificate.labour",
    "certificate.transport",
    "certificate.finance",
    "certificate.culture",
    "certificate.public-security",
    "certificate.construction",
    "certificate.health",
    "certificate.education",
    "other.medical-priority-wanning",
];

static INDEX: &str = include_str!("../programme/builtin/index.json");

/// Every programme of the library, by family.
pub fn library() -> &'static [LibraryProgramme] {
    PROGRAMMES
}

/// What the library says of its programmes, as JSON: `{"programmes": [entry…]}` in the order of [`library`].
///
/// An entry has the programme's `id`; whether it is an `example`, with figures that no source has; its `sources`,
/// each with a `title` and, where they are known, `body`, `number`, `date`, `article` and where it was `seen`; what is
/// `taken` from these; and what is `added`.
pub fn library_index() -> &'static str {
    INDEX
}

impl LibraryProgramme {
    /// Its id, which is the name of its files too.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The document, not signed.
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// Its cases: what it decides on which facts, and when.
    pub fn cases(&self) -> &'static str {
        self.cases
    }

    /// Its title in both languages.
    pub fn title(&self) -> Texts {
        let document = read(self.text);
        let title = document.get("title");
        let text = |language| {
            let text = title.and_then(|title| title.member(language));
            text.and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Texts {
            chinese: text("zh-CN"),
            english: text("en"),
        }
    }

    /// How it is listed: its `id`, `version`, `family` and `title`, and the rest of its entry in [`library_index`].
    pub fn listed(&self) -> Object {
        let document = read(self.text);
        let mut listed = Object::new();
        for name in ["id", "version", "family", "title"] {
            if let Some(value) = document.get(name) {
                listed.push(name, value.clone());
            }
        }
        for (name, value) in self.entry().iter().filter(|(name, _)| *name != "id") {
            listed.push(name, value.clone());
        }
        listed
    }

    fn entry(&self) -> Object {
        let index = read(INDEX);
        let entries = index.get("programmes").and_then(Value::as_array);
        let mut entries = entries.unwrap_or_default().iter();
        let entry =
            entries.find(|entry| entry.member("id").and_then(Value::as_str) == Some(self.id));
        entry
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default()
    }
}

/// A document of the library; nothing for one that is no object, which the tests exclude.
fn read(text: &str) -> Object {
    match Value::parse(text.as_bytes(), text.len()) {
        Ok(Value::Object(document)) => document,
        _ => Object::new(),
    }
}
