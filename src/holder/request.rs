//! Requests for presentations: what somebody who decides asks a holder for.

use serde::{Serialize, Serializer};

use super::{dcql, qr};
use crate::decision::ProgrammeVersion;
use crate::error::{Code, Error, Problem, Stage};
use crate::json::{self, Identifier, Object, ObjectReader, Value};
use crate::limits;
use crate::trust;
use crate::verifier::{PresentationRequestOptions, ProgrammeChoice, Verifier};

/// A request for a presentation, in every form in which it may go to a holder.
///
/// It serialises as `{"nonce", "audience", "programme": {"id", "version"}, "request"?, "text", "dcql_query",
/// "openid4vp"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresentationRequest {
    asked: RequestText,
    text: String,
    dcql_query: Value,
    openid4vp: Value,
}

/// What the text of a request says. Nobody has signed it: a holder takes the programme from a snapshot of their own,
/// and decides whether to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestText {
    /// What the presentation has to answer, once.
    pub nonce: String,
    /// Whom it has to be made for.
    pub audience: String,
    /// What will be decided by it.
    pub programme: ProgrammeVersion,
    /// What is asked for, as the programme's `request` declares it.
    pub request: Option<Object>,
}

impl PresentationRequest {
    /// What is asked, and by whom.
    pub fn asked(&self) -> &RequestText {
        &self.asked
    }

    /// `XYQ1:` and base45 of raw deflate of the JSON of [`asked`](Self::asked): for a QR code, or to be sent as text.
    /// [`RequestText::parse`] reads it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The query in the Digital Credentials Query Language (OpenID4VP 1.0, section 6).
    pub fn dcql_query(&self) -> &Value {
        &self.dcql_query
    }

    /// The parameters of a request of OpenID4VP 1.0: `dc_api` for the Digital Credentials API (unsigned, appendix A),
    /// where the audience of the answer is `origin:` and the page's origin; and `client`, with the audience as
    /// `client_id`, for what adds its own ways of return.
    pub fn openid4vp(&self) -> &Value {
        &self.openid4vp
    }

    /// The document.
    pub fn to_json(&self) -> Value {
        let mut document = self.asked.to_json();
        document.set("text", self.text.as_str());
        document.set("dcql_query", self.dcql_query.clone());
        document.set("openid4vp", self.openid4vp.clone());
        document.into()
    }
}

impl Serialize for PresentationRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl RequestText {
    /// Reads the text of a request, with white space around it.
    ///
    /// # Errors
    /// Those of [`qr::decode`]; `format.json` and the like; `format.schema` with the pointer to what is missing, unknown
    /// or wrong.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).map_err(|error| error.at(Stage::Input))
    }

    fn read(text: &str) -> Result<Self, Error> {
        let document = qr::decode_request(text)?;
        let document = json::parse(document.as_bytes(), limits::QR_INFLATED)?;
        let document = ObjectReader::of(&document, Code::FormatSchema)?;
        document.only(&["nonce", "audience", "programme", "request"])?;
        let programme = document.object("programme")?;
        programme.only(&["id", "version"])?;
        Ok(Self {
            nonce: shown(&document, "nonce")?,
            audience: shown(&document, "audience")?,
            programme: ProgrammeVersion {
                id: shown(&programme, "id")?,
                version: programme.read("version")?,
            },
            request: document.maybe::<&Object>("request")?.cloned(),
        })
    }

    /// The programme, for the options of a check, or of what a holder prepares.
    pub fn choice(&self) -> ProgrammeChoice {
        ProgrammeChoice::Version {
            id: self.programme.id.clone(),
            version: self.programme.version,
        }
    }

    /// The document: `{"nonce", "audience", "programme": {"id", "version"}, "request"?}`.
    pub fn to_json(&self) -> Object {
        let programme = Object::from([
            ("id", Value::from(self.programme.id.as_str())),
            ("version", trust::version(self.programme.version)),
        ]);
        let mut document = Object::from([
            ("nonce", Value::from(self.nonce.as_str())),
            ("audience", self.audience.as_str().into()),
            ("programme", programme.into()),
        ]);
        if let Some(request) = &self.request {
            document.set("request", request.clone());
        }
        document
    }
}

/// What holders are shown: not empty, and without invisible characters.
fn shown(document: &ObjectReader<'_>, name: &str) -> Result<String, Error> {
    match document.read(name)? {
        Identifier(text) if !text.is_empty() => Ok(text),
        _ => Err(document.fail(name, Problem::Value)),
    }
}

impl Serialize for RequestText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::from(self.to_json()).serialize(serializer)
    }
}

impl Verifier {
    /// Makes a request: what a holder, or a wallet of any make, has to show for a programme to be decided. The one who
    /// asks keeps it, and checks the answer with its audience and nonce.
    ///
    /// # Errors
    /// As [`check`](Self::check) for the programme and its `request`; `input.holder` for an audience or nonce that is
    /// empty; `limit.bytes` for a text that no QR code holds.
    pub fn presentation_request(
        &self,
        options: &PresentationRequestOptions,
    ) -> Result<PresentationRequest, Error> {
        options.check()?;
        let mut own = None;
        let programme = self.programme(&options.programme, options.now, &mut own)?;
        programme.request(options.request.as_ref())?;
        let asked = RequestText {
            nonce: options.nonce.clone(),
            audience: options.audience.clone(),
            programme: ProgrammeVersion {
                id: programme.id.clone(),
                version: programme.version,
            },
            request: options.request.clone(),
        };
        let text = qr::encode_request(&json::write(&asked.to_json().into()));
        let dcql_query = dcql::query(programme, self.edition());
        Ok(PresentationRequest {
            text: text.map_err(|error| error.at(Stage::Input))?,
            openid4vp: openid4vp(&asked, &dcql_query).into(),
            dcql_query: dcql_query.into(),
            asked,
        })
    }
}

/// The parameters in both forms. `client_metadata` names the algorithms by which issuers and holders sign here.
fn openid4vp(asked: &RequestText, query: &Object) -> Object {
    let mut algorithms: Vec<Value> = vec!["Ed25519".into(), "EdDSA".into(), "ES256".into()];
    if cfg!(feature = "sm2") {
        algorithms.push("SGD_SM3_SM2".into());
    }
    let of_format = Object::from([
        ("sd-jwt_alg_values", Value::from(algorithms.clone())),
        ("kb-jwt_alg_values", algorithms.into()),
    ]);
    let formats = Object::from([(dcql::FORMAT, of_format.into())]);
    let metadata = Object::from([("vp_formats_supported", formats.into())]);
    let parameters = |first: (&'static str, &str)| {
        Object::from([
            ("response_type", Value::from("vp_token")),
            (first.0, first.1.into()),
            ("nonce", asked.nonce.as_str().into()),
            ("dcql_query", query.clone().into()),
            ("client_metadata", metadata.clone().into()),
        ])
    };
    Object::from([
        ("dc_api", parameters(("response_mode", "dc_api")).into()),
        ("client", parameters(("client_id", &asked.audience)).into()),
    ])
}
