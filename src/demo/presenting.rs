//! Presenting what is in a wallet.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::sketch::{SCORE, Twist};
use super::wallet::Wallet;
use crate::error::{Error, Problem};
use crate::issuer::{self, Binding, Signer, SigningKey};
use crate::jose::base64url;
use crate::json::pointer_to;
use crate::time::Instant;

/// To whom a wallet presents itself, and what it shows.
#[derive(Clone)]
pub struct Presenting<'a> {
    /// The app that the presentation is for.
    pub audience: &'a str,
    /// The nonce that the app made for this one request.
    pub nonce: &'a str,
    /// The time at which the holder signs.
    pub now: Instant,
    /// What is shown of each bundle, by alias: JSON pointers in the issuer's numbering, such as `/listings/0`. A bundle
    /// that is not named is not presented. Default: what the wallet is sketched to show.
    pub disclose: Option<&'a [(String, Vec<String>)]>,
    /// The wallet whose key signs. Default: its own. No app may take what another key has signed.
    pub signer: Option<&'a Wallet>,
}

impl<'a> Presenting<'a> {
    /// The defaults.
    pub fn new(audience: &'a str, nonce: &'a str, now: Instant) -> Self {
        Self {
            audience,
            nonce,
            now,
            disclose: None,
            signer: None,
        }
    }
}

/// What a firm's legal representative shows of their own.
const OFFICER_SHOWN: [&str; 4] = [
    "/subject/id",
    "/subject/age_over",
    "/listings",
    "/listings/0",
];

impl Wallet {
    /// What an app gets: the presentation of each bundle by its alias, the one of public credit first.
    ///
    /// The twists of some wallets are of their presentations: one was made for another app, one has a score that somebody
    /// else's bundle discloses.
    ///
    /// # Errors
    /// `input.options` for an alias or a pointer that there is not.
    pub fn present(
        &self,
        presenting: &Presenting<'_>,
    ) -> Result<Vec<(&'static str, String)>, Error> {
        let aliases = || self.bundles.iter().map(|bundle| bundle.alias);
        if let Some(disclose) = presenting.disclose {
            for (alias, _) in disclose {
                if !aliases().any(|known| known == alias) {
                    let pointer = pointer_to(&["disclose", alias]);
                    return Err(Error::of_option(pointer, Problem::Unknown).with("found", &**alias));
                }
            }
        }
        let audience = match self.sketch.twist {
            Twist::PassedOn => "https://another-app.example",
            _ => presenting.audience,
        };
        let binding = Binding::new(audience, presenting.nonce, presenting.now);
        let holder: &dyn Signer = self.holder();
        let binding = (holder, &binding);
        let mut presented = Vec::new();
        for bundle in &self.bundles {
            let text = match presenting.disclose {
                Some(disclose) => {
                    let Some((alias, pointers)) = disclose.iter().find(|(a, _)| a == bundle.alias)
                    else {
                        continue;
                    };
                    chosen(&bundle.whole, alias, pointers, binding)?
                }
                None if bundle.alias == "credit" => {
                    let shows = |pointer: &str| self.sketch.shown.contains(&pointer);
                    issuer::present(&bundle.whole, shows, Some(binding))?
                }
                None if bundle.alias == "officer" => {
                    let shows = |pointer: &str| OFFICER_SHOWN.contains(&pointer);
                    issuer::present(&bundle.whole, shows, Some(binding))?
                }
                None => issuer::present(&bundle.whole, |_| true, Some(binding))?,
            };
            let text = match presenting.signer {
                Some(other) => signed_by(other.holder(), &text)?,
                None => text,
            };
            presented.push((bundle.alias, self.altered(text)?));
        }
        Ok(presented)
    }

    /// With the score of another bundle in the place of its own, if that is what the wallet is there for.
    fn altered(&self, presentation: String) -> Result<String, Error> {
        let (Twist::Borrowed, Some(better)) = (self.sketch.twist, &self.better) else {
            return Ok(presentation);
        };
        let own = score_of(&self.bundles[0].whole)?;
        Ok(presentation.replace(&own, &score_of(better)?))
    }
}

/// The presentation with the signature of another key in the place of the holder's. What presents takes none but the
/// holder's.
fn signed_by(other: &SigningKey, presentation: &str) -> Result<String, Error> {
    let (shown, answer) = presentation.rsplit_once('~').unwrap_or_default();
    let (signed, _) = answer.rsplit_once('.').unwrap_or_default();
    let signature = base64url::encode(&other.sign(signed.as_bytes())?);
    Ok([shown, "~", signed, ".", &signature].concat())
}

/// Discloses what some pointers name, each of which has to be there.
fn chosen(
    whole: &str,
    alias: &str,
    pointers: &[String],
    binding: (&dyn Signer, &Binding),
) -> Result<String, Error> {
    let there = RefCell::new(BTreeSet::new());
    let asks = |pointer: &str| !there.borrow_mut().insert(pointer.to_owned());
    issuer::present(whole, asks, None)?;
    let there = there.into_inner();
    if let Some(place) = pointers.iter().position(|p| !there.contains(p)) {
        let pointer = pointer_to(&["disclose", alias, &place.to_string()]);
        return Err(Error::of_option(pointer, Problem::Unknown).with("found", &*pointers[place]));
    }
    let shows = |pointer: &str| pointers.iter().any(|chosen| chosen == pointer);
    issuer::present(whole, shows, Some(binding))
}

/// The disclosure of a bundle's score.
fn score_of(bundle: &str) -> Result<String, Error> {
    let shown = issuer::present(bundle, |pointer| pointer == SCORE, None)?;
    Ok(shown.split('~').nth(1).unwrap_or_default().to_owned())
}
