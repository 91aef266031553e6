//! Bytes sorted into partitions: in memory while they are few, then in one temporary file. The file has no name, so
//! that nothing stays behind whatever happens to the program.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// How much of all partitions together is kept in memory, in bytes.
const IN_MEMORY: usize = 16 * 1024 * 1024;

#[derive(Default)]
pub(super) struct Spill {
    parts: Vec<Part>,
    in_memory: usize,
    file: Option<File>,
    file_bytes: u64,
}

#[derive(Default)]
struct Part {
    bytes: Vec<u8>,
    /// Where in the file the earlier bytes are, in their order.
    extents: Vec<(u64, usize)>,
}

impl Spill {
    /// Adds a record to a partition. A record is never cut.
    pub(super) fn push(&mut self, part: usize, record: &[&[u8]]) -> io::Result<()> {
        if self.parts.len() <= part {
            self.parts.resize_with(part + 1, Part::default);
        }
        if let Some(part) = self.parts.get_mut(part) {
            for bytes in record {
                part.bytes.extend_from_slice(bytes);
                self.in_memory += bytes.len();
            }
        }
        match self.in_memory > IN_MEMORY {
            true => self.flush(),
            false => Ok(()),
        }
    }

    pub(super) fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The whole records of a partition in their order, in pieces.
    pub(super) fn read(
        &mut self,
        part: usize,
        mut each: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let Some(part) = self.parts.get(part) else {
            return Ok(());
        };
        let mut piece = Vec::new();
        for (offset, length) in &part.extents {
            let Some(file) = &mut self.file else { break };
            file.seek(SeekFrom::Start(*offset))?;
            piece.resize(*length, 0);
            file.read_exact(&mut piece)?;
            each(&piece)?;
        }
        each(&part.bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.file_bytes))?;
        for part in self.parts.iter_mut().filter(|part| !part.bytes.is_empty()) {
            // The memory goes as well: partitions grow unevenly.
            let bytes = core::mem::take(&mut part.bytes);
            file.write_all(&bytes)?;
            part.extents.push((self.file_bytes, bytes.len()));
            self.file_bytes += bytes.len() as u64;
        }
        self.in_memory = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pushed_comes_back_in_its_order() {
        let mut spill = Spill::default();
        let record = [7_u8; 1_000];
        for n in 0_u32..40_000 {
            spill
                .push(n as usize % 3, &[&n.to_le_bytes(), &record])
                .unwrap();
        }
        assert!(spill.file_bytes > IN_MEMORY as u64 && spill.in_memory <= IN_MEMORY);
        for part in 0..3 {
            let mut found = Vec::new();
            let each = |piece: &[u8]| {
                for record in piece.chunks_exact(1_004) {
                    found.push(u32::from_le_bytes(record[..4].try_into().unwrap()));
                }
                assert_eq!(piece.len() % 1_004, 0);
                Ok(())
            };
            spill.read(part, each).unwrap();
            let want: Vec<u32> = (0..40_000).filter(|n| *n as usize % 3 == part).collect();
            assert_eq!(found, want);
        }
    }
}
