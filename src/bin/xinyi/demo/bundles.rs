//! Issuing the bundles of the demo, and presenting them.

use std::fmt;

use xinyi::issuer::{self, Algorithm, Binding, Signer, SigningKey, SystemRandom};
use xinyi::{Error, Object, Value};

use super::claims::day;
use super::platform::{CITY, DISTRICT, Platform, STATUS_LIST};
use super::programmes::Programme;
use super::{AUDIENCE, sketches};
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

/// What there is to tell of one bundle.
pub(super) struct Sketch {
    pub(super) name: &'static str,
    pub(super) title: [&'static str; 2],
    pub(super) programme: Programme,
    pub(super) expected: Expected,
    /// Who and what it is about.
    pub(super) claims: Object,
    /// JSON pointers of what is shown.
    pub(super) shown: &'static [&'static str],
    pub(super) twist: Twist,
}

/// What is unusual about a bundle.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Twist {
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
const STATUS_STEP: u64 = 379;

/// The pointer of the score.
pub(super) const SCORE: &str = "/evaluations/sh-public";

/// Issues and presents all of them. Those that are to be revoked, are.
pub(super) fn all(
    platform: &mut Platform,
    random: &SystemRandom,
) -> Result<Vec<DemoBundle>, Error> {
    let mut bundles: Vec<DemoBundle> = Vec::new();
    for (place, sketch) in (1..).zip(sketches::all(platform.today())) {
        let idx = place * STATUS_STEP;
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
        idx: u64,
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
        let status = object! { "uri": STATUS_LIST, "idx": i64::try_from(idx).unwrap_or_default() };
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
