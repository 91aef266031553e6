//! What the table of regions and the checks of identity codes say of a constant.

use std::sync::LazyLock;

use crate::error::Problem;
use crate::identity::{CodeVerdict, Regions, examine, fold};
use crate::region::NATIONAL_SCOPE;
use crate::rules::Fault;
use crate::time::Day;

static REGIONS: LazyLock<Regions> = LazyLock::new(Regions::built_in);

/// The code of a region's name, or what a text in full width or capitals is without.
pub(super) fn meant(text: &str) -> Option<String> {
    let folded = fold(text);
    if folded == "全国" {
        return Some(NATIONAL_SCOPE.to_owned());
    }
    match REGIONS.in_use(&folded) {
        Some(region) => Some(region.code.clone()),
        None => Some(folded.to_ascii_lowercase()),
    }
}

/// What is wrong with an identity code, for all who are born by a day: no code is so, or claims have it in another
/// spelling, and rules compare character by character.
pub(super) fn identity(text: &str, day: Day) -> Option<Fault> {
    let found = examine(text, day);
    let is_wrong = found.verdict == CodeVerdict::Invalid;
    let spelt = found.normalised.filter(|normalised| normalised != text);
    (is_wrong || spelt.is_some()).then_some((Problem::IdentityCode, spelt))
}

/// Whether a region is none, or was given up before the year of a day.
pub(super) fn region(text: &str, day: Option<Day>) -> Option<Fault> {
    let Some(region) = REGIONS.find(text) else {
        return Some((Problem::RegionUnknown, None));
    };
    if region.until? >= day?.parts().0 {
        return None;
    }
    // One of another province that is called so is another region.
    let today = REGIONS
        .in_use(region.name_today())
        .filter(|today| today.code.get(..2) == region.code.get(..2));
    Some((
        Problem::RegionEnded,
        today.map(|region| region.code.clone()),
    ))
}
