//! What a programme is looked at beside.

use crate::json::Object;

/// What a programme is looked at beside.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// The trust list whose issuers sign what the programme reads: the document, without its signatures.
    pub trust_list: Option<&'a Object>,
    /// Other versions of the programme, that there are already.
    pub previous: &'a [Object],
}
