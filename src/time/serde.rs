//! Days, instants and periods as documents write them.

use serde::{Serialize, Serializer};

use super::{Day, Instant, Period};

macro_rules! as_shown {
    ($($(#[$doc:meta])* $type:ty,)+) => {
        $($(#[$doc])*
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        })+
    };
}

as_shown! {
    /// `2026-11-29`.
    Day,
    /// RFC 3339 in UTC: `2026-11-29T16:00:00Z`.
    Instant,
    /// `P2Y`, `P3B`.
    Period,
}
