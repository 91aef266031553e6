//! Whom the bundles of the demo are about, what each shows, and what is to come of it.

use super::claims::{
    broken_promise, firm, hours, judgment_defaulter, kept_after_all, penalty, person,
    serious_penalty, sixteen_year_old, with, with_all, with_officer,
};
use super::programmes::{BIKE, CLEAN_RECORD, LOAN, LOAN_WITH_OFFICER, POWER_BANK, YOUTH};
use super::sketch::{Expected, SCORE, Sketch, Twist};
use crate::time::Day;

/// Every bundle there is.
pub(super) fn sketches(today: Day) -> Vec<Sketch> {
    const LOOK: &[&str] = &["/subject/age_over", SCORE, "/listings"];
    let bike = |name, title, expected, claims, shown, twist| Sketch {
        name,
        title,
        programme: &BIKE,
        expected,
        claims,
        shown,
        twist,
    };
    vec![
        bike(
            "zhang-gold",
            [
                "张三：评分742，未被列入名单",
                "Zhang San: a score of 742, on no list",
            ],
            granted("gold"),
            person("张三", "0018", 742),
            LOOK,
            Twist::Nothing,
        ),
        bike(
            "li-silver",
            [
                "李四：评分655，无红名单荣誉",
                "Li Si: a score of 655, and no red-list honour",
            ],
            granted("silver"),
            person("李四", "0026", 655),
            &["/subject/age_over", SCORE, "/listings", "/honours"],
            Twist::Nothing,
        ),
        bike(
            "wang-upgrade",
            [
                "王五：评分655，未出示荣誉",
                "Wang Wu: a score of 655, honours not shown",
            ],
            Expected::Granted {
                tier: "silver",
                upgrade: Some("gold"),
            },
            person("王五", "0034", 655),
            LOOK,
            Twist::Nothing,
        ),
        bike(
            "zhao-listed",
            [
                "赵六：现为失信被执行人",
                "Zhao Liu: on the list of judgment defaulters",
            ],
            Expected::Outcome("not_granted"),
            with(
                person("赵六", "0042", 718),
                "listings",
                judgment_defaulter(today),
            ),
            &["/subject/age_over", SCORE, "/listings", "/listings/0"],
            Twist::Nothing,
        ),
        bike(
            "qian-score-hidden",
            ["钱七：未出示评分", "Qian Qi: the score is not shown"],
            Expected::Outcome("undetermined"),
            person("钱七", "0050", 731),
            &["/subject/age_over", "/listings"],
            Twist::Nothing,
        ),
        bike(
            "sun-record-hidden",
            [
                "孙八：有一条名单记录未出示",
                "Sun Ba: one listing is not shown",
            ],
            Expected::Outcome("undetermined"),
            with(
                person("孙八", "0069", 726),
                "listings",
                judgment_defaulter(today),
            ),
            LOOK,
            Twist::Nothing,
        ),
        bike(
            "zhou-stale",
            [
                "周九：数据为三周前提取",
                "Zhou Jiu: the data was drawn three weeks ago",
            ],
            Expected::Outcome("undetermined"),
            person("周九", "0077", 744),
            LOOK,
            Twist::Old,
        ),
        bike(
            "firm-on-a-bike",
            [
                "示例咖啡馆：企业不适用本项目",
                "A café: the programme is for people",
            ],
            Expected::Outcome("not_applicable"),
            firm(
                today,
                "示例咖啡馆有限公司（演示）",
                "91310115MA10001800",
                "B",
            ),
            &["/listings"],
            Twist::Nothing,
        ),
        bike(
            "wu-revoked",
            ["吴十：凭证已被撤销", "Wu Shi: the bundle was revoked"],
            Expected::Error("status.invalid"),
            person("吴十", "0085", 720),
            LOOK,
            Twist::Revoked,
        ),
        bike(
            "zheng-suspended",
            ["郑一：凭证已被暂停", "Zheng Yi: the bundle is suspended"],
            Expected::Error("status.suspended"),
            person("郑一", "0093", 720),
            LOOK,
            Twist::Suspended,
        ),
        bike(
            "feng-expired",
            ["冯二：凭证已过期", "Feng Er: the bundle has expired"],
            Expected::Error("time.expired"),
            person("冯二", "0106", 735),
            LOOK,
            Twist::Expired,
        ),
        bike(
            "chen-stranger",
            [
                "陈先：签发者不在信任清单内",
                "Chen Xian: the issuer is not in the trust list",
            ],
            Expected::Error("trust.issuer"),
            person("陈先", "0114", 790),
            LOOK,
            Twist::Stranger,
        ),
        bike(
            "chu-altered",
            [
                "褚生：评分被换成他人的",
                "Chu Sheng: the score was replaced by somebody else's",
            ],
            Expected::Error("format.unreferenced_disclosure"),
            person("褚生", "0122", 480),
            LOOK,
            Twist::Borrowed,
        ),
        bike(
            "wei-passed-on",
            [
                "卫平：为另一应用出示，被转交至此",
                "Wei Ping: shown to another app, and passed on",
            ],
            Expected::Error("binding.audience"),
            person("卫平", "0130", 722),
            LOOK,
            Twist::PassedOn,
        ),
        Sketch {
            name: "jiang-two-bundles",
            title: [
                "蒋南：公共信用记录与征信机构评分，以关联值对应",
                "Jiang Nan: a public record and an agency's score, tied by a link",
            ],
            programme: &POWER_BANK,
            expected: granted("free"),
            claims: person("蒋南", "0173", 640),
            shown: BESIDE_A_SCORE,
            twist: Twist::Scored,
        },
        Sketch {
            name: "shen-friends-record",
            title: [
                "沈东：同一密钥，公共信用记录却是朋友的",
                "Shen Dong: one key, and the public record is a friend's",
            ],
            programme: &POWER_BANK,
            expected: Expected::Error("binding.unlinked"),
            claims: person("韩北", "0181", 690),
            shown: BESIDE_A_SCORE,
            twist: Twist::ScoredAsAnother,
        },
        Sketch {
            name: "firm-loan",
            title: [
                "示例设备：纳税信用A级，一项违诺已纠正",
                "An equipment maker: tax grade A, one broken promise put right",
            ],
            programme: &LOAN,
            expected: granted("a"),
            claims: with(
                firm(
                    today,
                    "示例智能设备有限公司（演示）",
                    "91310115MA1000367Y",
                    "A",
                ),
                "commitments",
                kept_after_all(today),
            ),
            shown: &[
                "/subject/established",
                "/registration",
                "/evaluations/tax",
                "/listings",
                "/penalties",
                "/commitments",
                "/commitments/0",
            ],
            twist: Twist::District,
        },
        Sketch {
            name: "firm-penalised",
            title: [
                "示例食品：近两年内有一项处罚",
                "A food maker: one penalty in the last two years",
            ],
            programme: &LOAN,
            expected: Expected::Outcome("not_granted"),
            claims: with(
                firm(today, "示例食品有限公司（演示）", "91310115MA10001800", "B"),
                "penalties",
                penalty(today),
            ),
            shown: FIRM_SHOWN,
            twist: Twist::Nothing,
        },
        Sketch {
            name: "firm-two-penalties",
            title: [
                "示例餐饮：两项处罚、一项承诺未履行",
                "A caterer: two penalties and a broken promise",
            ],
            programme: &LOAN,
            expected: Expected::Outcome("not_granted"),
            claims: with(
                with_all(
                    firm(today, "示例餐饮有限公司（演示）", "91310115MA10001800", "A"),
                    "penalties",
                    vec![penalty(today), serious_penalty(today)],
                ),
                "commitments",
                broken_promise(today),
            ),
            shown: &[
                "/subject/established",
                "/registration",
                "/evaluations/tax",
                "/listings",
                "/penalties",
                "/penalties/0",
                "/penalties/1",
                "/commitments",
                "/commitments/0",
            ],
            twist: Twist::Nothing,
        },
        Sketch {
            name: "he-volunteer-gold",
            title: [
                "何青：志愿服务320小时",
                "He Qing: 320 hours of volunteering",
            ],
            programme: &YOUTH,
            expected: granted("gold"),
            claims: with(person("何青", "0149", 690), "activities", hours(today, 320)),
            shown: YOUTH_SHOWN,
            twist: Twist::Nothing,
        },
        Sketch {
            name: "lyu-volunteer-silver",
            title: [
                "吕朗：志愿服务140小时",
                "Lyu Lang: 140 hours of volunteering",
            ],
            programme: &YOUTH,
            expected: granted("silver"),
            claims: with(person("吕朗", "0157", 688), "activities", hours(today, 140)),
            shown: YOUTH_SHOWN,
            twist: Twist::Nothing,
        },
        Sketch {
            name: "shi-sixteen",
            title: [
                "施小：16岁，尚非信用主体",
                "Shi Xiao: sixteen, and not yet a subject of credit",
            ],
            programme: &YOUTH,
            expected: Expected::Outcome("not_applicable"),
            claims: with(
                sixteen_year_old("施小", "0165"),
                "activities",
                hours(today, 150),
            ),
            shown: YOUTH_SHOWN,
            twist: Twist::Nothing,
        },
        Sketch {
            name: "firm-clean",
            title: [
                "示例茶业：市场监管领域无记录，可开具证明",
                "A tea merchant: nothing on record, and a certificate of it",
            ],
            programme: &CLEAN_RECORD,
            expected: granted("clean"),
            claims: firm(today, "示例茶业有限公司（演示）", "91310115MA1000367Y", "A"),
            shown: CERTIFICATE_SHOWN,
            twist: Twist::Lasting,
        },
        Sketch {
            name: "firm-not-clean",
            title: [
                "示例糖业：近两年内有一项处罚，不能开具证明",
                "A sugar merchant: one penalty in the last two years, and no certificate",
            ],
            programme: &CLEAN_RECORD,
            expected: Expected::Outcome("not_granted"),
            claims: with(
                firm(today, "示例糖业有限公司（演示）", "91310115MA10001800", "B"),
                "penalties",
                penalty(today),
            ),
            shown: CERTIFICATE_SHOWN,
            twist: Twist::Lasting,
        },
        Sketch {
            name: "firm-and-officer",
            title: [
                "示例机电：纳税信用A级，连同法定代表人的凭证一并出示",
                "A machine maker: tax grade A, with the bundle of its legal representative",
            ],
            programme: &LOAN_WITH_OFFICER,
            expected: granted("a"),
            claims: with_officer(firm(
                today,
                "示例机电有限公司（演示）",
                "91310115MA1000367Y",
                "A",
            )),
            shown: FIRM_OF_OFFICER_SHOWN,
            twist: Twist::Officer,
        },
        Sketch {
            name: "firm-officer-penalised",
            title: [
                "示例建材：近两年内有一项处罚，法定代表人无记录",
                "A merchant of building materials: one penalty, nothing on its legal representative",
            ],
            programme: &LOAN_WITH_OFFICER,
            expected: Expected::Outcome("not_granted"),
            claims: with(
                with_officer(firm(
                    today,
                    "示例建材有限公司（演示）",
                    "91310115MA10001800",
                    "B",
                )),
                "penalties",
                penalty(today),
            ),
            shown: FIRM_OF_OFFICER_SHOWN,
            twist: Twist::Officer,
        },
        Sketch {
            name: "firm-officer-listed",
            title: [
                "示例纺织：法定代表人现为失信被执行人",
                "A textile firm: its legal representative is on the list of judgment defaulters",
            ],
            programme: &LOAN_WITH_OFFICER,
            expected: Expected::Outcome("not_granted"),
            claims: with_officer(firm(
                today,
                "示例纺织有限公司（演示）",
                "91310115MA1000367Y",
                "A",
            )),
            shown: FIRM_OF_OFFICER_SHOWN,
            twist: Twist::OfficerListed,
        },
        Sketch {
            name: "firm-other-officer",
            title: [
                "示例印刷：出示的凭证不是法定代表人本人的",
                "A printer: the bundle beside it is not that of its legal representative",
            ],
            programme: &LOAN_WITH_OFFICER,
            expected: Expected::Error("binding.unlinked"),
            claims: with_officer(firm(
                today,
                "示例印刷有限公司（演示）",
                "91310115MA10001800",
                "A",
            )),
            shown: FIRM_OF_OFFICER_SHOWN,
            twist: Twist::OfficerOfAnother,
        },
    ]
}

const CERTIFICATE_SHOWN: &[&str] = &[
    "/subject/id",
    "/subject/name",
    "/listings",
    "/penalties",
    "/penalties/0",
];

const fn granted(tier: &'static str) -> Expected {
    let upgrade = None;
    Expected::Granted { tier, upgrade }
}

const BESIDE_A_SCORE: &[&str] = &[
    "/subject/age_over",
    "/subject/links/https:~1~1agency.example",
    "/listings",
];

const FIRM_SHOWN: &[&str] = &[
    "/subject/established",
    "/registration",
    "/evaluations/tax",
    "/listings",
    "/penalties",
    "/penalties/0",
    "/commitments",
];

const FIRM_OF_OFFICER_SHOWN: &[&str] = &[
    "/subject/established",
    "/subject/officers",
    "/registration",
    "/evaluations/tax",
    "/listings",
    "/penalties",
    "/penalties/0",
];

const YOUTH_SHOWN: &[&str] = &[
    "/subject/age_over",
    "/subject/residence",
    "/listings",
    "/activities",
    "/activities/0",
];
