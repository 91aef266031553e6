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

/// What is wrong with an identity code, for all who are born by a day.
pub(super) fn identity(text: &str, day: Day) -> Option<Fault> {
    let is_wrong = examine(text, day).verdict == CodeVerdict::Invalid;
    is_wrong.then_some((Problem::IdentityCode, None))
}

/// Whether a region is none, or was given up before the year of a day.
pub(super) fn region(text: &str, day: Option<Day>) -> Option<Fault> {
    let Some(region) = REGIONS.find(text) else {
        return Some((Problem::RegionUnknown, None));
    };
    if region.until? >= day?.parts().0 {
        return None;
    }
    // The last of the names that the code had.
    let name = region.name.rsplit('/').next()?;
    let today = REGIONS.in_use(name).map(|region| region.code.clone());
    Some((Problem::RegionEnded, today))
}
