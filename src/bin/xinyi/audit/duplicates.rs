//! Rows that repeat an earlier one, exactly, in bounded memory.
//!
//! Of each row three things are kept: its line, a digest of all its cells, and its whole *key*, which makes it
//! the same record as another (such as decision and subject). They go to one of 256 partitions by the key.
//! Partitions spill to disk. When all rows are read, the partitions are gone through one by one, each with a
//! table of its keys, which are a 256th of all different keys. Keys are compared and not their hashes, so that
//! different rows are never taken for the same. Nothing is read twice, so that standard input will do as well
//! as a file.
//!
//! The digest (SHA-256, 16 bytes of it) only tells whether a row with the same key is the same in all
//! its other cells too.

use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::BuildHasher;
use std::io;

use super::spill::Spill;

const PARTITIONS: u64 = 256;

pub(super) const DIGEST: usize = 16;

#[derive(Default)]
pub(super) struct Duplicates {
    rows: Spill,
    hasher: RandomState,
}

/// What is kept of a row.
pub(super) struct Trace<'a> {
    pub(super) line: u64,
    /// A byte of the caller's, which it gets back.
    pub(super) note: u8,
    pub(super) digest: [u8; DIGEST],
    pub(super) key: &'a [u8],
}

/// A row that repeats an earlier one.
pub(super) struct Duplicate {
    pub(super) line: u64,
    pub(super) note: u8,
    /// The line of the first row with this key.
    pub(super) first_line: u64,
    /// Whether all the cells are those of that first row.
    pub(super) is_whole: bool,
    /// Whether it is the first that repeats it.
    pub(super) begins_group: bool,
}

struct First {
    line: u64,
    digest: [u8; DIGEST],
    repeated: bool,
}

impl Duplicates {
    pub(super) fn push(&mut self, trace: &Trace<'_>) -> io::Result<()> {
        let part = self.hasher.hash_one(trace.key) % PARTITIONS;
        let length = u32::try_from(trace.key.len()).map_err(io::Error::other)?;
        let record: [&[u8]; 5] = [
            &trace.line.to_le_bytes(),
            &[trace.note],
            &trace.digest,
            &length.to_le_bytes(),
            trace.key,
        ];
        // Below 256.
        self.rows.push(part as usize, &record)
    }

    /// Calls back for every row that repeats an earlier one; rows of one key come in the order of the file.
    pub(super) fn find(
        mut self,
        mut each: impl FnMut(Duplicate) -> io::Result<()>,
    ) -> io::Result<()> {
        for part in 0..self.rows.parts() {
            let mut seen: HashMap<Box<[u8]>, First> = HashMap::new();
            self.rows.read(part, |mut piece| {
                while let Some((trace, rest)) = Trace::read(piece) {
                    piece = rest;
                    match seen.entry(trace.key.into()) {
                        Entry::Vacant(place) => {
                            place.insert(First {
                                line: trace.line,
                                digest: trace.digest,
                                repeated: false,
                            });
                        }
                        Entry::Occupied(mut first) => {
                            let first = first.get_mut();
                            each(Duplicate {
                                line: trace.line,
                                note: trace.note,
                                first_line: first.line,
                                is_whole: first.digest == trace.digest,
                                begins_group: !first.repeated,
                            })?;
                            first.repeated = true;
                        }
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

impl<'a> Trace<'a> {
    /// The trace that the bytes begin with, and what follows it.
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (line, bytes) = bytes.split_first_chunk()?;
        let (note, bytes) = bytes.split_first()?;
        let (digest, bytes) = bytes.split_first_chunk()?;
        let (length, bytes) = bytes.split_first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (key, rest) = bytes.split_at_checked(length)?;
        let trace = Self {
            line: u64::from_le_bytes(*line),
            note: *note,
            digest: *digest,
            key,
        };
        Some((trace, rest))
    }
}

/// Duplicates in the order of the file, for a second pass.
#[derive(Default)]
pub(super) struct Marks {
    spill: Spill,
    block: Option<usize>,
    /// Of the block: line, line of the first, whether whole.
    marks: Vec<(u64, u64, bool)>,
}

/// Lines to a block.
const BLOCK_BITS: u32 = 16;

impl Marks {
    pub(super) fn push(&mut self, duplicate: &Duplicate) -> io::Result<()> {
        let record: [&[u8]; 3] = [
            &duplicate.line.to_le_bytes(),
            &duplicate.first_line.to_le_bytes(),
            &[u8::from(duplicate.is_whole)],
        ];
        self.spill.push(block(duplicate.line)?, &record)
    }

    /// The line of the first and whether the whole is repeated, if the row on this line is a
    /// duplicate. Lines are asked for in ascending order.
    pub(super) fn get(&mut self, line: u64) -> io::Result<Option<(u64, bool)>> {
        let block = block(line)?;
        if self.block != Some(block) {
            self.block = Some(block);
            self.marks.clear();
            let marks = &mut self.marks;
            self.spill.read(block, |mut piece| {
                while let Some(([line, first], [whole, rest @ ..])) = two_numbers(piece) {
                    marks.push((line, first, *whole == 1));
                    piece = rest;
                }
                Ok(())
            })?;
            marks.sort_unstable();
        }
        let found = self.marks.binary_search_by_key(&line, |mark| mark.0).ok();
        let mark = found.and_then(|index| self.marks.get(index));
        Ok(mark.map(|(_, first, whole)| (*first, *whole)))
    }
}

fn block(line: u64) -> io::Result<usize> {
    usize::try_from(line >> BLOCK_BITS).map_err(io::Error::other)
}

fn two_numbers(bytes: &[u8]) -> Option<([u64; 2], &[u8])> {
    let (first, rest) = bytes.split_first_chunk()?;
    let (second, rest) = rest.split_first_chunk()?;
    Some((
        [u64::from_le_bytes(*first), u64::from_le_bytes(*second)],
        rest,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(rows: &[(u64, &str, u8)]) -> Vec<(u64, u64, bool, bool)> {
        let mut duplicates = Duplicates::default();
        for (line, key, digest) in rows {
            let trace = Trace {
                line: *line,
                note: 0,
                digest: [*digest; DIGEST],
                key: key.as_bytes(),
            };
            duplicates.push(&trace).unwrap();
        }
        let mut found = Vec::new();
        let each = |d: Duplicate| {
            found.push((d.line, d.first_line, d.is_whole, d.begins_group));
            Ok(())
        };
        duplicates.find(each).unwrap();
        found.sort_unstable();
        found
    }

    #[test]
    fn a_row_is_a_duplicate_of_the_first_with_its_key() {
        let rows = [
            (2, "a", 1),
            (3, "b", 1),
            (4, "a", 1),
            (9, "a", 2),
            (10, "", 1),
            (11, "", 1),
        ];
        let want = [
            (4, 2, true, true),
            (9, 2, false, false),
            (11, 10, true, true),
        ];
        assert_eq!(find(&rows), want);
    }

    #[test]
    fn so_it_is_after_a_spill() {
        let keys: Vec<String> = (0..600_000_u64)
            .map(|n| format!("key-{}", n % 599_999))
            .collect();
        let rows: Vec<_> = (0..)
            .zip(&keys)
            .map(|(line, key)| (line, key.as_str(), 0))
            .collect();
        assert_eq!(find(&rows), [(599_999, 0, true, true)]);
    }

    #[test]
    fn marks_come_in_the_order_of_lines() {
        let mut marks = Marks::default();
        for line in [200_000, 5, 70_000, 6] {
            let duplicate = Duplicate {
                line,
                note: 0,
                first_line: line - 4,
                is_whole: line == 6,
                begins_group: true,
            };
            marks.push(&duplicate).unwrap();
        }
        for (line, want) in [
            (4, None),
            (5, Some((1, false))),
            (6, Some((2, true))),
            (70_000, Some((69_996, false))),
            (140_000, None),
            (200_000, Some((199_996, false))),
            (900_000, None),
        ] {
            assert_eq!(marks.get(line).unwrap(), want);
        }
    }
}
