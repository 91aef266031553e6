//! The counts over the rows of a file. Counts and their comparisons are in whole numbers.

use std::collections::BTreeMap;

use super::duplicates::Duplicate;
use super::examine::{Finding, Population, Standing};
use super::problem::Problem;

/// At most one row in so many may have a duplicate or wrong code (重错码率不高于 1‰).
pub(super) const ONE_IN: u64 = 1_000;

/// How many lines a report names for each problem.
const LINES: usize = 5;

#[derive(Default)]
pub(super) struct Tally {
    /// Also those that cannot be read.
    pub(super) rows: u64,
    pub(super) unreadable: u64,
    /// Rows with any problem.
    pub(super) bad_rows: u64,
    pub(super) legal_persons: Count,
    pub(super) self_employed: Count,
    pub(super) natural_persons: Count,
    pub(super) duplicate_groups: u64,
    pub(super) problems: BTreeMap<Problem, Lines>,
    /// What was read without doubt, though it is odd.
    pub(super) notes: BTreeMap<Problem, Lines>,
    /// By index of the form's columns.
    pub(super) columns: Vec<Cells>,
}

/// Rows, and those of the first lines.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) rows: u64,
    pub(super) first: Vec<u64>,
}

#[derive(Default, Clone)]
pub(super) struct Cells {
    pub(super) empty: u64,
    pub(super) malformed: u64,
}

/// Rows of one population.
#[derive(Default)]
pub(super) struct Count {
    pub(super) rows: u64,
    pub(super) wrong: u64,
    pub(super) doubtful: u64,
    /// Rows that repeat an earlier one.
    pub(super) duplicates: u64,
    /// Of those, the ones that were counted as wrong already.
    duplicates_wrong: u64,
    duplicates_doubtful: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// More than 1‰, whatever the doubtful codes are.
    Exceeded,
    NoRows,
    /// It depends on the doubtful codes.
    Undetermined,
    /// At most 1‰, whatever the doubtful codes are.
    Within,
}

impl Tally {
    pub(super) fn note_unreadable(&mut self, problem: Problem, line: u64) {
        self.rows += 1;
        self.unreadable += 1;
        self.bad_rows += 1;
        // Whomever it is about, it has no valid code that could be read.
        self.legal_persons.rows += 1;
        self.legal_persons.wrong += 1;
        self.note_problem(problem, line);
    }

    /// A row of the file that is none of the data.
    pub(super) fn note_no_data(&mut self, line: u64) {
        self.note_problem(Problem::NoData, line);
    }

    pub(super) fn note(&mut self, finding: &Finding, line: u64) {
        self.rows += 1;
        self.bad_rows += u64::from(finding.is_bad());
        let count = self.count_mut(finding.population);
        count.rows += 1;
        count.wrong += u64::from(finding.standing == Standing::Wrong);
        count.doubtful += u64::from(finding.standing == Standing::Doubtful);
        for (index, (problem, column)) in finding.problems.iter().enumerate() {
            let earlier = finding.problems.get(..index).unwrap_or_default();
            if !earlier.iter().any(|(p, _)| p == problem) {
                self.note_problem(*problem, line);
            }
            // A cell counts once, whatever is wrong with it.
            let Some(column) = column.filter(|_| !problem.is_note()) else {
                continue;
            };
            let is_told = |(p, c): &(Problem, Option<usize>)| !p.is_note() && *c == Some(column);
            if earlier.iter().any(is_told) {
                continue;
            }
            if self.columns.len() <= column {
                self.columns.resize(column + 1, Cells::default());
            }
            if let Some(cells) = self.columns.get_mut(column) {
                match problem {
                    Problem::Empty | Problem::CodeMissing => cells.empty += 1,
                    _ => cells.malformed += 1,
                }
            }
        }
    }

    /// `note` is of [`note_of`].
    pub(super) fn note_duplicate(&mut self, duplicate: &Duplicate) {
        let (population, standing, is_bad) = read_note(duplicate.note);
        self.duplicate_groups += u64::from(duplicate.begins_group);
        self.bad_rows += u64::from(!is_bad);
        let count = self.count_mut(population);
        count.duplicates += 1;
        count.duplicates_wrong += u64::from(standing == Standing::Wrong);
        count.duplicates_doubtful += u64::from(standing == Standing::Doubtful);
        self.note_problem(duplicate_problem(duplicate.is_whole), duplicate.line);
    }

    pub(super) fn column(&self, index: usize) -> Cells {
        self.columns.get(index).cloned().unwrap_or_default()
    }

    pub(super) fn duplicates(&self) -> u64 {
        let each = [
            &self.legal_persons,
            &self.self_employed,
            &self.natural_persons,
        ];
        each.iter().map(|count| count.duplicates).sum()
    }

    fn count_mut(&mut self, population: Population) -> &mut Count {
        match population {
            Population::LegalPerson => &mut self.legal_persons,
            Population::SelfEmployed => &mut self.self_employed,
            Population::NaturalPerson => &mut self.natural_persons,
        }
    }

    fn note_problem(&mut self, problem: Problem, line: u64) {
        let lines = match problem.is_note() {
            true => self.notes.entry(problem).or_default(),
            false => self.problems.entry(problem).or_default(),
        };
        lines.rows += 1;
        // Duplicates do not come in the order of lines.
        let place = lines.first.partition_point(|first| *first < line);
        if place < LINES {
            lines.first.insert(place, line);
            lines.first.truncate(LINES);
        }
    }
}

impl Count {
    /// Rows that certainly have to be corrected or removed: codes that are wrong, and what repeats
    /// an earlier row. A row that is both is one.
    pub(super) fn certain(&self) -> u64 {
        self.wrong + self.duplicates - self.duplicates_wrong
    }

    /// Those, and what may have to be.
    pub(super) fn possible(&self) -> u64 {
        self.certain() + self.doubtful - self.duplicates_doubtful
    }

    pub(super) fn verdict(&self) -> Verdict {
        if self.rows == 0 {
            Verdict::NoRows
        } else if !is_within(self.certain(), self.rows) {
            Verdict::Exceeded
        } else if !is_within(self.possible(), self.rows) {
            Verdict::Undetermined
        } else {
            Verdict::Within
        }
    }
}

fn is_within(part: u64, whole: u64) -> bool {
    u128::from(part) * u128::from(ONE_IN) <= u128::from(whole)
}

/// A share in thousandths with three decimals, rounded up so that what is more than one never
/// reads as one.
pub(super) fn per_mille(part: u64, whole: u64) -> Option<String> {
    let thousandths = (u128::from(part) * 1_000_000).checked_next_multiple_of(whole.into())?;
    let thousandths = thousandths.checked_div(whole.into())?;
    Some(format!(
        "{}.{:03}",
        thousandths / 1_000,
        thousandths % 1_000
    ))
}

pub(super) fn duplicate_problem(is_whole: bool) -> Problem {
    match is_whole {
        true => Problem::DuplicateRow,
        false => Problem::DuplicateKey,
    }
}

/// What is needed of a row if it turns out to be a duplicate, in a byte.
pub(super) fn note_of(finding: &Finding) -> u8 {
    let population = match finding.population {
        Population::LegalPerson => 0,
        Population::SelfEmployed => 1,
        Population::NaturalPerson => 2,
    };
    let standing = match finding.standing {
        Standing::Right => 0,
        Standing::Doubtful => 1,
        Standing::Wrong => 2,
    };
    population | standing << 2 | u8::from(finding.is_bad()) << 4
}

fn read_note(note: u8) -> (Population, Standing, bool) {
    let population = match note & 3 {
        0 => Population::LegalPerson,
        1 => Population::SelfEmployed,
        _ => Population::NaturalPerson,
    };
    let standing = match note >> 2 & 3 {
        0 => Standing::Right,
        1 => Standing::Doubtful,
        _ => Standing::Wrong,
    };
    (population, standing, note >> 4 == 1)
}

impl Population {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::LegalPerson => "legal_person",
            Self::SelfEmployed => "self_employed",
            Self::NaturalPerson => "natural_person",
        }
    }
}

impl Verdict {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Exceeded => "exceeded",
            Self::NoRows => "no_rows",
            Self::Undetermined => "undetermined",
            Self::Within => "within",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(rows: u64, wrong: u64, doubtful: u64) -> Count {
        Count {
            rows,
            wrong,
            doubtful,
            ..Count::default()
        }
    }

    #[test]
    fn one_in_a_thousand_is_within_and_one_more_is_not() {
        for (rows, wrong, doubtful, want) in [
            (1_000, 1, 0, Verdict::Within),
            (999, 1, 0, Verdict::Exceeded),
            (1_000, 0, 1, Verdict::Within),
            (1_000, 1, 1, Verdict::Undetermined),
            (1_000, 2, 9, Verdict::Exceeded),
            (u64::MAX, u64::MAX / 1_000, 0, Verdict::Within),
            (u64::MAX, u64::MAX / 1_000 + 1, 0, Verdict::Exceeded),
            (0, 0, 0, Verdict::NoRows),
        ] {
            assert_eq!(
                count(rows, wrong, doubtful).verdict(),
                want,
                "{rows} {wrong} {doubtful}"
            );
        }
    }

    #[test]
    fn a_row_that_is_wrong_and_repeated_counts_once() {
        let count = Count {
            rows: 10,
            wrong: 3,
            doubtful: 2,
            duplicates: 4,
            duplicates_wrong: 1,
            duplicates_doubtful: 2,
        };
        assert_eq!((count.certain(), count.possible()), (6, 6));
    }

    #[test]
    fn shares_are_rounded_up() {
        assert_eq!(per_mille(1, 1_000).as_deref(), Some("1.000"));
        assert_eq!(per_mille(1_001, 1_000_000).as_deref(), Some("1.001"));
        assert_eq!(
            per_mille(10_000_001, 10_000_000_000).as_deref(),
            Some("1.001")
        );
        assert_eq!(per_mille(0, 5).as_deref(), Some("0.000"));
        assert_eq!(per_mille(0, 0), None);
    }

    #[test]
    fn a_note_says_what_was_put_into_it() {
        for population in [
            Population::LegalPerson,
            Population::SelfEmployed,
            Population::NaturalPerson,
        ] {
            for standing in [Standing::Right, Standing::Doubtful, Standing::Wrong] {
                for (is_bad, problems) in [
                    (false, vec![]),
                    (false, vec![(Problem::Short, None)]),
                    (true, vec![(Problem::Empty, None)]),
                ] {
                    let finding = Finding {
                        population,
                        standing,
                        is_data: true,
                        problems,
                        key: Vec::new(),
                        digest: [0; 16],
                    };
                    assert_eq!(read_note(note_of(&finding)), (population, standing, is_bad));
                }
            }
        }
    }
}
