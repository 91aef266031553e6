//! `xinyi demo`: a whole platform with fresh keys, to try everything on.
//!
//! Nothing in it is about a real person or organisation, and nothing in it is trusted by any app:
//! its root is new each time, and says that it is a demo's.

mod files;
mod problem;

use std::path::Path;

use xinyi::demo::{Platform, Presenting, Programme, Wallet, sample_facts};
use xinyi::issuer::{self, SecureRandom as _, SystemRandom};
use xinyi::{Day, Instant, Object, Value};

use self::files::Folder;
use self::problem::Problem;
use crate::files::pem;
use crate::json::{self, object, pretty};
use crate::terminal::say;

/// Whom every presentation of the demo is made for, but for one that is made for somebody else.
const AUDIENCE: &str = "https://demo-app.example";

/// Makes the platform at `now` in the folder `out`, and says what there is. A demo platform that is
/// there already is replaced.
pub(super) fn run(out: &Path, now: Instant) -> Result<(), Problem> {
    let folder = Folder::claim(out)?;
    let random = SystemRandom::new();
    let mut seed = [0; 32];
    random.fill(&mut seed)?;
    let mut platform = Platform::new(&seed, now)?;
    let mut of_library = Vec::new();
    for (id, programme) in library(Day::of(now))? {
        platform.publish(programme)?;
        of_library.push(id);
    }
    // The one that all presentations of the demo answer. An app makes a new one each time.
    let nonce = issuer::new_nonce(&random)?;

    folder.write("root.json", &platform.root()?)?;
    let snapshot = platform.snapshot()?;
    folder.write("snapshot.json", &snapshot)?;
    for (name, document) in parts(&platform, &of_library, &json::parse(&snapshot)) {
        folder.write(&name, &document)?;
    }
    for programme in platform.programmes() {
        folder.write(&programme_file(programme), &programme.text(Day::of(now)))?;
        folder.write(&request_file(programme), programme.request_text())?;
    }
    folder.write("facts/shared-bike.json", &sample_facts(Day::of(now)))?;
    for wallet in platform.wallets() {
        let presented = wallet.present(&Presenting::new(AUDIENCE, &nonce, now))?;
        let presented = match &*presented {
            [(_, alone)] => alone.clone(),
            several => Value::from(Object::from_iter(
                several
                    .iter()
                    .map(|(alias, text)| (*alias, text.as_str().into())),
            ))
            .to_string(),
        };
        folder.write(&presentation_file(wallet), &presented)?;
        for (alias, whole) in wallet.bundles() {
            folder.write_secret(&wallet_file(wallet, alias), whole)?;
        }
    }
    let holders = platform.wallets().iter();
    let holders = holders.map(|wallet| (format!("holder-{}", wallet.name()), wallet.holder()));
    let keys = platform.keys().map(|(name, key)| (name.to_owned(), key));
    for (name, key) in keys.chain(holders) {
        folder.write_secret(&format!("keys/{name}.pem"), &pem(key.to_pkcs8()))?;
    }
    folder.finish(&description(&platform, &nonce))?;
    introduce(out, &platform, &nonce);
    Ok(())
}

/// What the snapshot is put together of, each in a file of its own: with these the next one is made.
fn parts(platform: &Platform, library: &[&'static str], snapshot: &Value) -> Vec<(String, String)> {
    let listed = |member| snapshot.member(member).and_then(Value::as_array);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let general = |member: &str| snapshot.member(member).map(Value::to_string);
    let mut parts = Vec::new();
    for (name, member) in [("manifest", "manifest"), ("trust-list", "trust_list")] {
        parts.extend(general(member).map(|document| (format!("trust/{name}.json"), document)));
    }
    for status_list in listed("status_lists").into_iter().flatten() {
        parts.push(("trust/status-list.jwt".to_owned(), text(status_list)));
    }
    let programmes = listed("programmes").into_iter().flatten();
    let names = platform.programmes().map(Programme::name);
    for (name, signed) in names.chain(library.iter().copied()).zip(programmes) {
        parts.push((format!("programmes/{name}.jws"), text(signed)));
    }
    parts
}

/// The unsigned document.
fn programme_file(programme: &Programme) -> String {
    format!("programmes/{}.json", programme.name())
}

/// What is asked for.
fn request_file(programme: &Programme) -> String {
    format!("requests/{}.json", programme.name())
}

/// What an app is sent: one bundle, or several by alias.
fn presentation_file(wallet: &Wallet) -> String {
    let format = match wallet.bundles().count() {
        1 => "sd-jwt",
        _ => "json",
    };
    format!("bundles/{}.{format}", wallet.name())
}

/// The programmes of the library for Shanghai by their ids, in force around a day as those of the demo are.
fn library(today: Day) -> Result<Vec<(&'static str, Object)>, Problem> {
    let mut found = Vec::new();
    for programme in xinyi::authoring::library() {
        let Value::Object(mut document) = Value::parse(programme.text().as_bytes(), usize::MAX)?
        else {
            continue;
        };
        let regions = document
            .get("regions")
            .and_then(Value::as_array)
            .unwrap_or_default();
        let is_of_shanghai =
            |region: &Value| region.as_str().is_some_and(|code| code.starts_with("31"));
        if regions.is_empty() || !regions.iter().all(is_of_shanghai) {
            continue;
        }
        let [from, until] = xinyi::demo::days_in_force(today);
        document.set("valid_from", from.to_string());
        document.set("valid_until", until.to_string());
        found.push((programme.id(), document));
    }
    Ok(found)
}

/// A bundle as its subject keeps it.
fn wallet_file(wallet: &Wallet, alias: &str) -> String {
    let score = if alias == "market" { "-score" } else { "" };
    format!("wallets/{}{score}.sd-jwt", wallet.name())
}

/// `platform.json`: what is there, and what is to come of it.
fn description(platform: &Platform, nonce: &str) -> String {
    let programmes: Vec<Object> = platform
        .programmes()
        .map(|programme| {
            object! {
                "id": programme.id(),
                "file": programme_file(programme),
                "title": bilingual(programme.title()),
            }
        })
        .collect();
    let bundles: Vec<Object> = platform
        .wallets()
        .iter()
        .map(|wallet| {
            object! {
                "file": presentation_file(wallet),
                "programme": wallet.programme().id(),
                "title": bilingual(wallet.title()),
                "expect": wallet.expected().to_json(),
                "request": json::parse(wallet.programme().request_text()),
            }
        })
        .collect();
    let now = platform.now();
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
fn introduce(out: &Path, platform: &Platform, nonce: &str) {
    let (out, now) = (out.display(), platform.now());
    say!("{}: a demo platform of {} (演示平台)\n", out, Day::of(now));
    say!("  root.json       the root that an app pins; one that allows demos (allowDemoRoot)");
    say!(
        "  snapshot.json   manifest, trust list, programmes and status list; programmes of the library too"
    );
    say!("  trust/          manifest, trust list and status list by themselves");
    say!("  keys/           every private key, for this demo alone");
    say!("  wallets/        the bundles as their subjects keep them\n");
    let wallets = platform.wallets();
    for programme in platform.programmes() {
        let (id, title) = (programme.id(), programme.title());
        say!("  {}  {} / {}", id, title[0], title[1]);
        for wallet in wallets.iter().filter(|w| w.programme().id() == id) {
            let file = presentation_file(wallet);
            say!("    {:<36} {}", file, wallet.expected());
            say!("    {:<36} {}", "", wallet.title()[1]);
        }
        say!("");
    }
    let Some(first) = wallets.first() else { return };
    say!("Decide one / 试一试:\n");
    say!(
        "  xinyi check --root {}/root.json --snapshot {}/snapshot.json \\",
        out,
        out
    );
    say!("    --programme {} \\", first.programme().id());
    say!(
        "    --request {}/{} \\",
        out,
        request_file(first.programme())
    );
    say!(
        "    --aud {} --nonce {} --now {} \\",
        AUDIENCE,
        nonce,
        now.unix()
    );
    say!("    {}/{}\n", out, presentation_file(first));
    say!("Try a programme on facts of your own / 试算:\n");
    let programme = programme_file(first.programme());
    say!("  xinyi programme try {}/{} \\", out, programme);
    say!(
        "    --facts {}/facts/shared-bike.json --now {}",
        out,
        now.unix()
    );
}
