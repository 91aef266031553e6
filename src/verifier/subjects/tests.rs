//! Random bundles of a few people, by platforms and agencies, of which anybody shows what he likes.

use super::*;
use crate::jose::base64url;
use crate::json;
use testkit::random::{Random, cases};

const PEOPLE: [&str; 2] = ["A0000001", "B0000002"];
const AGENCIES: [&str; 2] = ["https://agency.example", "https://bank.example"];

/// One bundle: whom it is about, and what it shows.
#[derive(Debug)]
struct Drawn {
    /// None of a public platform.
    agency: Option<usize>,
    person: usize,
    /// Whose code it says.
    id: Option<usize>,
    /// To each agency.
    links: [Option<String>; 2],
    link: Option<String>,
}

impl Drawn {
    fn is_public(&self) -> bool {
        self.agency.is_none()
    }

    fn vct(&self) -> Vct {
        match self.is_public() {
            true => Vct::CreditStatus,
            false => Vct::MarketCredit,
        }
    }

    fn claims(&self) -> Claims {
        let mut subject = vec![r#""$undisclosed":true"#.to_owned()];
        subject.extend(self.id.map(|id| format!(r#""id":"{}""#, PEOPLE[id])));
        if self.is_public() {
            let mut links = vec![r#""$undisclosed":true"#.to_owned()];
            for (agency, link) in AGENCIES.iter().zip(&self.links) {
                links.extend(link.iter().map(|link| format!(r#""{agency}":"{link}""#)));
            }
            subject.push(format!(r#""links":{{{}}}"#, links.join(",")));
        }
        subject.extend(self.link.iter().map(|link| format!(r#""link":"{link}""#)));
        let text = format!(
            r#"{{"subject_kind":"natural_person","jurisdiction":"310000","catalogue":"CN-2025",
                "as_of":"2026-11-20","subject":{{{}}}}}"#,
            subject.join(","),
        );
        let written = json::parse(text.as_bytes(), text.len()).unwrap();
        Claims::from_plain(self.vct(), &written, crate::law::built_in()).unwrap()
    }
}

fn input(index: usize, drawn: &Drawn) -> Input {
    Input {
        alias: format!("input{index}"),
        vct: drawn.vct(),
        optional: false,
        jurisdictions: Vec::new(),
        is: None,
    }
}

/// One of several values of the form of a link.
fn link(number: usize) -> String {
    base64url::encode(&(number as u128).to_be_bytes())
}

/// Two to four bundles, mostly of one person. A lying agency writes whatever code and link it
/// likes, and an honest one those of its customer.
fn draw(random: &mut Random, honest: bool) -> Vec<Drawn> {
    let mostly = random.below(2);
    let mut drawn: Vec<Drawn> = Vec::new();
    for index in 0..2 + random.below(3) {
        let person = if random.one_in(4) { 1 - mostly } else { mostly };
        drawn.push(Drawn {
            agency: random.one_in(2).then(|| random.below(2)),
            person,
            id: Some(person),
            links: [2 * index, 2 * index + 1].map(|number| Some(link(number))),
            link: None,
        });
    }
    for index in 0..drawn.len() {
        let Some(agency) = drawn[index].agency else {
            continue;
        };
        let own = drawn[index].person;
        let known = drawn
            .iter()
            .filter(|d| d.is_public() && (!honest || d.person == own));
        let known: Vec<String> = known.filter_map(|d| d.links[agency].clone()).collect();
        let of_another_batch = link(99);
        let value = match known.len() {
            0 => of_another_batch,
            many => known[random.below(many)].clone(),
        };
        let one = &mut drawn[index];
        one.link = Some(value);
        one.links = [None, None];
        if !honest {
            one.id = Some(random.below(2));
        }
    }
    // What is shown.
    for one in &mut drawn {
        let mut hide = |value: &mut Option<String>| {
            if random.one_in(4) {
                *value = None;
            }
        };
        one.links.iter_mut().for_each(&mut hide);
        hide(&mut one.link);
        if random.one_in(2) {
            one.id = None;
        }
    }
    drawn
}

/// The bundles as they are checked: whether they are tied, and which of those that are not proved to
/// be about the first person would have to show it.
fn check(drawn: &[Drawn]) -> (Result<(), Code>, Result<Vec<Unknown>, Code>) {
    let claims: Vec<Claims> = drawn.iter().map(Drawn::claims).collect();
    let inputs = drawn.iter().enumerate().map(|(i, drawn)| input(i, drawn));
    let inputs: Vec<Input> = inputs.collect();
    let parties = drawn.iter().zip(inputs.iter().zip(&claims));
    let parties: Vec<Party<'_>> = parties
        .map(|(drawn, (input, claims))| Party {
            input,
            claims,
            issuer: Some(
                drawn
                    .agency
                    .map_or("https://platform.example", |a| AGENCIES[a]),
            ),
        })
        .collect();
    let expected = ExpectedSubject::One(PEOPLE[0].to_owned());
    let unproven = unproven_subjects(Some(&expected), &parties);
    (
        check_linked(&parties, LinkProof::Required).map_err(|e| e.code()),
        unproven.map_err(|e| e.code()),
    )
}

/// What the check has to say, in the words of the documentation.
fn expect_linked(drawn: &[Drawn]) -> Result<(), Code> {
    let ids: Vec<usize> = drawn.iter().filter_map(|one| one.id).collect();
    if ids.iter().any(|id| *id != ids[0]) {
        return Err(Code::BindingConflict);
    }
    let links = |one: &Drawn, other: &Drawn| {
        let by_link = other
            .agency
            .is_some_and(|agency| one.links[agency].is_some() && one.links[agency] == other.link);
        (one.id.is_some() && one.id == other.id) || by_link
    };
    let is_centre = |centre: usize| {
        (0..drawn.len()).all(|other| other == centre || links(&drawn[centre], &drawn[other]))
    };
    match (0..drawn.len()).any(is_centre) {
        true => Ok(()),
        false => Err(Code::BindingUnlinked),
    }
}

#[test]
fn nobody_passes_for_somebody_else() {
    let mut random = Random::seeded("subjects");
    let (mut tied, mut proven) = ([0, 0], [0, 0]);
    for _ in 0..cases(20_000) {
        for honest in [true, false] {
            let drawn = draw(&mut random, honest);
            let (found, unproven) = check(&drawn);
            assert_eq!(found, expect_linked(&drawn), "{drawn:#?}");
            if found.is_err() {
                continue;
            }
            tied[usize::from(honest)] += 1;
            // Nobody has to believe an agency for what a platform says.
            let vouched = drawn.iter().filter(|one| honest || one.is_public());
            let people: Vec<usize> = vouched.map(|one| one.person).collect();
            assert!(people.iter().all(|one| *one == people[0]), "{drawn:#?}");
            if unproven == Ok(Vec::new()) {
                proven[usize::from(honest)] += 1;
                assert!(people.iter().all(|one| *one == 0), "{drawn:#?}");
            }
        }
    }
    println!("{tied:?} tied and {proven:?} proven, of liars and of honest ones");
    let often = cases(20_000) / 50;
    assert!(tied.into_iter().chain(proven).all(|count| count > often));
}
