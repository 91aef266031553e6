//! The holder's side: plans, drafts, and what a verifier makes of what is presented.
#![cfg(all(feature = "issuer", feature = "sm2"))]

mod commitments;
mod draft;
mod plan;
mod smallest;

use serde_json::Value;
use testkit::platform::{Plan as Platform, StatusList};
use testkit::verifying::at;
use testkit::world::*;
use xinyi::holder::Plan;
use xinyi::{CheckOptions, Holder, PlanOptions, ProgrammeChoice, Verifier};

/// A verifier of the base platform, whose status lists are drawn when the test decides.
fn verifier(world: &World) -> Verifier {
    testkit::verifying::verifier(&Platform::base(world).build())
}

fn status_list(world: &World, now: i64) -> String {
    let list = StatusList::new(&status_uri(2), 2, &[0, 1, 2, 3]);
    list.set("iat", (now - HOUR).into()).sign_for(world)
}

fn document(programme: &Value) -> ProgrammeChoice {
    let text = programme.to_string();
    let document = xinyi::Value::parse(text.as_bytes(), text.len()).expect("JSON");
    ProgrammeChoice::Document(document)
}

fn planned_for(programme: &Value) -> PlanOptions {
    let mut options = PlanOptions::new("", at(NOW));
    options.programme = document(programme);
    options
}

/// How the one who decides checks for what somebody plans.
fn asked(options: &PlanOptions, holder: Holder) -> CheckOptions {
    let mut check = CheckOptions::new("", holder, options.now);
    check.programme = options.programme.clone();
    check.subject = options.subject.clone();
    check.request = options.request.clone();
    check.status_lists = options.status_lists.clone();
    check
}

fn bound() -> Holder {
    Holder::Bound {
        audience: AUDIENCE.to_owned(),
        nonce: NONCE.to_owned(),
        window: None,
        ahead: None,
        presented_at: None,
    }
}

/// The pointers of a plan, of all bundles, with their aliases, in the order of the alphabet.
fn disclosed(plan: &Plan) -> Vec<String> {
    let each = plan.disclose().expect("a grant").iter();
    let each = each.flat_map(|(alias, pointers)| {
        pointers
            .iter()
            .map(move |pointer| format!("{alias}{pointer}"))
    });
    let mut each: Vec<String> = each.collect();
    each.sort();
    each
}
