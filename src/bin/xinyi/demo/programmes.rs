//! The programmes of the demo.

use xinyi::{Day, Value};

use super::claims::day;
use super::issuers::CITY;
use crate::json;

/// A programme, and what its app asks for.
pub(super) struct Programme {
    pub(super) id: &'static str,
    /// In Chinese and English.
    pub(super) title: [&'static str; 2],
    /// What a rider, a firm or a volunteer asks for, as JSON.
    pub(super) request: &'static str,
    name: &'static str,
    template: &'static str,
}

pub(super) const BIKE: Programme = Programme {
    id: "demo.xinyi-zu.shared-bike",
    title: ["共享单车信用免押", "Shared bikes without a deposit"],
    request: r#"{"deposit": "99.00"}"#,
    name: "shared-bike",
    template: include_str!("programmes/shared-bike.json"),
};

pub(super) const POWER_BANK: Programme = Programme {
    id: "demo.xinyi-zu.power-bank",
    title: ["共享充电宝信用免押", "Power banks without a deposit"],
    request: r#"{"deposit": "99.00"}"#,
    name: "power-bank",
    template: include_str!("programmes/power-bank.json"),
};

pub(super) const LOAN: Programme = Programme {
    id: "demo.xinyi-dai.small-firm",
    title: [
        "小微企业信用贷款预审",
        "Credit loan pre-qualification for small firms",
    ],
    request: r#"{"amount": "500000.00"}"#,
    name: "small-firm-loan",
    template: include_str!("programmes/small-firm-loan.json"),
};

pub(super) const YOUTH: Programme = Programme {
    id: "demo.youth.volunteer",
    title: ["青年志愿者文化礼遇", "Culture perks for young volunteers"],
    request: "{}",
    name: "young-volunteer",
    template: include_str!("programmes/young-volunteer.json"),
};

/// How many days before and after the demo's date a programme is in force: longer than the demo's
/// root, so that what ends first is always the same.
const DAYS_IN_FORCE: (i64, i64) = (90, 730);

pub(super) const PROGRAMMES: [Programme; 4] = [BIKE, POWER_BANK, LOAN, YOUTH];

impl Programme {
    /// The unsigned document.
    pub(super) fn file(&self) -> String {
        format!("programmes/{}.json", self.name)
    }

    /// What is asked for.
    pub(super) fn request_file(&self) -> String {
        format!("requests/{}.json", self.name)
    }

    /// The document. It is in force around `today`, not for calendar years: a demo of 31 December
    /// lasts as long as any other.
    pub(super) fn text(&self, today: Day) -> String {
        self.template
            .replace("{issuer}", CITY)
            .replace("{valid_from}", &day(today, -DAYS_IN_FORCE.0))
            .replace("{valid_until}", &day(today, DAYS_IN_FORCE.1))
    }

    /// The document, read.
    pub(super) fn document(&self, today: Day) -> Value {
        json::parse(&self.text(today))
    }
}

/// Facts for `xinyi programme try`, of somebody who discloses no more than the bike programme asks.
pub(super) fn sample_facts(today: Day) -> String {
    include_str!("facts/shared-bike.json").replace("{today}", &today.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_say_what_is_said_of_them() {
        let today = Day::new(2026, 11, 22).unwrap();
        for programme in &PROGRAMMES {
            let document = programme.document(today);
            let id = document.member("id").and_then(Value::as_str);
            assert_eq!(id, Some(programme.id));
            for (language, title) in ["zh-CN", "en"].iter().zip(programme.title) {
                let found = document.member("title").and_then(|t| t.member(language));
                assert_eq!(found.and_then(Value::as_str), Some(title));
            }
            json::parse(programme.request);
        }
        json::parse(&sample_facts(today));
    }
}
