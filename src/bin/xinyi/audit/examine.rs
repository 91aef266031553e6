//! Examining one row by itself: whom it is about, its problems, and the key that makes it the same record as
//! another.

use std::borrow::Cow;

use ring::digest;
use xinyi::Day;
use xinyi::identity::{CodeKind, CodeProblem, CodeVerdict, examine_as};

use super::cells;
use super::columns::{Content, Need, RowKind};
use super::duplicates::DIGEST;
use super::problem::Problem;
use super::row::Row;
use super::schema::{FoundColumn, Schema};
use super::spelling;

/// Whom a row is about. Rates are computed for the first two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Population {
    /// 法人及非法人组织, and rows that do not tell whom they are about: these have no valid code.
    LegalPerson,
    /// 个体工商户.
    SelfEmployed,
    /// 自然人.
    NaturalPerson,
}

/// The standing of the subject's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Right,
    /// Legacy or unrecognised: it may be wrong or not.
    Doubtful,
    Wrong,
}

pub(super) struct Finding {
    pub(super) population: Population,
    pub(super) standing: Standing,
    /// Whether it is a row of data, and not a second header, a total or a note. Of what is none, nothing else is told.
    pub(super) is_data: bool,
    /// Also what is only noted. With the index of the form's column, where it is one column's.
    pub(super) problems: Vec<(Problem, Option<usize>)>,
    /// The key, which makes it the same record as another.
    pub(super) key: Vec<u8>,
    pub(super) digest: [u8; DIGEST],
}

pub(super) struct Examiner {
    today: Day,
    pub(super) finding: Finding,
    /// How many rows needed each of the form's columns.
    pub(super) needed: Vec<u64>,
    /// The last code of an authority, and whether it is right: it is mostly the one before.
    last_code: Vec<(String, bool)>,
    cells: Vec<u8>,
}

impl Finding {
    /// Whether there is anything to correct.
    pub(super) fn is_bad(&self) -> bool {
        self.problems.iter().any(|(problem, _)| !problem.is_note())
    }
}

impl Examiner {
    pub(super) fn new(today: Day) -> Self {
        Self {
            today,
            finding: Finding {
                population: Population::LegalPerson,
                standing: Standing::Right,
                is_data: true,
                problems: Vec::new(),
                key: Vec::new(),
                digest: [0; DIGEST],
            },
            needed: Vec::new(),
            last_code: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// Leaves what it finds in `finding`.
    pub(super) fn examine(&mut self, row: &Row, schema: &Schema) {
        self.finding.problems.clear();
        let of_row = row.problems.iter().map(|problem| (*problem, None));
        self.finding.problems.extend(of_row);
        let columns = schema.form.columns.len();
        self.needed.resize(columns, 0);
        self.last_code.resize(columns, (String::new(), true));

        let code = self.examine_subject(row, schema);
        // A row with a code that may be right is one of data, whatever else it looks like.
        self.finding.is_data =
            self.finding.standing != Standing::Wrong || !is_no_data(row, schema, &code);
        if !self.finding.is_data {
            self.finding.problems.clear();
            return;
        }
        self.examine_cells(row, schema);
        self.examine_order(row, schema);
        self.identify(row, schema, &code);
    }

    /// The population, and the subject's code in its one spelling.
    fn examine_subject(&mut self, row: &Row, schema: &Schema) -> String {
        let code_at = schema.find(Content::Code);
        let text = code_cell(row, code_at);
        let text = text.as_ref();
        let examined = (!text.is_empty()).then(|| examine_as(CodeKind::Uscc, text, self.today));
        let code = match examined.as_ref().and_then(|e| e.normalised.clone()) {
            Some(code) => code,
            None => text.to_uppercase(),
        };
        let is_self_employed = code.starts_with("92");

        let category_at = schema.find(Content::Category);
        let category = cell(row, category_at);
        let said = match category.as_ref() {
            "法人及非法人组织" => Some(Population::LegalPerson),
            "个体工商户" => Some(Population::SelfEmployed),
            "自然人" => Some(Population::NaturalPerson),
            _ => None,
        };
        if said.is_none() && !category.is_empty() {
            self.note(Problem::Value, category_at);
        }
        let has_number = [Content::Person, Content::Resident]
            .into_iter()
            .any(|content| !cell(row, schema.find(content)).is_empty());
        let population = said.unwrap_or(match (code.is_empty(), has_number) {
            (true, true) => Population::NaturalPerson,
            _ if is_self_employed => Population::SelfEmployed,
            _ => Population::LegalPerson,
        });
        self.finding.population = population;

        let mut is_rounded = false;
        self.finding.standing = match &examined {
            None if population == Population::NaturalPerson => Standing::Right,
            None => {
                self.finding
                    .problems
                    .push((Problem::CodeMissing, code_at.map(|at| at.index)));
                Standing::Wrong
            }
            Some(examined) => {
                let standing = standing(examined.verdict, &examined.problems);
                is_rounded = standing == Standing::Wrong && cells::is_rounded(text);
                if is_rounded {
                    self.note(Problem::CodeRounded, code_at);
                } else {
                    for problem in telling(&examined.problems) {
                        self.note(Problem::Code(*problem), code_at);
                    }
                }
                standing
            }
        };
        let is_right = examined.is_some_and(|e| e.verdict == CodeVerdict::Valid);
        if is_right && said.is_some() {
            let agrees = match population {
                Population::LegalPerson => !is_self_employed,
                Population::SelfEmployed => is_self_employed,
                Population::NaturalPerson => false,
            };
            if !agrees {
                self.note(Problem::CategoryConflict, category_at);
            }
        }
        // What is left of a rounded number is that of many.
        match is_rounded {
            true => String::new(),
            false => code,
        }
    }

    /// Whether each cell that is needed is there, and what is there is what it should be.
    fn examine_cells(&mut self, row: &Row, schema: &Schema) {
        let kinds = cell(row, schema.find(Content::PenaltyKinds));
        let kinds = kinds.as_ref();
        let is_person = self.finding.population == Population::NaturalPerson;
        for (index, column, place) in schema.columns() {
            let is_needed = match column.need {
                Need::Always => true,
                Need::Confiscation => cells::has_kind(kinds, "没收"),
                Need::Fined => cells::has_kind(kinds, "罚款"),
                Need::Optional => false,
                Need::Organisations => !is_person,
                Need::Persons => is_person,
            };
            if let Some(needed) = self.needed.get_mut(index).filter(|_| is_needed) {
                *needed += 1;
            }
            // A missing column is reported once, and not for each row.
            let Some(place) = place else { continue };
            let at = FoundColumn { index, place };
            let text = match column.content.is_code() {
                true => code_cell(row, Some(at)),
                false => cell(row, Some(at)),
            };
            let text = text.as_ref();
            let whole = row.cell(place);
            if text.len() < whole.len() && column.content != Content::Text {
                for note in spelling::left_out(whole, column.content.is_code()) {
                    self.note(note, Some(at));
                }
            }
            if text.is_empty() {
                // A missing code was reported already, as a wrong code.
                if is_needed && column.content != Content::Code {
                    self.note(Problem::Empty, Some(at));
                }
                continue;
            }
            let problem = match column.content {
                Content::Date
                | Content::Decided
                | Content::PublishedUntil
                | Content::ValidFrom
                | Content::ValidUntil => match cells::day(text) {
                    None => Some(Problem::Date),
                    Some((day, _)) if column.content == Content::Decided && day > self.today => {
                        Some(Problem::Future)
                    }
                    Some((_, note)) => note,
                },
                Content::Amount | Content::Confiscated | Content::Fine => {
                    (!cells::is_amount(text)).then_some(Problem::Amount)
                }
                Content::LicenceKind => (!cells::is_licence_kind(text)).then_some(Problem::Value),
                Content::PenaltyKinds => {
                    (!cells::are_penalty_kinds(text)).then_some(Problem::Value)
                }
                Content::State => {
                    (!matches!(text, "0" | "1" | "2" | "3")).then_some(Problem::Value)
                }
                Content::OtherCode => match self.is_code(index, text) {
                    true => None,
                    false if cells::is_rounded(text) => Some(Problem::Rounded),
                    false => Some(Problem::OtherCode),
                },
                Content::Person => {
                    let kind = cell(row, schema.find(Content::PersonKind));
                    self.examine_number(person_kind(&kind), text, at);
                    None
                }
                Content::Resident => {
                    self.examine_number(Some(CodeKind::ResidentId), text, at);
                    None
                }
                Content::Category
                | Content::Code
                | Content::Document
                | Content::PersonKind
                | Content::Text => None,
            };
            if let Some(problem) = problem {
                self.note(problem, Some(at));
            }
        }
    }

    fn examine_order(&mut self, row: &Row, schema: &Schema) {
        let day = |content| {
            let at = schema.find(content)?;
            let (day, _) = cells::day(&cell(row, Some(at)))?;
            Some((at, day))
        };
        if let (Some((_, decided)), Some((at, until))) =
            (day(Content::Decided), day(Content::PublishedUntil))
            && until <= decided
        {
            self.note(Problem::Order, Some(at));
        }
        if let (Some((_, from)), Some((at, until))) =
            (day(Content::ValidFrom), day(Content::ValidUntil))
            && until < from
        {
            self.note(Problem::Order, Some(at));
        }
    }

    fn examine_number(&mut self, kind: Option<CodeKind>, text: &str, at: FoundColumn) {
        let Some(kind) = kind else { return };
        let problems = examine_as(kind, text, self.today).problems;
        if !problems.is_empty() && cells::is_rounded(text) {
            return self.note(Problem::PersonRounded, Some(at));
        }
        for problem in telling(&problems) {
            self.note(Problem::Person(*problem), Some(at));
        }
    }

    fn is_code(&mut self, index: usize, text: &str) -> bool {
        let Some((last, is_right)) = self.last_code.get_mut(index) else {
            return false;
        };
        if last != text {
            let examined = examine_as(CodeKind::Uscc, text, self.today);
            *is_right = standing(examined.verdict, &examined.problems) != Standing::Wrong;
            text.clone_into(last);
        }
        *is_right
    }

    /// Key and digest. Of licences and penalties the key is the decision and the subject, of
    /// registers the code; where a part of it is not there, the whole row.
    fn identify(&mut self, row: &Row, schema: &Schema, code: &str) {
        self.cells.clear();
        for index in 0..row.len() {
            let text = row.cell(index);
            // An empty cell and none are the same.
            if !text.is_empty() {
                self.cells.extend_from_slice(&index.to_le_bytes());
                self.cells.extend_from_slice(&text.len().to_le_bytes());
                self.cells.extend_from_slice(text.as_bytes());
            }
        }
        let digest = digest::digest(&digest::SHA256, &self.cells);
        if let Some(digest) = digest.as_ref().first_chunk() {
            self.finding.digest = *digest;
        }

        let text = |content| cell(row, schema.find(content));
        let number_of = |content| code_cell(row, schema.find(content));
        let key = &mut self.finding.key;
        key.clear();
        let document = match schema.form.kind {
            RowKind::Registry => String::new(),
            RowKind::Licence | RowKind::Penalty => fold_document(&text(Content::Document)),
        };
        let number = match code.is_empty() {
            false => code.to_owned(),
            true => [number_of(Content::Person), number_of(Content::Resident)]
                .concat()
                .to_uppercase(),
        };
        let has_key = match schema.form.kind {
            RowKind::Registry => !code.is_empty(),
            RowKind::Licence | RowKind::Penalty => !document.is_empty() && !number.is_empty(),
        };
        // With its length before it, nothing of one part can be taken for the other.
        if has_key {
            key.push(b'k');
            key.extend_from_slice(&document.len().to_le_bytes());
            key.extend_from_slice(document.as_bytes());
            key.extend_from_slice(number.as_bytes());
        } else {
            key.push(b'r');
            key.extend_from_slice(&self.cells);
        }
    }

    fn note(&mut self, problem: Problem, at: Option<FoundColumn>) {
        self.finding.problems.push((problem, at.map(|at| at.index)));
    }
}

/// Whether a row has the names of columns, or a total or a note with nothing that makes a record.
fn is_no_data(row: &Row, schema: &Schema, code: &str) -> bool {
    let filled = (0..row.len()).map(|place| (place, row.cell(place)));
    let filled = || filled.clone().filter(|(_, text)| !cells::is_empty(text));
    if filled().count() >= 2 && filled().all(|(place, text)| schema.is_named(place, text)) {
        return true;
    }
    let makes_record = [Content::Document, Content::Person, Content::Resident];
    let mut makers = makes_record
        .into_iter()
        .filter_map(|content| schema.find(content));
    let first = filled().next();
    // A note in the first cell may stand in any of these columns.
    let is_record = |at: FoundColumn| {
        !cell(row, Some(at)).is_empty() && first.is_some_and(|(place, _)| place != at.place)
    };
    let code_at = schema.find(Content::Code);
    let code_is_first = first.map(|(place, _)| place) == code_at.map(|at| at.place);
    (code.is_empty() || code_is_first)
        && !makers.any(is_record)
        && first.is_some_and(|(_, text)| cells::begins_no_data(text))
}

/// A cell that is not empty in any spelling, or nothing, without what spreadsheets leave in it.
fn cell(row: &Row, at: Option<FoundColumn>) -> Cow<'_, str> {
    filled(at.map_or(Cow::Borrowed(""), |at| spelling::plain(row.cell(at.place))))
}

/// The same of a code or a number.
fn code_cell(row: &Row, at: Option<FoundColumn>) -> Cow<'_, str> {
    filled(at.map_or(Cow::Borrowed(""), |at| {
        spelling::plain_code(row.cell(at.place))
    }))
}

fn filled(text: Cow<'_, str>) -> Cow<'_, str> {
    match cells::is_empty(&text) {
        true => Cow::Borrowed(""),
        false => text,
    }
}

fn standing(verdict: CodeVerdict, problems: &[CodeProblem]) -> Standing {
    match verdict {
        CodeVerdict::Valid => Standing::Right,
        // A person's number is in the wrong place, whatever it passes for.
        _ if problems.contains(&CodeProblem::OtherKind) => Standing::Wrong,
        CodeVerdict::Legacy | CodeVerdict::Unrecognised => Standing::Doubtful,
        _ => Standing::Wrong,
    }
}

/// The problems that mean something: of a code of another kind, the others do not.
fn telling(problems: &[CodeProblem]) -> &[CodeProblem] {
    match problems.contains(&CodeProblem::OtherKind) {
        true => &[CodeProblem::OtherKind],
        false => problems,
    }
}

/// What can be checked of 证件类型. Passports, travel permits and the identity cards of Hong Kong, Macao and Taiwan
/// cannot; the residence permits of their residents can.
fn person_kind(text: &str) -> Option<CodeKind> {
    let is_permit = text.contains("居住证");
    if !is_permit
        && ["香港", "澳门", "台湾", "臺灣", "港澳"]
            .iter()
            .any(|place| text.contains(place))
    {
        return None;
    }
    if text.contains("永久居留") {
        return Some(CodeKind::PermanentResidentId);
    }
    let is_resident = text.contains("身份证") || text.contains("居民居住证");
    is_resident.then_some(CodeKind::ResidentId)
}

/// A decision's number without what differs between typists: space, width, brackets, case.
fn fold_document(text: &str) -> String {
    let folded = text
        .chars()
        .filter(|c| !c.is_whitespace() && !spelling::is_invisible(*c))
        .map(|c| match c {
            '〔' | '﹝' | '【' | '［' | '（' | '(' | '｛' | '{' | '＜' | '<' | '〈' | '《' => {
                '['
            }
            '〕' | '﹞' | '】' | '］' | '）' | ')' | '｝' | '}' | '＞' | '>' | '〉' | '》' => {
                ']'
            }
            '號' => '号',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            _ => c,
        });
    folded.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_s_number_is_one_however_it_is_typed() {
        for text in [
            "沪市监罚〔2026〕1号",
            "沪市监罚[2026]１号",
            " 沪市监罚 （2026）1号",
            "沪市监罚﹝2026﹞1號",
            "沪市监罚{2026}1号",
            "沪市监罚<2026>1号",
            "沪市监罚\u{200B}〔2026〕1号",
        ] {
            assert_eq!(fold_document(text), "沪市监罚[2026]1号");
        }
    }

    #[test]
    fn a_card_is_known_by_its_name() {
        assert_eq!(person_kind("身份证"), Some(CodeKind::ResidentId));
        assert_eq!(person_kind("港澳台居民居住证"), Some(CodeKind::ResidentId));
        assert_eq!(
            person_kind("外国人永久居留身份证"),
            Some(CodeKind::PermanentResidentId)
        );
        for not_checked in [
            "护照号",
            "台湾居民身份证",
            "香港居民身份证",
            "香港永久性居民身份证",
            "港澳居民来往内地通行证",
        ] {
            assert_eq!(person_kind(not_checked), None);
        }
        assert_eq!(person_kind(""), None);
    }
}
