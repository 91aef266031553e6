//! When what a verifier decides by ends.

use super::Verifier;
use crate::time::{Day, Instant};
use crate::trust::End;

impl Verifier {
    /// When each part of what is trusted ends, soonest first: root, manifest and trust list; each status list, by its
    /// own end or the greatest age that is accepted; each issuer's keys for each use, and each programme, as far as
    /// nothing takes their place without a gap; the announced holidays. What ended before `now` is among them for as
    /// long as it is published.
    pub fn ends(&self, now: Instant) -> Vec<End> {
        let mut ends = self.trust.ends(self.status_max_age, now);
        ends.extend(self.programmes.ends(Day::of(now)));
        ends.sort_by_key(|end| end.ends);
        ends
    }
}
