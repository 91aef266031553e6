//! `xinyi certificate`.

mod code;
mod page;

use std::path::PathBuf;
use std::process::ExitCode;

use xinyi::holder::{CERTIFICATE_DAYS, CertificateOptions};
use xinyi::issuer::{self, SystemRandom};
use xinyi::{
    CheckOptions, Decision, Explain, Holder, Inspection, Instant, Outcome, Reply, Verifier,
    VerifierOptions, messages,
};

use self::page::Page;
use super::check;
use super::files::{read, read_token, replace_output};
use super::json::filled;
use super::print;
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::signer::HolderArgs;
use crate::terminal::say;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The pinned root
    #[arg(long)]
    root: PathBuf,
    /// The snapshot with manifest, trust list, programmes and status lists
    #[arg(long)]
    snapshot: PathBuf,
    /// The id of a programme in the snapshot that states a clean record
    #[arg(long, value_name = "ID")]
    programme: String,
    #[command(flatten)]
    holder: HolderArgs,
    /// The page to make, in HTML; another in its place is replaced
    #[arg(long, value_name = "FILE.html")]
    out: PathBuf,
    /// For how many days it can be checked at most. It ends sooner where its bundle does
    #[arg(long, value_name = "N", default_value_t = CERTIFICATE_DAYS, value_parser = clap::value_parser!(i64).range(1..=CERTIFICATE_DAYS))]
    days: i64,
    /// Leave the organisation's name out: its code says whose it is
    #[arg(long)]
    without_name: bool,
    /// The time at which it is made: UNIX seconds or RFC 3339 [default: now]
    #[arg(long, value_parser = time)]
    now: Option<Instant>,
    /// The organisation's bundle, with all of its disclosures; `-` is standard input
    bundle: PathBuf,
}

/// 0: the page is made. 1: the record is none that a certificate could be made of, or the bundle is refused.
pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let made = make(args);
    let refusal = match made {
        Ok(None) => return Ok(ExitCode::SUCCESS),
        Ok(Some(decision)) => Ok(decision),
        Err(Failure::Refused(error)) => Err(vec![error]),
        Err(failure) => return Err(failure),
    };
    let document = filled(&Reply::<Decision>::from(refusal));
    print::result(&document);
    Ok(check::status(&document))
}

/// Makes the page, or gives the decision by which there is none.
fn make(args: &Args) -> Result<Option<Decision>, Failure> {
    let now = now_or_clock(args.now)?;
    let mut create = VerifierOptions::at(now);
    create.allow_demo_root = true;
    let verifier = Verifier::new(&read(&args.root)?, Some(&read(&args.snapshot)?), &create)?;
    if verifier.is_demo() {
        print::demo();
    }
    let bundle = read_token(&args.bundle)??;
    let nonce = issuer::new_nonce(&SystemRandom::new())?;
    let mut options = CertificateOptions::new(&args.programme, nonce, now);
    options.days = args.days;
    options.with_name = !args.without_name;
    let plan = verifier.plan_certificate(&bundle, &options)?;
    let Some((disclose, binding)) = plan.signs else {
        return Ok(Some(plan.decision));
    };
    let discloses = |pointer: &str| disclose.iter().any(|chosen| chosen == pointer);
    let certificate = args.holder.with(&bundle, |signer| {
        Ok(issuer::present(
            &bundle,
            discloses,
            Some((signer, &binding)),
        )?)
    })?;
    // As whoever reads it will check it. Nothing is written that they would refuse.
    let mut check = CheckOptions::new(&args.programme, Holder::Certificate, now);
    check.explain = Explain::Full;
    let decision = verifier.check(&certificate, &check)?;
    if decision.outcome() != Outcome::Granted {
        return Ok(Some(decision));
    }
    let shown = Inspection::of(&certificate, now).to_json();
    let subject = |name: &str| {
        let subject = shown.member("claims")?.member("subject")?;
        subject.member(name)?.as_str().map(str::to_owned)
    };
    let benefit = decision.benefit().map(messages::benefit);
    let page = Page {
        name: subject("name"),
        id: subject("id").unwrap_or_default(),
        states: benefit.unwrap_or_default(),
        programme: &args.programme,
        title: decision
            .titles()
            .member("programme")
            .cloned()
            .unwrap_or_default(),
        issuer: &plan.issuer,
        as_of: plan.as_of,
        made: now,
        until: binding.exp.unwrap_or(now),
        is_demo: verifier.is_demo(),
        codes: code::drawn(&certificate)?,
    };
    replace_output(&args.out, &page.html())?;
    let until = page::time(page.until);
    say!(
        "{}: can be checked until {} China time",
        args.out.display(),
        until
    );
    Ok(None)
}
