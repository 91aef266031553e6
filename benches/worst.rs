//! What one of the worst documents takes, natively. Called by `benches/worst.mjs` with a folder of
//! `make-worst`; prints seconds, megabytes of memory and the answer, one on a line.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use testkit::surface::{Verifier, try_programme};

fn main() {
    let folder = std::env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.expect("usage: bench-worst FOLDER");
    let (answer, seconds) = run(&folder);
    let peak = peak().unwrap_or(f64::NAN);
    println!("{seconds}\n{peak}\n{answer}");
}

/// The steps that there are files for. The last is what is measured.
fn run(folder: &Path) -> (String, f64) {
    let file = |name: &str| fs::read_to_string(folder.join(name)).ok();
    if let Some(options) = file("try") {
        let [programme, facts] = ["programme", "facts"].map(|name| file(name).expect(name));
        return timed(|| try_programme(&programme, &facts, &options));
    }
    let [root, snapshot, create] =
        ["root", "snapshot", "create"].map(|name| file(name).expect(name));
    let (mut verifier, created) = timed(|| Verifier::new(&root, Some(&snapshot), &create));
    let (report, reported) = timed(|| verifier.report());
    if let Some(further) = file("further") {
        return timed(|| verifier.load(&further, &create));
    }
    match (file("bundle"), file("check")) {
        (Some(bundle), Some(options)) => timed(|| verifier.check(&bundle, &options)),
        _ => (report, created + reported),
    }
}

/// In seconds of a processor, which other processes take less from than from those of a clock.
fn timed<T>(run: impl FnOnce() -> T) -> (T, f64) {
    let (start, before) = (Instant::now(), on_processor());
    let out = run();
    let seconds = on_processor().zip(before).map(|(now, then)| now - then);
    (out, seconds.unwrap_or(start.elapsed().as_secs_f64()))
}

/// How long this process, which has one thread, was on a processor, where the system says.
fn on_processor() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // After the name, which may be anything: the eleventh and twelfth, in hundredths of a second.
    let (_, numbers) = stat.rsplit_once(')')?;
    let times = numbers.split_whitespace().skip(11).take(2);
    let times: Vec<f64> = times.map_while(|ticks| ticks.parse().ok()).collect();
    let ticks: f64 = times.iter().sum();
    (times.len() == 2).then_some(ticks / 100.0)
}

/// The most memory that the process has had, what it was given included, where the system says.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1_024.0 / 1e6)
}
