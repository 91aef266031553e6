//! `xinyi present`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ArgGroup;
use xinyi::holder::{Binding, Consent, Plan};
use xinyi::issuer::{self, Signer};
use xinyi::{
    CheckOptions, Error, Holder, Instant, Object, PlanOptions, Presentations, ProgrammeChoice,
    Reply, RequestText, Value, Verifier,
};

use super::asked::{AskedArgs, by_alias, unnamed};
use super::files::{self, Access};
use super::json::{filled, object};
use super::{check, print, signer, terminal};
use crate::clock::{now_or_clock, time};
use crate::failure::Failure;
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
    /// In place of --holder-key: a command that has a key elsewhere sign, as `xinyi programme sign --help` says
    #[arg(long, value_name = "COMMAND", requires = "public_key")]
    sign_command: Option<String>,
    /// The public key that the command signs with
    #[arg(long, value_name = "FILE", requires = "sign_command")]
    public_key: Option<PathBuf>,
    /// For how many seconds the command may take to sign once
    #[arg(long, value_name = "SECONDS", default_value_t = 60, requires = "sign_command", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    sign_timeout: u64,
    /// The file to write, for its owner alone [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let now = now_or_clock(args.asked.now)?;
    match present(args, now) {
        // Of a command that is asked for JSON, the error is JSON as well.
        Err(Failure::Refused(error)) => refused(args, vec![error]),
        result => result,
    }
}

fn present(args: &Args, now: Instant) -> Result<ExitCode, Failure> {
    let verifier = args.asked.verifier(&args.asked.root()?, now)?;
    let bundles = args.asked.bundles()?;
    let Asked {
        programme,
        request,
        audience,
        nonce,
    } = asked(args)?;
    let options = PlanOptions {
        programme,
        now,
        subject: args.asked.subject()?,
        request,
        status_lists: args.asked.status_lists()?,
        audience: audience.clone(),
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
    let mut presentations = Vec::new();
    for (alias, bundle, disclose) in &chosen {
        let presentation = sign(args, alias, |key| {
            Ok(shown(bundle, disclose, &binding, key)?)
        });
        if presentation.is_err() && chosen.len() > 1 {
            aside!("of the bundle '{}':", alias);
        }
        presentations.push((alias.clone(), presentation?));
    }
    note(&verifier, &options, &binding, &presentations);
    let single = matches!(presented, Presentations::One(_));
    write(args, &told, presentations, single)
}

/// The bundle of an alias, and what is disclosed of it.
type Chosen<'a> = (String, &'a str, Vec<String>);

/// What is disclosed: by hand, or as it is planned.
fn chosen<'a>(
    args: &Args,
    plan: &Plan,
    bundles: &'a Presentations<'_>,
) -> Result<Vec<Chosen<'a>>, Failure> {
    let given: Vec<(&str, &str)> = match bundles {
        Presentations::One(bundle) => vec![("", bundle)],
        Presentations::ByAlias(bundles) => bundles
            .iter()
            .map(|(a, b)| (a.as_ref(), b.as_ref()))
            .collect(),
    };
    let mut chosen = Vec::new();
    if args.disclose.is_empty() {
        for (alias, pointers) in plan.disclose().unwrap_or_default() {
            let mut of_alias = given.iter().filter(|(of, _)| of.is_empty() || of == alias);
            if let Some((_, bundle)) = of_alias.next() {
                chosen.push((alias.clone(), *bundle, pointers.clone()));
            }
        }
        return Ok(chosen);
    }
    for (alias, bundle) in &given {
        chosen.push(((*alias).to_owned(), *bundle, Vec::new()));
    }
    for asked in &args.disclose {
        let (alias, pointer) = match by_alias(asked) {
            Some(named) => named,
            None if given.len() == 1 => (given[0].0, asked.as_str()),
            None => return Err(unnamed("pointer", asked)),
        };
        match chosen
            .iter_mut()
            .find(|(of, ..)| of.is_empty() || of == alias)
        {
            Some((.., pointers)) => pointers.push(pointer.to_owned()),
            None => return Err(Failure::Other(format!("there is no bundle '{alias}'"))),
        }
    }
    Ok(chosen)
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
            programme: args.asked.programme()?,
            request: args.asked.request()?,
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
    make: impl FnOnce(&dyn Signer) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if let (Some(command), Some(public)) = (&args.sign_command, &args.public_key) {
        return signer::by_command(command, public, args.sign_timeout, make);
    }
    let keys = args
        .holder_key
        .iter()
        .map(|given| by_alias(given).unwrap_or(("", given)));
    let own = keys.clone().find(|(of, _)| *of == alias);
    let common = || keys.clone().find(|(of, _)| of.is_empty());
    match own.or_else(common) {
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

/// Says what whoever is shown this decides, where that is no grant: then it was chosen by hand.
fn note(
    verifier: &Verifier,
    options: &PlanOptions,
    binding: &Binding,
    presentations: &[(String, String)],
) {
    let holder = Holder::Bound {
        audience: binding.audience.clone(),
        nonce: binding.nonce.clone(),
        window: None,
    };
    let mut check = CheckOptions::new("", holder, options.now);
    check.programme = options.programme.clone();
    check.subject = options.subject.clone();
    check.request = options.request.clone();
    check.status_lists = options.status_lists.clone();
    let each = presentations
        .iter()
        .map(|(alias, text)| (&**alias, &**text));
    let each: Vec<(&str, &str)> = each.collect();
    let decided = match each.as_slice() {
        [(_, one)] => verifier
            .check(*one, &check)
            .or_else(|_| verifier.check(each.as_slice(), &check)),
        several => verifier.check(several, &check),
    };
    match decided {
        Ok(decision) if decision.outcome() == xinyi::Outcome::Granted => {}
        Ok(decision) => aside!("it is decided as {}", decision.outcome().as_str()),
        Err(error) => aside!("it is refused with {}", error.code().as_str()),
    }
}

fn write(
    args: &Args,
    told: &Value,
    presentations: Vec<(String, String)>,
    single: bool,
) -> Result<ExitCode, Failure> {
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
        terminal::json(&object! { "ok": true, "plan": plan, "presentation": presentation }.into());
    } else {
        match &args.out {
            Some(path) => say!("{}: written", path.display()),
            None => say!("{}", text),
        }
        if args.disclose.is_empty() {
            print::plan_aside(&told.member("plan").cloned().unwrap_or(Value::Null));
        }
    }
    Ok(ExitCode::SUCCESS)
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
    if args.asked.json {
        terminal::json(&document);
    } else {
        print::result(&document);
    }
    Ok(check::status(&document))
}
