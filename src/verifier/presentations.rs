//! The presentations of one call, and the input of the programme that each is for.

use std::borrow::Cow;

use crate::credit::Vct;
use crate::error::{Code, Error, Problem, Stage};
use crate::json::{self, Object, ObjectReader, Readable, Value, pointer_to};
use crate::limits;
use crate::programme::{Input, Programme};
use crate::sd_jwt::SdJwt;

/// What is presented in one call.
///
/// ```
/// # fn check<'p>(presented: impl Into<xinyi::Presentations<'p>>) {}
/// # let (presentation, score) = ("…", "…");
/// check(presentation);
/// check(&[("credit", presentation), ("market", score)]);
/// ```
#[derive(Debug, Clone)]
pub enum Presentations<'p> {
    /// One, for the input that its type fits.
    One(&'p str),
    /// One for each input, by the inputs' aliases in the programme.
    ByAlias(Vec<(Cow<'p, str>, Cow<'p, str>)>),
}

impl<'p> Presentations<'p> {
    /// One presentation, or several as a JSON object by alias. An alias may have an array of one, so that a `vp_token` of
    /// OpenID4VP 1.0 is taken as it comes.
    ///
    /// # Errors
    /// What is wrong with the JSON; `input.options` with the pointer to a member that is no text, and with `several` where
    /// an array has not one.
    pub fn parse(text: &'p str) -> Result<Self, Error> {
        // No presentation begins with a brace.
        if !text.trim_ascii_start().starts_with('{') {
            return Ok(Self::One(text));
        }
        let bundles = json::parse(text.as_bytes(), limits::BUNDLES_BYTES);
        let bundles = bundles.map_err(|e| e.at(Stage::Bundle))?;
        let bundles = ObjectReader::of(&bundles, Code::InputOptions)?;
        let mut by_alias = Vec::new();
        for alias in bundles.names() {
            let OfOne(text) = bundles.read(alias).map_err(|e| e.under("/bundle"))?;
            by_alias.push((Cow::Owned(alias.to_owned()), Cow::Owned(text)));
        }
        Ok(Self::ByAlias(by_alias))
    }
}

/// A text, or an object with a text by each alias: the document that [`parse`](Presentations::parse) reads.
impl From<&Presentations<'_>> for Value {
    fn from(presented: &Presentations<'_>) -> Self {
        let given = match presented {
            Presentations::One(text) => return (*text).into(),
            Presentations::ByAlias(given) => given,
        };
        let mut by_alias = Object::new();
        for (alias, text) in given {
            by_alias.push(&**alias, (&**text).into());
        }
        by_alias.into()
    }
}

/// A presentation as text, or in an array of one.
struct OfOne(String);

impl Readable<'_> for OfOne {
    fn read(value: &Value) -> Result<Self, Problem> {
        let text = match value.as_array() {
            Some([one]) => one,
            Some(_) => return Err(Problem::Several),
            None => value,
        };
        String::read(text).map(Self)
    }
}

/// Texts by the aliases of inputs.
pub(super) fn texts_by_alias(object: &ObjectReader<'_>) -> Result<Vec<(String, String)>, Error> {
    let aliases = object.names();
    aliases
        .map(|alias| Ok((alias.to_owned(), object.read(alias)?)))
        .collect()
}

impl<'p> From<&'p str> for Presentations<'p> {
    fn from(presentation: &'p str) -> Self {
        Self::One(presentation)
    }
}

impl<'p> From<&'p String> for Presentations<'p> {
    fn from(presentation: &'p String) -> Self {
        Self::One(presentation)
    }
}

impl<'p> From<&'p [(&'p str, &'p str)]> for Presentations<'p> {
    fn from(presentations: &'p [(&'p str, &'p str)]) -> Self {
        let each = presentations.iter();
        Self::ByAlias(
            each.map(|(alias, text)| ((*alias).into(), (*text).into()))
                .collect(),
        )
    }
}

impl<'p, const N: usize> From<&'p [(&'p str, &'p str); N]> for Presentations<'p> {
    fn from(presentations: &'p [(&'p str, &'p str); N]) -> Self {
        presentations.as_slice().into()
    }
}

/// A presentation that was taken apart, nothing in it verified.
pub(super) type Parsed<'p> = (SdJwt<'p>, Presented<'p>);

/// A presentation, and the input that it is said to be for.
pub(super) struct Presented<'p> {
    pub(super) input: Option<&'p Input>,
    pub(super) text: &'p str,
}

impl Presented<'_> {
    /// Adds to an error which presentation it is about, where there may be several.
    pub(super) fn named(&self, error: Error) -> Error {
        match self.input {
            Some(input) => error.with("input", input.alias.as_str()),
            None => error,
        }
    }
}

impl<'p> Presentations<'p> {
    /// Each with its input, in the order of the programme.
    ///
    /// # Errors
    /// `input.options` with a pointer and the `problem`: `unknown`, `missing`, `given_twice`;
    /// `limit.items`.
    pub(super) fn of(&'p self, programme: &'p Programme) -> Result<Vec<Presented<'p>>, Error> {
        let given = match self {
            Self::One(text) => return Ok(vec![Presented { input: None, text }]),
            Self::ByAlias(given) => given,
        };
        if given.len() > limits::INPUTS {
            return Err(Error::new(Code::LimitItems)
                .with("limit", limits::INPUTS)
                .with("found", given.len())
                .at(Stage::Input));
        }
        for (i, (alias, _)) in given.iter().enumerate() {
            if programme.input(alias).is_none() {
                return Err(wrong(alias, Problem::Unknown));
            }
            if given.iter().take(i).any(|(earlier, _)| earlier == alias) {
                return Err(wrong(alias, Problem::GivenTwice));
            }
        }
        let text_for = |alias: &str| given.iter().find(|(name, _)| name == alias);
        check_complete(programme, |alias| text_for(alias).is_some())?;
        let inputs = programme.inputs.iter();
        let presented = inputs.filter_map(|input| {
            let (_, text) = text_for(&input.alias)?;
            Some(Presented {
                input: Some(input),
                text,
            })
        });
        Ok(presented.collect())
    }
}

/// Checks that no two are presentations of one bundle, which would then count as two.
///
/// # Errors
/// `input.options` with the pointer to the second.
pub(super) fn check_distinct(parsed: &[Parsed<'_>]) -> Result<(), Error> {
    for (i, (token, presented)) in parsed.iter().enumerate() {
        let mut earlier = parsed.iter().take(i);
        if let Some(input) = presented.input
            && earlier.any(|(other, _)| other.is_of_same_token(token))
        {
            return Err(wrong(&input.alias, Problem::GivenTwice));
        }
    }
    Ok(())
}

/// The URI of the status list of a bundle that is not verified yet.
pub(super) fn status_uri<'t>((token, _): &'t Parsed<'_>) -> Option<&'t str> {
    let status = token.unverified_claims().get("status")?;
    status.member("status_list")?.member("uri")?.as_str()
}

/// The input that a bundle of a type is for: the one that the call names, or else the only one that it fits. A
/// bundle without a name is never an officer's, since an officer comes with a firm.
///
/// # Errors
/// `claim.invalid` for a type that does not fit; `input.options` where several inputs fit, or where
/// others are required.
pub(super) fn input_for<'p>(
    programme: &'p Programme,
    named: Option<&'p Input>,
    vct: Vct,
) -> Result<&'p Input, Error> {
    let unfit = || {
        Error::new(Code::ClaimInvalid)
            .with("pointer", "/vct")
            .with("found", vct.as_str())
            .at(Stage::Bundle)
    };
    if let Some(input) = named {
        return match input.vct == vct {
            true => Ok(input),
            false => Err(unfit().with("expected", input.vct.as_str())),
        };
    }
    let inputs = programme.inputs.iter();
    let mut fitting = inputs.filter(|input| input.vct == vct && input.is.is_none());
    let input = fitting.next().ok_or_else(unfit)?;
    if fitting.next().is_some() {
        return Err(Error::of_option("/bundle", Problem::Ambiguous));
    }
    check_complete(programme, |alias| alias == input.alias)?;
    Ok(input)
}

fn check_complete(programme: &Programme, is_given: impl Fn(&str) -> bool) -> Result<(), Error> {
    match programme.missing_input(is_given) {
        Some(alias) => Err(wrong(alias, Problem::Missing)),
        None => Ok(()),
    }
}

fn wrong(alias: &str, problem: Problem) -> Error {
    Error::of_option(pointer_to(&["bundle", alias]), problem)
}
