//! `docs/publish.md` in both languages: every command and what it prints, in order.
#![cfg(all(feature = "cli", feature = "sm2"))]

use testkit::page::{fenced, follow};

const PAGES: [&str; 2] = [
    include_str!("../docs/publish.md"),
    include_str!("../docs/publish.zh-CN.md"),
];

#[test]
fn the_page_does_what_it_says() {
    follow(PAGES[0], &testkit::desk!(&[]));
}

#[test]
fn both_pages_have_the_same_commands() {
    let [english, chinese] = PAGES.map(|page| {
        let blocks = fenced(page).into_iter();
        blocks
            .map(|block| (block.info, block.text))
            .collect::<Vec<_>>()
    });
    assert!(english.len() > 10);
    assert_eq!(english, chinese);
}

/// What is typed next year has to come to the same.
#[test]
fn no_command_asks_the_clock() {
    let mut seen = 0;
    for block in fenced(PAGES[0])
        .iter()
        .filter(|block| block.info.starts_with("sh"))
    {
        let commands = block.text.replace("\\\n", "");
        for line in commands.lines() {
            let words = [
                "xinyi demo",
                "sh publish.sh",
                "manifest rotate",
                "status set",
                "snapshot due",
            ];
            if words.iter().any(|words| line.contains(words)) {
                assert!(line.contains("--now "), "{line}");
                seen += 1;
            }
        }
    }
    assert!(seen > 8, "{seen}");
}
