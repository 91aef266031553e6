//! `docs/compare.md` in both languages: every command and what it prints, in order.
#![cfg(all(feature = "cli", feature = "sm2"))]

use testkit::page::{fenced, follow};

const PAGES: [&str; 2] = [
    include_str!("../docs/compare.md"),
    include_str!("../docs/compare.zh-CN.md"),
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
    assert_eq!(english.len(), 5);
    assert_eq!(english, chinese);
}
