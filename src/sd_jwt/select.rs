//! Choosing what to disclose.

use std::collections::BTreeSet;

use super::parse::SdJwt;
use crate::error::Error;

impl SdJwt<'_> {
    /// The same SD-JWT with those disclosures only whose pointer `keep` accepts, and with the
    /// ones they are found in; without a key binding JWT.
    ///
    /// # Errors
    /// As [`placements`](Self::placements).
    #[cfg_attr(
        not(any(test, feature = "issuer")),
        expect(dead_code, reason = "for holders, who present with a key of their own")
    )]
    pub(crate) fn select(&self, keep: impl Fn(&str) -> bool) -> Result<String, Error> {
        let placements = self.placements()?;
        let mut kept = BTreeSet::new();
        // A disclosure comes after the one that contains it. Going backwards, every parent comes after all of its
        // children.
        for placement in placements.iter().rev() {
            if kept.contains(&placement.disclosure) || keep(&placement.pointer) {
                kept.insert(placement.disclosure);
                kept.extend(placement.parent);
            }
        }
        let mut parts = self.without_key_binding().split_inclusive('~');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (index, disclosure) in parts.enumerate() {
            if kept.contains(&index) {
                out.push_str(disclosure);
            }
        }
        Ok(out)
    }
}
