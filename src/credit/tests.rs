//! What is read of records: every member of the table, right, wrong and left out.

use super::vocabulary::{
    CLAIM_TYPES, Field, LIST_TYPES, OFFICER, Shape, ValueKind, claim_type, list_type,
};
use super::{Claims, Vct};
use crate::error::{Code, Error};
use crate::json::{Object, Value};
use crate::law::{self, CodeList};

const AS_OF: &str = "2026-11-20";

fn object(text: &str) -> Object {
    match Value::parse(text.as_bytes(), text.len()) {
        Ok(Value::Object(object)) => object,
        other => panic!("{other:?}: {text}"),
    }
}

fn facts(vct: Vct) -> Object {
    let lists = match vct {
        Vct::CreditStatus => {
            r#", "listings": [], "penalties": [], "commitments": [], "honours": [], "licences": []"#
        }
        Vct::MarketCredit => "",
    };
    object(&format!(
        r#"{{"subject_kind": "enterprise", "jurisdiction": "310000", "catalogue": "CN-2025",
            "as_of": "{AS_OF}"{lists}}}"#
    ))
}

fn of(name: &str, value: impl Into<Value>) -> Object {
    let mut facts = facts(Vct::CreditStatus);
    facts.set(name, value);
    facts
}

fn list(name: &str, record: Object) -> Object {
    of(name, Value::Array(vec![record.into()]))
}

/// The fields of a list's records, or of a claim that is no list.
#[track_caller]
fn fields(name: &str) -> &'static [Field] {
    let list = list_type(name).map(|list| list.fields);
    list.or_else(|| claim_type(name).map(|claim| claim.fields()))
        .expect(name)
}

/// A record with every member there is.
fn whole(fields: &[Field]) -> Object {
    let value = |field: &Field| match field.name {
        // One of those that the list of `right` has.
        "ground" => "1.1".into(),
        _ => right(field.kind),
    };
    fields.iter().map(|f| (f.name, value(f))).collect()
}

fn without(fields: &[Field], name: &str) -> Object {
    with(fields, name, None)
}

fn with(fields: &[Field], name: &str, value: Option<Value>) -> Object {
    let mut record = whole(fields);
    match value {
        Some(value) => record.set(name, value),
        None => drop(record.remove(name)),
    }
    record
}

fn catalogued(list: CodeList) -> &'static [String] {
    law::built_in().catalogue.codes(list)
}

fn right(kind: ValueKind) -> Value {
    match kind {
        ValueKind::Bool => false.into(),
        ValueKind::Number | ValueKind::Quantity => 3_i64.into(),
        ValueKind::Text => "示例".into(),
        ValueKind::Token => "a-code".into(),
        ValueKind::Digest => "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU".into(),
        // The last is `remedied`, `ended`, `cancelled` where there are states.
        ValueKind::Code(codes) => codes.last().copied().unwrap().into(),
        ValueKind::Catalogued(list) => catalogued(list)[0].as_str().into(),
        ValueKind::CataloguedList(list) => catalogued(list)[..2].to_vec().into(),
        ValueKind::Region => "310115".into(),
        ValueKind::Scope => "national".into(),
        ValueKind::Regions => Value::Array(vec!["320000".into(), "330100".into()]),
        ValueKind::Fields => "*".into(),
        ValueKind::Day | ValueKind::PastDay => "2026-05-06".into(),
        ValueKind::Money | ValueKind::Balance => {
            object(r#"{"currency": "CNY", "amount": "1234.50"}"#).into()
        }
        ValueKind::Object(fields) => whole(fields).into(),
        ValueKind::Ages => object(r#"{"18": false}"#).into(),
        ValueKind::Records(fields) => Value::Array(vec![whole(fields).into()]),
    }
}

/// Values that are not of a kind, and where each is wrong.
fn wrong(kind: ValueKind) -> Vec<(Value, &'static str)> {
    let mut wrong: Vec<(Value, &str)> = vec![(Object::new().into(), "")];
    let mut also = |values: &[&'static str]| {
        wrong.extend(values.iter().map(|text| (Value::from(*text), "")));
    };
    match kind {
        ValueKind::Bool => also(&["true"]),
        ValueKind::Number => also(&["3"]),
        ValueKind::Quantity => {
            also(&["3"]);
            wrong.push(((-1_i64).into(), ""));
        }
        ValueKind::Text => also(&[""]),
        ValueKind::Token => also(&["", "Code", "a code", "代码"]),
        ValueKind::Digest => also(&["", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF"]),
        ValueKind::Catalogued(CodeList::Regimes) | ValueKind::Code(_) => also(&["", "unheard-of"]),
        ValueKind::Catalogued(_) => also(&["", "Fine"]),
        ValueKind::Region => also(&["national", "3101", "010000", "31011a"]),
        ValueKind::Scope => also(&["National", "3101"]),
        ValueKind::Day | ValueKind::PastDay => also(&["2026-11-31", "20260506", "2026-5-6"]),
        ValueKind::Regions | ValueKind::CataloguedList(_) => also(&["320000"]),
        ValueKind::Fields => also(&["", "market"]),
        ValueKind::Money | ValueKind::Balance | ValueKind::Object(_) => also(&["100.00"]),
        ValueKind::Ages | ValueKind::Records(_) => also(&["true"]),
    }
    match kind {
        ValueKind::Regions => {
            let list = vec!["320000".into(), "national".into()];
            wrong.push((Value::Array(list), "/1"));
        }
        ValueKind::CataloguedList(_) => {
            wrong.push((Value::Array(vec!["Fine".into()]), "/0"));
        }
        ValueKind::Money => {
            let debt = object(r#"{"currency": "CNY", "amount": "-1.00"}"#);
            wrong.push((debt.into(), ""));
        }
        // An empty object of required members lacks one, which is another code.
        ValueKind::Object(_) => drop(wrong.remove(0)),
        // No age need be told.
        ValueKind::Ages => drop(wrong.remove(0)),
        _ => {}
    }
    wrong
}

fn read(vct: Vct, facts: &Object) -> Result<Claims, Error> {
    Claims::from_plain(vct, &facts.clone().into(), law::built_in())
}

#[track_caller]
fn accepted(facts: &Object) -> Claims {
    read(Vct::CreditStatus, facts).unwrap_or_else(|e| panic!("{e}: {facts:?}"))
}

#[track_caller]
fn refused(facts: &Object, code: Code, pointer: &str) {
    let error = read(Vct::CreditStatus, facts).expect_err(pointer);
    assert_eq!(error.code(), code, "{error}: {facts:?}");
    let found = error.details().get("pointer").and_then(Value::as_str);
    assert_eq!(found, Some(pointer), "{error}");
}

/// A table, how a record of it stands among the facts, and where.
type Table = (&'static [Field], Box<dyn Fn(Object) -> Object>, String);

fn tables() -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for list_type in LIST_TYPES {
        let name = list_type.name;
        let place = Box::new(move |record| list(name, record));
        tables.push((list_type.fields, place, format!("/{name}/0")));
    }
    let named = |outer: &'static str, inner: &'static str| {
        Box::new(move |record: Object| of(outer, Object::from_iter([(inner, Value::from(record))])))
    };
    for claim in CLAIM_TYPES {
        let (name, fields) = (claim.name, claim.fields());
        match claim.shape {
            Shape::Open(_) | Shape::Drawing => {}
            Shape::Schemes(_) => {
                tables.push((fields, named(name, "tax"), format!("/{name}/tax")));
            }
            Shape::Members(_) | Shape::Whole(_) => {
                let place = Box::new(move |record: Object| of(name, record));
                tables.push((fields, place, format!("/{name}")));
            }
        }
    }
    let officers = |officer: Object| {
        let officers = Value::Array(vec![officer.into()]);
        of("subject", Object::from_iter([("officers", officers)]))
    };
    tables.push((OFFICER, Box::new(officers), "/subject/officers/0".into()));
    tables
}

#[test]
fn a_record_with_every_member_is_read_whole() {
    for (fields, place, _) in tables() {
        let claims = accepted(&place(whole(fields)));
        assert_eq!(claims.ignored, Vec::<String>::new());
        for (_, _, record) in claims.records() {
            assert_eq!(record.members.known.len(), fields.len());
            assert!(!record.is_outside_catalogue());
        }
    }
}

#[test]
fn a_member_that_must_be_there_is_missed_by_its_pointer() {
    let mut required = 0;
    for (fields, place, pointer) in tables() {
        for field in fields {
            let facts = place(without(fields, field.name));
            if field.required {
                let pointer = format!("{pointer}/{}", field.name);
                refused(&facts, Code::ClaimRequired, &pointer);
                required += 1;
            } else {
                accepted(&facts);
            }
        }
    }
    assert!(required >= 40, "only {required}");
}

#[test]
fn a_member_of_another_kind_is_refused_by_its_pointer() {
    for (fields, place, pointer) in tables() {
        for field in fields {
            for (value, within) in wrong(field.kind) {
                let facts = place(with(fields, field.name, Some(value)));
                let pointer = format!("{pointer}/{}{within}", field.name);
                refused(&facts, Code::ClaimInvalid, &pointer);
            }
        }
    }
}

#[test]
fn members_within_a_member_have_their_own_pointers() {
    let via = |text: &str| {
        let via = Value::from(object(text));
        list("listings", with(fields("listings"), "via", Some(via)))
    };
    refused(
        &via(r#"{"role": "principal"}"#),
        Code::ClaimRequired,
        "/listings/0/via/subject_kind",
    );
    refused(
        &via(r#"{"role": "cousin", "subject_kind": "enterprise"}"#),
        Code::ClaimInvalid,
        "/listings/0/via/role",
    );
    let claims = accepted(&via(
        r#"{"role": "principal", "subject_kind": "enterprise", "a/b": 1}"#,
    ));
    assert_eq!(claims.ignored, ["/listings/0/via/a~1b"]);
    refused(
        &of(
            "subject",
            object(r#"{"age_over": {"18": true, "x~y": true}}"#),
        ),
        Code::ClaimInvalid,
        "/subject/age_over/x~0y",
    );
}

#[test]
fn a_code_outside_the_catalogue_is_kept_and_marked() {
    for (list_name, name, code) in [
        ("listings", "list", Value::from("moon_landing")),
        ("listings", "field", "moon".into()),
        ("penalties", "kind", "exile".into()),
        ("penalties", "field", "moon".into()),
        (
            "penalties",
            "also",
            Value::Array(vec!["fine".into(), "exile".into()]),
        ),
    ] {
        let record = with(fields(list_name), name, Some(code));
        let claims = accepted(&list(list_name, record));
        assert!(
            claims.records().all(|(_, _, r)| r.is_outside_catalogue()),
            "{name}"
        );
    }
}

#[test]
fn a_day_that_had_not_come_when_the_data_was_drawn_is_refused() {
    let mut past = 0;
    for (fields, place, pointer) in tables() {
        for field in fields.iter().filter(|f| f.kind == ValueKind::PastDay) {
            // The members that stand in an order with it are in their own test.
            let only = |day: &str| {
                let mut record = whole(fields);
                for other in fields.iter().filter(|f| !f.required) {
                    record.remove(other.name);
                }
                record.set(field.name, day);
                place(record)
            };
            accepted(&only(AS_OF));
            let pointer = format!("{pointer}/{}", field.name);
            refused(&only("2026-11-21"), Code::ClaimConflict, &pointer);
            past += 1;
        }
    }
    assert!(past >= 6, "only {past}");
}

#[test]
fn days_out_of_order_are_refused_where_they_would_look_milder() {
    let day = |day: &str| Some(Value::from(day));
    let of_list = |list_name: &'static str, name, value| {
        list(list_name, with(fields(list_name), name, value))
    };
    for (list_name, name, before, right) in [
        ("listings", "until", "2026-05-05", "2026-05-06"),
        ("penalties", "published_on", "2026-05-05", "2026-05-06"),
        ("penalties", "publish_until", "2026-05-05", "2026-05-06"),
        ("commitments", "broken_on", "2026-05-05", "2026-05-06"),
    ] {
        let pointer = format!("/{list_name}/0/{name}");
        let conflict = Code::ClaimConflict;
        refused(&of_list(list_name, name, day(before)), conflict, &pointer);
        accepted(&of_list(list_name, name, day(right)));
    }
    // Met before it was due, and known long after it ended: nothing is wrong with that.
    accepted(&of_list("obligations", "settled_on", day("2025-01-01")));
    accepted(&of_list(
        "penalties",
        "behaviour_ended_on",
        day("2019-01-01"),
    ));
    accepted(&of_list("activities", "as_of", day("2027-01-01")));
}

#[test]
fn what_was_broken_was_not_kept() {
    for state in ["performing", "fulfilled"] {
        let record = with(fields("commitments"), "state", Some(state.into()));
        refused(
            &list("commitments", record.clone()),
            Code::ClaimConflict,
            "/commitments/0/state",
        );
        let mut kept = record;
        kept.remove("broken_on");
        accepted(&list("commitments", kept));
    }
}

#[test]
fn market_credit_has_its_own_claims_and_no_others() {
    let market = |name: &str, value: Value| {
        let mut facts = facts(Vct::MarketCredit);
        facts.set(name, value);
        read(Vct::MarketCredit, &facts)
    };
    let listed = |record: Object| Value::Array(vec![record.into()]);
    for list_type in LIST_TYPES {
        for value in [Value::Array(Vec::new()), listed(whole(list_type.fields))] {
            match market(list_type.name, value) {
                Ok(_) => assert!(list_type.is_in(Vct::MarketCredit)),
                Err(error) => {
                    assert!(!list_type.is_in(Vct::MarketCredit));
                    assert_eq!(error.code(), Code::ClaimInvalid);
                    let pointer = error.details().get("pointer").and_then(Value::as_str);
                    assert_eq!(pointer, Some(&*format!("/{}", list_type.name)));
                }
            }
        }
    }
    let whole_of = |name: &str| market(name, whole(fields(name)).into());
    let registration = whole_of("registration").unwrap_err();
    assert_eq!(registration.code(), Code::ClaimInvalid);
    assert!(whole_of("finance").is_ok());
    assert!(whole_of("subject").is_ok());
}

#[test]
fn a_required_list_that_is_neither_shown_nor_hidden_was_left_out() {
    use crate::sd_jwt::{Members, Node};
    for left_out in LIST_TYPES {
        let payload = |hidden: bool| {
            let mut members = Members::default();
            for (name, value) in facts(Vct::CreditStatus).iter() {
                let node = match value {
                    Value::Array(_) => Node::Array(Vec::new()),
                    value => Node::Value(value.clone()),
                };
                if name != left_out.name {
                    members.push_plain(name, node);
                }
            }
            if hidden {
                members.hide_one();
            }
            Claims::parse(Vct::CreditStatus, &members, law::built_in()).map_err(|e| e.code())
        };
        assert!(payload(true).is_ok());
        let missed = payload(false).err();
        let want = left_out.always_issued.then_some(Code::ClaimRequired);
        assert_eq!(missed, want, "{}", left_out.name);
    }
}

#[test]
fn a_forbidden_name_is_found_wherever_it_stands() {
    let within = |text: &str| {
        let mut record = whole(fields("listings"));
        record.set(
            "remarks",
            Value::parse(text.as_bytes(), text.len()).unwrap(),
        );
        list("listings", record)
    };
    let forbidden = Code::ClaimForbidden;
    refused(&of("religion", "…"), forbidden, "/religion");
    for (remarks, place) in [
        (r#"{"dna": 1}"#, "/dna"),
        (r#"[1, {"a": {"dna": []}}]"#, "/1/a/dna"),
        (r#"[[[], [0, {"病史": {}}]]]"#, "/0/1/1/病史"),
        (r#"{"a/b": {"blood~type": true}}"#, "/a~1b/blood~0type"),
    ] {
        let pointer = format!("/listings/0/remarks{place}");
        refused(&within(remarks), forbidden, &pointer);
    }
    let mut market = facts(Vct::MarketCredit);
    market.set("finance", object(r#"{"owner": {"bloodType": "A"}}"#));
    let error = read(Vct::MarketCredit, &market).unwrap_err();
    assert_eq!(error.code(), forbidden);
}
