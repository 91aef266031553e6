//! `xinyi present`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgGroup;
use xinyi::holder::{Binding, Commitment, Consent, Plan};
use xinyi::issuer::{self, Signer};
use xinyi::{
    CheckOptions, Error, Holder, Instant, Object, PlanOptions, Presentations, ProgrammeChoice,
    Reply, RequestText, Value, Verifier,
};

use super::asked::{AskedArgs, ProgrammeArgs, by_alias, unnamed};
use super::files::{self, Access};
use super::json::{filled, object};
use super::{check, print, terminal};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
use crate::signer::HolderCommandArgs;
use crate::terminal::{aside, say};

#[derive(clap::Args)]
#[command(group = ArgGroup::new("signer").args(["holder_key", "sign_command"]))]
pub(super) struct Args {
    #[command(flatten)]
    asked: AskedArgs,
    /// What they ask for, as `xinyi request --text` prints it: the text, or a file that holds it. It says programme,
    /// audience, nonce and request
    #[arg(long, value_name = "FILE | TEXT", group = "rules", conflicts_with_all = ["aud", "nonce", "request"])]
    presentation_request: Option<String>,
    /// Whom it is shown to
    #[arg(long, required_unless_present_any = ["plan", "presentation_request"])]
    aud: Option<String>,
    /// The nonce of their request
    // One in 64 begins like an option.
    #[arg(long, required_unless_present_any = ["plan", "presentation_request"], allow_hyphen_values = true)]
    nonce: Option<String>,
    /// Only say what has to be shown; show nothing
    #[arg(long, conflicts_with_all = ["nonce", "signer", "disclose", "consent_until", "out"])]
    plan: bool,
    /// Consent to be evaluated for the programme until then: UNIX seconds or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = time)]
    consent_until: Option<Instant>,
    /// Disclose this in place of what is planned, as a JSON pointer; may be given several times
    #[arg(long, value_name = "POINTER | ALIAS=POINTER")]
    disclose: Vec<String>,
    /// The holder's private key; with an alias, that of one bundle of several
    #[arg(long, value_name = "KEY | ALIAS=KEY", required_unless_present_any = ["plan", "sign_command"])]
    holder_key: Vec<String>,
    #[command(flatten)]
    command: HolderCommandArgs,
    /// The file to write, for its owner alone [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.asked.by.now)?;
    match present(args, now) {
        // Of a command that is asked for JSON, the error is JSON as well.
        Err(Failure::Refused(error)) => refused(args, vec![error]),
        result => result,
    }
}

fn present(args: &Args, now: Instant) -> Result<ExitCode, Failure> {
    let verifier = args
        .asked
        .by
        .verifier(&args.asked.by.root()?, &ProgrammeArgs::creation(now))?;
    let bundles = args.asked.bundles()?;
    let Asked {
        programme,
        request,
        audience,
        nonce,
    } = asked(args)?;
    let commitments = args.asked.commitments()?;
    let options = PlanOptions {
        programme,
        now,
        subject: args.asked.subject()?,
        request,
        status_lists: args.asked.status_lists()?,
        audience: audience.clone(),
        commitments: commitments
            .iter()
            .map(|one| Commitment::in_signed(one))
            .collect::<Result<_, Error>>()?,
    };
    let presented = bundles.presented()?;
    let plan = match verifier.plan_all(presented.clone(), &options) {
        Ok(plan) => plan,
        Err(errors) => return refused(args, errors),
    };
    let told = filled(&Reply::from(Ok(plan.clone())));
    if args.plan || plan.disclose().is_none() && args.disclose.is_empty() {
        return Ok(tell(args, &told));
    }
    let mut binding = Binding::new(audience.unwrap_or_default(), nonce.unwrap_or_default(), now);
    binding.consent = args.consent_until.map(|until| Consent {
        programme: plan.decision().programme().id.clone(),
        until,
    });
    let chosen = chosen(args, &plan, &presented)?;
    check_keys(args, &chosen)?;
    // Before anything is signed: what will be shown is for the holder to see first.
    tell_first(args, &told, &binding, &chosen);
    let mut presentations = Vec::new();
    for (alias, bundle, disclose) in &chosen {
        let presentation = sign(args, alias, bundle, chosen.len() == 1, |key| {
            Ok(shown(bundle, disclose, &binding, key)?)
        });
        if presentation.is_err() && chosen.len() > 1 {
            aside!("of the bundle '{}':", alias);
        }
        presentations.push((alias.clone(), presentation?));
    }
    let decided = decide(&verifier, &options, &commitments, &binding, &presentations);
    let is_granted = check::status(&decided) == ExitCode::SUCCESS;
    let is_refused = decided.member("error").is_some();
    if !is_granted && args.disclose.is_empty() {
        // It was planned so that it would be granted: what is wrong is what it was bound with.
        print_reply(args, &decided);
        return Ok(check::status(&decided));
    }
    let single = matches!(presented, Presentations::One(_));
    write(args, &told, decided, presentations, single)?;
    // What somebody chose to show is shown, whatever is decided; what nobody takes is not.
    Ok(ExitCode::from(u8::from(is_refused)))
}

/// The bundle of an alias, and what is disclosed of it.
type Chosen<'a> = (String, &'a str, Vec<String>);

/// What is disclosed: by hand, of the bundles that are named for it; or as it is planned.
fn chosen<'a>(
    args: &Args,
    plan: &Plan,
    bundles: &'a Presentations<'_>,
) -> Result<Vec<Chosen<'a>>, Failure> {
    let given: Vec<(&str, &str)> = match bundles {
        Presentations::One(bundle) => {
            let mut units = plan
                .shown()
                .iter()
                .chain(plan.hidden())
                .chain(plan.visible());
            let alias = units.next().map_or("", |unit| &unit.input);
            vec![(alias, bundle)]
        }
        Presentations::ByAlias(bundles) => bundles
            .iter()
            .map(|(a, b)| (a.as_ref(), b.as_ref()))
            .collect(),
    };
    let mut asked: Vec<(String, String)> = Vec::new();
    for (alias, pointers) in plan.disclose().unwrap_or_default() {
        asked.push((alias.clone(), String::new()));
        asked.extend(
            pointers
                .iter()
                .map(|pointer| (alias.clone(), pointer.clone())),
        );
    }
    if !args.disclose.is_empty() {
        asked.clear();
        for given_pointer in &args.disclose {
            let (alias, pointer) = match by_alias(given_pointer) {
                Some(named) => named,
                None if given.len() == 1 => (given[0].0, given_pointer.as_str()),
                None => return Err(unnamed("pointer", given_pointer)),
            };
            asked.push((alias.to_owned(), pointer.to_owned()));
        }
    }
    let mut chosen: Vec<Chosen<'a>> = Vec::new();
    for (alias, pointer) in asked {
        let bundle = given.iter().find(|(of, _)| *of == alias);
        let (_, bundle) =
            bundle.ok_or_else(|| Failure::Other(format!("there is no bundle '{alias}'")))?;
        if !chosen.iter().any(|(of, ..)| *of == alias) {
            chosen.push((alias.clone(), *bundle, Vec::new()));
        }
        let of_alias = chosen.iter_mut().find(|(of, ..)| *of == alias);
        if let (Some((.., pointers)), false) = (of_alias, pointer.is_empty()) {
            pointers.push(pointer);
        }
    }
    Ok(chosen)
}

/// Refuses keys of bundles that are not presented, and two of one: whichever signed, it might be the wrong one.
fn check_keys(args: &Args, chosen: &[Chosen<'_>]) -> Result<(), Failure> {
    let mut seen: Vec<&str> = Vec::new();
    for given in &args.holder_key {
        let (alias, _) = by_alias(given).unwrap_or(("", given));
        let problem = match alias {
            _ if seen.contains(&alias) => "has two keys",
            "" => "",
            _ if chosen.iter().any(|(of, ..)| of == alias) => "",
            _ => "is not presented",
        };
        if !problem.is_empty() {
            return Err(Failure::Other(format!("--holder-key: '{alias}' {problem}")));
        }
        seen.push(alias);
    }
    Ok(())
}

/// Says what is going to be shown to whom: in the words of the plan, or, where it was chosen by hand, by pointers.
fn tell_first(args: &Args, told: &Value, binding: &Binding, chosen: &[Chosen<'_>]) {
    if args.disclose.is_empty() {
        return print::plan_aside(told.member("plan").unwrap_or(&Value::Null));
    }
    for (alias, _, pointers) in chosen {
        aside!("to {}: {} {}", binding.audience, alias, pointers.join(" "));
    }
}

/// What they ask for who will be shown it.
struct Asked {
    programme: ProgrammeChoice,
    request: Option<Object>,
    audience: Option<String>,
    nonce: Option<String>,
}

fn asked(args: &Args) -> Result<Asked, Failure> {
    let Some(given) = &args.presentation_request else {
        return Ok(Asked {
            programme: args.asked.by.programme()?,
            request: args.asked.by.request()?,
            audience: args.aud.clone(),
            nonce: args.nonce.clone(),
        });
    };
    // No file has a name like that by accident.
    let asked = match given.trim_start().starts_with("XYQ1:") {
        true => RequestText::parse(given.trim())?,
        false => RequestText::parse(files::read(given.as_ref())?.trim())?,
    };
    Ok(Asked {
        programme: asked.choice(),
        request: asked.request.clone(),
        audience: Some(asked.audience.clone()),
        nonce: Some(asked.nonce.clone()),
    })
}

/// Signs with the key of a bundle's holder.
fn sign<T>(
    args: &Args,
    alias: &str,
    bundle: &str,
    alone: bool,
    make: impl FnOnce(&dyn Signer) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if let Some(command) = args.command.given() {
        return command.with(bundle, make);
    }
    let keys = args
        .holder_key
        .iter()
        .map(|given| by_alias(given).unwrap_or(("", given)));
    let own = keys.clone().find(|(of, _)| *of == alias);
    let mut common = keys.clone().filter(|(of, _)| of.is_empty() || alone);
    match own.or_else(|| common.next()) {
        Some((_, path)) => make(&files::read_key(path.as_ref())?),
        None => Err(Failure::Other(format!(
            "there is no --holder-key for '{alias}'"
        ))),
    }
}

fn shown(
    bundle: &str,
    disclose: &[String],
    binding: &Binding,
    key: &dyn Signer,
) -> Result<String, Error> {
    // A pointer that leads nowhere is an error of the draft.
    xinyi::holder::Draft::new(bundle, disclose, binding)?;
    let disclose = |pointer: &str| disclose.iter().any(|asked| asked == pointer);
    issuer::present(bundle, disclose, Some((key, binding)))
}

/// What whoever is shown this decides, as they reply.
fn decide(
    verifier: &Verifier,
    options: &PlanOptions,
    commitments: &[String],
    binding: &Binding,
    presentations: &[(String, String)],
) -> Value {
    let holder = Holder::Bound {
        audience: binding.audience.clone(),
        nonce: binding.nonce.clone(),
        window: None,
        ahead: None,
        presented_at: None,
    };
    let mut check = CheckOptions::new("", holder, options.now);
    check.programme = options.programme.clone();
    check.subject = options.subject.clone();
    check.request = options.request.clone();
    check.status_lists = options.status_lists.clone();
    check.commitments = commitments.to_vec();
    let each = presentations.iter();
    let each: Vec<(&str, &str)> = each.map(|(alias, text)| (&**alias, &**text)).collect();
    filled(&Reply::from(verifier.check_all(each.as_slice(), &check)))
}

fn write(
    args: &Args,
    told: &Value,
    decided: Value,
    presentations: Vec<(String, String)>,
    single: bool,
) -> Result<(), Failure> {
    let by_alias = |presentations: Vec<(String, String)>| -> Value {
        let each = presentations.into_iter();
        each.map(|(alias, text)| (alias, Value::from(text)))
            .collect::<Object>()
            .into()
    };
    let presentation: Value = match single {
        true => presentations
            .into_iter()
            .next()
            .map(|(_, text)| text)
            .into(),
        false => by_alias(presentations),
    };
    let text = match &presentation {
        Value::String(text) => text.clone(),
        several => several.to_string(),
    };
    if let Some(path) = &args.out {
        files::replace(path, &(text.clone() + "\n"), Access::Owner)
            .map_err(|e| Failure::Other(format!("{}: {e}", path.display())))?;
    }
    if args.asked.json {
        let plan = told.member("plan").cloned();
        let document = object! {
            "ok": true,
            "plan": plan,
            "presentation": presentation,
            "decided": decided,
        };
        terminal::json(&document.into());
    } else {
        match &args.out {
            Some(path) => say!("{}: written", path.display()),
            None => say!("{}", text),
        }
        let of = |name: &str, member: &str| decided.member(name)?.member(member)?.as_str();
        if let Some(outcome) = of("decision", "outcome").filter(|outcome| *outcome != "granted") {
            aside!("it is decided as {}", outcome);
        }
        if let Some(code) = of("error", "code") {
            aside!("it is refused with {}", code);
        }
    }
    Ok(())
}

/// Prints a plan, or the decision by which there is none.
fn tell(args: &Args, told: &Value) -> ExitCode {
    let plan = told.member("plan").unwrap_or(&Value::Null);
    if args.asked.json {
        terminal::json(told);
    } else {
        print::plan(plan);
    }
    check::status(plan)
}

fn refused(args: &Args, errors: Vec<Error>) -> Result<ExitCode, Failure> {
    let document = filled(&Reply::<Plan>::from(Err(errors)));
    print_reply(args, &document);
    Ok(check::status(&document))
}

fn print_reply(args: &Args, document: &Value) {
    if args.asked.json {
        terminal::json(document);
    } else {
        print::result(document);
    }
}
