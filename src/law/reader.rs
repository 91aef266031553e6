//! Reads rows. The first thing that is wrong is kept, and reading goes on: a row is a dozen members, and an
//! error that is handed up from each took more of the module than all that rows mean.

use std::cell::RefCell;

use super::catalogue::{Catalogue, CodeList};
use crate::decimal::Decimal;
use crate::error::{Error, Problem};
use crate::json::{ObjectReader, Readable};
use crate::limits;
use crate::time::{Day, Instant};

/// The members of a row that say what it rests on.
const SOURCE: [&str; 4] = ["basis", "in_force", "confirmed", "source"];

/// The members of one row, or of a part of one.
pub(super) struct Row<'a> {
    members: ObjectReader<'a>,
    first: &'a RefCell<Option<Error>>,
    /// The codes that rows may name.
    catalogue: &'a Catalogue,
}

impl<'a> Row<'a> {
    pub(super) fn new(
        members: ObjectReader<'a>,
        first: &'a RefCell<Option<Error>>,
        catalogue: &'a Catalogue,
    ) -> Self {
        Self {
            members,
            first,
            catalogue,
        }
    }

    pub(super) fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// Refuses members of other names: what is passed over could matter.
    pub(super) fn only(&self, names: &[&str]) {
        self.keep(self.members.only(names));
    }

    /// The same of a row that says what it rests on.
    pub(super) fn only_beside_source(&self, names: &[&str]) {
        let mut all = names.to_vec();
        all.extend(SOURCE);
        self.only(&all);
    }

    /// Says what is wrong with a member.
    pub(super) fn fail(&self, name: &str, problem: Problem) {
        self.keep::<()>(Err(self.members.fail(name, problem)));
    }

    /// Says what is wrong with one of a list.
    pub(super) fn fail_in(&self, list: &str, index: usize, problem: Problem) {
        let error = self.members.fail(list, problem).under_last(index);
        self.keep::<()>(Err(error));
    }

    /// Says what is wrong with all of it.
    pub(super) fn refuse(&self, problem: Problem) {
        self.keep::<()>(Err(self.members.refuse(problem)));
    }

    fn keep<T>(&self, read: Result<T, Error>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(error) => {
                self.first.borrow_mut().get_or_insert(error);
                None
            }
        }
    }

    fn required<T: Readable<'a>>(&self, name: &str) -> Option<T> {
        self.keep(self.members.read(name))
    }

    fn maybe<T: Readable<'a>>(&self, name: &str) -> Option<T> {
        self.keep(self.members.maybe(name)).flatten()
    }

    pub(super) fn text(&self, name: &str) -> &'a str {
        self.required(name).unwrap_or_default()
    }

    pub(super) fn maybe_text(&self, name: &str) -> Option<&'a str> {
        self.maybe(name)
    }

    /// Several texts; none if they are left out. Each row is asked of many records, and so has no more than a
    /// programme's lists.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let texts: Option<Vec<String>> = self.maybe(name);
        // None may mean nothing, or anything.
        let fits = |texts: &Vec<String>| (1..=limits::LISTED).contains(&texts.len());
        match texts {
            Some(texts) if fits(&texts) => texts,
            Some(_) => {
                self.fail(name, Problem::Value);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Several of these words; none if they are left out.
    pub(super) fn words(&self, name: &str, all: &[&str]) -> Vec<String> {
        let words = self.texts(name);
        if !words.iter().all(|word| all.contains(&word.as_str())) {
            self.fail(name, Problem::Value);
        }
        words
    }

    /// One of these words, if it is there.
    pub(super) fn maybe_word(&self, name: &str, all: &[&str]) -> Option<String> {
        let word = self.maybe_text(name)?;
        if !all.contains(&word) {
            self.fail(name, Problem::Value);
        }
        Some(word.to_owned())
    }

    /// One of the catalogue's codes.
    pub(super) fn code(&self, name: &str, list: CodeList) -> String {
        let code = self.text(name);
        self.check_codes(name, list, &[code]);
        code.to_owned()
    }

    /// Several of the catalogue's codes; none if they are left out.
    pub(super) fn codes(&self, name: &str, list: CodeList) -> Vec<String> {
        let codes = self.texts(name);
        let each: Vec<&str> = codes.iter().map(String::as_str).collect();
        self.check_codes(name, list, &each);
        codes
    }

    /// A row about a code that no record can have is about nothing, and its author meant something.
    fn check_codes(&self, name: &str, list: CodeList, codes: &[&str]) {
        if !codes.iter().all(|code| self.catalogue.has(list, code)) {
            self.fail(name, Problem::Value);
        }
    }

    pub(super) fn maybe_number(&self, name: &str) -> Option<u32> {
        self.maybe(name)
    }

    /// Working days; none if they are left out.
    pub(super) fn working_days(&self, name: &str) -> u32 {
        let days = self.maybe_number(name).unwrap_or(0);
        if days > limits::PERIOD_WORKING_DAYS {
            self.fail(name, Problem::Value);
        }
        days
    }

    pub(super) fn number(&self, name: &str) -> u32 {
        self.required(name).unwrap_or_default()
    }

    pub(super) fn amount(&self, name: &str) -> Decimal {
        self.required(name).unwrap_or(Decimal::ZERO)
    }

    /// A flag; false if it is left out.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.maybe(name).unwrap_or_default()
    }

    pub(super) fn said(&self, name: &str) -> bool {
        self.required(name).unwrap_or_default()
    }

    pub(super) fn day(&self, name: &str) -> Day {
        self.required(name).unwrap_or(Day::MIN)
    }

    pub(super) fn time(&self, name: &str) -> Instant {
        self.required(name).unwrap_or(Instant::MIN)
    }

    pub(super) fn version(&self, name: &str) -> u64 {
        self.required(name).unwrap_or_default()
    }

    pub(super) fn maybe_day(&self, name: &str) -> Option<Day> {
        self.maybe(name)
    }

    /// Which of these a text is, by its index.
    pub(super) fn one_of(&self, name: &str, all: &[&'static str]) -> usize {
        let found = self.keep(self.members.one_of(name, all, |text| text));
        all.iter()
            .position(|text| Some(*text) == found)
            .unwrap_or(0)
    }

    /// Which of these each of several texts is; none if they are left out.
    pub(super) fn several_of(&self, name: &str, all: &[&str]) -> Vec<usize> {
        let texts: Vec<String> = self.texts(name);
        let index = |text: &String| {
            let index = all.iter().position(|known| known == text);
            if index.is_none() {
                self.fail(name, Problem::Value);
            }
            index
        };
        texts.iter().filter_map(index).collect()
    }

    pub(super) fn part(&self, name: &str) -> Option<Self> {
        self.keep(self.members.object(name))
            .map(|part| self.within(part))
    }

    pub(super) fn maybe_part(&self, name: &str) -> Option<Self> {
        let part = self.keep(self.members.maybe_object(name)).flatten();
        part.map(|part| self.within(part))
    }

    /// Reads each of several parts; none if they are left out.
    pub(super) fn each(&self, name: &str, read: &mut dyn FnMut(&Self)) {
        let parts = self.keep(self.members.each(name)).unwrap_or_default();
        if parts.len() > limits::LAW_ROWS {
            self.fail(name, Problem::Value);
            return;
        }
        for part in parts {
            read(&self.within(part));
        }
    }

    fn within(&self, members: ObjectReader<'a>) -> Self {
        Self {
            members,
            first: self.first,
            catalogue: self.catalogue,
        }
    }
}
