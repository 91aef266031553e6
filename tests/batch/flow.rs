//! When it is answered, where to, and in how much memory.

use std::fs;
use std::io::{BufRead, BufReader, Write};

use serde_json::{Value, json};

use crate::lines::{BIKE, answers, batch, desk, lines, start};

/// A server in any language keeps one running beside it: each line is answered before the next is there.
#[test]
fn a_slow_input_is_answered_line_by_line() {
    let desk = desk();
    // `-` is standard input, and standard output.
    let mut child = start(&desk, &batch(&["-", "-"]));
    let mut input = child.stdin.take().expect("an input");
    let mut output = BufReader::new(child.stdout.take().expect("an output"));
    for (n, (_, line)) in lines(&desk, BIKE).into_iter().enumerate() {
        // A blank line behind it holds nothing up.
        write!(input, "{line}\n\n").expect("a line");
        input.flush().expect("a line");
        let mut answer = String::new();
        output.read_line(&mut answer).expect("an answer");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert_eq!(answer["line"], json!(2 * n + 1));
    }
    // The end of its input is its own.
    drop(input);
    let mut rest = String::new();
    output.read_line(&mut rest).expect("an end");
    assert_eq!(rest, "");
    child.wait().expect("an end");
}

/// Whoever reads no further ends it, although more lines could come, and hears nothing of that.
#[test]
fn a_closed_pipe_ends_it_quietly() {
    let desk = desk();
    let mut child = start(&desk, &batch(&[]));
    let mut input = child.stdin.take().expect("an input");
    let (_, line) = lines(&desk, BIKE).remove(0);
    drop(child.stdout.take());
    writeln!(input, "{line}").expect("a line");
    // The input stays open: it does not wait for more.
    let output = child.wait_with_output().expect("an end");
    drop(input);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(
        !said.contains("ipe") && !said.contains("panicked"),
        "{said}"
    );
}

/// A line of more than is read of any takes no memory to refuse, and the next one is answered.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_lines() {
    let desk = desk();
    let (_, line) = lines(&desk, BIKE).remove(0);
    let most = |write: &dyn Fn(&mut dyn Write)| {
        let mut child = start(&desk, &batch(&["--jobs", "2", "-", "out.ndjson"]));
        let mut input = child.stdin.take().expect("an input");
        write(&mut input);
        input.flush().expect("lines");
        // All that it has read is read: the last lines are a buffer full at most.
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("Linux");
        drop(input);
        child.wait().expect("an end");
        let peak = status
            .lines()
            .find(|line| line.starts_with("VmHWM:"))
            .expect("it");
        let peak: u64 = peak
            .split_whitespace()
            .nth(1)
            .and_then(|n| n.parse().ok())
            .expect("KB");
        peak
    };
    let lines = |count: usize| {
        move |input: &mut dyn Write, line: &Value| {
            (0..count).for_each(|_| writeln!(input, "{line}").expect("a line"));
        }
    };
    let few = most(&|input| lines(200)(input, &line));
    let many = most(&|input| lines(2_000)(input, &line));
    assert!(many < few + 4_000, "{few} KB, then {many} KB");
    let long = most(&|input| {
        write!(input, "{{\"bundle\":\"").expect("a line");
        (0..100).for_each(|_| input.write_all(&[b'a'; 1 << 20]).expect("a line"));
        writeln!(input, "\"}}\n{line}").expect("a line");
    });
    assert!(long < few + 20_000, "{few} KB, then {long} KB");
    let written = fs::read(desk.path().join("out.ndjson")).expect("a file");
    let found = answers(&written);
    assert_eq!(found[0]["error"]["code"], "limit.bytes");
    assert_eq!(found[1]["decision"]["outcome"], "granted");
    assert_eq!(found[1]["line"], 2);
}

/// What stands in the place of the answers is there until all of them are.
#[test]
fn answers_take_the_place_of_a_file_when_they_are_complete() {
    let desk = desk();
    let (_, line) = lines(&desk, BIKE).remove(0);
    let out = desk.path().join("out.ndjson");
    fs::write(&out, "old").expect("a file");
    let mut child = start(&desk, &batch(&["-", "out.ndjson"]));
    let mut input = child.stdin.take().expect("an input");
    (0..100).for_each(|_| writeln!(input, "{line}").expect("a line"));
    input.flush().expect("lines");
    assert_eq!(fs::read_to_string(&out).expect("a file"), "old");
    drop(input);
    let output = child.wait_with_output().expect("an end");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    assert_eq!(answers(&fs::read(&out).expect("a file")).len(), 100);
    // Standard error is for a terminal's eyes: there is no progress in a file.
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(!said.contains("B/s"), "{said}");
    // Not the lines' own.
    let same = desk.xinyi(&batch(&["out.ndjson", "./out.ndjson"]));
    assert_eq!(same.status.code(), Some(2));
    assert_eq!(answers(&fs::read(&out).expect("a file")).len(), 100);
    // Standard input has the lines, or the request, and not both.
    let both = desk.xinyi_with(&batch(&["--request", "-"]), b"{}");
    assert_eq!((both.status.code(), both.stdout.len()), (Some(2), 0));
}
