//! Deflating of short texts (RFC 1951): one block, its codes made for it.
//!
//! `miniz_oxide` inflates what comes here. To deflate by it would take 7 KB of the compressed module, and texts of
//! presentations would be hardly shorter.

/// How many symbols there are for literals and lengths, for distances, and for the lengths of codes.
const LITERALS: usize = 286;
const DISTANCES: usize = 30;
const LENGTHS: usize = 19;

/// The symbol that ends the block.
const END: usize = 256;
/// The order in which a block tells how long the codes for lengths of codes are (section 3.2.7).
const ORDER: [usize; LENGTHS] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];
/// A shorter match takes more bits than its letters.
const LEAST_MATCH: usize = 4;
const MOST_MATCH: usize = 258;
const MOST_DISTANCE: usize = 32_768;
/// How many earlier places are looked at for a match.
const TRIES: usize = 64;

/// A symbol, with further bits: how many and which.
type Symbol = (usize, usize, usize);

/// The deflated bytes: the same on every host.
pub(super) fn deflate(text: &str) -> Vec<u8> {
    let (mut literals, mut distances) = (vec![0; LITERALS], vec![0; DISTANCES]);
    // A code of a single symbol is not whole.
    for (symbols, least) in [(&mut literals, [0, END]), (&mut distances, [0, 1])] {
        for symbol in least {
            count(symbols, symbol);
        }
    }
    let symbols = symbols(text.as_bytes());
    for (literal, distance) in &symbols {
        count(&mut literals, literal.0);
        if let Some(distance) = distance {
            count(&mut distances, distance.0);
        }
    }
    let (literals, distances) = (Code::of(literals, 15), Code::of(distances, 15));

    let mut bits = Bits::default();
    // The last block, with codes of its own.
    bits.put(0b101, 3);
    bits.put(LITERALS - 257, 5);
    bits.put(DISTANCES - 1, 5);
    put_lengths(
        &[&literals.lengths[..], &distances.lengths].concat(),
        &mut bits,
    );
    for (literal, distance) in &symbols {
        literals.put(*literal, &mut bits);
        if let Some(distance) = distance {
            distances.put(*distance, &mut bits);
        }
    }
    literals.put((END, 0, 0), &mut bits);
    bits.bytes
}

/// The text as literals, and as matches: a length with a distance.
fn symbols(text: &[u8]) -> Vec<(Symbol, Option<Symbol>)> {
    let mut symbols = Vec::new();
    // The last place of each hash, and for each place the one before; places are counted from 1.
    let mut last = vec![0; 4_096];
    let mut before = vec![0; text.len()];
    let (mut at, mut known) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (mut length, mut distance) = (0, 0);
        let mut place = hash(rest)
            .and_then(|hash| last.get(hash))
            .copied()
            .unwrap_or(0);
        for _ in 0..TRIES {
            let Some(earlier) = usize::checked_sub(place, 1) else {
                break;
            };
            let there = text.get(earlier..).unwrap_or_default();
            let pairs = there.iter().zip(rest).take(MOST_MATCH);
            let same = pairs.take_while(|(a, b)| a == b).count();
            if same > length && at - earlier <= MOST_DISTANCE {
                (length, distance) = (same, at - earlier);
            }
            place = before.get(earlier).copied().unwrap_or(0);
        }
        if length >= LEAST_MATCH {
            symbols.push((length_symbol(length), Some(distance_symbol(distance))));
            at += length;
        } else {
            let literal = rest.first().copied().unwrap_or_default();
            symbols.push(((usize::from(literal), 0, 0), None));
            at += 1;
        }
        while known < at {
            let hash = text.get(known..).and_then(hash);
            if let (Some(last), Some(before)) = (
                hash.and_then(|hash| last.get_mut(hash)),
                before.get_mut(known),
            ) {
                *before = *last;
                *last = known + 1;
            }
            known += 1;
        }
    }
    symbols
}

/// Of the first letters that a match has to have.
fn hash(text: &[u8]) -> Option<usize> {
    let mut hash: u32 = 0;
    for letter in text.get(..LEAST_MATCH)? {
        hash = (hash ^ u32::from(*letter)).wrapping_mul(0x9E37_79B1);
    }
    Some((hash >> 20) as usize)
}

/// Section 3.2.5: from 3 on, the symbols of lengths stand for twice as many each after every fourth.
fn length_symbol(length: usize) -> Symbol {
    let past = length - 3;
    match (length, past.checked_ilog2()) {
        (MOST_MATCH, _) => (285, 0, 0),
        (_, Some(log @ 3..)) => {
            let extra = log as usize - 2;
            (END + 1 + 4 * extra + (past >> extra), extra, past)
        }
        _ => (END + 1 + past, 0, 0),
    }
}

/// The same after every second, from 1 on.
fn distance_symbol(distance: usize) -> Symbol {
    let past = distance - 1;
    match past.checked_ilog2() {
        Some(log @ 2..) => {
            let extra = log as usize - 1;
            (2 * extra + (past >> extra), extra, past)
        }
        _ => (past, 0, 0),
    }
}

/// Tells how long the codes are: runs of symbols without one in short, every other by itself.
fn put_lengths(lengths: &[usize], bits: &mut Bits) {
    let mut symbols: Vec<Symbol> = Vec::new();
    let mut rest = lengths;
    while let Some(length) = rest.first() {
        let zeros = rest
            .iter()
            .take(138)
            .take_while(|length| **length == 0)
            .count();
        let (symbol, taken) = match zeros {
            11.. => ((18, 7, zeros - 11), zeros),
            3.. => ((17, 3, zeros - 3), zeros),
            _ => ((*length, 0, 0), 1),
        };
        symbols.push(symbol);
        rest = rest.get(taken..).unwrap_or_default();
    }
    let mut counts = vec![0; LENGTHS];
    for (symbol, ..) in &symbols {
        count(&mut counts, *symbol);
    }
    let code = Code::of(counts, 7);
    bits.put(LENGTHS - 4, 4);
    for symbol in ORDER {
        bits.put(code.lengths.get(symbol).copied().unwrap_or(0), 3);
    }
    for symbol in symbols {
        code.put(symbol, bits);
    }
}

fn count(counts: &mut [usize], symbol: usize) {
    if let Some(count) = counts.get_mut(symbol) {
        *count += 1;
    }
}

/// A Huffman code: how many bits each symbol has, none for one that does not occur, and which.
struct Code {
    lengths: Vec<usize>,
    words: Vec<usize>,
}

impl Code {
    /// Of symbols that occur so often, at least two of them, in at most so many bits.
    fn of(mut counts: Vec<usize>, most: usize) -> Self {
        let mut lengths = lengths_of(&counts);
        while lengths.iter().any(|length| *length > most) {
            // More alike, and in the end all the same.
            for count in counts.iter_mut().filter(|count| **count > 0) {
                *count = *count / 2 + 1;
            }
            lengths = lengths_of(&counts);
        }
        // Section 3.2.2: shorter ones first, in the order of the symbols. A word is written from its highest bit on.
        let mut words = vec![0; lengths.len()];
        let mut word: usize = 0;
        for length in 1..=most {
            for (own, place) in lengths.iter().zip(&mut words) {
                if *own == length {
                    *place = word.reverse_bits() >> (usize::BITS as usize - length);
                    word += 1;
                }
            }
            word <<= 1;
        }
        Self { lengths, words }
    }

    fn put(&self, (symbol, extra, value): Symbol, bits: &mut Bits) {
        if let (Some(length), Some(word)) = (self.lengths.get(symbol), self.words.get(symbol)) {
            bits.put(*word, *length);
            bits.put(value & ((1 << extra) - 1), extra);
        }
    }
}

/// How deep each symbol lies in the tree, in which the two rarest are put together until there is one.
fn lengths_of(counts: &[usize]) -> Vec<usize> {
    let mut lengths = vec![0; counts.len()];
    let mut trees: Vec<(usize, Vec<usize>)> = Vec::new();
    for (symbol, count) in counts.iter().enumerate() {
        if *count > 0 {
            trees.push((*count, vec![symbol]));
        }
    }
    while trees.len() > 1 {
        let mut both = (0, Vec::new());
        for _ in 0..2 {
            let mut rarest = 0;
            for (place, (count, _)) in trees.iter().enumerate() {
                if trees.get(rarest).is_some_and(|(least, _)| count < least) {
                    rarest = place;
                }
            }
            let (count, symbols) = trees.swap_remove(rarest);
            both.0 += count;
            both.1.extend(symbols);
        }
        for symbol in &both.1 {
            if let Some(length) = lengths.get_mut(*symbol) {
                *length += 1;
            }
        }
        trees.push(both);
    }
    lengths
}

/// Bits, from the lowest of each byte on.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    /// How many of the last byte are taken; 0 where it is full.
    taken: usize,
}

impl Bits {
    fn put(&mut self, value: usize, bits: usize) {
        for bit in 0..bits {
            if self.taken == 0 {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> bit & 1) as u8) << self.taken;
            }
            self.taken = (self.taken + 1) % 8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;
    use miniz_oxide::inflate::decompress_to_vec;
    use testkit::random::{Random, cases};

    #[track_caller]
    fn comes_back(text: &str) -> usize {
        let deflated = deflate(text);
        let inflated = decompress_to_vec(&deflated).expect("a stream");
        assert!(inflated == text.as_bytes(), "{text}");
        deflated.len()
    }

    /// Letters of which some come more often than others, with parts that come again.
    fn text(random: &mut Random, length: usize) -> String {
        let letters: Vec<char> = "eyJhbGciOiJFUzI1NiIsIng0~.信易".chars().collect();
        let mut text: Vec<char> = Vec::new();
        while text.len() < length {
            if !text.is_empty() && random.chance(10) {
                let from = random.below(text.len());
                let many = 1 + random.below(400);
                let again: Vec<char> = text.iter().skip(from).take(many).copied().collect();
                text.extend(again);
            } else {
                let most = 1 + random.below(letters.len());
                text.push(letters[random.below(most)]);
            }
        }
        text.into_iter().collect()
    }

    #[test]
    fn whatever_is_deflated_is_inflated_by_miniz() {
        let mut random = Random::seeded("deflating");
        for _ in 0..cases(300) {
            let length = random.below(3_000);
            comes_back(&text(&mut random, length));
        }
        for text in ["", "a", "aa", "aaaa", "abcabcabcabc", "\u{10ffff}"] {
            comes_back(text);
        }
        // Every letter, every length of a match, distances up to the longest and beyond.
        let every: String = ('\0'..='\u{ff}').collect();
        comes_back(&every);
        for length in 3..=300 {
            comes_back(&format!(
                "{}|{}",
                &every.repeat(2)[..length & !1],
                &every.repeat(2)[..length & !1]
            ));
            comes_back(&"x".repeat(length));
        }
        for distance in [1, 4, 5, 8, 9, 32_760, 32_767, 32_768, 32_769, 40_000] {
            let filler: String = (0..distance - 8)
                .map(|n| char::from(b'0' + (n * 7 % 10) as u8))
                .collect();
            comes_back(&format!("ABCDEFGH{filler}ABCDEFGH"));
        }
    }

    /// Counts like these make a tree deeper than a code may be.
    #[test]
    fn a_code_has_at_most_fifteen_bits() {
        let (mut text, mut one, mut next) = (String::new(), 1, 1);
        for letter in ('a'..='w').rev() {
            text.extend(std::iter::repeat_n(letter, one));
            (one, next) = (next, one + next);
        }
        let mut counts = vec![0; LITERALS];
        text.bytes()
            .for_each(|letter| count(&mut counts, letter.into()));
        assert!(lengths_of(&counts).into_iter().max() > Some(15));
        assert!(Code::of(counts, 15).lengths.into_iter().max() <= Some(15));
        // In an order without matches, so that the letters are counted.
        let mut letters: Vec<char> = text.chars().collect();
        Random::of(1).shuffle(&mut letters);
        comes_back(&letters.into_iter().collect::<String>());
    }

    #[test]
    fn it_is_about_as_short_as_miniz_makes_it() {
        let mut random = Random::of(2);
        for _ in 0..40 {
            let random_part = crate::jose::base64url::encode(&random.bytes(1_500));
            let text = format!("{random_part}~{}", text(&mut random, 1_000));
            let [ours, theirs] = [comes_back(&text), compress_to_vec(text.as_bytes(), 9).len()];
            assert!(ours * 100 <= theirs * 103, "{ours} and {theirs}");
        }
    }
}
