//! What is not an expression, and where the error points.

use super::*;
use crate::limits;

#[track_caller]
fn refused(rule: &str, want: &str) {
    let error = read(&parse(rule)).expect_err(rule);
    assert_eq!(error.stage(), crate::error::Stage::Programme);
    let details = json::write(&error.details().clone().into());
    assert_eq!(
        format!("{} {details}", error.code().as_str()),
        want,
        "{rule}"
    );
}

#[track_caller]
fn accepted(rule: &str) {
    if let Err(error) = read(&parse(rule)) {
        panic!("{rule}: {error}");
    }
}

#[test]
fn operators() {
    for (rule, want) in [
        (
            r#"{"equals":[1,1]}"#,
            r#"programme.operator {"pointer":"","operator":"equals","suggestion":"=="}"#,
        ),
        (
            r#"{"AND":[true,{"not":true}]}"#,
            r#"programme.operator {"pointer":"","operator":"AND","suggestion":"and"}"#,
        ),
        (
            r#"{"any":[{"var":"credit.listings"},true]}"#,
            r#"programme.operator {"pointer":"","operator":"any","suggestion":"some"}"#,
        ),
        (
            r#"{"&&":[true,true]}"#,
            r#"programme.operator {"pointer":"","operator":"&&","suggestion":"and"}"#,
        ),
        (
            r#"{"if":[true,true,false]}"#,
            r#"programme.operator {"pointer":"","operator":"if"}"#,
        ),
        (
            r#"{"and":[true,{"nonne":[{"var":"credit.listings"},true]}]}"#,
            r#"programme.operator {"pointer":"/and/1","operator":"nonne","suggestion":"none"}"#,
        ),
        (
            r#"{"===":[1,1]}"#,
            r#"programme.operator {"pointer":"","operator":"===","suggestion":"=="}"#,
        ),
        (
            r#"{"!":{"some":[]}}"#,
            r#"programme.operator {"pointer":"/!","operator":"some","problem":"operand_count","found":0}"#,
        ),
        (
            r#"{"==":[1,2,3]}"#,
            r#"programme.operator {"pointer":"","operator":"==","problem":"operand_count","found":3}"#,
        ),
        (
            r#"{"<":1}"#,
            r#"programme.operator {"pointer":"","operator":"<","problem":"operand_count","found":1}"#,
        ),
        (
            r#"{"and":[]}"#,
            r#"programme.operator {"pointer":"","operator":"and","problem":"operand_count","found":0}"#,
        ),
        (
            r#"{"var":["request.days",0]}"#,
            r#"programme.operator {"pointer":"","operator":"var","problem":"operand_count","found":2}"#,
        ),
        (
            r#"{"and":[{}]}"#,
            r#"programme.type {"pointer":"/and/0","expected":"boolean","found":"object"}"#,
        ),
        (
            "{}",
            r#"programme.operator {"pointer":"","problem":"operator_expected"}"#,
        ),
        (
            r#"{"==":[{"var":"request.days","or":1},1]}"#,
            r#"programme.operator {"pointer":"/==/0","problem":"operator_expected"}"#,
        ),
    ] {
        refused(rule, want);
    }
}

#[test]
fn paths() {
    for (rule, want) in [
        (
            r#"{"exists":{"var":"credit.listing"}}"#,
            r#"programme.path {"pointer":"/exists/var","path":"credit.listing","problem":"unknown","suggestion":"credit.listings"}"#,
        ),
        (
            r#"{"exists":[{"var":["nothing.like.it"]}]}"#,
            r#"programme.path {"pointer":"/exists/0/var/0","path":"nothing.like.it","problem":"unknown"}"#,
        ),
        (
            r#"{"some":[{"var":"credit.listings"},{"==":[{"var":"severty"},"serious"]}]}"#,
            r#"programme.path {"pointer":"/some/1/==/0/var","path":"severty","problem":"unknown","suggestion":"severity"}"#,
        ),
        (
            r#"{"some":[{"var":"credit.listings"},{"==":[{"var":"state"},"active"]}]}"#,
            r#"programme.path {"pointer":"/some/1/==/0/var","path":"state","problem":"forbidden"}"#,
        ),
        (
            r#"{"<":[{"sum":[{"var":"credit.listings"},true,"point"]},1]}"#,
            r#"programme.path {"pointer":"/</0/sum/2","path":"point","problem":"unknown","suggestion":"points"}"#,
        ),
        (
            r#"{"<":[{"sum":[{"var":"credit.listings"},true,"state"]},1]}"#,
            r#"programme.path {"pointer":"/</0/sum/2","path":"state","problem":"forbidden"}"#,
        ),
        (
            r#"{"<":[{"count":[{"var":"credit.listings"},{"==":[{"var":"state"},"active"]}]},1]}"#,
            r#"programme.path {"pointer":"/</0/count/1/==/0/var","path":"state","problem":"forbidden"}"#,
        ),
        // A field outside its list, a list's element by number, the element where there is none.
        (
            r#"{"==":[{"var":"severity"},"serious"]}"#,
            r#"programme.path {"pointer":"/==/0/var","path":"severity","problem":"unknown"}"#,
        ),
        (
            r#"{"exists":{"var":"credit.listings.0"}}"#,
            r#"programme.path {"pointer":"/exists/var","path":"credit.listings.0","problem":"element"}"#,
        ),
        (
            r#"{"==":[{"var":"credit.listings.0.severity"},"serious"]}"#,
            r#"programme.path {"pointer":"/==/0/var","path":"credit.listings.0.severity","problem":"element"}"#,
        ),
        (
            r#"{"none":[{"var":"credit.listings"},{"==":[{"var":"credit.listings.severity"},"serious"]}]}"#,
            r#"programme.path {"pointer":"/none/1/==/0/var","path":"credit.listings.severity","problem":"element"}"#,
        ),
        (
            r#"{"==":[{"var":""},"a"]}"#,
            r#"programme.path {"pointer":"/==/0/var","path":""}"#,
        ),
        // `request` is a field of these records, and an alias.
        (
            r#"{"some":[{"var":"credit.listings"},{"exists":{"var":"request"}}]}"#,
            r#"programme.path {"pointer":"/some/1/exists/var","path":"request","problem":"ambiguous"}"#,
        ),
    ] {
        refused(rule, want);
    }
    accepted(r#"{"some":[{"var":"credit.listings"},{">":[{"var":"request.days"},1]}]}"#);
    accepted(r#"{"some":[{"var":"credit.listings"},{"<":[{"var":"since"},{"var":"now"}]}]}"#);
    accepted(r#"{"exists":{"var":"request"}}"#);
}

#[test]
fn types() {
    for (rule, want) in [
        (
            "1",
            r#"programme.type {"pointer":"","expected":"boolean","found":"number"}"#,
        ),
        (
            "null",
            r#"programme.type {"pointer":"","expected":"value","found":"null"}"#,
        ),
        (
            r#"{"var":"request.days"}"#,
            r#"programme.type {"pointer":"","expected":"boolean","found":"number"}"#,
        ),
        (
            r#"{"!":{"var":"credit.listings"}}"#,
            r#"programme.type {"pointer":"/!","expected":"boolean","found":"list"}"#,
        ),
        (
            r#"{"and":[true,"yes"]}"#,
            r#"programme.type {"pointer":"/and/1","expected":"boolean","found":"string"}"#,
        ),
        (
            r#"{"or":[{"age":{"var":"now"}}]}"#,
            r#"programme.type {"pointer":"/or/0","expected":"boolean","found":"number"}"#,
        ),
        (
            r#"{"==":[{"var":"request.days"},"3"]}"#,
            r#"programme.type {"pointer":"/==/1","expected":"number","found":"string","suggestion":3}"#,
        ),
        (
            r#"{"==":["3",{"var":"request.days"}]}"#,
            r#"programme.type {"pointer":"/==/0","expected":"number","found":"string","suggestion":3}"#,
        ),
        (
            r#"{">":[{"var":"request.deposit"},99]}"#,
            r#"programme.type {"pointer":"/>/1","expected":"money","found":"number","suggestion":{"currency":"CNY","amount":"99.00"}}"#,
        ),
        (
            r#"{"==":[{"var":"credit.registration.frozen"},0]}"#,
            r#"programme.type {"pointer":"/==/1","expected":"boolean","found":"number"}"#,
        ),
        (
            r#"{"<":[{"var":"credit.subject.residence"},"310000"]}"#,
            r#"programme.type {"pointer":"","expected":"number, date or money","found":"string"}"#,
        ),
        (
            r#"{"<":["a","b"]}"#,
            r#"programme.type {"pointer":"","expected":"number, date or money","found":"string"}"#,
        ),
        (
            r#"{"==":[{"var":"credit.listings"},{"var":"credit.listings"}]}"#,
            r#"programme.type {"pointer":"","expected":"value","found":"list"}"#,
        ),
        (
            r#"{"==":[{"var":"request.days"},[1]]}"#,
            r#"programme.type {"pointer":"/==/1","expected":"value","found":"list"}"#,
        ),
        (
            r#"{"==":[{"var":"request.days"},null]}"#,
            r#"programme.type {"pointer":"/==/1","expected":"value","found":"null"}"#,
        ),
        (
            r#"{"in":[{"var":"request.days"},"123"]}"#,
            r#"programme.type {"pointer":"/in/1","expected":"list of literals","found":"string"}"#,
        ),
        (
            r#"{"in":[{"var":"request.days"},[1,"2"]]}"#,
            r#"programme.type {"pointer":"/in/1/1","expected":"number","found":"string","suggestion":2}"#,
        ),
        (
            r#"{"in":[{"var":"request.days"},[{"var":"request.days"}]]}"#,
            r#"programme.type {"pointer":"/in/1/0","expected":"literal","found":"operator"}"#,
        ),
        (
            r#"{"in":[7,{"var":"credit.tags"}]}"#,
            r#"programme.type {"pointer":"/in/0","expected":"string","found":"number"}"#,
        ),
        (
            r#"{"in":["a",{"var":"credit.subject.residence"}]}"#,
            r#"programme.type {"pointer":"/in/1","expected":"strings","found":"string"}"#,
        ),
        (
            r#"{"exists":"request.days"}"#,
            r#"programme.type {"pointer":"/exists","expected":"var","found":"string"}"#,
        ),
        (
            r#"{"some":[{"var":"request.days"},true]}"#,
            r#"programme.type {"pointer":"/some/0","expected":"list","found":"number"}"#,
        ),
        (
            r#"{"some":[[1,2],true]}"#,
            r#"programme.type {"pointer":"/some/0","expected":"var","found":"list"}"#,
        ),
        (
            r#"{"in-region":[{"var":"credit.subject.residence"},"310000"]}"#,
            r#"programme.type {"pointer":"/in-region/1","expected":"list of regions","found":"string"}"#,
        ),
        (
            r#"{"in-region":[{"var":"request.days"},["310000"]]}"#,
            r#"programme.type {"pointer":"/in-region/0","expected":"region","found":"number"}"#,
        ),
        (
            r#"{"in-region":["310115",["310000"]]}"#,
            r#"programme.type {"pointer":"/in-region/0","expected":"region","found":"string"}"#,
        ),
        (
            r#"{"in-region":[{"var":"credit.subject.residence"},["310000","上海"]]}"#,
            r#"programme.value {"pointer":"/in-region/1/1","value":"上海","problem":"region"}"#,
        ),
        (
            r#"{"in-region":[{"var":"credit.evaluations.tax.grade"},["310000"]]}"#,
            r#"programme.type {"pointer":"/in-region/0","expected":"region","found":"string"}"#,
        ),
        (
            r#"{"<":[{"percent-of":[10,{"percent-of":[10,{"var":"request.days"}]}]},1]}"#,
            r#"programme.type {"pointer":"/</0/percent-of/1","expected":"number or money","found":"percentage"}"#,
        ),
        (
            r#"{"percent-of":[10,{"var":"request.deposit"}]}"#,
            r#"programme.type {"pointer":"","expected":"boolean","found":"number or money"}"#,
        ),
        (
            r#"{"<":[{"percent-of":[{"var":"request.days"},{"var":"request.deposit"}]},1]}"#,
            r#"programme.type {"pointer":"/</0/percent-of/0","expected":"percentage","found":"object"}"#,
        ),
        (
            r#"{"<":[{"percent-of":[0,{"var":"request.days"}]},1]}"#,
            r#"programme.value {"pointer":"/</0/percent-of/0","value":"0","expected":"percentage"}"#,
        ),
        (
            r#"{"<":[{"percent-of":[10,{"var":"credit.subject.birthdate"}]},1]}"#,
            r#"programme.type {"pointer":"/</0/percent-of/1","expected":"number or money","found":"date"}"#,
        ),
        (
            r#"{"<":[{"percent-of":[10,{"var":"request.deposit"}]},1]}"#,
            r#"programme.type {"pointer":"/</1","expected":"money","found":"number","suggestion":{"currency":"CNY","amount":"1.00"}}"#,
        ),
        (
            r#"{"within":[{"var":"request.days"},"P2Y"]}"#,
            r#"programme.type {"pointer":"/within/0","expected":"date","found":"number"}"#,
        ),
        (
            r#"{"within":[{"var":"now"},2]}"#,
            r#"programme.type {"pointer":"/within/1","expected":"period","found":"number"}"#,
        ),
        (
            r#"{"within":[{"plus-time":[{"var":"now"},"P1D"]},{"var":"request.days"}]}"#,
            r#"programme.type {"pointer":"/within/1","expected":"period","found":"object"}"#,
        ),
        (
            r#"{"before":[{"var":"now"},{"var":"request.days"}]}"#,
            r#"programme.type {"pointer":"/before/1","expected":"date","found":"number"}"#,
        ),
        (
            r#"{"after":[{"var":"now"},5]}"#,
            r#"programme.type {"pointer":"/after/1","expected":"date","found":"number"}"#,
        ),
        (
            r#"{"plus-time":[{"var":"now"},"P1D"]}"#,
            r#"programme.type {"pointer":"","expected":"boolean","found":"date"}"#,
        ),
        (
            r#"{"and":[{"count":[{"var":"credit.listings"},true]}]}"#,
            r#"programme.type {"pointer":"/and/0","expected":"boolean","found":"number"}"#,
        ),
        (
            r#"{"or":[{"sum":[{"var":"credit.listings"},true,"points"]}]}"#,
            r#"programme.type {"pointer":"/or/0","expected":"boolean","found":"number or money"}"#,
        ),
        (
            r#"{">":[{"count":[{"var":"credit.listings"},{"var":"points"}]},1]}"#,
            r#"programme.type {"pointer":"/>/0/count/1","expected":"boolean","found":"number"}"#,
        ),
        (
            r#"{">":[{"sum":[{"var":"credit.listings"},true,"since"]},1]}"#,
            r#"programme.type {"pointer":"/>/0/sum/2","expected":"number or money","found":"date"}"#,
        ),
        (
            r#"{">":[{"sum":[{"var":"credit.tags"},true,"points"]},1]}"#,
            r#"programme.type {"pointer":"/>/0/sum/0","expected":"list","found":"strings"}"#,
        ),
        (
            r#"{">":[{"sum":[{"var":"credit.listings"},true,{"var":"points"}]},1]}"#,
            r#"programme.type {"pointer":"/>/0/sum/2","expected":"path","found":"object"}"#,
        ),
        (
            r#"{">":[{"sum":[{"var":"credit.listings"},true,"fine"]},1]}"#,
            r#"programme.type {"pointer":"/>/1","expected":"money","found":"number","suggestion":{"currency":"CNY","amount":"1.00"}}"#,
        ),
        (
            r#"{"at-least":[{"var":"request.days"},"B","tax"]}"#,
            r#"programme.type {"pointer":"/at-least/0","expected":"string","found":"number"}"#,
        ),
        (
            r#"{"at-least":[{"var":"credit.evaluations.tax.grade"},{"var":"credit.evaluations.tax.grade"},"tax"]}"#,
            r#"programme.type {"pointer":"/at-least/1","expected":"string","found":"object"}"#,
        ),
        // Codes of two lists that share none are never equal.
        (
            r#"{"some":[{"var":"credit.listings"},{"==":[{"var":"severity"},{"var":"list"}]}]}"#,
            r#"programme.type {"pointer":"/some/1/==/1","expected":"code of the same list","found":"code of another list"}"#,
        ),
        (
            r#"{"var":1}"#,
            r#"programme.type {"pointer":"/var","expected":"path","found":"number"}"#,
        ),
    ] {
        refused(rule, want);
    }
}

#[test]
fn values() {
    for (rule, want) in [
        (
            r#"{"<":[{"var":"credit.subject.birthdate"},"2008-02-30"]}"#,
            r#"programme.value {"pointer":"/</1","value":"2008-02-30","expected":"date","problem":"date"}"#,
        ),
        (
            r#"{"in":[{"var":"now"},["2026-01-01","2026-1-2"]]}"#,
            r#"programme.value {"pointer":"/in/1/1","value":"2026-1-2","expected":"date","problem":"date","suggestion":"2026-01-02"}"#,
        ),
        (
            r#"{"<=":[{"age":"20080101"},18]}"#,
            r#"programme.value {"pointer":"/<=/0/age","value":"20080101","expected":"date","problem":"date","suggestion":"2008-01-01"}"#,
        ),
        (
            r#"{"within":[{"var":"now"},"2Y"]}"#,
            r#"programme.value {"pointer":"/within/1","value":"2Y","expected":"period","suggestion":"P2Y"}"#,
        ),
        (
            r#"{"before":[{"var":"now"},"2026/12/01"]}"#,
            r#"programme.value {"pointer":"/before/1","value":"2026/12/01","expected":"date","problem":"date","suggestion":"2026-12-01"}"#,
        ),
        (
            r#"{"before":[{"var":"now"},"2026-12-01T08:00:00Z"]}"#,
            r#"programme.value {"pointer":"/before/1","value":"2026-12-01T08:00:00Z","expected":"date","problem":"date","suggestion":"2026-12-01"}"#,
        ),
        (
            r#"{"none":[{"var":"credit.listings"},{"==":[{"var":"severity"},"seriuos"]}]}"#,
            r#"programme.value {"pointer":"/none/1/==/1","value":"seriuos","expected":"code","suggestion":"serious"}"#,
        ),
        (
            r#"{"none":[{"var":"credit.listings"},{"in":[{"var":"list"},["tax_violation","wages"]]}]}"#,
            r#"programme.value {"pointer":"/none/1/in/1/1","value":"wages","expected":"code"}"#,
        ),
        (
            r#"{"!=":["E",{"var":"credit.evaluations.tax.grade"}]}"#,
            r#"programme.value {"pointer":"/!=/0","value":"E","expected":"code","suggestion":"A"}"#,
        ),
        (
            r#"{"at-least":[{"var":"credit.evaluations.tax.grade"},"AA","tax"]}"#,
            r#"programme.value {"pointer":"/at-least/1","value":"AA","expected":"grade","suggestion":"A","scale":"tax"}"#,
        ),
        (
            r#"{"at-least":[{"var":"credit.evaluations.tax.grade"},"A","taxes"]}"#,
            r#"programme.value {"pointer":"/at-least/2","value":"taxes","expected":"scale","declared":"tax"}"#,
        ),
        (
            r#"{"at-least":[{"var":"credit.evaluations.tax.grade"},"A","tex"]}"#,
            r#"programme.value {"pointer":"/at-least/2","value":"tex","expected":"scale","suggestion":"tax","declared":"tax"}"#,
        ),
        (
            r#"{"at-least":["M","A","tax"]}"#,
            r#"programme.value {"pointer":"/at-least/0","value":"M","expected":"grade","suggestion":"D","scale":"tax"}"#,
        ),
        (
            r#"{"before":[{"plus-time":[{"var":"now"},"1Y"]},"2026-01-01"]}"#,
            r#"programme.value {"pointer":"/before/0/plus-time/1","value":"1Y","expected":"period","suggestion":"P1Y"}"#,
        ),
        // The day in China: it begins at 16:00 in UTC.
        (
            r#"{"before":[{"var":"now"},"2025-12-31T16:00Z"]}"#,
            r#"programme.value {"pointer":"/before/1","value":"2025-12-31T16:00Z","expected":"date","problem":"date"}"#,
        ),
        (
            r#"{"before":[{"var":"now"},"2025-12-31T16:00:00Z"]}"#,
            r#"programme.value {"pointer":"/before/1","value":"2025-12-31T16:00:00Z","expected":"date","problem":"date","suggestion":"2026-01-01"}"#,
        ),
        (
            r#"{"before":[{"var":"now"},"2026-01-01T00:00:00+08:00"]}"#,
            r#"programme.value {"pointer":"/before/1","value":"2026-01-01T00:00:00+08:00","expected":"date","problem":"date","suggestion":"2026-01-01"}"#,
        ),
        (
            r#"{"before":[{"var":"now"},"2026年1月5日"]}"#,
            r#"programme.value {"pointer":"/before/1","value":"2026年1月5日","expected":"date","problem":"date","suggestion":"2026-01-05"}"#,
        ),
        (
            r#"{"before":[{"var":"now"},"5/1/2026"]}"#,
            r#"programme.value {"pointer":"/before/1","value":"5/1/2026","expected":"date","problem":"date"}"#,
        ),
        (
            r#"{"not-after":["2026-02-30",{"var":"now"}]}"#,
            r#"programme.value {"pointer":"/not-after/0","value":"2026-02-30","expected":"date","problem":"date"}"#,
        ),
        (
            r#"{"<":[{"var":"request.deposit"},{"currency":"CNY","amount":99}]}"#,
            r#"programme.value {"pointer":"/</1","expected":"money","problem":"money"}"#,
        ),
        (
            r#"{"<":[{"var":"request.deposit"},{"currency":"rmb","amount":"1"}]}"#,
            r#"programme.value {"pointer":"/</1","expected":"money","problem":"money","suggestion":{"currency":"CNY","amount":"1.00"}}"#,
        ),
        (
            r#"{"<":[{"var":"request.deposit"},{"currency":"USD","amount":"1"}]}"#,
            r#"programme.value {"pointer":"/</1","expected":"money","problem":"money"}"#,
        ),
    ] {
        refused(rule, want);
    }
}

#[test]
fn short_forms_and_literals_are_accepted() {
    for rule in [
        "true",
        r#"{"!":{"var":"credit.registration.frozen"}}"#,
        r#"{"and":{"or":false}}"#,
        r#"{"==":[{"in":["a",{"var":"credit.tags"}]},true]}"#,
        r#"{"<":["2026-01-01",{"var":"now"},"2027-01-01"]}"#,
        r#"{"<=":[0.5,{"var":"request.days"},1e2]}"#,
        r#"{"<":[{"currency":"CNY","amount":"0.50"},{"var":"request.deposit"}]}"#,
        r#"{"in":[{"var":"credit.evaluations.tax.grade"},["A","B"]]}"#,
        r#"{"in":[{"var":"request.days"},[]]}"#,
        r#"{"some":[{"var":"credit.tags"},{"==":[{"var":""},"a"]}]}"#,
        r#"{"some":[{"var":"credit.listings"},{"some":[{"var":"recognised_in"},{"==":[{"var":""},"310000"]}]}]}"#,
        r#"{"some":[{"var":"credit.listings"},{"exists":{"var":""}}]}"#,
        r#"{">=":[{"age":"2008-01-01"},18]}"#,
        r#"{"before":["2026-01-01",{"var":"now"},{"plus-time":["2026-01-01","P1Y"]}]}"#,
        r#"{"==":[{"count":[{"var":"credit.tags"},{"==":[{"var":""},"a"]}]},1]}"#,
        r#"{"<":[{"sum":[{"var":"credit.listings"},true,"fine"]},{"var":"request.deposit"}]}"#,
        r#"{"in":[{"sum":[{"var":"credit.listings"},{"var":"final"},"points"]},[3,5]]}"#,
    ] {
        accepted(rule);
    }
}

#[test]
fn budgets_are_errors() {
    let nested = |n: usize| format!("{}true{}", r#"{"!":"#.repeat(n), "}".repeat(n));
    accepted(&nested(limits::RULE_DEPTH));
    let error = read(&parse(&nested(limits::RULE_DEPTH + 1))).unwrap_err();
    assert_eq!(error.code(), crate::error::Code::LimitDepth);

    let wide = |n: usize| format!(r#"{{"and":[{}true]}}"#, "true,".repeat(n - 2));
    accepted(&wide(limits::RULE_NODES));
    let error = read(&parse(&wide(limits::RULE_NODES + 1))).unwrap_err();
    assert_eq!(error.code(), crate::error::Code::LimitNodes);

    // One budget for all rules of a programme.
    let mut budget = Budget::new();
    let half = parse(&wide(limits::RULE_NODES / 2 + 1));
    assert!(Expr::read(&half, "/a", &TestVocabulary, &mut budget).is_ok());
    let error = Expr::read(&half, "/b", &TestVocabulary, &mut budget).unwrap_err();
    assert_eq!(error.code(), crate::error::Code::LimitNodes);
    assert_eq!(error.details().get("pointer"), Some(&"/b/and/2046".into()));

    refused(
        r#"{"all":[{"var":"credit.listings"},{"all":[{"var":"credit.penalties"},{"all":[{"var":"credit.tags"},true]}]}]}"#,
        r#"limit.depth {"pointer":"/all/1/all/1","limit":2,"problem":"quantifiers"}"#,
    );
    refused(
        r#"{"all":[{"var":"credit.listings"},{"all":[{"var":"credit.penalties"},{"<":[{"count":[{"var":"credit.tags"},true]},1]}]}]}"#,
        r#"limit.depth {"pointer":"/all/1/all/1/</0","limit":2,"problem":"quantifiers"}"#,
    );
}
