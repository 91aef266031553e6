//! `xinyi demo`: a whole platform with fresh keys, to try everything on.
//!
//! Nothing in it is about a real person or organisation, and nothing in it is trusted by any app:
//! its root is new each time, and says that it is a demo's.

mod bundles;
mod claims;
mod files;
mod issuers;
mod platform;
mod problem;
mod programmes;
mod sketch;
mod sketches;

use std::path::Path;

use xinyi::issuer::SystemRandom;
use xinyi::{Day, Instant, Object, Value};

use self::bundles::DemoBundle;
use self::files::Folder;
use self::issuers::AUDIENCE;
use self::platform::Platform;
use self::problem::Problem;
use self::programmes::{PROGRAMMES, Programme};
use self::sketch::Expected;
use crate::files::pem;
use crate::json::{self, object, pretty};
use crate::terminal::say;

/// Makes the platform at `now` in the folder `out`, and says what there is. A demo platform that is
/// there already is replaced.
pub(super) fn run(out: &Path, now: Instant) -> Result<(), Problem> {
    let folder = Folder::claim(out)?;
    let random = SystemRandom::new();
    let mut platform = Platform::new(now, &random)?;
    let bundles = bundles::make(&mut platform, &random)?;

    folder.write("root.json", &platform.root()?)?;
    folder.write("snapshot.json", &platform.snapshot()?)?;
    for programme in &PROGRAMMES {
        folder.write(&programme.file(), &programme.text(Day::of(now)))?;
        folder.write(&programme.request_file(), programme.request)?;
    }
    folder.write(
        "facts/shared-bike.json",
        &programmes::sample_facts(Day::of(now)),
    )?;
    for bundle in &bundles {
        folder.write(&bundle.file(), &bundle.presentation)?;
        for (file, whole) in bundle.wallet() {
            folder.write_secret(&file, whole)?;
        }
    }
    let holders = bundles
        .iter()
        .map(|b| (format!("holder-{}", b.name), &b.holder));
    for (name, key) in platform.keys().chain(holders) {
        folder.write_secret(&format!("keys/{name}.pem"), &pem(key.to_pkcs8()))?;
    }
    let nonce = platform.nonce();
    folder.finish(&description(now, nonce, &bundles))?;
    introduce(out, now, nonce, &bundles);
    Ok(())
}

/// `platform.json`: what is there, and what is to come of it.
fn description(now: Instant, nonce: &str, bundles: &[DemoBundle]) -> String {
    let programmes: Vec<Object> = PROGRAMMES
        .iter()
        .map(|programme| {
            object! {
                "id": programme.id,
                "file": programme.file(),
                "title": bilingual(programme.title),
            }
        })
        .collect();
    let bundles: Vec<Object> = bundles
        .iter()
        .map(|bundle| {
            object! {
                "file": bundle.file(),
                "programme": bundle.programme.id,
                "title": bilingual(bundle.title),
                "expect": bundle.expected.to_json(),
                "request": json::parse(bundle.programme.request),
            }
        })
        .collect();
    let description = object! {
        "demo": 1_i64,
        "now": now.unix(),
        "date": Day::of(now).to_string(),
        "root": "root.json",
        "snapshot": "snapshot.json",
        "audience": AUDIENCE,
        "nonce": nonce,
        "programmes": programmes,
        "bundles": bundles,
    };
    pretty(&description.into())
}

fn bilingual([zh_cn, en]: [&str; 2]) -> Object {
    object! { "zh-CN": zh_cn, "en": en }
}

/// Says what there is, and what to try.
fn introduce(out: &Path, now: Instant, nonce: &str, bundles: &[DemoBundle]) {
    let out = out.display();
    say!("{}: a demo platform of {} (演示平台)\n", out, Day::of(now));
    say!("  root.json       the root that an app pins; one that allows demos (allowDemoRoot)");
    say!("  snapshot.json   manifest, trust list, programmes and status list");
    say!("  keys/           every private key, for this demo alone");
    say!("  wallets/        the bundles as their subjects keep them\n");
    for programme in &PROGRAMMES {
        let Programme { id, title, .. } = programme;
        say!("  {}  {} / {}", id, title[0], title[1]);
        for bundle in bundles.iter().filter(|b| b.programme.id == *id) {
            let file = bundle.file();
            say!("    {:<36} {}", file, bundle.expected);
            say!("    {:<36} {}", "", bundle.title[1]);
        }
        say!("");
    }
    let Some(first) = bundles.first() else { return };
    say!("Decide one / 试一试:\n");
    say!(
        "  xinyi check --root {}/root.json --snapshot {}/snapshot.json \\",
        out,
        out
    );
    say!("    --programme {} \\", first.programme.id);
    say!(
        "    --request {}/{} \\",
        out,
        first.programme.request_file()
    );
    say!(
        "    --aud {} --nonce {} --now {} \\",
        AUDIENCE,
        nonce,
        now.unix()
    );
    say!("    {}/{}\n", out, first.file());
    say!("Try a programme on facts of your own / 试算:\n");
    say!("  xinyi programme try {}/{} \\", out, PROGRAMMES[0].file());
    say!(
        "    --facts {}/facts/shared-bike.json --now {}",
        out,
        now.unix()
    );
}

impl Expected {
    fn to_json(self) -> Value {
        match self {
            Self::Error(code) => object! { "error": code }.into(),
            Self::Granted { tier, upgrade } => {
                let mut expected = object! { "outcome": "granted", "tier": tier };
                if let Some(upgrade) = upgrade {
                    expected.set("upgrade", upgrade);
                }
                expected.into()
            }
            Self::Outcome(outcome) => object! { "outcome": outcome }.into(),
        }
    }
}
