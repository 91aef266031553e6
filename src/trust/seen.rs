//! How new the status lists were that an app has accepted.
//!
//! Nothing proves these times, so that they are obeyed within bounds only: none that lies in the future, and none
//! from before the newest manifest, which says itself how new lists have to be.

use super::checks::check_not_older;
use crate::error::{Error, Problem};
use crate::jose::{base64url, sha256};
use crate::json::{Object, ObjectReader, Value};
use crate::limits;
use crate::status_list::StatusList;
use crate::time::Instant;

/// For each issuer and URI, the `iat` of the newest status list that was accepted, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SeenStatusLists(Vec<(String, Instant)>);

impl SeenStatusLists {
    /// Reads what [`to_json`](Self::to_json) wrote.
    pub(super) fn read(state: &ObjectReader<'_>) -> Result<Self, Error> {
        let lists = state.each("status_lists")?;
        if lists.len() > limits::STATUS_LISTS {
            return Err(state.fail("status_lists", Problem::Value));
        }
        let mut seen = Self::default();
        for list in lists {
            let name: String = list.read("name")?;
            if name.len() != NAME_BYTES {
                return Err(list.fail("name", Problem::Value));
            }
            seen.add(name, list.read("iat")?);
        }
        Ok(seen)
    }

    pub(super) fn to_json(&self) -> Value {
        let lists = self.0.iter().map(|(name, iat)| {
            Object::from([("name", Value::from(name.as_str())), ("iat", (*iat).into())])
        });
        lists.collect::<Vec<_>>().into()
    }

    /// The `iat` of the newest list of a name that was accepted.
    pub(super) fn newest(&self, name: &ListName) -> Option<Instant> {
        let place = self.place(&name.0).ok()?;
        self.0.get(place).map(|(_, iat)| *iat)
    }

    /// Checks that a status list of a name is no older than the newest that was accepted.
    ///
    /// # Errors
    /// `trust.rollback`.
    pub(super) fn check(
        &self,
        name: &ListName,
        list: &StatusList,
        now: Instant,
    ) -> Result<(), Error> {
        let newest = self.newest(name);
        let newest = newest.filter(|newest| *newest <= now);
        newest.map_or(Ok(()), |newest| check_not_older(list, newest))
    }

    /// Records lists that were accepted: name and `iat` of each.
    pub(super) fn record(&mut self, lists: impl Iterator<Item = (ListName, Instant)>) {
        for (ListName(name), iat) in lists {
            self.add(name, iat);
            // A list that many issuers share is recorded once for each.
            if self.0.len() > 2 * limits::STATUS_LISTS {
                self.forget();
            }
        }
        self.forget();
    }

    /// Takes over another's, of each name the newer time.
    pub(super) fn merge(&mut self, other: Self) {
        other
            .0
            .into_iter()
            .for_each(|(name, iat)| self.add(name, iat));
        self.forget();
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0
            .binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    fn add(&mut self, name: String, iat: Instant) {
        match self.place(&name) {
            Ok(place) => {
                if let Some((_, known)) = self.0.get_mut(place) {
                    *known = iat.max(*known);
                }
            }
            Err(place) => self.0.insert(place, (name, iat)),
        }
    }

    /// If there are too many, forgets the oldest ones of the issuers that have the most, so that no issuer's lists
    /// are pushed out by another's.
    fn forget(&mut self) {
        if self.0.len() <= limits::STATUS_LISTS {
            return;
        }
        // A name begins with its issuer's hash. The rank of each: how many of the same issuer are newer.
        let all: Vec<(&String, Instant)> = self.0.iter().map(|(name, iat)| (name, *iat)).collect();
        let mut newer = Vec::new();
        for same in all.chunk_by(|(one, _), (other, _)| issuer_in(one) == issuer_in(other)) {
            for (at, (_, iat)) in same.iter().enumerate() {
                let others = same.iter().enumerate();
                let before =
                    others.filter(|(other, (_, time))| time > iat || time == iat && *other < at);
                newer.push(before.count());
            }
        }
        // How many of each issuer's newest there is room for.
        let up_to = |most: usize| newer.iter().filter(|rank| **rank < most).count();
        let most = (1..=limits::STATUS_LISTS).rfind(|most| up_to(*most) <= limits::STATUS_LISTS);
        let most = most.unwrap_or_default();
        let mut room = limits::STATUS_LISTS.saturating_sub(up_to(most));
        let mut ranks = newer.into_iter();
        self.0.retain(|_| match ranks.next() {
            Some(rank) if rank < most => true,
            Some(rank) if rank == most && room > 0 => {
                room -= 1;
                true
            }
            _ => false,
        });
    }
}

/// The short name of an issuer's status list in a state: hashes of both. Issuer and URI may be long, and must not
/// make the state longer than can be read again.
#[derive(Debug)]
pub(super) struct ListName(String);

impl ListName {
    pub(super) fn of(issuer: &str, uri: &str) -> Self {
        Self::with_hash(issuer, &short_hash(uri))
    }

    /// The same for a list that many issuers have, whose URI was hashed once.
    pub(super) fn with_hash(issuer: &str, uri: &str) -> Self {
        Self([&short_hash(issuer), ".", uri].concat())
    }
}

/// The hash of the issuer, with which the name of its list begins.
fn issuer_in(name: &str) -> &str {
    name.split_once('.').map_or("", |(issuer, _)| issuer)
}

/// Two [`short_hash`]es and a dot.
const NAME_BYTES: usize = 23;

/// Eight bytes of SHA-256, in base64url: enough to tell things apart that nobody makes alike on purpose.
pub(super) fn short_hash(text: &str) -> String {
    const BYTES: usize = 8;
    let hash = sha256(text.as_bytes());
    base64url::encode(hash.get(..BYTES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::json;

    #[test]
    fn of_one_list_the_newest_time_counts_whoever_knows_of_it() {
        let at = |seconds| Instant::from_unix(seconds).unwrap();
        let of = |seconds| {
            let mut seen = SeenStatusLists::default();
            seen.record(
                [(ListName::of("https://issuer.example", "list"), at(seconds))].into_iter(),
            );
            seen
        };
        let newest =
            |seen: &SeenStatusLists| seen.newest(&ListName::of("https://issuer.example", "list"));
        for (mine, theirs) in [(1, 2), (2, 1)] {
            let mut seen = of(mine);
            seen.merge(of(theirs));
            assert_eq!(newest(&seen), Some(at(2)));
            // One that is loaded afterwards and is older takes nothing back.
            seen.record([(ListName::of("https://issuer.example", "list"), at(1))].into_iter());
            assert_eq!(newest(&seen), Some(at(2)));
        }
    }

    #[test]
    fn what_is_remembered_can_be_read_again_whatever_issuers_call_their_lists() {
        let at = |seconds| Instant::from_unix(seconds).unwrap();
        let mut seen = SeenStatusLists::default();
        let lists = i64::try_from(limits::STATUS_LISTS).unwrap();
        for number in 0..=lists {
            let uri = number.to_string().repeat(5_000);
            seen.record([(ListName::of("https://issuer.example", &uri), at(number))].into_iter());
        }
        let text = json::write(&Object::from([("status_lists", seen.to_json())]).into());
        assert!(text.len() < 100 * limits::STATUS_LISTS, "{}", text.len());
        let document = json::parse(text.as_bytes(), text.len()).unwrap();
        let document = ObjectReader::of(&document, Code::StateUnreadable).unwrap();
        let read = SeenStatusLists::read(&document);
        assert_eq!(read, Ok(seen.clone()));
        // The oldest was given up.
        let newest = |seen: &SeenStatusLists, number: i64| {
            let uri = number.to_string().repeat(5_000);
            seen.newest(&ListName::of("https://issuer.example", &uri))
        };
        assert_eq!([0, 1].map(|n| newest(&seen, n)), [None, Some(at(1))]);
        assert_eq!(newest(&seen, lists), Some(at(lists)));
        assert_eq!(
            seen.newest(&ListName::of(
                "https://issuer.exampl",
                &["e", &"1".repeat(5_000)].concat()
            )),
            None
        );

        // Another issuer's is kept, though it is older than all of them.
        let only = || ListName::of("https://other.example", "only");
        seen.record([(only(), at(0))].into_iter());
        for number in lists + 1..lists + 10 {
            let name = ListName::of("https://issuer.example", &number.to_string());
            seen.record([(name, at(number))].into_iter());
        }
        assert_eq!(seen.newest(&only()), Some(at(0)));
        assert_eq!([10, 11].map(|n| newest(&seen, n)), [None, Some(at(11))]);
    }

    #[test]
    fn of_too_many_each_issuers_newest_are_remembered() {
        let at = |seconds| Instant::from_unix(seconds).unwrap();
        let issuers = [
            "https://a.example",
            "https://b.example",
            "https://c.example",
        ];
        let each: i64 = 400;
        let mut seen = SeenStatusLists::default();
        for number in 0..each {
            let uri = number.to_string();
            seen.record(
                issuers
                    .map(|issuer| (ListName::of(issuer, &uri), at(number)))
                    .into_iter(),
            );
        }
        let remembered = issuers.map(|issuer| {
            let is_there = |number: &i64| {
                seen.newest(&ListName::of(issuer, &number.to_string()))
                    .is_some()
            };
            let there: Vec<i64> = (0..each).filter(is_there).collect();
            let count = i64::try_from(there.len()).unwrap();
            assert_eq!(there, Vec::from_iter(each - count..each), "{issuer}");
            there.len()
        });
        // All the room is used, and no issuer has more than one beyond another.
        assert_eq!(remembered.iter().sum::<usize>(), limits::STATUS_LISTS);
        assert!(
            remembered
                .iter()
                .all(|count| limits::STATUS_LISTS / 3 <= *count)
        );
    }
}
