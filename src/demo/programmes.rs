//! The programmes of the demo.

use super::issuers::CITY;
use crate::error::{Code, Error};
use crate::json::{Object, Value};
use crate::time::Day;

/// A programme, and what its app asks for.
#[derive(Debug)]
pub struct Programme {
    id: &'static str,
    title: [&'static str; 2],
    request: &'static str,
    name: &'static str,
    template: &'static str,
}

pub(super) static BIKE: Programme = Programme {
    id: "demo.xinyi-zu.shared-bike",
    title: ["共享单车信用免押", "Shared bikes without a deposit"],
    request: r#"{"deposit": "99.00"}"#,
    name: "shared-bike",
    template: include_str!("programmes/shared-bike.json"),
};

pub(super) static POWER_BANK: Programme = Programme {
    id: "demo.xinyi-zu.power-bank",
    title: ["共享充电宝信用免押", "Power banks without a deposit"],
    request: r#"{"deposit": "99.00"}"#,
    name: "power-bank",
    template: include_str!("programmes/power-bank.json"),
};

pub(super) static LOAN: Programme = Programme {
    id: "demo.xinyi-dai.small-firm",
    title: [
        "小微企业信用贷款预审",
        "Credit loan pre-qualification for small firms",
    ],
    request: r#"{"amount": "500000.00"}"#,
    name: "small-firm-loan",
    template: include_str!("programmes/small-firm-loan.json"),
};

/// Of a firm and its legal representative, who is another subject.
pub(super) static LOAN_WITH_OFFICER: Programme = Programme {
    id: "demo.xinyi-dai.firm-and-officer",
    title: [
        "企业信用贷款预审（查验法定代表人）",
        "Credit loan pre-qualification: the firm and its legal representative",
    ],
    request: r#"{"amount": "500000.00"}"#,
    name: "firm-and-officer",
    template: include_str!("programmes/firm-and-officer.json"),
};

pub(super) static YOUTH: Programme = Programme {
    id: "demo.youth.volunteer",
    title: ["青年志愿者文化礼遇", "Culture perks for young volunteers"],
    request: "{}",
    name: "young-volunteer",
    template: include_str!("programmes/young-volunteer.json"),
};

/// For certificates, which firms print: its bundles last longer.
pub(super) static CLEAN_RECORD: Programme = Programme {
    id: "demo.certificate.clean-record",
    title: [
        "市场监管领域信用状况证明",
        "Certificate of a clean record in market regulation",
    ],
    request: "{}",
    name: "clean-record",
    template: include_str!("programmes/clean-record.json"),
};

/// The first and the last day on which a programme of the demo is in force.
pub fn days_in_force(today: Day) -> [Day; 2] {
    let (before, after) = DAYS_IN_FORCE;
    [-before, after].map(|days| today.add_days(days).unwrap_or(today))
}

/// How many days before and after the demo's date a programme is in force: longer than the demo's
/// root, so that what ends first is always the same.
const DAYS_IN_FORCE: (i64, i64) = (90, 730);

pub(super) static PROGRAMMES: [&Programme; 6] = [
    &BIKE,
    &POWER_BANK,
    &LOAN,
    &YOUTH,
    &CLEAN_RECORD,
    &LOAN_WITH_OFFICER,
];

impl Programme {
    /// Its id, by which it is asked for.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// A short name, as for a file.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// In Chinese and English.
    pub fn title(&self) -> [&'static str; 2] {
        self.title
    }

    /// What a rider, a firm or a volunteer asks for, as JSON.
    pub fn request_text(&self) -> &'static str {
        self.request
    }

    /// The same, read.
    pub fn request(&self) -> Option<Object> {
        read(self.request).ok()
    }

    /// The unsigned document. It is in force around `today`, not for calendar years: a demo of 31 December
    /// lasts as long as any other.
    pub fn text(&self, today: Day) -> String {
        let [from, until] = days_in_force(today);
        self.template
            .replace("{issuer}", CITY)
            .replace("{valid_from}", &from.to_string())
            .replace("{valid_until}", &until.to_string())
    }

    /// The document, read.
    pub(super) fn document(&self, today: Day) -> Result<Object, Error> {
        read(&self.text(today))
    }
}

fn read(text: &str) -> Result<Object, Error> {
    match Value::parse(text.as_bytes(), text.len())? {
        Value::Object(document) => Ok(document),
        _ => Err(Error::new(Code::FormatJson)),
    }
}

/// Facts for `xinyi programme try`, of somebody who discloses no more than the bike programme asks.
pub fn sample_facts(today: Day) -> String {
    include_str!("facts/shared-bike.json").replace("{today}", &today.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_say_what_is_said_of_them() {
        let today = Day::new(2026, 11, 22).unwrap();
        for programme in PROGRAMMES {
            let document = programme.document(today).unwrap();
            let id = document.get("id").and_then(Value::as_str);
            assert_eq!(id, Some(programme.id));
            for (language, title) in ["zh-CN", "en"].iter().zip(programme.title) {
                let found = document.get("title").and_then(|t| t.member(language));
                assert_eq!(found.and_then(Value::as_str), Some(title));
            }
            assert!(programme.request().is_some());
        }
        read(&sample_facts(today)).unwrap();
    }
}
