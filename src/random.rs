//! Random numbers for tests.

/// SplitMix64: small, and the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    /// From `XINYI_SEED`, or else from the clock; printed, so that a failure can be had again.
    #[expect(clippy::disallowed_methods, reason = "the seed of a run is printed")]
    pub(crate) fn seeded(name: &str) -> Self {
        let clock = || {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            now.map_or(0, |since| since.as_nanos() as u64)
        };
        let given = std::env::var("XINYI_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(clock);
        println!("{name}: XINYI_SEED={seed}");
        Self(seed)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<'p, T: ?Sized>(&mut self, from: &[&'p T]) -> &'p T {
        from[self.below(from.len())]
    }
}

/// How many cases to run: `XINYI_CASES`, else the default.
pub(crate) fn cases(default: usize) -> usize {
    let given = std::env::var("XINYI_CASES").ok();
    given.and_then(|n| n.parse().ok()).unwrap_or(default)
}
