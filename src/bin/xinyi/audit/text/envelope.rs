//! An object around the array of rows, as services answer: `{"code":200,"data":{"rows":[{…}]}}`.

use xinyi::Object;

use super::array::{Element, element, object};
use crate::audit::forms::known_names;
use crate::tabular::encoding::Encoding;

/// Among how many brackets the one of the rows is looked for.
const BRACKETS: usize = 20;
/// How many objects there may be in one another around the rows.
const DEPTH: usize = 4;

/// How many bytes there are up to the rows, the array's bracket among them. The rows have names of columns, more than
/// what is around them: a row may have an array of objects of its own.
pub(super) fn envelope(sample: &[u8], encoding: Option<Encoding>) -> Option<usize> {
    let mut brackets = memchr::memchr_iter(b'[', sample).take(BRACKETS);
    brackets.find_map(|at| {
        let (around, rows) = sample.split_at_checked(at + 1)?;
        let rows = rows.trim_ascii_start();
        let Element::Whole(length) = element(rows, false, encoding) else {
            return None;
        };
        let encoding = encoding.unwrap_or(Encoding::Utf8);
        let row = object(&encoding.text(rows.get(..length)?)).ok()?;
        // Closed after the bracket it is JSON: the bracket is none within a text.
        let around = encoding.text(around);
        let closed = |depth| object(&format!("{around}]{}", "}".repeat(depth))).ok();
        let around = (1..=DEPTH).find_map(closed)?;
        let known = known(&row);
        (known >= 2 && known > self::known(&around)).then_some(at + 1)
    })
}

fn known(object: &Object) -> usize {
    let names: Vec<String> = object.iter().map(|(name, _)| name.to_owned()).collect();
    known_names(&names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_begin_after_the_bracket() {
        let row = r#"{"uscc":"[","entname":"a"}"#;
        for (around, is_one) in [
            (r#"{"data":["#, true),
            (r#"{ "code" : 200, "msg":"[{", "rows" : ["#, true),
            (r#"{"data":{"total":2,"list":["#, true),
            (r#"{"names":["a",{"b":[1]}],"rows":["#, true),
            (r#"{"uscc":"a","entname":"b","more":["#, false),
            (r#"{"msg":"["#, false),
            ("{", false),
        ] {
            let text = format!("{around}{row}]}}");
            let want = is_one.then_some(around.len());
            assert_eq!(envelope(text.as_bytes(), None), want, "{text}");
        }
        assert_eq!(envelope(br#"{"data":[{"a":1}]}"#, None), None);
        assert_eq!(envelope(br#"{"data":[]}"#, None), None);
    }
}
