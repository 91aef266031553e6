//! What the table of regions and the checks of identity codes say of a constant.

use std::sync::LazyLock;

use super::{Day, Fault, IDENTITY, Problem, REGION};
use crate::identity::{CodeVerdict, Regions, examine, fold};
use crate::region::NATIONAL_SCOPE;

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

/// Why a region or an identity code is hardly meant, in a programme from the first of these days to the last.
pub(super) fn doubtful(form: &str, text: &str, (first, last): (Day, Day)) -> Option<Fault> {
    if form == IDENTITY {
        let is_wrong = examine(text, last).verdict == CodeVerdict::Invalid;
        return is_wrong.then_some((Problem::IdentityCode, None));
    }
    let Some(region) = REGIONS.find(text) else {
        return Some((Problem::RegionUnknown, None));
    };
    if form != REGION || region.until? >= first.parts().0 {
        return None;
    }
    // The last of the names that the code had.
    let name = region.name.rsplit('/').next()?;
    let today = REGIONS.in_use(name).map(|region| region.code.clone());
    Some((Problem::RegionEnded, today))
}
