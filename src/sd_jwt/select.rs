//! Choosing what to disclose.

use super::parse::SdJwt;
use super::process::Placement;
#[cfg(any(test, feature = "issuer"))]
use crate::error::Error;

impl SdJwt<'_> {
    /// The same SD-JWT with those disclosures only whose pointer `keep` accepts, and with the
    /// ones they are found in; without a key binding JWT.
    ///
    /// # Errors
    /// As [`Verified::process`](super::Verified::process).
    #[cfg(any(test, feature = "issuer"))]
    pub(crate) fn select(&self, keep: &mut dyn FnMut(&str) -> bool) -> Result<String, Error> {
        let (_, _, placements) = super::process_and_check(self)?;
        Ok(self.selected(&placements, keep))
    }

    /// As [`select`](Self::select), with the places of its disclosures. Each pointer is asked about once.
    pub(super) fn selected(
        &self,
        placements: &[Placement],
        keep: &mut dyn FnMut(&str) -> bool,
    ) -> String {
        // A disclosure comes after the one that contains it. Going backwards, every parent comes after all of its
        // children.
        let mut kept = vec![false; placements.len()];
        for placement in placements.iter().rev() {
            let is_needed = kept.get(placement.disclosure) == Some(&true);
            if keep(&placement.pointer) || is_needed {
                for disclosure in placement.parent.into_iter().chain([placement.disclosure]) {
                    if let Some(kept) = kept.get_mut(disclosure) {
                        *kept = true;
                    }
                }
            }
        }
        let mut parts = self.without_key_binding().split_inclusive('~');
        let mut out = parts.next().unwrap_or_default().to_owned();
        for (disclosure, kept) in parts.zip(kept) {
            if kept {
                out.push_str(disclosure);
            }
        }
        out
    }
}
