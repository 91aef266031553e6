//! States: that they can be read again however far an app has come, and that two become one.

use super::*;
use crate::jose::base64url;
use crate::trust::seen::{ListName, short_hash};
use crate::trust::status::Stapled;

pub(super) fn at(unix: i64) -> Instant {
    Instant::from_unix(unix).unwrap()
}

pub(super) fn new_key() -> SigningKey {
    SigningKey::generate(Algorithm::Ed25519, &SystemRandom::new()).unwrap()
}

/// A part of the last report, as text.
pub(super) fn reported(trust: &TrustStore, part: &str) -> String {
    let report = json::document(trust.report());
    report.member(part).map(json::write).unwrap_or_default()
}

#[track_caller]
pub(super) fn is_accepted(trust: &TrustStore, part: &str) {
    let found = reported(trust, part);
    assert!(found.contains(r#""result":"accepted""#), "{part}: {found}");
}

/// What an app stores is all that it needs to come as far again.
#[track_caller]
pub(super) fn comes_as_far(platform: &Platform, trust: &TrustStore, root: u64) {
    assert_eq!(trust.state.root().version, root);
    let (state, snapshot) = (
        trust.export_state(),
        json::write(&trust.export_snapshot().unwrap()),
    );
    assert!(state.len() <= limits::STATE_BYTES);
    assert!(snapshot.len() <= limits::SNAPSHOT_BYTES);
    let without_links = platform.snapshot_with(&[], &platform.manifest, Vec::new());
    for (state, snapshot) in [
        (Some(&*state), &*snapshot),
        (None, &*snapshot),
        (Some(&*state), &*without_links),
    ] {
        let again = platform.start_with(state, snapshot);
        if state.is_some() {
            is_accepted(&again, "state");
        }
        is_accepted(&again, "root");
        is_accepted(&again, "manifest");
        assert_eq!(again.state.root().version, root);
        assert_eq!(again.export_state(), trust.export_state());
    }
}

#[test]
fn an_app_can_follow_as_many_roots_as_it_can_read_again() {
    let platform = Platform::new();
    let last = u64::try_from(limits::ROOTS).unwrap() + 1;
    let roots: Vec<String> = (2..=last + 1)
        .map(|version| platform.next_root(version, &platform.key))
        .collect();
    let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    let mut trust = platform.start(&platform.snapshot(Vec::new()));
    let mut load = |roots: &[&str]| {
        let snapshot = platform.snapshot_with(roots, &platform.manifest, Vec::new());
        trust.load(Some(snapshot.as_bytes()), at(NOW));
    };
    // No snapshot has more than this, and each goes on where the one before ended.
    load(&roots[..64]);
    load(&roots[64..70]);
    comes_as_far(&platform, &trust, 71);
    let mut load = |roots: &[&str]| {
        let snapshot = platform.snapshot_with(roots, &platform.manifest, Vec::new());
        trust.load(Some(snapshot.as_bytes()), at(NOW));
    };
    load(&roots[70..134]);
    load(&roots[134..198]);
    load(&roots[198..]);
    let root = reported(&trust, "root");
    assert!(root.contains(r#""code":"limit.items""#), "{root}");
    comes_as_far(&platform, &trust, last);
}

#[test]
fn roots_are_followed_as_long_as_they_can_be_stored() {
    let platform = Platform::new();
    let note = "x".repeat(40_000);
    let root = |version| platform.root_of(version, &platform.key, &platform.key, &note);
    let roots: Vec<String> = (2..60).map(root).collect();
    assert!(roots.iter().all(|root| root.len() < limits::ROOT_BYTES));
    let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    let all = platform.snapshot_with(&roots, &platform.manifest, Vec::new());
    let trust = platform.start(&all);
    let found = reported(&trust, "root");
    assert!(found.contains(r#""code":"limit.bytes""#), "{found}");
    let followed = u64::try_from(limits::ROOTS_BYTES / roots[0].len()).unwrap();
    comes_as_far(&platform, &trust, 1 + followed);
}

#[test]
fn a_root_or_a_manifest_that_is_too_long_is_not_taken() {
    let platform = Platform::new();
    let note = "x".repeat(limits::ROOT_BYTES);
    let long = platform.next_root(2, &platform.key).replace(
        r#""signatures":["#,
        &format!(r#""signatures":[{{"protected":"eyJhbGciOiJYIn0","signature":"{note}"}},"#),
    );
    let trust = platform.start(&platform.snapshot_with(&[&long], &platform.manifest, vec![]));
    let found = reported(&trust, "root");
    assert!(found.contains(r#""code":"limit.bytes""#), "{found}");
    assert_eq!(trust.versions().unwrap().1, 1);

    let note = "x".repeat(limits::MANIFEST_BYTES);
    let long = platform.manifest.replace(
        r#""signatures":["#,
        &format!(r#""signatures":[{{"protected":"eyJhbGciOiJYIn0","signature":"{note}"}},"#),
    );
    let trust = platform.start(&platform.snapshot_with(&[], &long, vec![]));
    let found = reported(&trust, "manifest");
    assert!(found.contains(r#""code":"limit.bytes""#), "{found}");
}

#[test]
fn of_two_states_the_longer_chain_and_the_newest_manifest_count() {
    let platform = Platform::new();
    let second = platform.next_root(2, &platform.key);
    let third = platform.next_root(3, &platform.key);
    let start = |roots: &[&str], manifest: u64| {
        let manifest = platform.next_manifest(manifest, &platform.key);
        platform.start(&platform.snapshot_with(roots, &manifest, Vec::new()))
    };
    // The one has come further by root, and the other by manifest.
    let by_root = || start(&[&second, &third], 5);
    let by_manifest = || start(&[&second], 7);
    for (mut one, other) in [(by_root(), by_manifest()), (by_manifest(), by_root())] {
        one.absorb_state(&other.export_state());
        assert_eq!(one.state.root().version, 3);
        assert_eq!(one.state.least_manifest(), 7);
        // So has a new start with what became of the two.
        let again = platform.start_with(Some(&one.export_state()), "{}");
        assert_eq!(
            (again.state.root().version, again.state.least_manifest()),
            (3, 7)
        );
    }
}

/// The one has a thief's manifest, and the other is at a root that took the thief's key away.
#[test]
fn what_a_former_key_signed_is_forgotten_when_another_page_knows_better() {
    let platform = Platform::new();
    let fresh = new_key();
    let second = platform.next_root(2, &fresh);
    let highest = platform.next_manifest(1_000_000, &platform.key);
    let honest = platform.next_manifest(2, &fresh);
    let start = |roots: &[&str], manifest: &str| {
        platform.start(&platform.snapshot_with(roots, manifest, Vec::new()))
    };
    let thief = || start(&[], &highest);
    let knows = || start(&[&second], &honest);
    for (mut one, other) in [(thief(), knows()), (knows(), thief())] {
        one.absorb_state(&other.export_state());
        assert_eq!(
            (one.state.root().version, one.state.least_manifest()),
            (2, 2)
        );
        // That a state is of before the newest root is nothing against it.
        is_accepted(&one, "state");
    }
}

#[test]
fn an_older_manifests_lists_are_not_learnt() {
    let platform = Platform::new();
    let list = platform.status_list("urn:list");
    let older = platform.next_manifest(4, &platform.key);
    let with_list = platform.start(&platform.snapshot_with(&[], &older, vec![list.clone()]));
    let newer = platform.next_manifest(5, &platform.key);
    let without = || platform.start(&platform.snapshot_with(&[], &newer, Vec::new()));
    let seen = |trust: &TrustStore| {
        let state = &trust.state;
        state.newest_status_list(&ListName::of("https://issuer.example", "urn:list"))
    };
    assert_eq!(seen(&with_list), Some(at(NOW)));
    let mut page = without();
    page.absorb_state(&with_list.export_state());
    assert_eq!(seen(&page), None);
    // Nor are they kept by who learns of a newer one.
    let mut page = platform.start(&platform.snapshot_with(&[], &older, vec![list.clone()]));
    page.absorb_state(&without().export_state());
    assert_eq!(seen(&page), None);
    // Of the same they are, and what either has seen is kept.
    let without = platform.start(&platform.snapshot_with(&[], &older, Vec::new()));
    for (mut page, other) in [
        (
            platform.start_with(Some(&without.export_state()), "{}"),
            &with_list,
        ),
        (
            platform.start_with(Some(&with_list.export_state()), "{}"),
            &without,
        ),
    ] {
        page.absorb_state(&other.export_state());
        is_accepted(&page, "state");
        assert_eq!(seen(&page), Some(at(NOW)));
    }
}

/// The network gives one page the old snapshot on and on, and another page has got the new one.
#[test]
fn a_page_does_not_go_on_by_a_manifest_that_another_page_is_past() {
    let platform = Platform::new();
    let of = |version: u64| {
        let manifest = platform.next_manifest(version, &platform.key);
        platform.snapshot_with(&[], &manifest, Vec::new())
    };
    let (older, newer) = (of(4), of(5));
    let mut page = platform.start(&older);
    assert!(page.check_time(at(NOW)).is_ok());
    page.absorb_state(&platform.start(&newer).export_state());
    // It is not given up: a newer root alone takes anything away.
    assert!(page.export_snapshot().is_some());
    for _ in 0..2 {
        let refused = page.check_time(at(NOW)).map_err(|e| e.code().as_str());
        assert_eq!(refused, Err("trust.rollback"));
        page.load(Some(older.as_bytes()), at(NOW));
    }
    page.load(Some(newer.as_bytes()), at(NOW));
    assert!(page.check_time(at(NOW)).is_ok());
}

#[test]
fn a_newer_root_that_another_page_knows_takes_away_what_its_keys_did_not_sign() {
    let platform = Platform::new();
    let fresh = new_key();
    let second = platform.next_root(2, &fresh);
    let manifest = platform.next_manifest(2, &fresh);
    let whole = platform.snapshot_with(&[&second], &manifest, Vec::new());
    let other = platform.start(&whole);
    let mut page = platform.start(&platform.snapshot(Vec::new()));
    assert!(page.check_time(at(NOW)).is_ok());
    page.absorb_state(&other.export_state());
    let refused = page.check_time(at(NOW)).map_err(|e| e.code().as_str());
    assert_eq!(refused, Err("trust.threshold"));
    page.load(Some(whole.as_bytes()), at(NOW));
    assert!(page.check_time(at(NOW)).is_ok());
}

#[test]
fn a_state_that_cannot_be_used_is_told_of_and_changes_nothing() {
    let platform = Platform::new();
    let mut page = platform.start(&platform.snapshot(Vec::new()));
    let before = page.export_state();
    let stranger = Platform::new();
    let forged = stranger
        .start(&stranger.snapshot(Vec::new()))
        .export_state();
    let former = before.replace("xys2.", "xys1.");
    for (state, code) in [
        (forged, "state.unproven"),
        (former, "state.unreadable"),
        (before[..before.len() - 1].to_owned(), "state.unreadable"),
        (String::new(), "state.unreadable"),
        ("x".repeat(limits::STATE_BYTES), "state.unreadable"),
        ("x".repeat(limits::STATE_BYTES + 1), "limit.bytes"),
    ] {
        page.absorb_state(&state);
        let found = reported(&page, "state");
        assert!(found.contains(&format!(r#""code":"{code}""#)), "{found}");
        assert_eq!(page.export_state(), before);
        // What is of no use is written over.
        page.load(None, at(NOW));
        assert_eq!(reported(&page, "state_changed"), "true");
        let start = platform.start_with(Some(&state), &platform.snapshot(Vec::new()));
        let found = reported(&start, "state");
        assert!(found.contains(&format!(r#""code":"{code}""#)), "{found}");
        assert_eq!(start.export_state(), before);
    }
}

/// A state with another text in the place of one, and a good checksum.
fn changed(state: &str, from: &str, to: &str) -> String {
    let document = state.split('.').nth(1).unwrap();
    let document = String::from_utf8(base64url::decode(document).unwrap()).unwrap();
    assert!(document.contains(from), "{document}");
    let document = base64url::encode(document.replacen(from, to, 1).as_bytes());
    format!("xys2.{document}.{}", short_hash(&document))
}

#[test]
fn no_part_of_a_state_can_say_more() {
    let platform = Platform::new();
    let second = platform.next_root(2, &platform.key);
    let lists = vec![platform.status_list("urn:list")];
    let snapshot = platform.snapshot_with(&[&second], &platform.manifest, lists);
    let state = platform.start(&snapshot).export_state();
    assert_eq!(changed(&state, "1", "1"), state);
    let list = changed(&state, r#"{"name":""#, r#"{"name":"x"#);
    let entries = format!(r#"{{"name":"{}","iat":1}},"#, "x".repeat(23)).repeat(1_024);
    for (wrong, code) in [
        (changed(&state, "urn:root", "urn:other"), "state.root"),
        (
            changed(&state, r#""root":2"#, r#""root":3"#),
            "state.unproven",
        ),
        (
            changed(&state, r#"{"payload":"ey"#, r#"{"payload":"ex"#),
            "state.unproven",
        ),
        (
            changed(
                &state,
                r#""manifest":{"payload":"ey"#,
                r#""manifest":{"payload":"ex"#,
            ),
            "state.unproven",
        ),
        (
            changed(&state, r#""links""#, r#""roots""#),
            "state.unreadable",
        ),
        (
            changed(&state, r#""root":2"#, r#""root":"2""#),
            "state.unreadable",
        ),
        (list, "state.unreadable"),
        (
            changed(
                &state,
                r#""status_lists":["#,
                &format!(r#""status_lists":[{entries}"#),
            ),
            "state.unreadable",
        ),
    ] {
        let found = reported(&platform.start_with(Some(&wrong), &snapshot), "state");
        assert!(
            found.contains(&format!(r#""code":"{code}""#)),
            "{code}: {found}"
        );
    }
    // Less it can say: that there was no manifest, or no list.
    let less = changed(&state, r#""manifest":"#, r#""nothing":"#);
    is_accepted(&platform.start_with(Some(&less), &snapshot), "state");
}

/// Who holds the trust list's keys, and no others, had a version signed that no honest one reaches,
/// and it was pinned. Other keys for the trust list end that, though the manifest's are the same.
#[test]
fn a_trust_list_of_former_keys_asks_for_no_version() {
    let mut platform = Platform::new();
    platform.trust_list = platform.list_of(1_000_000, &platform.key);
    let pinning = platform.manifest_of(2, &platform.key, NOW - 999);
    let mut trust = platform.start(&platform.snapshot_with(&[], &pinning, Vec::new()));
    is_accepted(&trust, "trust_list");

    let honest = new_key();
    platform.trust_list = platform.list_of(5, &platform.key);
    let next = platform.next_manifest(3, &platform.key);
    trust.load(
        Some(platform.snapshot_with(&[], &next, vec![]).as_bytes()),
        at(NOW),
    );
    let found = reported(&trust, "trust_list");
    assert!(found.contains(r#""code":"trust.rollback""#), "{found}");

    platform.trust_list = platform.list_of(5, &honest);
    let next = platform.next_manifest(3, &platform.key);
    let second = platform.root_of(2, &platform.key, &honest, "");
    let whole = platform.snapshot_with(&[&second], &next, Vec::new());
    let state = trust.export_state();
    trust.load(Some(whole.as_bytes()), at(NOW));
    is_accepted(&trust, "trust_list");
    let again = platform.start_with(Some(&state), &whole);
    is_accepted(&again, "trust_list");
}

/// When the status list was issued by which a check goes, or why none does.
fn status_list_at(trust: &TrustStore, now: i64) -> Result<i64, &'static str> {
    status_list_with(trust, now, &[])
}

/// The same with lists that come along.
fn status_list_with(trust: &TrustStore, now: i64, lists: &[String]) -> Result<i64, &'static str> {
    let issuer = trust.issuer("https://issuer.example").unwrap();
    let stapled = Stapled::new(lists, &["urn:list"]);
    let found = trust.status_list(issuer, "urn:list", &stapled, at(now));
    found
        .map(|list| list.iat().unix())
        .map_err(|e| e.code().as_str())
}

/// Whoever starts the app with a clock that is behind does not lose what is stored, and decides
/// nothing by it.
#[test]
fn a_list_is_held_while_the_clock_is_behind() {
    let platform = Platform::new();
    let list = platform.status_list_of("urn:list", NOW + 50_000);
    let snapshot = platform.snapshot(vec![list]);
    let mut trust = platform.start("{}");
    trust.load(Some(snapshot.as_bytes()), at(NOW + 50_000));
    assert_eq!(uris(&trust), ["urn:list"]);
    let mut behind = platform.start_with(Some(&trust.export_state()), &snapshot);
    assert_eq!(uris(&behind), ["urn:list"]);
    assert_eq!(behind.export_state(), trust.export_state());
    assert_eq!(status_list_at(&behind, NOW), Err("time.rollback"));
    // Once the clock is right it decides, without being loaded again.
    assert_eq!(status_list_at(&behind, NOW + 50_000), Ok(NOW + 50_000));
    // Nor does it have to come along again.
    behind.load(Some(platform.snapshot(Vec::new()).as_bytes()), at(NOW));
    assert_eq!(uris(&behind), ["urn:list"]);
    // For an app that has not seen it, it comes from the future.
    assert_eq!(uris(&platform.start(&snapshot)), [""; 0]);
}

/// A restart takes the app's own word for it that there was a newer list, and no older one decides in its
/// place, wherever it comes from.
#[test]
fn an_older_list_does_not_decide_once_the_clock_is_put_back() {
    let platform = Platform::new();
    let newer = platform.status_list_of("urn:list", NOW + 50_000);
    let older = platform.status_list_of("urn:list", NOW - 50_000);
    let along = [older.as_str().unwrap().to_owned()];
    let newer = platform.snapshot(vec![newer]);
    let older = platform.snapshot(vec![older]);
    let mut trust = platform.start("{}");
    trust.load(Some(newer.as_bytes()), at(NOW + 50_000));
    // It starts anew by what it stored, with a clock that is behind.
    let mut again = platform.start_with(Some(&trust.export_state()), &newer);
    for _ in 0..2 {
        assert_eq!(status_list_at(&again, NOW), Err("time.rollback"));
        assert_eq!(status_list_with(&again, NOW, &along), Err("time.rollback"));
        again.load(Some(older.as_bytes()), at(NOW));
        assert_eq!(uris(&again), ["urn:list"]);
        // It goes on with a clock that is right, which is put back once more.
        for lists in [&[][..], &along] {
            let found = status_list_with(&again, NOW + 50_000, lists);
            assert_eq!(found, Ok(NOW + 50_000));
        }
    }
}

/// Nothing proves the time of a list in a state: one that somebody wrote there, with a list that was
/// signed for a time to come, stops every check. It lets nobody decide by an older one, and the next
/// manifest ends it.
#[test]
fn a_list_to_come_of_which_a_state_knows_stops_checks_until_the_next_manifest() {
    let platform = Platform::new();
    let later = platform.status_list_of("urn:list", NOW + 50_000);
    let today = platform.status_list_of("urn:list", NOW);
    let along = [today.as_str().unwrap().to_owned()];
    let mut other = platform.start("{}");
    other.load(
        Some(platform.snapshot(vec![later.clone()]).as_bytes()),
        at(NOW + 50_000),
    );
    let state = other.export_state();
    let next = platform.next_manifest(2, &platform.key);
    for lists in [[&later, &today], [&today, &later]] {
        let lists = lists.map(Clone::clone).to_vec();
        let snapshot = platform.snapshot(lists.clone());
        let mut trust = platform.start_with(Some(&state), &snapshot);
        for _ in 0..2 {
            assert_eq!(uris(&trust), ["urn:list"]);
            assert_eq!(status_list_at(&trust, NOW), Err("time.rollback"));
            assert_eq!(status_list_with(&trust, NOW, &along), Err("time.rollback"));
            assert_eq!(status_list_at(&trust, NOW + 50_000), Ok(NOW + 50_000));
            trust.load(Some(snapshot.as_bytes()), at(NOW));
        }
        // Under the next one it comes from the future, for this app and after a new start.
        let next = platform.snapshot_with(&[], &next, lists);
        for mut trust in [trust, platform.start_with(Some(&state), &snapshot)] {
            trust.load(Some(next.as_bytes()), at(NOW));
            assert_eq!(uris(&trust), ["urn:list"]);
            assert_eq!(status_list_at(&trust, NOW), Ok(NOW));
        }
    }
}

/// What the app itself has taken when it had come needs nobody's word, until a newer manifest says how
/// new the lists have to be.
#[test]
fn a_list_that_had_come_outlasts_a_clock_that_is_put_back() {
    let platform = Platform::new();
    let later = platform.status_list_of("urn:list", NOW + 50_000);
    let today = platform.status_list_of("urn:list", NOW);
    let snapshot = platform.snapshot(vec![later]);
    let mut trust = platform.start("{}");
    trust.load(Some(snapshot.as_bytes()), at(NOW + 50_000));
    let older = platform.snapshot(vec![today.clone()]);
    trust.load(Some(older.as_bytes()), at(NOW));
    assert_eq!(status_list_at(&trust, NOW), Err("time.rollback"));
    let newer = platform.next_manifest(2, &platform.key);
    let newer = platform.snapshot_with(&[], &newer, vec![today]);
    trust.load(Some(newer.as_bytes()), at(NOW));
    assert_eq!(status_list_at(&trust, NOW), Ok(NOW));
}
