//! The strict reader.

use super::{Object, Value};
use crate::decimal::Decimal;
use crate::error::{Code, Error, Problem};
use crate::limits;
use crate::mistaken::what_is;
use crate::names::Names;

impl Value {
    /// Reads one JSON text of at most `max_bytes`, strictly: no duplicate members, numbers exact.
    ///
    /// # Errors
    /// `limit.*`, `format.utf8`, `format.json`, `format.number`, `format.duplicate_member`, with
    /// the byte offset.
    pub fn parse(text: &[u8], max_bytes: usize) -> Result<Self, Error> {
        parse(text, max_bytes)
    }
}

/// Reads one JSON text (RFC 8259), at most `max_bytes` long.
///
/// # Errors
/// `limit.bytes`, `limit.depth`, `limit.items`, `limit.nodes`, `format.utf8`, `format.json`,
/// `format.number`, `format.duplicate_member`, with the byte offset.
pub(crate) fn parse(bytes: &[u8], max_bytes: usize) -> Result<Value, Error> {
    parse_with(bytes, max_bytes, limits::JSON_DEPTH)
}

/// [`parse`] with another limit on depth.
pub(crate) fn parse_with(bytes: &[u8], max_bytes: usize, max_depth: usize) -> Result<Value, Error> {
    if bytes.len() > max_bytes {
        return Err(Error::new(Code::LimitBytes)
            .with("limit", max_bytes)
            .with("found", bytes.len()));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|e| Error::new(Code::FormatUtf8).with("offset", e.valid_up_to()))?;
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        at: 0,
        depth_left: max_depth,
        max_depth,
        nodes_left: limits::JSON_NODES,
    };
    reader.skip_space();
    let value = reader.value()?;
    reader.skip_space();
    if reader.at < reader.bytes.len() {
        return Err(reader.fail(Problem::TrailingData));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth_left: usize,
    max_depth: usize,
    nodes_left: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Value, Error> {
        let Some(left) = self.nodes_left.checked_sub(1) else {
            return Err(Error::new(Code::LimitNodes)
                .with("limit", limits::JSON_NODES)
                .with("offset", self.at));
        };
        self.nodes_left = left;
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') if !self.text.starts_with("---") => self.number(),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            // At the beginning it may be something else altogether.
            other => Err(self.fail(match (other, self.depth_left == self.max_depth) {
                (None, false) => Problem::UnexpectedEnd,
                (Some(_), false) => Problem::ValueExpected,
                (_, true) => what_is(self.text).unwrap_or(Problem::ValueExpected),
            })),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, Error>) -> Result<Value, Error> {
        let Some(left) = self.depth_left.checked_sub(1) else {
            return Err(Error::new(Code::LimitDepth)
                .with("limit", self.max_depth)
                .with("offset", self.at));
        };
        self.depth_left = left;
        self.at += 1;
        self.skip_space();
        let value = read(self)?;
        self.depth_left += 1;
        Ok(value)
    }

    fn object(&mut self) -> Result<Value, Error> {
        let mut members = Object::new();
        let mut seen = Seen::default();
        if self.eat(b'}') {
            return Ok(members.into());
        }
        loop {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.fail(Problem::NameExpected));
            }
            let name = self.string()?;
            if !seen.add(&name, &members) {
                return Err(Error::new(Code::FormatDuplicateMember)
                    .with("name", name)
                    .with("offset", start));
            }
            self.skip_space();
            if !self.eat(b':') {
                return Err(self.fail(Problem::ColonExpected));
            }
            self.skip_space();
            let value = self.value()?;
            if members.is_empty() {
                members.reserve_one();
            }
            members.push(name, value);
            self.check_items(members.len())?;
            self.skip_space();
            if self.eat(b'}') {
                return Ok(members.into());
            }
            if !self.eat(b',') {
                return Err(self.fail(Problem::CommaOrBraceExpected));
            }
            self.skip_space();
        }
    }

    fn array(&mut self) -> Result<Value, Error> {
        let mut elements = Vec::new();
        if self.eat(b']') {
            return Ok(Value::Array(elements));
        }
        loop {
            let element = self.value()?;
            if elements.is_empty() {
                // Most arrays have one element. Room for more would be most of their memory.
                elements.reserve_exact(1);
            }
            elements.push(element);
            self.check_items(elements.len())?;
            self.skip_space();
            if self.eat(b']') {
                return Ok(Value::Array(elements));
            }
            if !self.eat(b',') {
                return Err(self.fail(Problem::CommaOrBracketExpected));
            }
            self.skip_space();
        }
    }

    fn check_items(&self, count: usize) -> Result<(), Error> {
        if count > limits::JSON_ITEMS {
            return Err(Error::new(Code::LimitItems)
                .with("limit", limits::JSON_ITEMS)
                .with("offset", self.at));
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Value, Error> {
        let start = self.at;
        while let Some(b'+' | b'-' | b'.' | b'e' | b'E' | b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        match Decimal::parse(self.run(start)?) {
            Some(number) => Ok(Value::Number(number)),
            None => Err(Error::new(Code::FormatNumber).with("offset", start)),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Error> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.fail(Problem::ValueExpected))
        }
    }

    fn string(&mut self) -> Result<String, Error> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            let rest = self.bytes.get(start..).unwrap_or_default();
            let ends = |b: &u8| matches!(b, b'"' | b'\\' | 0..0x20);
            self.at += rest.iter().position(ends).unwrap_or(rest.len());
            out.push_str(self.run(start)?);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                Some(_) => return Err(self.fail(Problem::ControlCharacter)),
                None => return Err(self.fail(Problem::UnexpectedEnd)),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let c = self
            .peek()
            .ok_or_else(|| self.fail(Problem::UnexpectedEnd))?;
        self.at += 1;
        Ok(match c {
            b'"' | b'\\' | b'/' => char::from(c),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex4()?;
                let code = if (0xd800..0xdc00).contains(&first) {
                    if !(self.eat(b'\\') && self.eat(b'u')) {
                        return Err(self.fail(Problem::HalfSurrogate));
                    }
                    let second = self.hex4()?;
                    if !(0xdc00..0xe000).contains(&second) {
                        return Err(self.fail(Problem::HalfSurrogate));
                    }
                    0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                } else {
                    first
                };
                char::from_u32(code).ok_or_else(|| self.fail(Problem::HalfSurrogate))?
            }
            _ => return Err(self.fail(Problem::UnknownEscape)),
        })
    }

    fn hex4(&mut self) -> Result<u32, Error> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self
                .peek()
                .and_then(|b| char::from(b).to_digit(16))
                .ok_or_else(|| self.fail(Problem::HexDigitsExpected))?;
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    /// The text from `start` up to here. The bytes around a run are ASCII, so it never ends within
    /// a character.
    fn run(&self, start: usize) -> Result<&str, Error> {
        let run = self.text.get(start..self.at);
        run.ok_or_else(|| self.fail(Problem::UnexpectedEnd))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn fail(&self, problem: Problem) -> Error {
        Error::new(Code::FormatJson)
            .because(problem)
            .with("offset", self.at)
    }
}

/// The names seen in one object. Few are compared one by one. Many go into a set, so that the time for an
/// object with very many members does not grow with their square.
#[derive(Default)]
struct Seen {
    names: Option<Names>,
}

impl Seen {
    /// Says whether a name is new.
    fn add(&mut self, name: &str, members: &Object) -> bool {
        const FEW: usize = 32;
        if members.len() < FEW {
            return !members.contains(name);
        }
        self.names
            .get_or_insert_with(|| members.iter().map(|(name, _)| name).collect())
            .add(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::write;

    #[track_caller]
    fn refused(text: &[u8], code: Code) {
        let error = parse(text, 1 << 20).expect_err("accepted");
        assert_eq!(error.code(), code, "{}", String::from_utf8_lossy(text));
    }

    #[track_caller]
    fn kept(text: &str) {
        assert_eq!(write(&parse(text.as_bytes(), 1 << 20).unwrap()), text);
    }

    #[test]
    fn members_keep_their_order_and_strings_their_characters() {
        kept(r#"{"z":1,"a":[true,false,null],"":{"信":"易","q":"\"\\\n\u0001"}}"#);
        kept("[0.1,-5,100000000000000000]");
    }

    #[test]
    fn escapes_are_read() {
        let value = parse(br#""\u4fe1\ud83d\ude00\/\b\f\n\r\t""#, 99).unwrap();
        assert_eq!(value.as_str(), Some("信😀/\u{8}\u{c}\n\r\t"));
    }

    #[test]
    fn what_json_does_not_allow_is_refused() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "[1 2]",
            "{a:1}",
            "tru",
            "nul",
            "\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\n\"",
            "1 2",
            "[1]]",
            "'a'",
            "\u{feff}1",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "{\"a\"}",
            "//",
        ] {
            refused(text.as_bytes(), Code::FormatJson);
        }
        for text in [
            "01",
            "1.",
            "-",
            "1e300",
            "1e",
            "1.2.3",
            "12345678901234567890",
        ] {
            refused(text.as_bytes(), Code::FormatNumber);
        }
        refused(b"\"\xff\"", Code::FormatUtf8);
    }

    #[test]
    fn a_name_twice_is_refused_however_it_is_spelt_and_however_many_there_are() {
        refused(br#"{"a":1,"a":1}"#, Code::FormatDuplicateMember);
        refused(br#"{"a":1,"\u0061":1}"#, Code::FormatDuplicateMember);
        refused(
            br#"[{"b":{"c":0,"d":0,"c":0}}]"#,
            Code::FormatDuplicateMember,
        );
        let many: Vec<String> = (0..200).map(|i| format!("\"m{i}\":{i}")).collect();
        let all = many.join(",");
        kept(&format!("{{{all}}}"));
        for again in ["m0", "m31", "m32", "m33", "m199"] {
            let text = format!("{{{all},\"{again}\":0}}");
            refused(text.as_bytes(), Code::FormatDuplicateMember);
        }
    }

    #[test]
    fn limits_are_errors() {
        let deep = "[".repeat(10_000);
        refused(deep.as_bytes(), Code::LimitDepth);
        let at_limit = format!(
            "{}{}",
            "[".repeat(limits::JSON_DEPTH),
            "]".repeat(limits::JSON_DEPTH)
        );
        kept(&at_limit);
        refused(format!("[{at_limit}]").as_bytes(), Code::LimitDepth);
        assert_eq!(parse(b"[0]", 2).unwrap_err().code(), Code::LimitBytes);
        let wide = format!("[{}0]", "0,".repeat(limits::JSON_ITEMS));
        refused(wide.as_bytes(), Code::LimitItems);
    }

    /// However small its parts are and however they are nested, so that 16 MB of them are refused
    /// before they are as many gigabytes.
    #[test]
    fn a_document_has_so_many_values_as_a_whole() {
        let deep = limits::JSON_DEPTH - 1;
        let nest = |open: &str, close: &str| [open.repeat(deep), close.repeat(deep)].concat();
        let parts = [
            "0".to_owned(),
            "\"\"".to_owned(),
            "[]".to_owned(),
            "{}".to_owned(),
            "{\"a\":{}}".to_owned(),
            "[0,[0,{\"a\":0,\"b\":[[]]}]]".to_owned(),
            nest("[", "]"),
            format!("{}0{}", "{\"a\":".repeat(deep), "}".repeat(deep)),
        ];
        for part in parts {
            let own = nodes(&parse(part.as_bytes(), 1 << 20).expect("a value"));
            let rows = 1000_usize.div_ceil(own);
            let row = format!("[{}]", vec![part.as_str(); rows].join(","));
            // A list of so many rows, which have their own parts.
            let read = |count: usize| {
                let all = format!("[{}]", vec![row.as_str(); count].join(","));
                parse_with(all.as_bytes(), 1 << 24, limits::JSON_DEPTH + 2)
            };
            let fit = (limits::JSON_NODES - 1) / (1 + rows * own);
            assert!(read(fit).is_ok(), "{part}");
            let error = read(fit + 1).expect_err("accepted");
            assert_eq!(error.code(), Code::LimitNodes, "{part}");
            let detail = |name| error.details().get(name).and_then(Value::as_i64);
            assert_eq!(detail("limit"), Some(1_000_000));
            assert!(detail("offset").is_some_and(|at| at < 1 << 24));
        }
    }

    fn nodes(value: &Value) -> usize {
        let inside: usize = match value {
            Value::Array(elements) => elements.iter().map(nodes).sum(),
            Value::Object(members) => members.iter().map(|(_, value)| nodes(value)).sum(),
            _ => 0,
        };
        1 + inside
    }
}
