//! Random numbers for tests, of one generator: that of `fastrand`.

/// A generator that knows the seed that it started from.
pub struct Random {
    seed: u64,
    numbers: fastrand::Rng,
}

impl Random {
    /// From `XINYI_SEED`, or else from the clock; printed, so that a failure can be had again.
    #[expect(clippy::disallowed_methods, reason = "the seed of a run is printed")]
    pub fn seeded(name: &str) -> Self {
        let clock = || {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            now.map_or(0, |since| since.as_nanos() as u64)
        };
        let seed = number("XINYI_SEED").unwrap_or_else(clock);
        println!("{name}: XINYI_SEED={seed}");
        Self::of(seed)
    }

    /// The same numbers each time.
    pub fn of(seed: u64) -> Self {
        Self {
            seed,
            numbers: fastrand::Rng::with_seed(seed),
        }
    }

    /// Of which all numbers come.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Nothing is below nothing: then it is 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.numbers.u64(..n.max(1) as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.numbers.fill(&mut bytes);
        bytes
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        self.numbers.shuffle(all);
    }
}

/// How many cases to run: `XINYI_CASES`, else the default.
pub fn cases(default: usize) -> usize {
    number("XINYI_CASES").map_or(default, |cases| cases as usize)
}

fn number(variable: &str) -> Option<u64> {
    let given = std::env::var(variable)
        .ok()
        .filter(|text| !text.is_empty())?;
    let number = given.parse();
    Some(number.unwrap_or_else(|_| panic!("{variable} is no number: {given}")))
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_seed_repeats_every_number() {
        let drawn = |mut random: Random| {
            let mut order: Vec<usize> = (0..20).collect();
            random.shuffle(&mut order);
            let numbers: Vec<usize> = (1..100).map(|n| random.below(n)).collect();
            (order, numbers, random.bytes(40), random.pick(&["a", "b"]))
        };
        let first = Random::of(7);
        let seed = first.seed();
        let first = drawn(first);
        assert_eq!(drawn(Random::of(seed)), first);
        assert_ne!(drawn(Random::of(8)), first);
        assert!(first.1.iter().enumerate().all(|(at, number)| *number <= at));
    }
}
