//! The document of a plan, format 1.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::unit::Unit;
use crate::decision::Decision;
use crate::json::{Object, Value};
use crate::time::Instant;

/// The version of the format of plans.
const FORMAT: u32 = 1;

/// What a holder has to show for a programme, and no more; or the decision by which there is nothing to show.
///
/// It serialises as `{"plan": 1, "decision": {…}, "disclose": {alias: [pointer, …]} | null, "exact", "audience",
/// "shown": [unit], "hidden": [unit], "visible": [unit], "valid_until", "words": []}`, for the holder's own device: the
/// decision in it is on everything, and says everything. The words are left empty, for
/// [`messages::fill`](crate::messages::fill) or the host to put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub(super) decision: Decision,
    pub(super) disclose: Option<Vec<(String, Vec<String>)>>,
    pub(super) exact: bool,
    pub(super) audience: Option<String>,
    pub(super) shown: Vec<Unit>,
    pub(super) hidden: Vec<Unit>,
    pub(super) visible: Vec<Unit>,
    pub(super) valid_until: Option<Instant>,
}

impl Plan {
    /// The decision on all of the bundles.
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// What to disclose of each bundle that is presented, by the alias of its input: JSON pointers in the issuer's
    /// numbering, each after what contains it. `None` if there is no grant, whatever is shown.
    pub fn disclose(&self) -> Option<&[(String, Vec<String>)]> {
        self.disclose.as_deref()
    }

    /// The same of one bundle. `None` if it is not presented.
    pub fn disclose_of(&self, alias: &str) -> Option<&[String]> {
        let mut each = self.disclose.iter().flatten();
        let (_, pointers) = each.find(|(of, _)| of == alias)?;
        Some(pointers)
    }

    /// Whether no smaller set of disclosures leads to the same decision. If not, there were too many to be sure; no
    /// single one of these can be left out all the same.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// What is disclosed.
    pub fn shown(&self) -> &[Unit] {
        &self.shown
    }

    /// What could be disclosed and is not.
    pub fn hidden(&self) -> &[Unit] {
        &self.hidden
    }

    /// What is visible of the bundles that are presented, whatever is disclosed.
    pub fn visible(&self) -> &[Unit] {
        &self.visible
    }

    /// The instant from which the decision on what is shown holds no more.
    pub fn valid_until(&self) -> Option<Instant> {
        self.valid_until
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let disclose = self.disclose.as_ref().map(|each| {
            let mut by_alias = Object::new();
            for (alias, pointers) in each {
                by_alias.push(alias.as_str(), pointers.clone().into());
            }
            by_alias
        });
        let mut plan = serializer.serialize_struct("Plan", 10)?;
        plan.serialize_field("plan", &FORMAT)?;
        plan.serialize_field("decision", &self.decision)?;
        plan.serialize_field("disclose", &Value::from(disclose))?;
        plan.serialize_field("exact", &self.exact)?;
        plan.serialize_field("audience", &self.audience)?;
        plan.serialize_field("shown", &self.shown)?;
        plan.serialize_field("hidden", &self.hidden)?;
        plan.serialize_field("visible", &self.visible)?;
        plan.serialize_field("valid_until", &self.valid_until)?;
        plan.serialize_field("words", &Value::Array(Vec::new()))?;
        plan.end()
    }
}
