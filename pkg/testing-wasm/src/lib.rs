//! The demo platform for `xinyi/testing` of the npm package: a module of its own, so that the verifier's can sign
//! nothing.
//!
//! Results are JSON: `{"ok": true, …}` with what was asked for, or `{"ok": false, "error", "errors"}`. No call throws.
//! Times are whole UNIX seconds.

use wasm_bindgen::prelude::wasm_bindgen;
use xinyi::demo::{self, Presenting, Programme, Wallet};
use xinyi::issuer::VerifyingKey;
use xinyi::{Code, Day, Error, Instant, Object, Problem, Value};

/// A platform, or the error by which there is none.
#[wasm_bindgen]
pub struct Platform(Result<demo::Platform, Error>);

#[wasm_bindgen]
impl Platform {
    /// Makes a platform of a seed. A failure is what every call answers with.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: &[u8], now: f64) -> Self {
        Self(instant(now).and_then(|now| demo::Platform::new(seed, now)))
    }

    /// What stays as it is: `root`, `programmes`, `wallets`.
    pub fn describe(&self) -> String {
        reply(self.with(|platform| {
            let day = Day::of(platform.now());
            let programmes = platform.programmes().map(|p| programme(p, day));
            Ok([
                ("root", platform.root()?.into()),
                (
                    "programmes",
                    Value::Array(programmes.collect::<Result<_, _>>()?),
                ),
                (
                    "wallets",
                    Value::Array(platform.wallets().iter().map(wallet).collect()),
                ),
            ])
        }))
    }

    /// What was published last: `snapshot`.
    pub fn snapshot(&self) -> String {
        reply(self.with(|platform| Ok([("snapshot", platform.snapshot()?.into())])))
    }

    /// The bundles of a wallet with every disclosure, by alias: `bundles`.
    pub fn bundles(&self, wallet: &str) -> String {
        reply(self.with(|platform| {
            let bundles = platform.wallet(wallet)?.bundles();
            let bundles = bundles.map(|(alias, whole)| (alias, whole.into()));
            Ok([("bundles", Object::from_iter(bundles).into())])
        }))
    }

    /// The bundles of a wallet, issued to another key: a JWK, as JSON. `bundles` as of [`bundles`](Self::bundles).
    pub fn issue(&self, wallet: &str, holder: &str) -> String {
        reply(self.with(|platform| {
            let holder = Value::parse(holder.as_bytes(), holder.len())?;
            let holder = VerifyingKey::from_jwk(&holder, None)?;
            let bundles = platform.issue(wallet, &holder)?.into_iter();
            let bundles = bundles.map(|(alias, whole)| (alias, whole.into()));
            Ok([("bundles", Object::from_iter(bundles).into())])
        }))
    }

    /// What a wallet presents, by alias: `presented`. `disclose` is `{alias: [pointer, …]}` as JSON; `signer` is the name
    /// of a wallet.
    pub fn present(
        &self,
        wallet: &str,
        audience: &str,
        nonce: &str,
        now: f64,
        disclose: Option<String>,
        signer: Option<String>,
    ) -> String {
        reply(self.with(|platform| {
            let disclose = disclose.as_deref().map(pointers).transpose()?;
            let signer = signer.as_deref().map(|name| platform.wallet(name));
            let presented = platform.wallet(wallet)?.present(&Presenting {
                disclose: disclose.as_deref(),
                signer: signer.transpose()?,
                ..Presenting::new(audience, nonce, instant(now)?)
            })?;
            let presented = presented
                .into_iter()
                .map(|(alias, text)| (alias, text.into()));
            Ok([("presented", Object::from_iter(presented).into())])
        }))
    }

    /// The raw signature of a message by the holder's key of a wallet; none if there is no such wallet.
    pub fn sign(&self, wallet: &str, message: &[u8]) -> Option<Vec<u8>> {
        let platform = self.0.as_ref().ok()?;
        platform.wallet(wallet).ok()?.holder().sign(message).ok()
    }

    /// Publishes and issues everything anew. `now`: when that was, which may be a second later.
    pub fn refresh(&mut self, now: f64) -> String {
        self.change(now, demo::Platform::refresh)
    }

    /// Publishes another status of a wallet's bundles: 0 valid, 1 revoked, 2 suspended. `now` as of
    /// [`refresh`](Self::refresh).
    pub fn set_status(&mut self, wallet: &str, status: u8, now: f64) -> String {
        self.change(now, |platform, now| {
            platform.set_status(wallet, status, now)
        })
    }

    fn change(
        &mut self,
        now: f64,
        change: impl FnOnce(&mut demo::Platform, Instant) -> Result<(), Error>,
    ) -> String {
        let changed = match &mut self.0 {
            Ok(platform) => instant(now)
                .and_then(|now| change(platform, now))
                .map(|()| platform.now()),
            Err(error) => Err(error.clone()),
        };
        reply(changed.map(|now| [("now", now.unix().into())]))
    }

    fn with<T>(&self, ask: impl FnOnce(&demo::Platform) -> Result<T, Error>) -> Result<T, Error> {
        ask(self.0.as_ref().map_err(Clone::clone)?)
    }
}

/// # Errors
/// `input.options` for a time that no document can have.
fn instant(unix: f64) -> Result<Instant, Error> {
    Instant::from_unix(unix as i64).ok_or_else(|| wrong_option("/now", Problem::TimeExpected))
}

/// # Errors
/// `input.options` for what is not `{alias: [pointer, …]}`.
fn pointers(disclose: &str) -> Result<Vec<(String, Vec<String>)>, Error> {
    let wrong = || wrong_option("/disclose", Problem::Type);
    let document = Value::parse(disclose.as_bytes(), disclose.len())?;
    let Value::Object(aliases) = document else {
        return Err(wrong());
    };
    let mut all = Vec::new();
    for (alias, list) in aliases {
        let list = list.as_array().ok_or_else(wrong)?.iter();
        let list = list.map(|pointer| pointer.as_str().map(str::to_owned));
        all.push((alias, list.collect::<Option<_>>().ok_or_else(wrong)?));
    }
    Ok(all)
}

fn wrong_option(pointer: &str, problem: Problem) -> Error {
    let details = Object::from_iter([("pointer", pointer.into())]);
    Error::of_input(Code::InputOptions, details).because(problem)
}

/// A programme: `id`, `title`, `request`, and `document`, which is not signed.
fn programme(programme: &Programme, today: Day) -> Result<Value, Error> {
    let document = programme.text(today);
    let object = Object::from_iter([
        ("id", programme.id().into()),
        ("title", bilingual(programme.title())),
        ("request", programme.request().unwrap_or_default().into()),
        (
            "document",
            Value::parse(document.as_bytes(), document.len())?,
        ),
    ]);
    Ok(object.into())
}

/// What is known of a wallet: `name`, `title`, `programme`, `request`, `expected`, `jwk`.
fn wallet(wallet: &Wallet) -> Value {
    let programme = wallet.programme();
    Object::from_iter([
        ("name", wallet.name().into()),
        ("title", bilingual(wallet.title())),
        ("programme", programme.id().into()),
        ("request", programme.request().unwrap_or_default().into()),
        ("expected", wallet.expected().to_json()),
        ("jwk", wallet.holder().to_jwk().into()),
    ])
    .into()
}

fn bilingual([chinese, english]: [&str; 2]) -> Value {
    Object::from_iter([("zh-CN", chinese.into()), ("en", english.into())]).into()
}

fn reply<const N: usize>(result: Result<[(&str, Value); N], Error>) -> String {
    let mut reply = Object::from_iter([("ok", Value::from(result.is_ok()))]);
    match result {
        Ok(members) => {
            for (name, value) in members {
                reply.set(name, value);
            }
        }
        Err(error) => {
            reply.set("error", error.to_json());
            reply.set("errors", vec![error.to_json()]);
        }
    }
    Value::from(reply).to_string()
}
