//! Reading options from JSON, for every surface. The names are those of JavaScript; unknown names are refused.

use serde::de::{Deserialize, Deserializer, Error as _};

use super::names::{
    OF_THE_PACKAGE, TO_CHECK, TO_COMMIT, TO_COMPARE, TO_CREATE, TO_FORECAST, TO_LOAD, TO_PLAN,
    TO_PREPARE, TO_QR, TO_REQUEST, TO_TRY,
};
use super::options::{
    CheckOptions, DraftOptions, ExpectedSubject, ForecastOptions, Holder, LoadOptions, PlanOptions,
    PresentationRequestOptions, ProgrammeChoice, QrOptions, TrialOptions, VerifierOptions,
};
use super::pair::CompareOptions;
use super::presentations::texts_by_alias;
use crate::binding::{Binding, Consent};
use crate::commitment::Commitment;
use crate::decision::Explain;
use crate::error::{Code, Error, Problem};
use crate::json::{self, Object, ObjectReader, Value};
use crate::limits;
use crate::trust::Minimum;

/// A type that is read from the members of an object.
trait FromMembers: Sized {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error>;

    fn from_value(options: &Value) -> Result<Self, Error> {
        Self::read(&ObjectReader::of(options, Code::InputOptions)?)
    }
}

/// Implements `from_json` and `Deserialize`, which read alike.
macro_rules! readable {
    ($($type:ty: $what:literal,)+) => {
        $(impl $type {
            #[doc = $what]
            ///
            /// # Errors
            /// `input.options` with the JSON pointer to what is missing, unknown or wrong, and with what is
            /// there instead; `input.unsupported` for what this version does not have; `input.holder`;
            /// `limit.*` and `format.*` for what is no JSON.
            pub fn from_json(text: &str) -> Result<Self, Error> {
                let options = json::parse(text.as_bytes(), limits::OPTIONS_BYTES)?;
                Self::from_value(&options)
            }
        }

        #[doc = $what]
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let options = Value::deserialize(deserializer)?;
                Self::from_value(&options).map_err(D::Error::custom)
            }
        })+
    };
}

readable! {
    VerifierOptions: "Reads `{\"now\": seconds, \"state\"?: text, \"minimum\"?: {\"root\"?, \"manifest\"?, \
        \"trust_list\"?, \"time\"?}, \"statusMaxAge\"?: seconds, \"allowDemoRoot\"?: boolean, \"requireConsent\"?: boolean}`.",
    LoadOptions: "Reads `{\"now\": seconds, \"state\"?: text}`.",
    CheckOptions: "Reads `{\"programme\": id | {\"id\", \"version\"} | document, \"holder\": \
        {\"audience\", \"nonce\", \"window\"?, \"ahead\"?, \"presentedAt\"?} | \"unbound\" | \"certificate\", \"now\": seconds, \"subject\"?: id | \
        {alias: id, …}, \"request\"?: {…}, \"statusLists\"?: […], \"commitments\"?: […], \"explain\"?: \"codes\" | \"full\"}`.",
    ForecastOptions: "Reads the options of a check, and `\"at\": seconds`.",
    CompareOptions: "Reads `{\"programmes\"?: [id], \"holder\": {\"audience\", \"nonce\", \"window\"?, \"ahead\"?} | \
        \"unbound\", \"now\": seconds, \"subject\"?: id, \"request\"?: {…}, \"statusLists\"?: […], \
        \"explain\"?: \"codes\" | \"full\"}`.",
    PresentationRequestOptions: "Reads `{\"programme\": id | {\"id\", \"version\"} | document, \
        \"audience\", \"nonce\", \"request\"?: {…}, \"now\": seconds}`.",
    QrOptions: "Reads `{\"maxLength\"?: characters}`.",
    TrialOptions: "Reads `{\"now\": seconds, \"explain\"?: \"codes\" | \"full\"}`.",
    PlanOptions: "Reads `{\"programme\": id | {\"id\", \"version\"} | document, \"now\": seconds, \
        \"subject\"?: id | {alias: id, …}, \"request\"?: {…}, \"statusLists\"?: […], \"audience\"?: text, \
        \"commitments\"?: [commitment]}`.",
    DraftOptions: "Reads `{\"disclose\": [pointer, …], \"audience\", \"nonce\", \"consent\"?: {\"programme\", \
        \"until\": seconds}, \"now\": seconds}`.",
    Commitment: "Reads `{\"type\", \"item\", \"text\", \"programme\": {\"id\", \"version\"}, \"audience\", \"nonce\", \
        \"until\": seconds, \"now\": seconds}`.",
    Minimum: "Reads `{\"root\"?, \"manifest\"?, \"trust_list\"?, \"time\"?: seconds}`.",
    Holder: "Reads `{\"audience\", \"nonce\", \"window\"?: seconds, \"ahead\"?: seconds, \"presentedAt\"?: seconds}`, `\"unbound\"` or `\"certificate\"`.",
}

impl FromMembers for VerifierOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only_and_tell(TO_CREATE, OF_THE_PACKAGE)?;
        let mut options = Self::at(given.read("now")?);
        options.state = given.maybe("state")?;
        if given.maybe::<&Object>("minimum")?.is_some() {
            options.minimum = Minimum::read(&given.object("minimum")?)?;
        }
        if let Some(seconds) = given.maybe("statusMaxAge")? {
            options.status_max_age = seconds;
            options.check()?;
        }
        options.allow_demo_root = given.maybe("allowDemoRoot")?.unwrap_or(false);
        options.require_consent = given.maybe("requireConsent")?.unwrap_or(false);
        Ok(options)
    }
}

impl FromMembers for Minimum {
    /// The names are those of the documents, not of JavaScript.
    fn read(least: &ObjectReader<'_>) -> Result<Self, Error> {
        least.only(&["root", "manifest", "trust_list", "time"])?;
        Ok(Self {
            root: least.maybe("root")?.unwrap_or_default(),
            manifest: least.maybe("manifest")?.unwrap_or_default(),
            trust_list: least.maybe("trust_list")?.unwrap_or_default(),
            time: least.maybe("time")?,
        })
    }
}

impl FromMembers for Commitment {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_COMMIT)?;
        let programme = given.object("programme")?;
        programme.only(&["id", "version"])?;
        Ok(Self {
            kind: given.read("type")?,
            item: given.read("item")?,
            text_sha256: Self::sha256_of(given.read("text")?),
            programme: programme.read("id")?,
            version: programme.read("version")?,
            audience: given.read("audience")?,
            nonce: given.read("nonce")?,
            iat: given.read("now")?,
            until: given.read("until")?,
        })
    }
}

impl FromMembers for LoadOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_LOAD)?;
        Ok(Self {
            now: given.read("now")?,
            state: given.maybe("state")?,
        })
    }
}

impl FromMembers for CheckOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_CHECK)?;
        how_to_check(given)
    }
}

impl FromMembers for ForecastOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(&[TO_CHECK, TO_FORECAST].concat())?;
        Ok(Self {
            check: how_to_check(given)?,
            at: given.read("at")?,
        })
    }
}

impl FromMembers for CompareOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_COMPARE)?;
        Ok(Self {
            programmes: given.maybe("programmes")?,
            subject: given.maybe("subject")?,
            request: given.maybe::<&Object>("request")?.cloned(),
            status_lists: given.maybe("statusLists")?.unwrap_or_default(),
            explain: explain(given)?,
            ..Self::new(holder(given)?, given.read("now")?)
        })
    }
}

impl FromMembers for PlanOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_PLAN)?;
        Ok(Self {
            programme: programme(given)?,
            now: given.read("now")?,
            subject: subject(given)?,
            request: given.maybe::<&Object>("request")?.cloned(),
            status_lists: given.maybe("statusLists")?.unwrap_or_default(),
            audience: given.maybe("audience")?,
            commitments: {
                let each = given.each("commitments")?;
                each.iter()
                    .map(Commitment::read)
                    .collect::<Result<_, _>>()?
            },
        })
    }
}

impl FromMembers for DraftOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_PREPARE)?;
        let consent = given.maybe_object("consent")?;
        Ok(Self {
            disclose: given.read("disclose")?,
            binding: Binding {
                audience: given.read("audience")?,
                nonce: given.read("nonce")?,
                iat: given.read("now")?,
                exp: None,
                consent: consent.as_ref().map(Consent::read).transpose()?,
            },
        })
    }
}

impl FromMembers for PresentationRequestOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_REQUEST)?;
        let options = Self {
            programme: programme(given)?,
            audience: given.read("audience")?,
            nonce: given.read("nonce")?,
            request: given.maybe::<&Object>("request")?.cloned(),
            now: given.read("now")?,
        };
        options.check()?;
        Ok(options)
    }
}

impl FromMembers for QrOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_QR)?;
        let length: Option<u32> = given.maybe("maxLength")?;
        let options = match length {
            Some(length) => Self {
                max_length: length as usize,
            },
            None => Self::default(),
        };
        options.check()?;
        Ok(options)
    }
}

impl FromMembers for TrialOptions {
    fn read(given: &ObjectReader<'_>) -> Result<Self, Error> {
        given.only(TO_TRY)?;
        Ok(Self {
            now: given.read("now")?,
            explain: explain(given)?,
        })
    }
}

impl FromMembers for Holder {
    fn read(binding: &ObjectReader<'_>) -> Result<Self, Error> {
        binding.only(&["audience", "nonce", "window", "ahead", "presentedAt"])?;
        let audience: String = binding.read("audience")?;
        let nonce: String = binding.read("nonce")?;
        let holder = Self::Bound {
            audience,
            nonce,
            window: binding.maybe("window")?,
            ahead: binding.maybe("ahead")?,
            presented_at: binding.maybe("presentedAt")?,
        };
        holder.check()?;
        Ok(holder)
    }

    fn from_value(holder: &Value) -> Result<Self, Error> {
        let given = Object::from([("holder", holder.clone())]).into();
        self::holder(&ObjectReader::of(&given, Code::InputOptions)?)
    }
}

fn how_to_check(given: &ObjectReader<'_>) -> Result<CheckOptions, Error> {
    let options = CheckOptions {
        programme: programme(given)?,
        holder: holder(given)?,
        now: given.read("now")?,
        subject: subject(given)?,
        request: given.maybe::<&Object>("request")?.cloned(),
        status_lists: given.maybe("statusLists")?.unwrap_or_default(),
        commitments: given.maybe("commitments")?.unwrap_or_default(),
        explain: explain(given)?,
    };
    options.check()?;
    Ok(options)
}

fn explain(given: &ObjectReader<'_>) -> Result<Explain, Error> {
    match given.maybe::<&Value>("explain")? {
        Some(_) => given.one_of("explain", Explain::ALL, Explain::as_str),
        None => Ok(Explain::Codes),
    }
}

fn subject(given: &ObjectReader<'_>) -> Result<Option<ExpectedSubject>, Error> {
    Ok(match given.maybe::<&Value>("subject")? {
        None => None,
        Some(Value::String(id)) => Some(ExpectedSubject::One(id.clone())),
        Some(_) => {
            let by_alias = texts_by_alias(&given.object("subject")?)?;
            Some(ExpectedSubject::ByAlias(by_alias))
        }
    })
}

fn programme(given: &ObjectReader<'_>) -> Result<ProgrammeChoice, Error> {
    match given.read::<&Value>("programme")? {
        Value::String(id) => Ok(ProgrammeChoice::Id(id.clone())),
        // A reference has two members; a document has many more.
        Value::Object(members) if members.len() <= 2 => {
            let reference = given.object("programme")?;
            reference.only(&["id", "version"])?;
            Ok(ProgrammeChoice::Version {
                id: reference.read("id")?,
                version: reference.read("version")?,
            })
        }
        document @ Value::Object(_) => Ok(ProgrammeChoice::Document(document.clone())),
        _ => Err(given.fail("programme", Problem::Type)),
    }
}

/// `holder`, which has no default: whether a copied bundle will do is never guessed.
fn holder(given: &ObjectReader<'_>) -> Result<Holder, Error> {
    match given.maybe::<&Value>("holder")? {
        Some(Value::String(word)) if word == "unbound" => Ok(Holder::Unbound),
        Some(Value::String(word)) if word == "certificate" => Ok(Holder::Certificate),
        Some(Value::Object(_)) => Holder::read(&given.object("holder")?),
        _ => Err(Error::new(Code::InputHolder)),
    }
}
