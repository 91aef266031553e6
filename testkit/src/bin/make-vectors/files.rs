//! The files of the vectors: as they are made, as they are on disk, and how the two differ.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use serde_json::{Map, Value, json};
use testkit::kept;
use testkit::world::*;

use super::codes::codes;
use super::layout::document;
use super::platforms::Platforms;
use super::reading::Reader;
use super::vector::Vector;

/// Texts by their paths within the folder.
#[derive(PartialEq)]
pub struct Files(pub BTreeMap<String, String>);

/// Signatures that are kept from one making to the next.
pub const KEPT: &str = "kept-signatures.json";

impl Files {
    /// Those of these vectors, whose tokens were made since [`kept::start_with`].
    pub fn of(world: &World, vectors: &[Vector]) -> Self {
        let mut files = Self(BTreeMap::new());
        let reader = Reader::new();
        let standard = standard(world, &reader);
        files.add("standard", &standard);

        let mut platforms = Platforms::new(world, vectors);
        let mut tokens: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
        for vector in vectors {
            let (suite, name) = vector.suite_and_name();
            let presented = vector.presented();
            let told = told(&reader, &standard, &presented);
            let members = vector.members(&mut platforms, told);
            let of_suite = tokens.entry(suite).or_default();
            let known = of_suite.insert(name, presented);
            assert!(known.is_none(), "two vectors are called {suite}/{name}");
            files.add(&format!("{suite}/{name}"), &members);
        }
        for (suite, tokens) in &tokens {
            files.add(&format!("{suite}.tokens"), &members(tokens));
        }
        files.add("platforms.tokens", &members(&platforms.stored()));
        for (name, told) in platforms.readable(&reader) {
            let told = told.as_object().into_iter().flatten();
            let told: Vec<_> = told.map(|(n, v)| (n.as_str(), v.clone())).collect();
            files.add(&format!("platforms/{name}"), &told);
        }
        files.add("codes", &codes(world));
        files.0.insert(KEPT.to_owned(), kept::used());
        files
            .0
            .insert("README.md".to_owned(), include_str!("about.md").to_owned());
        files
    }

    /// Those of a folder, or none where there is no such folder.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut files = Self(BTreeMap::new());
        files.read_into("", folder)?;
        Ok(files)
    }

    fn read_into(&mut self, at: &str, folder: &Path) -> io::Result<()> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().expect("a name").to_string_lossy();
            if path.is_dir() {
                self.read_into(&format!("{at}{name}/"), &path)?;
            } else {
                let text = fs::read(&path)?;
                let text = String::from_utf8_lossy(&text).into_owned();
                self.0.insert(format!("{at}{name}"), text);
            }
        }
        Ok(())
    }

    /// Makes the folder hold these files and no others. All are written beside it first, and take
    /// its place when they are complete.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let [new, old] = ["new", "old"].map(|kind| folder.with_extension(kind));
        for left in [&new, &old] {
            remove(left)?;
        }
        let written = self.0.iter().try_for_each(|(name, text)| {
            let path = new.join(name);
            fs::create_dir_all(path.parent().expect("a folder"))?;
            fs::write(path, text)
        });
        if let Err(error) = written {
            remove(&new)?;
            return Err(error);
        }
        if folder.exists() {
            fs::rename(folder, &old)?;
        }
        fs::rename(&new, folder)?;
        remove(&old)
    }

    /// How these differ from others, a line for each file.
    pub fn changes_since(&self, before: &Self) -> Vec<String> {
        let gone = before.0.keys().filter(|name| !self.0.contains_key(*name));
        let gone = gone.map(|name| format!("{name} is no longer made"));
        let changed = self.0.iter().filter_map(|(name, text)| {
            let Some(before) = before.0.get(name) else {
                return Some(format!("{name} is new"));
            };
            if before == text {
                return None;
            }
            let lines = before.lines().zip(text.lines());
            let same = lines.take_while(|(before, after)| before == after).count();
            let line = |text: &str| {
                text.lines()
                    .nth(same)
                    .unwrap_or("nothing")
                    .trim()
                    .to_owned()
            };
            let [was, is] =
                [line(before), line(text)].map(|line| super::layout::shortened_text(&line));
            Some(format!("{name}:{}: {was}\n  has become {is}", same + 1))
        });
        gone.chain(changed).collect()
    }

    fn add(&mut self, name: &str, members: &[(&str, Value)]) {
        let members = members.iter().map(|(name, value)| (*name, value));
        self.0.insert(format!("{name}.json"), document(members));
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn members<'a>(by_name: &BTreeMap<&'a str, Value>) -> Vec<(&'a str, Value)> {
    let members = by_name.iter();
    members
        .map(|(name, value)| (*name, value.clone()))
        .collect()
}

/// Presentations by which others are told.
fn standard(world: &World, reader: &Reader) -> Vec<(&'static str, Value)> {
    let firm: &[&str] = &["/subject/established", "/registration"];
    let sketches = [
        ("person", world.person().present(LOOK)),
        ("listed", world.listed(&json!({})).present(LOOK_AT_LISTING)),
        ("firm", world.firm().present(firm)),
        ("authority", world.by_authority().present(firm)),
        ("market", world.market().present(&["/evaluations/zhima"])),
        ("suzhou", world.in_suzhou().present(LOOK)),
    ];
    let read = |(name, text): (&'static str, String)| (name, reader.presentation(&text));
    sketches.map(read).into()
}

/// What is presented, as people read it.
fn told(reader: &Reader, standard: &[(&'static str, Value)], presented: &Value) -> Value {
    let of = |text: &Value| {
        let text = text.as_str().unwrap_or_default();
        Reader::told_by(standard, &reader.presentation(text))
    };
    match presented {
        Value::Object(bundles) => {
            let bundles = bundles
                .iter()
                .map(|(alias, text)| (alias.clone(), of(text)));
            Value::Object(bundles.collect::<Map<_, _>>())
        }
        one => of(one),
    }
}
