//! Who issues in the demo, by name.

/// The municipal platform of Shanghai.
pub(super) const CITY: &str = "https://credit.shanghai.example";
/// Its region.
pub(super) const REGION: &str = "310000";
/// The sub-platform of its district Pudong.
pub(super) const DISTRICT: &str = "https://credit.pudong.example";
/// A credit agency, whose scores are shown beside public records.
pub(super) const AGENCY: &str = "https://agency.example";
/// Which of the platform's bundles were revoked or suspended, and of the agency's.
pub(super) const STATUS_LIST: &str = "https://credit.shanghai.example/status/1";
