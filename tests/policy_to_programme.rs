//! `docs/policy-to-programme.md` in both languages: every file, command, change and output of it, in order.
#![cfg(feature = "cli")]

use testkit::desk::told;
use testkit::page::{fenced, follow};

const PAGES: [&str; 2] = [
    include_str!("../docs/policy-to-programme.md"),
    include_str!("../docs/policy-to-programme.zh-CN.md"),
];

#[test]
fn the_english_page_does_what_it_says() {
    follow(PAGES[0], &testkit::desk!(&[]));
}

#[test]
fn the_chinese_page_does_what_it_says() {
    follow(PAGES[1], &testkit::desk!(&[]));
}

#[test]
fn both_pages_have_the_same_files_and_commands() {
    let [english, chinese] = PAGES.map(|page| {
        let blocks = fenced(page)
            .into_iter()
            .filter(|block| block.info != "text");
        blocks
            .map(|block| (block.info, block.text))
            .collect::<Vec<_>>()
    });
    assert!(english.len() > 10);
    assert_eq!(english.len(), chinese.len());
    for (english, chinese) in english.iter().zip(&chinese) {
        assert_eq!(english, chinese);
    }
}

/// What is typed next year has to come to the same.
#[test]
fn no_command_asks_the_clock() {
    const ASK: [&str; 9] = [
        "xinyi check",
        "xinyi demo",
        "xinyi present",
        "xinyi programme diff",
        "xinyi programme try",
        "xinyi snapshot",
        "xinyi trust manifest rotate",
        "--facts",
        "--suggest",
    ];
    let mut seen = 0;
    for block in PAGES.iter().flat_map(|page| fenced(page)) {
        let commands = block.text.replace("\\\n", "");
        for line in commands.lines().filter(|_| block.info.starts_with("sh")) {
            if ASK.iter().any(|words| line.contains(words)) {
                assert!(line.contains("--now "), "{line}");
                seen += 1;
            }
        }
    }
    assert!(seen > 10);
}

/// Nobody who reads Chinese alone has to look up a word of tables in the English page.
#[test]
fn every_chinese_word_of_tables_is_in_the_chinese_page() {
    let reference = include_str!("../docs/authoring.md");
    let (_, section) = reference
        .split_once("## A programme as a table\n")
        .expect("the section");
    let (section, _) = section.split_once("\n## ").expect("the next section");
    let rows = section.lines().filter(|line| line.starts_with('|'));
    let named = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    // An example of several words has its words in rows of their own.
    let named = named.filter(|name| !name.contains(' '));
    let mut seen = 0;
    for word in named.chain(xinyi::authoring::table::words()) {
        if !word.is_ascii() {
            assert!(PAGES[1].contains(&format!("`{word}`")), "{word}");
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// Whoever takes the table for the programme is told which command comes first.
#[test]
fn a_table_in_place_of_a_programme_is_told() {
    let desk = testkit::desk!(&[("policy.csv", "项目\n编号,a\n")]);
    for command in [
        "lint policy.csv",
        "try policy.csv --facts policy.csv",
        "test policy.csv",
        "render policy.csv",
        "diff policy.csv policy.csv",
        "sign policy.csv --key k.pem --kid k --out policy.jws",
    ] {
        let output = desk.shell(&format!("xinyi programme {command}"));
        assert_eq!(output.status.code(), Some(2), "{command}");
        let told = told(&output);
        let first = "xinyi programme from-table policy.csv --out policy.json";
        assert!(told.contains(first), "{command}: {told}");
        assert!(!desk.path().join("policy.jws").exists());
    }
}
