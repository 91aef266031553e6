//! Made-up rows of penalties with a known number of each defect, the same for the same seed.
//!
//! Codes and numbers are reckoned here, by the standards and not by the crate. They are nobody's:
//! organisation codes begin with `Q`, and persons were born in 1901.

use std::io::{self, Write};

use encoding_rs::GB18030;
use serde_json::{Map, Value};

use crate::random::Random;

/// What can be wrong with a row, one thing each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Defect {
    /// `code.missing`
    CodeMissing,
    /// `code.check_character`
    Check,
    /// `code.organisation_check`
    OrganisationCheck,
    /// `code.authority_unknown`
    UnknownPair,
    /// `code.other_kind`, a resident number
    PersonsNumber,
    /// `code.check_character_xiamen`
    Legacy,
    /// `code.length`
    Short,
    /// `duplicate.row`: the row before once more
    RowAgain,
    /// `duplicate.key`: the row before with another remark
    KeyAgain,
    /// `person.check_character`, in a natural person's row
    Person,
    /// `cell.empty`, no basis
    Empty,
    /// `cell.date`
    Date,
    /// `cell.amount`
    Amount,
    /// `cell.order`, published until before it was decided
    Order,
    /// `cell.value`, a category that does not exist
    Category,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    CsvUtf8,
    CsvGb18030,
    Ndjson,
}

pub struct Plan<'a> {
    pub rows: u64,
    pub seed: u64,
    pub defects: &'a [(Defect, u64)],
    pub form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Population {
    LegalPerson,
    SelfEmployed,
    NaturalPerson,
}

const NAMES: [&str; 30] = [
    "cf_xdr_mc",
    "cf_xdr_lb",
    "cf_xdr_shxym",
    "cf_xdr_gszc",
    "cf_xdr_zzjg",
    "cf_xdr_swdj",
    "cf_xdr_sydw",
    "cf_xdr_shzz",
    "cf_frdb",
    "cf_fr_zjlx",
    "cf_fr_zjhm",
    "cf_xdr_zjlx",
    "cf_xdr_zjhm",
    "cf_wsh",
    "cf_wfxw",
    "cf_sy",
    "cf_yj",
    "cf_cflb",
    "cf_nr",
    "cf_nr_fk",
    "cf_nr_wfff",
    "cf_nr_zkdx",
    "cf_jdrq",
    "cf_yxq",
    "cf_gsjzq",
    "cf_cfjg",
    "cf_cfjgdm",
    "cf_sjly",
    "cf_sjlydm",
    "bz",
];

/// Writes the rows; tells of each what it is.
pub fn write(
    plan: &Plan<'_>,
    out: &mut impl Write,
    mut tell: impl FnMut(Population, Option<Defect>),
) -> io::Result<()> {
    let mut defects: Vec<Defect> = Vec::new();
    for (defect, count) in plan.defects {
        defects.extend((0..*count).map(|_| *defect));
    }
    Random::of(plan.seed).shuffle(&mut defects);
    assert!(
        defects.len() as u64 * 2 <= plan.rows,
        "every other row at most"
    );
    let spacing = plan.rows / (defects.len() as u64).max(1);

    let mut writer = Writer {
        form: plan.form,
        out,
    };
    writer.header()?;
    let mut before = clean(0, plan.seed);
    for n in 0..plan.rows {
        // The last of each stretch, so that the row before is without a defect.
        let place = n / spacing;
        let is_last = n % spacing == spacing - 1;
        let defect = is_last
            .then(|| defects.get(place as usize).copied())
            .flatten();
        let row = match defect {
            Some(defect) => spoiled(n, plan.seed, defect, &before),
            None => clean(n, plan.seed),
        };
        tell(row.population, defect);
        writer.row(&row)?;
        before = row;
    }
    writer.out.flush()
}

#[derive(Clone)]
pub struct Row {
    pub population: Population,
    pub cells: [String; 30],
}

fn clean(n: u64, seed: u64) -> Row {
    let population = match mix(n ^ seed) % 10 {
        0..=5 => Population::LegalPerson,
        6..=8 => Population::SelfEmployed,
        _ => Population::NaturalPerson,
    };
    of(population, n, seed)
}

fn of(population: Population, n: u64, seed: u64) -> Row {
    let mut row = Row {
        population,
        cells: Default::default(),
    };
    let random = mix(n.wrapping_mul(3) ^ seed);
    let (month, day) = (random % 10 + 1, random / 10 % 28 + 1);
    let shared = [
        ("cf_wsh", format!("沪测罚〔2026〕第{n}号")),
        ("cf_wfxw", "违反广告管理规定".to_owned()),
        (
            "cf_sy",
            format!(
                "当事人于2026年{month}月{day}日在其经营场所发布未经审查的广告，经责令改正后已撤下，\"情节轻微\""
            ),
        ),
        (
            "cf_yj",
            "《中华人民共和国广告法》第五十八条第一款第十四项".to_owned(),
        ),
        ("cf_cflb", "警告;罚款".to_owned()),
        ("cf_nr", "警告，并处罚款".to_owned()),
        (
            "cf_nr_fk",
            format!("{}.{:06}", random % 50, random % 1_000_000),
        ),
        ("cf_jdrq", format!("2026/{month:02}/{day:02}")),
        ("cf_gsjzq", format!("2027/{month:02}/{day:02}")),
        ("cf_cfjg", "测试市市场监督管理局".to_owned()),
        ("cf_cfjgdm", uscc("11", "310000", "Q0000001")),
        ("cf_sjly", "测试市公共信用信息中心".to_owned()),
        ("cf_sjlydm", uscc("12", "310000", "Q0000002")),
    ];
    for (name, value) in shared {
        row.set(name, &value);
    }
    let body = body(n, seed);
    match population {
        Population::LegalPerson => {
            row.set("cf_xdr_mc", &format!("测试第{n}号有限公司"));
            row.set("cf_xdr_lb", "法人及非法人组织");
            row.set("cf_xdr_shxym", &uscc("91", "310115", &body));
            row.set("cf_frdb", "甲某");
        }
        Population::SelfEmployed => {
            row.set("cf_xdr_mc", &format!("测试第{n}号小吃店"));
            row.set("cf_xdr_lb", "个体工商户");
            row.set("cf_xdr_shxym", &uscc("92", "310115", &body));
            row.set("cf_frdb", "乙某");
        }
        Population::NaturalPerson => {
            row.set("cf_xdr_mc", "丙某");
            row.set("cf_xdr_lb", "自然人");
            row.set("cf_xdr_zjlx", "身份证");
            row.set("cf_xdr_zjhm", &resident_number(n));
        }
    }
    row
}

fn spoiled(n: u64, seed: u64, defect: Defect, before: &Row) -> Row {
    let body = body(n, seed);
    let mut row = match defect {
        Defect::RowAgain => return before.clone(),
        Defect::KeyAgain => {
            let mut row = before.clone();
            row.set("bz", "更正");
            return row;
        }
        Defect::Person => of(Population::NaturalPerson, n, seed),
        _ if mix(n).is_multiple_of(2) => of(Population::LegalPerson, n, seed),
        _ => of(Population::SelfEmployed, n, seed),
    };
    let right = row.cells[2].clone();
    match defect {
        Defect::CodeMissing => row.set("cf_xdr_shxym", ""),
        Defect::Check => row.set("cf_xdr_shxym", &other_check(&right)),
        Defect::OrganisationCheck => {
            let pair = &right[..2];
            let organisation = format!("{body}{}", other(check_11714(&body)));
            row.set(
                "cf_xdr_shxym",
                &with_check(&format!("{pair}310115{organisation}")),
            );
        }
        Defect::UnknownPair => row.set("cf_xdr_shxym", &uscc("G1", "310115", &body)),
        Defect::PersonsNumber => {
            // Not a zero at its end: the number might pass for a rounded one.
            let mut numbers = (n..).map(resident_number);
            let number = numbers.find(|number| !number.ends_with('0'));
            row.set("cf_xdr_shxym", &number.unwrap_or_default());
        }
        Defect::Legacy => {
            // The series that Xiamen issued.
            let code = uscc(&right[..2], "350203", &format!("M000{}", &body[4..]));
            row.set("cf_xdr_shxym", &other_check(&code));
        }
        Defect::Short => row.set("cf_xdr_shxym", &right[..17]),
        Defect::Person => {
            let number = resident_number(n);
            let (rest, check) = number.split_at(17);
            // Not a zero: the number might pass for a rounded one.
            let wrong = if check == "1" { "2" } else { "1" };
            row.set("cf_xdr_zjhm", &format!("{rest}{wrong}"));
        }
        Defect::Empty => row.set("cf_yj", ""),
        Defect::Date => row.set("cf_jdrq", "2026/02/30"),
        Defect::Amount => row.set("cf_nr_fk", "2000元"),
        Defect::Order => row.set("cf_gsjzq", "2025/12/31"),
        Defect::Category => row.set("cf_xdr_lb", "企业"),
        Defect::RowAgain | Defect::KeyAgain => {}
    }
    row
}

impl Row {
    fn set(&mut self, name: &str, value: &str) {
        let index = NAMES.iter().position(|n| *n == name).expect(name);
        self.cells[index] = value.to_owned();
    }
}

struct Writer<'a, W> {
    form: Form,
    out: &'a mut W,
}

impl<W: Write> Writer<'_, W> {
    fn header(&mut self) -> io::Result<()> {
        match self.form {
            Form::Ndjson => Ok(()),
            Form::CsvUtf8 | Form::CsvGb18030 => self.line(&NAMES.join(",")),
        }
    }

    fn row(&mut self, row: &Row) -> io::Result<()> {
        let line = match self.form {
            Form::Ndjson => {
                let members = NAMES.iter().zip(&row.cells);
                let members: Map<String, Value> = members
                    .map(|(name, cell)| ((*name).to_owned(), cell.as_str().into()))
                    .collect();
                Value::Object(members).to_string()
            }
            Form::CsvUtf8 | Form::CsvGb18030 => {
                let quote = |cell: &String| match cell.contains([',', '"', '\n']) {
                    true => format!("\"{}\"", cell.replace('"', "\"\"")),
                    false => cell.clone(),
                };
                row.cells.iter().map(quote).collect::<Vec<_>>().join(",")
            }
        };
        self.line(&line)
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        match self.form {
            Form::CsvGb18030 => self.out.write_all(&GB18030.encode(line).0)?,
            Form::CsvUtf8 | Form::Ndjson => self.out.write_all(line.as_bytes())?,
        }
        self.out.write_all(b"\r\n")
    }
}

/// GB 32100-2015.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A USCC of a pair, a region and the eight characters of an organisation.
pub fn uscc(pair: &str, region: &str, body: &str) -> String {
    with_check(&format!("{pair}{region}{body}{}", check_11714(body)))
}

fn with_check(code: &str) -> String {
    let mut weight = 1;
    let mut sum = 0;
    for character in code.bytes() {
        sum += value(character) * weight;
        weight = weight * 3 % 31;
    }
    let check = ALPHABET[(31 - sum % 31) % 31];
    format!("{code}{}", char::from(check))
}

fn value(character: u8) -> usize {
    ALPHABET
        .iter()
        .position(|c| *c == character)
        .expect("a character of a USCC")
}

fn other_check(code: &str) -> String {
    let (rest, check) = code.split_at(17);
    let next = ALPHABET[(value(check.as_bytes()[0]) + 1) % 31];
    format!("{rest}{}", char::from(next))
}

/// GB 11714-1997: digits are worth themselves, letters 10 and on.
fn check_11714(body: &str) -> char {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let values = body
        .chars()
        .map(|c| c.to_digit(36).expect("a digit or letter"));
    let sum: u32 = values
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        check => char::from_digit(check, 10).expect("a digit"),
    }
}

fn other(check: char) -> char {
    if check == '0' { '1' } else { '0' }
}

/// Different for different rows.
fn body(n: u64, seed: u64) -> String {
    const WIDTH: u32 = 7;
    // 31⁷ is prime to this, so that no two rows have one.
    let mut number = n.wrapping_add(seed % 1_000).wrapping_mul(1_000_003) % 31_u64.pow(WIDTH);
    let mut text = [b'Q'; 8];
    for place in &mut text[1..] {
        *place = ALPHABET[(number % 31) as usize];
        number /= 31;
    }
    String::from_utf8(text.to_vec()).expect("ASCII")
}

/// GB 11643-1999, of somebody born in 1901 in a region whose first two digits no USCC has.
pub fn resident_number(n: u64) -> String {
    let (month, day, sequence) = (n % 12 + 1, n / 12 % 28 + 1, n / 336 % 990);
    let number = format!("6501021901{month:02}{day:02}{sequence:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = number.chars().map(|c| c.to_digit(10).expect("a digit"));
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    format!(
        "{number}{}",
        char::from(b"10X98765432"[(sum % 11) as usize])
    )
}

/// Any number, the same for the same `n`.
fn mix(n: u64) -> u64 {
    Random::of(n).below(usize::MAX) as u64
}
