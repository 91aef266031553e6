//! Profiles: which rules a token has to follow beyond RFC 9901.

/// Which rules apply beyond those of RFC 9901.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// A credit status bundle: an SD-JWT VC in which nothing is `null`.
    Bundle,
    /// RFC 9901 alone.
    Generic,
    /// SD-JWT VC.
    Vc,
}
