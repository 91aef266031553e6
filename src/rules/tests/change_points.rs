//! The verdict changes on no day but a change point.

use super::generate::rule;
use super::hidden::facts_with_hidden;
use super::*;
use crate::law;
use std::ops::RangeInclusive;
use testkit::random::{Random, cases};

#[track_caller]
fn days_between(rule: &str, facts_text: &str, from: &str, to: &str) -> Vec<String> {
    let expr = read(&parse(rule)).expect(rule);
    let days = change_points(&expr, &facts(&parse(facts_text)), day(from)..=day(to));
    days.iter().map(Day::to_string).collect()
}

fn change_points(expr: &Expr, root: &Members, range: RangeInclusive<Day>) -> Vec<Day> {
    let facts = Environment {
        root,
        vocabulary: &TestVocabulary,
        today: *range.start(),
        calendar: &law::built_in().calendar,
        work: &Work::of(u64::MAX),
    };
    expr.change_points(facts, *range.end())
}

#[test]
fn each_operator_has_its_days() {
    let facts = r#"{"credit":{"subject":{"birthdate":"2008-02-29"},
        "registration":{"notice_from":"2026-10-10"},
        "listings":[{"since":"2024-05-31"},{"$unknown":"undisclosed"},{}]}}"#;
    for (rule, want) in [
        (
            r#"{"<":[{"var":"credit.registration.notice_from"},{"var":"now"}]}"#,
            &["2026-10-10", "2026-10-11"][..],
        ),
        (
            r#"{"<":[{"var":"now"},"2026-12-31"]}"#,
            &["2026-12-31", "2027-01-01"],
        ),
        (
            r#"{"in":[{"var":"now"},["2026-12-31"]]}"#,
            &["2026-12-31", "2027-01-01"],
        ),
        // Three working days after Saturday 10 October, itself a working day.
        (
            r#"{"within":[{"var":"credit.registration.notice_from"},"P3B"]}"#,
            &["2026-10-10", "2026-10-11", "2026-10-14", "2026-10-15"],
        ),
        (
            r#"{"some":[{"var":"credit.listings"},{"within":[{"var":"since"},"P2Y9M"]}]}"#,
            &["2027-02-28", "2027-03-01"],
        ),
        (
            r#"{">=":[{"age":{"var":"credit.subject.birthdate"}},18]}"#,
            &["2026-02-28", "2027-02-28"],
        ),
        (
            r#"{"==":[{"<":[{"var":"now"},"2026-12-31"]},{"!":{"<":["2026-11-01",{"var":"now"}]}}]}"#,
            &["2026-11-01", "2026-11-02", "2026-12-31", "2027-01-01"],
        ),
        (
            r#"{"before":["2026-02-27",{"plus-time":[{"var":"now"},"P1M"]}]}"#,
            &["2026-01-27", "2026-01-28"],
        ),
        // A month after the 28th, and after each later day of January, is 28 February.
        (
            r#"{"after":[{"plus-time":[{"var":"now"},"P1M"]},"2026-02-28"]}"#,
            &["2026-01-28", "2026-02-01"],
        ),
        // From Friday 9 October over Saturday, which is worked, to Tuesday.
        (
            r#"{"in":[{"plus-time":[{"var":"now"},"P3B"]},["2026-10-13"]]}"#,
            &["2026-10-09", "2026-10-10"],
        ),
        (
            r#"{"not-after":[{"var":"now"},{"plus-time":[{"var":"credit.registration.notice_from"},"P1M"]}]}"#,
            &["2026-11-10", "2026-11-11"],
        ),
        (
            r#"{">":[{"count":[{"var":"credit.listings"},{"within":[{"var":"since"},"P2Y9M"]}]},0]}"#,
            &["2027-02-28", "2027-03-01"],
        ),
        // Nothing of these moves.
        (
            r#"{"at-least":[{"var":"credit.evaluations.tax.grade"},"A","tax"]}"#,
            &[],
        ),
        (
            r#"{"<":[{"var":"credit.registration.notice_from"},"2026-11-11"]}"#,
            &[],
        ),
        (
            r#"{"exists":{"var":"credit.registration.notice_from"}}"#,
            &[],
        ),
    ] {
        let days = days_between(rule, facts, "2026-01-01", "2027-12-31");
        assert_eq!(days, want, "{rule}");
    }
}

#[test]
fn what_moves_is_today_whenever_it_is_drawn_again() {
    let facts = r#"{"credit":{"as_of":"2026-11-20"}}"#;
    let rule = r#"{"after":[{"var":"credit.as_of"},"2026-12-30"]}"#;
    let days = days_between(rule, facts, "2026-11-22", "2027-12-31");
    assert_eq!(days, ["2026-12-30", "2026-12-31"]);
    let stays = r#"{"after":[{"var":"credit.registration.notice_from"},"2026-12-30"]}"#;
    let days = days_between(stays, "{}", "2026-11-22", "2027-12-31");
    assert!(days.is_empty(), "{days:?}");
}

#[test]
fn two_periods_from_today_may_turn_on_any_day() {
    let rule =
        r#"{"<":[{"plus-time":[{"var":"now"},"P1M"]},{"plus-time":[{"var":"now"},"P30D"]}]}"#;
    let days = days_between(rule, "{}", "2026-01-30", "2026-02-02");
    assert_eq!(
        days,
        ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"]
    );
}

#[test]
fn a_period_that_ends_in_an_unannounced_year_is_an_estimate() {
    let rule = r#"{"within":[{"var":"credit.registration.notice_from"},"P3B"]}"#;
    let expr = read(&parse(rule)).unwrap();
    for (date, estimated) in [("2026-12-28", false), ("2026-12-29", true)] {
        let text = format!(r#"{{"credit":{{"registration":{{"notice_from":"{date}"}}}}}}"#);
        let root = &facts(&parse(&text));
        let today = day("2026-11-22");
        assert_eq!(
            expr.is_estimated(Environment {
                root,
                vocabulary: &TestVocabulary,
                today,
                calendar: &law::built_in().calendar,
                work: &Work::of_a_decision()
            }),
            estimated,
            "{date}"
        );
    }
    let rule = r#"{"after":[{"plus-time":[{"var":"now"},"P3B"]},"2020-01-01"]}"#;
    let expr = read(&parse(rule)).unwrap();
    let root = &Members::default();
    for (today, estimated) in [("2026-12-28", false), ("2026-12-29", true)] {
        let today = day(today);
        assert_eq!(
            expr.is_estimated(Environment {
                root,
                vocabulary: &TestVocabulary,
                today,
                calendar: &law::built_in().calendar,
                work: &Work::of_a_decision()
            }),
            estimated,
            "{today}"
        );
    }
}

#[test]
fn the_verdict_changes_on_no_other_day() {
    let mut random = Random::seeded("change points");
    let range = day("2023-12-01")..=day("2028-12-31");
    let mut changes = 0;
    for _ in 0..cases(2_000) / 4 {
        let text = rule(&mut random, 3);
        let expr = read(&parse(&text)).expect(&text);
        let hidden = random.below(4);
        let masked = facts_with_hidden(&mut random, hidden).filled(&mut |_| None);
        let masked = masked.expect("an object");
        let members = facts(&masked);
        let points = change_points(&expr, &members, range.clone());
        let mut before = None;
        let mut today = Some(*range.start());
        while let Some(date) = today.filter(|date| range.contains(date)) {
            let verdict = expr.evaluate(Environment {
                root: &members,
                vocabulary: &TestVocabulary,
                today: date,
                calendar: &law::built_in().calendar,
                work: &Work::of_a_decision(),
            });
            if before.is_some_and(|before| before != verdict) {
                changes += 1;
                assert!(
                    points.contains(&date),
                    "{date}: {text}\non {}",
                    json::write(&masked)
                );
            }
            before = Some(verdict);
            today = date.next();
        }
    }
    println!("changes: {changes}");
    assert!(changes > 0);
}
