//! The names of options in JavaScript and JSON.

pub(crate) const TO_CREATE: &[&str] = &[
    "now",
    "state",
    "minimum",
    "statusMaxAge",
    "allowDemoRoot",
    "requireConsent",
];
/// To create a verifier, too. The npm package sees to them before the rest comes here.
pub(crate) const OF_THE_PACKAGE: &[&str] = &["root", "snapshot", "storage"];
pub(crate) const TO_LOAD: &[&str] = &["now", "state"];
pub(crate) const TO_TRY: &[&str] = &["now", "explain"];
pub(crate) const TO_CHECK: &[&str] = &[
    "programme",
    "holder",
    "now",
    "subject",
    "request",
    "statusLists",
    "commitments",
    "explain",
];
pub(crate) const TO_REQUEST: &[&str] = &["programme", "audience", "nonce", "request", "now"];
pub(crate) const TO_QR: &[&str] = &["maxLength"];
/// Beside those of [`TO_CHECK`].
pub(crate) const TO_FORECAST: &[&str] = &["at"];
pub(crate) const TO_COMPARE: &[&str] = &[
    "programmes",
    "holder",
    "now",
    "subject",
    "request",
    "statusLists",
    "explain",
];
pub(crate) const TO_PLAN: &[&str] = &[
    "programme",
    "now",
    "subject",
    "request",
    "statusLists",
    "audience",
    "commitments",
];
pub(crate) const TO_COMMIT: &[&str] = &[
    "type",
    "item",
    "text",
    "programme",
    "audience",
    "nonce",
    "until",
    "now",
];
pub(crate) const TO_PREPARE: &[&str] = &["disclose", "audience", "nonce", "consent", "now"];
