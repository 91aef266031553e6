//! Issuing the bundles of the demo, and presenting them.

use xinyi::issuer::{self, Algorithm, Binding, Signatory, SigningKey, SystemRandom};
use xinyi::{Error, Object, Value};

use super::claims::{day, statements};
use super::issuers::{AGENCY, AUDIENCE, CITY, DISTRICT, STATUS_LIST};
use super::platform::Platform;
use super::programmes::Programme;
use super::sketch::{Expected, SCORE, Sketch, Twist};
use super::sketches;
use crate::json::object;

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
    /// The agency's, where one stands beside it.
    pub(super) score: Option<String>,
    /// What an app is sent: one bundle, or several by alias.
    pub(super) presentation: String,
}

impl DemoBundle {
    /// The presentation.
    pub(super) fn file(&self) -> String {
        let format = if self.score.is_some() {
            "json"
        } else {
            "sd-jwt"
        };
        format!("bundles/{}.{format}", self.name)
    }

    /// Each bundle as its subject keeps it, with its file.
    pub(super) fn wallet(&self) -> impl Iterator<Item = (String, &str)> {
        let score = self.score.iter();
        let score = score.map(|score| (format!("wallets/{}-score.sd-jwt", self.name), &**score));
        [(format!("wallets/{}.sd-jwt", self.name), &*self.whole)]
            .into_iter()
            .chain(score)
    }
}

/// An issuer that is in no trust list.
const STRANGER: &str = "https://credit.stranger.example";

/// Indexes lie apart: neighbouring ones would tell which bundles were issued together.
const STATUS_STEP: u64 = 379;

/// Issues and presents all bundles, and revokes those that the sketches say.
pub(super) fn make(
    platform: &mut Platform,
    random: &SystemRandom,
) -> Result<Vec<DemoBundle>, Error> {
    let mut bundles: Vec<DemoBundle> = Vec::new();
    let mut indexes = (1..).map(|place| place * STATUS_STEP);
    let mut next_index = || indexes.next().unwrap_or_default();
    for sketch in sketches::sketches(platform.today()) {
        let idx = next_index();
        match sketch.twist {
            Twist::Revoked => platform.set_status(idx, 1),
            Twist::Suspended => platform.set_status(idx, 2),
            _ => {}
        }
        let better = bundles.first().map(|first| first.whole.as_str());
        let score_idx = sketch.has_score().then(&mut next_index);
        bundles.push(sketch.issue(platform, (idx, score_idx), better, random)?);
    }
    Ok(bundles)
}

impl Sketch {
    fn has_score(&self) -> bool {
        matches!(self.twist, Twist::Scored | Twist::ScoredAsAnother)
    }

    fn issue(
        self,
        platform: &Platform,
        (idx, score_idx): (u64, Option<u64>),
        better: Option<&str>,
        random: &SystemRandom,
    ) -> Result<DemoBundle, Error> {
        let holder = SigningKey::generate(Algorithm::Es256, random)?;
        let stranger = SigningKey::generate(Algorithm::Ed25519, random)?;
        let (iss, signatory) = match self.twist {
            Twist::District => (DISTRICT, platform.district()),
            Twist::Stranger => (STRANGER, Signatory::new(&stranger, "bundle-1")),
            _ => (CITY, platform.city()),
        };
        let (issued, ends) = match self.twist {
            Twist::Expired => (-12, -2),
            Twist::Old => (-21, 9),
            _ => (0, 10),
        };
        let link = issuer::new_link(random)?;
        let mut claims = common(platform, &holder, idx, (issued, ends));
        claims.set("iss", iss);
        claims.set("vct", "urn:xinyi:credit-status:1");
        for (name, value) in self.claims {
            claims.set(&name, value);
        }
        if let Some(Value::Object(mut subject)) = claims.remove("subject") {
            subject.set("links", Object::from_iter([(AGENCY, link.as_str().into())]));
            claims.set("subject", subject);
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
        claims.set("clear", statements());
        let whole = issuer::sign_bundle(&claims, 3, signatory, random)?;
        let binding = Binding {
            signer: &holder,
            audience: match self.twist {
                Twist::PassedOn => "https://another-app.example",
                _ => AUDIENCE,
            },
            nonce: platform.nonce(),
            iat: platform.now().unix(),
        };
        let shows = |pointer: &str| self.shown.contains(&pointer);
        let mut presentation = issuer::present(&whole, shows, Some(binding))?;
        let link = match self.twist {
            Twist::ScoredAsAnother => issuer::new_link(random)?,
            _ => link,
        };
        let score = score_idx.map(|idx| score(platform, &holder, idx, &link, random));
        let score = score.transpose()?;
        if let Some(score) = &score {
            let score = issuer::present(score, |_| true, Some(binding))?;
            let both = object! { "credit": presentation, "market": score };
            presentation = Value::from(both).to_string();
        }
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
            score,
            presentation,
        })
    }
}

/// What bundles of all types and issuers have.
fn common(
    platform: &Platform,
    holder: &SigningKey,
    idx: u64,
    (issued, ends): (i64, i64),
) -> Object {
    let status = object! { "uri": STATUS_LIST, "idx": i64::try_from(idx).unwrap_or_default() };
    object! {
        "iat": platform.in_days(issued),
        "exp": platform.in_days(ends),
        "status": object! { "status_list": status },
        "cnf": object! { "jwk": holder.to_jwk() },
        "catalogue": "CN-2025",
        "as_of": day(platform.today(), issued),
    }
}

/// An agency's bundle with a score, and the link that shows that it is about the same subject as the public
/// one. A real agency reads the link from a presentation to itself, and compares the identity in it first.
fn score(
    platform: &Platform,
    holder: &SigningKey,
    idx: u64,
    link: &str,
    random: &SystemRandom,
) -> Result<String, Error> {
    let mut claims = common(platform, holder, idx, (0, 10));
    claims.set("iss", AGENCY);
    claims.set("vct", "urn:xinyi:market-credit:1");
    claims.set("subject_kind", "natural_person");
    claims.set("jurisdiction", "310000");
    claims.set("subject", object! { "link": link });
    let evaluations = object! { "demo-score": object! { "score": 701_i64 } };
    claims.set("evaluations", evaluations);
    issuer::sign_bundle(&claims, 3, platform.agency(), random)
}

/// The disclosure of a bundle's score.
fn score_of(bundle: &str) -> Result<String, Error> {
    let shown = issuer::present(bundle, |pointer| pointer == SCORE, None)?;
    Ok(shown.split('~').nth(1).unwrap_or_default().to_owned())
}
