//! The platform: what it publishes, and when.

use super::issuers::{CITY, REGION};
use super::keys::Keys;
use super::programmes::{PROGRAMMES, Programme as DemoProgramme};
use super::seed::Seed;
use super::trust::TrustDocuments;
use super::wallet::{Issuing, Wallet};
use crate::error::{Error, Problem};
use crate::issuer::{self, SigningKey, VerifyingKey};
use crate::json::{Object, pointer_to};
use crate::law;
use crate::programme::Programme;
use crate::region::covers;
use crate::suggestion::suggestion_for;
use crate::time::Instant;

/// A whole platform: root, snapshot, programmes, and wallets with bundles in all states that an app has to handle.
///
/// It has no clock. What it published last it published at [`now`](Self::now), and each later time is an argument.
pub struct Platform {
    seed: Seed,
    keys: Keys,
    root_id: String,
    created: Instant,
    now: Instant,
    wallets: Vec<Wallet>,
    /// Programmes that were published beside those of the demo.
    further: Vec<Object>,
}

impl Platform {
    /// Makes a platform of a seed at a time. With another seed it has other keys, and another root.
    ///
    /// A demo that others must not sign for has 32 random bytes or more as its seed.
    ///
    /// # Errors
    /// `claim.*` and others for a time so far from today's calendar that dates about it do not exist.
    pub fn new(seed: &[u8], now: Instant) -> Result<Self, Error> {
        let seed = Seed::new(seed);
        let keys = Keys::of(&seed)?;
        let root_id = issuer::new_nonce(&seed.stream("root"))?;
        let issuing = Issuing {
            keys: &keys,
            seed: &seed,
            now,
        };
        let wallets = issuing.all()?;
        Ok(Self {
            seed,
            keys,
            root_id: ["urn:xinyi:demo:", &root_id].concat(),
            created: now,
            now,
            wallets,
            further: Vec::new(),
        })
    }

    /// When it last published something.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// The root that apps pin: one that they have to allow. It ends a year after the platform was made.
    ///
    /// # Errors
    /// None is known.
    pub fn root(&self) -> Result<String, Error> {
        self.documents(self.created).root(&self.root_id)
    }

    /// Manifest, trust list, programmes and status list as they were published last. The status list is fresh for three
    /// days, the manifest for 14.
    ///
    /// # Errors
    /// None is known.
    pub fn snapshot(&self) -> Result<String, Error> {
        let statuses = self.wallets.iter().flat_map(Wallet::statuses);
        let statuses: Vec<(u64, u8)> = statuses.collect();
        self.documents(self.now).snapshot(&statuses)
    }

    /// Every programme of the demo.
    pub fn programmes(&self) -> impl Iterator<Item = &'static DemoProgramme> {
        PROGRAMMES.into_iter()
    }

    /// Publishes a programme with every snapshot from now on, as one of the platform's own: its `iss` becomes the
    /// platform's. A former one of its id goes.
    ///
    /// # Errors
    /// What is wrong with the programme, as every verifier would find it; `input.options` for the id of a programme of the
    /// demo, and for a region outside of Shanghai, for which the platform may not publish.
    pub fn publish(&mut self, mut programme: Object) -> Result<(), Error> {
        programme.set("iss", CITY);
        let read = Programme::read(&programme.clone().into(), &law::built_in().edition)?;
        let mut regions = read.regions.iter();
        if let Some(place) = regions.position(|region| !covers(REGION, region)) {
            let pointer = pointer_to(&["regions", &place.to_string()]);
            return Err(Error::of_option(pointer, Problem::Value));
        }
        if PROGRAMMES.iter().any(|known| known.id() == read.id) {
            return Err(Error::of_option("/id", Problem::Duplicate));
        }
        let id = |programme: &Object| programme.get("id").cloned();
        self.further.retain(|known| id(known) != id(&programme));
        self.further.push(programme);
        Ok(())
    }

    /// Every private key of the platform, with its name.
    pub fn keys(&self) -> impl Iterator<Item = (&'static str, &SigningKey)> {
        self.keys.named()
    }

    /// Every wallet.
    pub fn wallets(&self) -> &[Wallet] {
        &self.wallets
    }

    /// A wallet by its name.
    ///
    /// # Errors
    /// `input.options` with what may have been meant.
    pub fn wallet(&self, name: &str) -> Result<&Wallet, Error> {
        self.place(name).map(|place| &self.wallets[place])
    }

    /// Issues the bundles of a wallet to a holder's key outside of the platform, as of [`now`](Self::now): each with every
    /// disclosure, by the alias of the programme's input. They are about the wallet's subject, and have its entries in
    /// the status list: whoever revokes the wallet revokes them. Until the next publication the same key gets the same
    /// bytes.
    ///
    /// # Errors
    /// `input.options` for an unknown wallet; `signature.*` for a key that no verifier takes.
    pub fn issue(
        &self,
        wallet: &str,
        holder: &VerifyingKey,
    ) -> Result<Vec<(&'static str, String)>, Error> {
        let wallet = self.wallet(wallet)?;
        let bundles = self.issuing(self.now).to(wallet, holder)?.into_iter();
        Ok(bundles.map(|bundle| (bundle.alias, bundle.whole)).collect())
    }

    /// Publishes everything anew, and issues every bundle anew, as of a later time: the keys stay, and so does what was
    /// revoked or suspended. A time that is not later than [`now`](Self::now) counts as the second after it: documents of
    /// one second could not be told apart.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn refresh(&mut self, now: Instant) -> Result<(), Error> {
        let now = self.next(now)?;
        let mut wallets = self.issuing(now).all()?;
        for (fresh, former) in wallets.iter_mut().zip(&self.wallets) {
            fresh.keep_status(former);
        }
        (self.now, self.wallets) = (now, wallets);
        Ok(())
    }

    /// Publishes another status of the bundles of a wallet: 0 valid, 1 revoked, 2 suspended. The bundles stay as they
    /// are. The time counts as that of [`refresh`](Self::refresh).
    ///
    /// # Errors
    /// `input.options` for an unknown wallet; `status.invalid` for one that is revoked, which it is for good;
    /// `claim.invalid` for another status.
    pub fn set_status(&mut self, wallet: &str, status: u8, now: Instant) -> Result<(), Error> {
        let place = self.place(wallet)?;
        let now = self.next(now)?;
        self.wallets[place].set_status(status)?;
        self.now = now;
        Ok(())
    }

    fn issuing(&self, now: Instant) -> Issuing<'_> {
        let (keys, seed) = (&self.keys, &self.seed);
        Issuing { keys, seed, now }
    }

    fn documents(&self, now: Instant) -> TrustDocuments<'_> {
        TrustDocuments {
            keys: &self.keys,
            further: &self.further,
            now,
        }
    }

    fn next(&self, now: Instant) -> Result<Instant, Error> {
        let next = self.now.add_seconds(1);
        let next = next.ok_or_else(|| Error::of_option("/now", Problem::TooLarge))?;
        Ok(now.max(next))
    }

    fn place(&self, name: &str) -> Result<usize, Error> {
        let mut names = self.wallets.iter().map(Wallet::name);
        names.position(|known| known == name).ok_or_else(|| {
            let error = Error::of_option("/wallet", Problem::Unknown).with("found", name);
            match suggestion_for(name, self.wallets.iter().map(Wallet::name)) {
                Some(suggestion) => error.with("suggestion", suggestion),
                None => error,
            }
        })
    }
}
