//! Damaged workbooks and pages: each ends in rows or in an error, in time and in little memory. `XINYI_SEED` repeats
//! a run, `XINYI_CASES` sets how many there are of each file.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use testkit::random::{Random, cases};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::audit::asked::Asked;
use crate::audit::row::{Next, Row};
use crate::audit::rows::Rows;
use crate::failure::Failure;
use crate::tabular::source::{Passes, Source};

/// How long one of these small files may take, with all that runs beside it.
const LONGEST: Duration = Duration::from_secs(60);

#[test]
fn damaged_workbooks() {
    run(
        "xlsx",
        &["libreoffice.xlsx", "openpyxl.xlsx", "xlsxwriter.xlsx"],
        |random, bytes| {
            match random.one_in(4) {
                true => mutated(random, bytes),
                // What the checksum of a part would find out is not what is tried here.
                false => with_mutated_part(random, bytes),
            }
        },
    );
}

#[test]
fn damaged_workbooks_of_1997() {
    run("xls", &["libreoffice.xls", "xlwt.xls"], mutated);
}

#[test]
fn damaged_pages() {
    run(
        "page",
        &["page.xls", "libreoffice.html", "xml-2003.xls"],
        mutated,
    );
}

fn run(name: &str, files: &[&str], mutation: fn(&mut Random, &[u8]) -> Vec<u8>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/exports");
    let desk = tempfile::tempdir().unwrap();
    let path = desk.path().join("rows");
    let mut random = Random::seeded(name);
    let (mut read, mut refused) = (0, 0);
    for file in files {
        let bytes = fs::read(folder.join(file)).unwrap();
        for _ in 0..cases(50) {
            let seed = random.seed();
            let mutated = mutation(&mut random, &bytes);
            fs::write(&path, &mutated).unwrap();
            let started = Instant::now();
            match rows(&path) {
                Ok(_) => read += 1,
                Err(Failure::Refused(_)) => refused += 1,
                Err(Failure::Told(answer)) => panic!("{file}, {seed}: {answer}"),
                Err(Failure::Other(problem)) => panic!("{file}, {seed}: {problem}"),
            }
            let took = started.elapsed();
            if took >= LONGEST {
                let kept = env!("CARGO_MANIFEST_DIR").to_owned() + "/target/damaged";
                fs::copy(&path, &kept).unwrap();
                panic!("{file}, {seed}: {took:?}; it is kept as {kept}");
            }
        }
    }
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused");
    assert_little_memory();
}

/// How many rows there are.
fn rows(path: &Path) -> Result<u64, Failure> {
    let asked = Asked {
        format: None,
        encoding: None,
        header_row: None,
        sheet: None,
        columns: Vec::new(),
    };
    let mut rows = Rows::open(Source::open(path, Passes::One)?, &asked)?;
    let mut row = Row::default();
    let mut count = 0;
    while !matches!(rows.next(&mut row)?, Next::End) {
        count += 1;
    }
    Ok(count)
}

/// A few bytes changed, taken out, put in or repeated.
fn mutated(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(24)).min(bytes.len());
        match random.below(6) {
            0 => bytes[at] = random.below(256) as u8,
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at..end].fill(random.pick(&[0, 0x20, 0x7F, 0xFF, b'<', b'9'])),
            3 => drop(bytes.drain(at..end)),
            4 => {
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => bytes.truncate(at.max(bytes.len() / 2)),
        }
    }
    bytes
}

/// The same of one part of an archive, which is whole.
fn with_mutated_part(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let chosen = random.below(archive.len());
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut part = Vec::new();
        entry.read_to_end(&mut part).unwrap();
        if index == chosen {
            part = mutated(random, &part);
        }
        let options = SimpleFileOptions::default();
        written.start_file(entry.name().unwrap(), options).unwrap();
        written.write_all(&part).unwrap();
    }
    written.finish().unwrap().into_inner()
}

/// The most that this process has had.
#[cfg(target_os = "linux")]
fn assert_little_memory() {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes: u64 = line
        .unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap();
    assert!(kilobytes < 1_500_000, "{kilobytes} kB");
}

#[cfg(not(target_os = "linux"))]
fn assert_little_memory() {}
