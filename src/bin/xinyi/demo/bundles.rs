//! The bundles of the demo: about people and firms that do not exist, each shown as far as it is
//! told here, and what is to come of it.

use std::fmt;

use xinyi::issuer::{self, Algorithm, Binding, Signer, SigningKey, SystemRandom};
use xinyi::{Day, Error, Object, Value};

use super::AUDIENCE;
use super::json::object;
use super::platform::{CITY, DISTRICT, Platform, STATUS_LIST};
use super::programmes::{BIKE, LOAN, Programme, YOUTH};

/// A bundle, as its subject has it and as an app gets it.
pub(super) struct DemoBundle {
    pub(super) name: &'static str,
    /// In Chinese and English.
    pub(super) title: [&'static str; 2],
    pub(super) programme: Programme,
    pub(super) expected: Expected,
    pub(super) holder: SigningKey,
    /// With every disclosure.
    pub(super) whole: String,
    pub(super) presentation: String,
}

impl DemoBundle {
    /// The presentation.
    pub(super) fn file(&self) -> String {
        format!("bundles/{}.sd-jwt", self.name)
    }
}

/// What is to come of a presentation.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    /// It is refused, with this code.
    Error(&'static str),
    Granted {
        tier: &'static str,
        /// The better tier that further disclosures could lead to.
        upgrade: Option<&'static str>,
    },
    /// Any other outcome.
    Outcome(&'static str),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Error(code) => write!(f, "refused: {code}"),
            Self::Granted {
                tier,
                upgrade: None,
            } => write!(f, "granted: {tier}"),
            Self::Granted {
                tier,
                upgrade: Some(upgrade),
            } => {
                write!(f, "granted: {tier}, perhaps {upgrade}")
            }
            Self::Outcome(outcome) => f.write_str(outcome),
        }
    }
}

const fn granted(tier: &'static str) -> Expected {
    let upgrade = None;
    Expected::Granted { tier, upgrade }
}

/// What there is to tell of one bundle.
struct Sketch {
    name: &'static str,
    title: [&'static str; 2],
    programme: Programme,
    expected: Expected,
    /// Who and what it is about.
    claims: Object,
    /// JSON pointers of what is shown.
    shown: &'static [&'static str],
    twist: Twist,
}

/// What is unusual about a bundle.
#[derive(Clone, Copy, PartialEq)]
enum Twist {
    /// The score is replaced by that of the first bundle, which is better.
    Borrowed,
    /// Issued by the district.
    District,
    /// Valid until some days ago.
    Expired,
    /// Drawn three weeks ago, and still valid.
    Old,
    /// Shown to one app, and passed on to another.
    PassedOn,
    Revoked,
    /// Issued by nobody whom the trust list names.
    Stranger,
    Suspended,
    Nothing,
}

/// Where nobody is trusted.
const STRANGER: &str = "https://credit.stranger.example";

/// Some distance apart: neighbouring indexes would tell who was issued a bundle together.
const STATUS_STEP: usize = 379;

const SCORE: &str = "/evaluations/sh-public";

/// Issues and presents all of them. Those that are to be revoked, are.
pub(super) fn all(
    platform: &mut Platform,
    random: &SystemRandom,
) -> Result<Vec<DemoBundle>, Error> {
    let mut bundles: Vec<DemoBundle> = Vec::new();
    for (place, sketch) in sketches(platform.today()).into_iter().enumerate() {
        let idx = (place + 1) * STATUS_STEP;
        match sketch.twist {
            Twist::Revoked => platform.set_status(idx, 1),
            Twist::Suspended => platform.set_status(idx, 2),
            _ => {}
        }
        let better = bundles.first().map(|first| first.whole.as_str());
        bundles.push(sketch.issue(platform, idx, better, random)?);
    }
    Ok(bundles)
}

impl Sketch {
    fn issue(
        self,
        platform: &Platform,
        idx: usize,
        better: Option<&str>,
        random: &SystemRandom,
    ) -> Result<DemoBundle, Error> {
        let holder = SigningKey::generate(Algorithm::Es256, random)?;
        let stranger = SigningKey::generate(Algorithm::Ed25519, random)?;
        let (iss, signer) = match self.twist {
            Twist::District => (DISTRICT, platform.district()),
            Twist::Stranger => (STRANGER, Signer::new(&stranger, "bundle-1")),
            _ => (CITY, platform.city()),
        };
        let (issued, ends) = match self.twist {
            Twist::Expired => (-12, -2),
            Twist::Old => (-21, 9),
            _ => (0, 10),
        };
        let status = object! { "uri": STATUS_LIST, "idx": idx };
        let mut claims = object! {
            "iss": iss,
            "vct": "urn:xinyi:credit-status:1",
            "iat": platform.in_days(issued),
            "exp": platform.in_days(ends),
            "status": object! { "status_list": status },
            "cnf": object! { "jwk": holder.to_jwk() },
            "catalogue": "CN-2025",
            "as_of": day(platform.today(), issued),
        };
        for (name, value) in self.claims {
            claims.set(&name, value);
        }
        for list in [
            "listings",
            "penalties",
            "commitments",
            "honours",
            "licences",
        ] {
            if !claims.contains(list) {
                claims.set(list, Vec::<Value>::new());
            }
        }
        let whole = issuer::sign_bundle(&claims, 3, signer, random)?;
        let binding = Binding {
            key: &holder,
            audience: match self.twist {
                Twist::PassedOn => "https://another-app.example",
                _ => AUDIENCE,
            },
            nonce: platform.nonce(),
            iat: platform.now().unix(),
        };
        let shows = |pointer: &str| self.shown.contains(&pointer);
        let mut presentation = issuer::present(&whole, shows, Some(binding))?;
        if let (Twist::Borrowed, Some(better)) = (self.twist, better) {
            let [own, borrowed] = [score_of(&whole)?, score_of(better)?];
            presentation = presentation.replace(&own, &borrowed);
        }
        Ok(DemoBundle {
            name: self.name,
            title: self.title,
            programme: self.programme,
            expected: self.expected,
            holder,
            whole,
            presentation,
        })
    }
}

/// The disclosure of a bundle's score.
fn score_of(bundle: &str) -> Result<String, Error> {
    let shown = issuer::present(bundle, |pointer| pointer == SCORE, None)?;
    Ok(shown.split('~').nth(1).unwrap_or_default().to_owned())
}

fn day(today: Day, days: i64) -> String {
    today.add_days(days).unwrap_or(today).to_string()
}

fn sketches(today: Day) -> Vec<Sketch> {
    const LOOK: &[&str] = &["/subject/age_over", SCORE, "/listings"];
    let bike = |name, title, expected, claims, shown, twist| Sketch {
        name,
        title,
        programme: BIKE,
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
            name: "firm-loan",
            title: [
                "示例设备：纳税信用A级，一项处罚已修复",
                "An equipment maker: tax grade A, one penalty repaired",
            ],
            programme: LOAN,
            expected: granted("a"),
            claims: with(
                firm(
                    today,
                    "示例智能设备有限公司（演示）",
                    "91310115MA1000367Y",
                    "A",
                ),
                "penalties",
                penalty(today, "repaired"),
            ),
            shown: FIRM_SHOWN,
            twist: Twist::District,
        },
        Sketch {
            name: "firm-penalised",
            title: [
                "示例食品：近两年内有一项处罚",
                "A food maker: one penalty in the last two years",
            ],
            programme: LOAN,
            expected: Expected::Outcome("not_granted"),
            claims: with(
                firm(today, "示例食品有限公司（演示）", "91310115MA10001800", "B"),
                "penalties",
                penalty(today, "active"),
            ),
            shown: FIRM_SHOWN,
            twist: Twist::Nothing,
        },
        Sketch {
            name: "he-volunteer-gold",
            title: [
                "何青：志愿服务320小时",
                "He Qing: 320 hours of volunteering",
            ],
            programme: YOUTH,
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
            programme: YOUTH,
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
            programme: YOUTH,
            expected: Expected::Outcome("not_applicable"),
            claims: with(
                sixteen_year_old("施小", "0165"),
                "activities",
                hours(today, 150),
            ),
            shown: YOUTH_SHOWN,
            twist: Twist::Nothing,
        },
    ]
}

const FIRM_SHOWN: &[&str] = &[
    "/subject/established",
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

fn with(mut claims: Object, name: &str, record: Object) -> Object {
    claims.set(name, vec![record]);
    claims
}

/// Somebody from 25 to 35.
fn person(name: &str, id_tail: &str, score: i64) -> Object {
    object! {
        "subject_kind": "natural_person",
        "jurisdiction": "310000",
        "subject": object! {
            "name": name,
            "id_tail": id_tail,
            "age_over": object! { "18": true, "25": true, "36": false },
            "residence": "310115",
        },
        "evaluations": object! { "sh-public": object! { "score": score } },
    }
}

fn sixteen_year_old(name: &str, id_tail: &str) -> Object {
    object! {
        "subject_kind": "natural_person",
        "jurisdiction": "310000",
        "subject": object! {
            "name": name,
            "id_tail": id_tail,
            "age_over": object! { "16": true, "18": false },
            "residence": "310104",
        },
    }
}

/// A firm of Pudong. The codes are made up, and belong to nobody.
fn firm(today: Day, name: &str, id: &str, tax_grade: &str) -> Object {
    object! {
        "subject_kind": "enterprise",
        "jurisdiction": "310115",
        "subject": object! {
            "id": id,
            "name": name,
            "established": day(today, -1_900),
        },
        "evaluations": object! {
            "national": object! { "grade": "良+" },
            "tax": object! { "grade": tax_grade },
        },
        "registration": object! { "status": "active", "tax_status": "normal" },
    }
}

fn judgment_defaulter(today: Day) -> Object {
    object! {
        "list": "judgment_defaulter",
        "field": "judicial",
        "severity": "serious",
        "scope": "national",
        "since": day(today, -200),
        "state": "active",
        "authority": "示例区人民法院",
        "basis": "最高人民法院关于公布失信被执行人名单信息的若干规定",
    }
}

fn penalty(today: Day, state: &str) -> Object {
    object! {
        "document": "示例市监处罚〔演示〕1号",
        "kind": "fine",
        "field": "market",
        "class": "general",
        "procedure": "general",
        "region": "310115",
        "determined_on": day(today, -150),
        "published_on": day(today, -145),
        "publish_until": day(today, 200),
        "amount": object! { "currency": "CNY", "amount": "20000.00" },
        "obligations_met": true,
        "state": state,
        "authority": "示例区市场监督管理局",
        "basis": "中华人民共和国行政处罚法",
    }
}

fn hours(today: Day, hours: i64) -> Object {
    object! { "kind": "volunteer_hours", "value": hours, "as_of": day(today, -7) }
}
