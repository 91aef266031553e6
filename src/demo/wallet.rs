//! Wallets, and issuing what is in them.

use super::claims::{NO_OFFICER, OFFICER, day, judgment_defaulter, officer, statements};
use super::issuers::{AGENCY, CITY, DISTRICT, STATUS_LIST};
use super::keys::{BUNDLE_KID, Keys};
use super::programmes::Programme;
use super::seed::{Seed, Stream};
use super::sketch::{Expected, Sketch, Twist};
use super::sketches;
use super::trust::in_days;
use crate::error::{Code, Error};
use crate::issuer::{self, Algorithm, Signatory, SigningKey, VerifyingKey};
use crate::json::{Object, Value};
use crate::time::{Day, Instant};

/// A person or firm with a key, and with the bundles about them as their issuers gave them.
pub struct Wallet {
    pub(super) sketch: Sketch,
    pub(super) holder: SigningKey,
    pub(super) bundles: Vec<Bundle>,
    /// Somebody else's bundle, whose score this wallet shows in the place of its own.
    pub(super) better: Option<String>,
    status: u8,
}

/// A bundle with every disclosure.
pub(super) struct Bundle {
    /// The input of the programme that it is for.
    pub(super) alias: &'static str,
    pub(super) whole: String,
    idx: u64,
}

/// An issuer that is in no trust list.
const STRANGER: &str = "https://credit.stranger.example";

/// Indexes lie apart: neighbouring ones would tell which bundles were issued together.
const STATUS_STEP: u64 = 379;

/// Values of the status list.
const REVOKED: u8 = 1;
const SUSPENDED: u8 = 2;

impl Wallet {
    /// Its name, in ASCII.
    pub fn name(&self) -> &'static str {
        self.sketch.name
    }

    /// Who that is and what is special about them, in Chinese and English.
    pub fn title(&self) -> [&'static str; 2] {
        self.sketch.title
    }

    /// The programme that it is meant for.
    pub fn programme(&self) -> &'static Programme {
        self.sketch.programme
    }

    /// What comes of it when the wallet shows what it shows by default, on the day in China on which its bundles were
    /// issued. That somebody is not yet of an age, on which the programme for young people turns, is known of that day
    /// alone.
    pub fn expected(&self) -> Expected {
        self.sketch.expected
    }

    /// The holder's key, which all of its bundles are bound to.
    pub fn holder(&self) -> &SigningKey {
        &self.holder
    }

    /// Each bundle with every disclosure, by the alias of the programme's input.
    pub fn bundles(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.bundles.iter().map(|b| (b.alias, &*b.whole))
    }

    /// The entries of its bundles in the status list that are not 0.
    pub(super) fn statuses(&self) -> impl Iterator<Item = (u64, u8)> {
        let bundles = self.bundles.iter().filter(|_| self.status != 0);
        bundles.map(|bundle| (bundle.idx, self.status))
    }

    pub(super) fn keep_status(&mut self, former: &Self) {
        self.status = former.status;
    }

    pub(super) fn set_status(&mut self, status: u8) -> Result<(), Error> {
        if status > SUSPENDED {
            return Err(Error::new(Code::ClaimInvalid).with("found", i64::from(status)));
        }
        if self.status == REVOKED && status != REVOKED {
            return Err(Error::new(Code::StatusInvalid));
        }
        self.status = status;
        Ok(())
    }
}

/// What issuing takes.
#[derive(Clone, Copy)]
pub(super) struct Issuing<'a> {
    pub(super) keys: &'a Keys,
    pub(super) seed: &'a Seed,
    pub(super) now: Instant,
}

impl Issuing<'_> {
    /// Issues the bundles of all wallets.
    pub(super) fn all(self) -> Result<Vec<Wallet>, Error> {
        let mut indexes = (1..).map(|place| place * STATUS_STEP);
        let mut next_index = || indexes.next().unwrap_or_default();
        let mut wallets: Vec<Wallet> = Vec::new();
        for sketch in sketches::sketches(Day::of(self.now)) {
            let idx = next_index();
            let second = sketch.is_one_of_two().then(&mut next_index);
            let mut wallet = sketch.issue(self, (idx, second))?;
            if wallet.sketch.twist == Twist::Borrowed {
                wallet.better = wallets.first().map(|first| first.bundles[0].whole.clone());
            }
            wallets.push(wallet);
        }
        Ok(wallets)
    }

    /// Issues the bundles of one wallet to a key outside of the platform. They have the wallet's entries of the status
    /// list.
    pub(super) fn to(self, wallet: &Wallet, holder: &VerifyingKey) -> Result<Vec<Bundle>, Error> {
        let sketches = sketches::sketches(Day::of(self.now)).into_iter();
        let mut same = sketches.filter(|sketch| sketch.name == wallet.name());
        let mut indexes = wallet.bundles.iter().map(|bundle| bundle.idx);
        let (Some(mut sketch), Some(idx)) = (same.next(), indexes.next()) else {
            return Ok(Vec::new());
        };
        let random = self.stream(&[" for ", &holder.thumbprint()].concat(), sketch.name);
        sketch.bundles(self, holder, &random, (idx, indexes.next()))
    }

    /// New salts for every bundle, so that none tells that it is about the same subject as another.
    fn stream(self, holder: &str, name: &str) -> Stream {
        let time = self.now.unix().to_string();
        let purpose = ["bundles of ", &time, holder, " ", name];
        self.seed.stream(&purpose.concat())
    }
}

/// Places in the status list: of the bundle of public credit, and of what is shown beside it.
type Indexes = (u64, Option<u64>);

impl Sketch {
    /// Whether another bundle is shown beside it.
    fn is_one_of_two(&self) -> bool {
        matches!(self.twist, Twist::Scored | Twist::ScoredAsAnother)
            || self.is_of_a_firm_and_an_officer()
    }

    fn is_of_a_firm_and_an_officer(&self) -> bool {
        matches!(
            self.twist,
            Twist::Officer | Twist::OfficerListed | Twist::OfficerOfAnother
        )
    }

    fn issue(mut self, issuing: Issuing<'_>, indexes: Indexes) -> Result<Wallet, Error> {
        let stream = issuing.seed.stream(&["holder ", self.name].concat());
        let holder = SigningKey::generate(Algorithm::Es256, &stream)?;
        let random = issuing.stream("", self.name);
        let bundles = self.bundles(issuing, holder.verifying_key(), &random, indexes)?;
        let status = match self.twist {
            Twist::Revoked => REVOKED,
            Twist::Suspended => SUSPENDED,
            _ => 0,
        };
        Ok(Wallet {
            sketch: self,
            holder,
            bundles,
            better: None,
            status,
        })
    }

    /// The claims are moved into the bundles.
    fn bundles(
        &mut self,
        Issuing { keys, seed, now }: Issuing<'_>,
        holder: &VerifyingKey,
        random: &Stream,
        (idx, second): Indexes,
    ) -> Result<Vec<Bundle>, Error> {
        let stream = seed.stream(&["stranger ", self.name].concat());
        let stranger = SigningKey::generate(Algorithm::Ed25519, &stream)?;
        let (iss, signatory) = match self.twist {
            Twist::District => (DISTRICT, keys.district()),
            Twist::Stranger => (STRANGER, Signatory::new(&stranger, BUNDLE_KID)),
            _ => (CITY, keys.city()),
        };
        let (issued, ends) = match self.twist {
            Twist::Expired => (-12, -2),
            Twist::Old => (-21, 9),
            Twist::Lasting => (0, 100),
            _ => (0, 10),
        };
        let link = issuer::new_link(random)?;
        let mut claims = common(now, holder, idx, (issued, ends));
        claims.set("iss", iss);
        claims.set("vct", "urn:xinyi:credit-status:1");
        for (name, value) in std::mem::take(&mut self.claims) {
            claims.set(&name, value);
        }
        if let Some(Value::Object(mut subject)) = claims.remove("subject") {
            subject.set("links", Object::from_iter([(AGENCY, link.as_str().into())]));
            claims.set("subject", subject);
        }
        complete(&mut claims);
        let mut bundles = vec![Bundle {
            alias: "credit",
            whole: issuer::sign_bundle(&claims, 3, signatory, random)?,
            idx,
        }];
        if let Some(idx) = second {
            bundles.push(match self.is_of_a_firm_and_an_officer() {
                true => self.officers_bundle(now, keys, holder, random, idx)?,
                false => self.scores_bundle(now, keys, holder, random, (idx, link))?,
            });
        }
        Ok(bundles)
    }

    fn scores_bundle(
        &self,
        now: Instant,
        keys: &Keys,
        holder: &VerifyingKey,
        random: &Stream,
        (idx, link): (u64, String),
    ) -> Result<Bundle, Error> {
        let link = match self.twist {
            Twist::ScoredAsAnother => issuer::new_link(random)?,
            _ => link,
        };
        let claims = score(now, holder, idx, &link);
        Ok(Bundle {
            alias: "market",
            whole: issuer::sign_bundle(&claims, 3, keys.agency(), random)?,
            idx,
        })
    }

    /// The bundle of the firm's legal representative, or of somebody who is not. In a demo one key serves for both; a
    /// firm's is its own.
    fn officers_bundle(
        &self,
        now: Instant,
        keys: &Keys,
        holder: &VerifyingKey,
        random: &Stream,
        idx: u64,
    ) -> Result<Bundle, Error> {
        let listings = match self.twist {
            Twist::OfficerListed => vec![judgment_defaulter(Day::of(now))],
            _ => Vec::new(),
        };
        let id = match self.twist {
            Twist::OfficerOfAnother => NO_OFFICER,
            _ => OFFICER,
        };
        let mut claims = common(now, holder, idx, (0, 10));
        claims.set("iss", CITY);
        claims.set("vct", "urn:xinyi:credit-status:1");
        for (name, value) in officer(id, listings) {
            claims.set(&name, value);
        }
        complete(&mut claims);
        Ok(Bundle {
            alias: "officer",
            whole: issuer::sign_bundle(&claims, 3, keys.city(), random)?,
            idx,
        })
    }
}

/// Adds what every public bundle has: the lists that nothing is on, and the statements of absence.
fn complete(claims: &mut Object) {
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
}

/// What bundles of all types and issuers have.
fn common(now: Instant, holder: &VerifyingKey, idx: u64, (issued, ends): (i64, i64)) -> Object {
    let status = object! { "uri": STATUS_LIST, "idx": i64::try_from(idx).unwrap_or_default() };
    object! {
        "iat": in_days(now, issued),
        "exp": in_days(now, ends),
        "status": object! { "status_list": status },
        "cnf": object! { "jwk": holder.to_jwk() },
        "catalogue": "CN-2025",
        "as_of": day(Day::of(now), issued),
    }
}

/// What an agency says: a score, and the link that shows that it is about the same subject as the public bundle. A real
/// agency reads the link from a presentation to itself, and compares the identity in it first.
fn score(now: Instant, holder: &VerifyingKey, idx: u64, link: &str) -> Object {
    let mut claims = common(now, holder, idx, (0, 10));
    claims.set("iss", AGENCY);
    claims.set("vct", "urn:xinyi:market-credit:1");
    claims.set("subject_kind", "natural_person");
    claims.set("jurisdiction", "310000");
    claims.set("subject", object! { "link": link });
    let evaluations = object! { "demo-score": object! { "score": 701_i64 } };
    claims.set("evaluations", evaluations);
    claims
}
