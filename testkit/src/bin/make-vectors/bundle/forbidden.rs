//! What may not be collected of anybody, wherever it stands and however it is spelt.

use serde_json::json;
use testkit::world::*;

use crate::vector::Suite;

pub fn add(suite: &mut Suite<'_>) {
    let world = suite.world;
    let person = || world.person();
    let firm = |role: &str, member: &str| {
        let officer = json!({ "role": role, "id": "11010519491231002X", member: "…" });
        world.firm().set("/subject/officers", json!([officer]))
    };
    let penalised = |member: &str| {
        let penalty = merged(penalty(), &json!({ member: "…" }));
        person().set("/penalties/0", penalty)
    };
    let active = |member: &str| {
        let hours = json!({ "kind": "hours", "value": 40, "as_of": TODAY, member: "…" });
        world.market().set("/activities", json!([hours]))
    };
    for (name, description, sketch, pointer) in [
        (
            "religion",
            "What somebody believes is nobody's business.",
            person().set("/religion", json!("…")),
            "/religion",
        ),
        (
            "religion-of-a-subject",
            "In two words.",
            person().set("/subject/religiousBelief", json!("…")),
            "/subject/religiousBelief",
        ),
        (
            "religion-in-pinyin",
            "In two syllables.",
            person().set("/subject/zong_jiao", json!("…")),
            "/subject/zong_jiao",
        ),
        (
            "religion-in-full-width",
            "In letters as wide as Chinese ones.",
            person().set("/ＲＥＬＩＧＩＯＮ", json!("…")),
            "/ＲＥＬＩＧＩＯＮ",
        ),
        (
            "religion-within-a-listing",
            "In what a record says of the person responsible.",
            world.listed(&json!({
                "via": { "role": "principal", "subject_kind": "enterprise", "宗教信仰": "…" },
            })),
            "/listings/0/via/宗教信仰",
        ),
        (
            "genes-of-an-officer",
            "In a list within the subject.",
            firm("director", "DNAResult"),
            "/subject/officers/0/DNAResult",
        ),
        (
            "fingerprint-in-a-list-of-lists",
            "At whatever depth.",
            world.listed(&json!({ "remarks": [["…"], [["…", { "指纹": "…" }]]] })),
            "/listings/0/remarks/1/0/1/指纹",
        ),
        (
            "blood-type-beside-a-score",
            "In an evaluation.",
            person().set("/evaluations/sh-public/bloodType", json!("A")),
            "/evaluations/sh-public/bloodType",
        ),
        (
            "blood-type-as-a-scheme",
            "As the name of an evaluation.",
            person().set("/evaluations/blood_type", json!({ "grade": "A" })),
            "/evaluations/blood_type",
        ),
        (
            "blood-types-of-a-patient",
            "With further words around it, and in the plural.",
            penalised("patient_blood_types_known"),
            "/penalties/0/patient_blood_types_known",
        ),
        (
            "disease-beside-figures",
            "In an object that is disclosed whole.",
            person().set("/finance", json!({ "chronic": { "diseases": [] } })),
            "/finance/chronic/diseases",
        ),
        (
            "medical-history",
            "In Chinese.",
            penalised("病史"),
            "/penalties/0/病史",
        ),
        (
            "medical-history-in-market-credit",
            "In a bundle of the other type.",
            active("既往病史"),
            "/activities/0/既往病史",
        ),
        (
            "medical-history-beside-the-status",
            "In what says where the status is to be found.",
            person().set("/status/medical_records", json!([])),
            "/status/medical_records",
        ),
    ] {
        suite
            .add(&format!("forbidden-{name}"), description)
            .bundle(world.bind(&sketch.sign().show_all()))
            .refused_at("claim.forbidden", pointer);
    }

    let religious = person().set("/religion", json!("…"));
    let hidden = religious.draft_hiding(|p| is_disclosure(p) || p == "/religion");
    let hidden = hidden.sign("bundle-1", &world.city);
    suite
        .add(
            "forbidden-religion-disclosed",
            "As a claim that could have been kept back.",
        )
        .bundle(world.bind(&hidden.show_all()))
        .refused_at("claim.forbidden", "/religion");
    suite
        .add(
            "forbidden-religion-hidden",
            "What is not shown is not there to be judged.",
        )
        .bundle(world.bind(&hidden.show(LOOK)))
        .granted("gold");
    let harmless = json!({
        "severity": "attention", "region": "310115", "general": true, "gender": "…",
        "blood_donation": 3, "credit_history": [], "good_faith": true, "医疗机构": "…",
    });
    suite
        .add(
            "names-like-forbidden-ones",
            "What has some letters of a forbidden name in it is another name.",
        )
        .bundle(world.listed(&harmless).present(LOOK_AT_LISTING))
        .granted("gold");
}
