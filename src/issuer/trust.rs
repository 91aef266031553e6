//! The documents that say who may sign what, and what belongs together.

use super::Signatory;
use crate::error::{Code, Error, Problem};
use crate::jose::{self, Compact, General, base64url};
use crate::json::{self, Object, Value};
use crate::law::Edition;
use crate::limits;
use crate::programme::Programme;

/// Signs a root: the keys and thresholds of the roles `root`, `manifest` and `trust_list`. A new
/// version is signed as its own role `root` asks and as that of the version before asks.
///
/// # Errors
/// What is wrong with the [`Signer`](super::Signer).
pub fn sign_root(root: &Object, signatories: &[Signatory<'_>]) -> Result<String, Error> {
    sign(root, "xinyi-root+jwt", signatories)
}

/// Signs a manifest: which versions of trust list and programmes belong together (see [`pin`]),
/// and how new each status list has to be.
///
/// # Errors
/// What is wrong with the [`Signer`](super::Signer).
pub fn sign_manifest(manifest: &Object, signatories: &[Signatory<'_>]) -> Result<String, Error> {
    sign(manifest, "xinyi-manifest+jwt", signatories)
}

/// Signs a trust list: the issuers, their keys, and what they may sign.
///
/// # Errors
/// What is wrong with the [`Signer`](super::Signer).
pub fn sign_trust_list(list: &Object, signatories: &[Signatory<'_>]) -> Result<String, Error> {
    sign(list, "xinyi-trust-list+jwt", signatories)
}

/// Signs an edition of the law, as the role `trust_list` asks. Verifiers decide by it that were built with an
/// older one.
///
/// # Errors
/// What is wrong with the edition, as every verifier would find it; what is wrong with the [`Signer`](super::Signer).
pub fn sign_law(edition: &Object, signatories: &[Signatory<'_>]) -> Result<String, Error> {
    Edition::read(&edition.clone().into())?;
    sign(edition, "xinyi-law+jwt", signatories)
}

/// Signs a programme with a `programme` key of the trust-list entry that is its `iss`.
///
/// # Errors
/// What is wrong with the programme, as every verifier would find it; `programme.schema` if it has
/// no `iss`; `limit.bytes`; what is wrong with the [`Signer`](super::Signer).
pub fn sign_programme(programme: &Object, signatory: Signatory<'_>) -> Result<String, Error> {
    let document = Value::from(programme.clone());
    Programme::read(&document, &signatory.law().edition)?;
    if !programme.contains("iss") {
        return Err(Error::of_value(
            Code::ProgrammeSchema,
            "/iss",
            Problem::IssMissing,
        ));
    }
    let payload = json::write(&document);
    if payload.len() > limits::PROGRAMME_BYTES {
        return Err(Error::new(Code::LimitBytes)
            .with("limit", limits::PROGRAMME_BYTES)
            .with("found", payload.len()));
    }
    let header = signatory.header("xinyi-programme+jwt");
    jose::sign_compact(signatory.signer, header, payload.as_bytes())
}

/// What a manifest says of a signed trust list, edition of the law or programme: its `version`, the `sha256` of its
/// payload and, of a programme, its `id` and `valid_from`. The day is for those who do not have that
/// version: until it comes, the one before decides.
///
/// # Errors
/// What is wrong with the form of the document. No signature is verified.
pub fn pin(signed: &str) -> Result<Object, Error> {
    let payload = match signed.starts_with('{') {
        true => General::parse(signed.as_bytes(), limits::TRUST_LIST_BYTES)?
            .unverified_payload()
            .to_vec(),
        false => Compact::parse(signed, limits::TRUST_LIST_BYTES)?
            .unverified_payload()
            .to_vec(),
    };
    let document = json::parse(&payload, limits::TRUST_LIST_BYTES)?;
    let mut pin = Object::new();
    for name in ["id", "version", "valid_from"] {
        if let Some(value) = document.member(name) {
            pin.set(name, value.clone());
        }
    }
    pin.set("sha256", base64url::encode(&jose::sha256(&payload)));
    Ok(pin)
}

/// The parts of a snapshot, each as it was signed.
#[derive(Debug, Clone, Copy)]
pub struct Snapshot<'a> {
    /// Every root after the oldest that an app still pins, in order. Default: none.
    pub roots: &'a [String],
    /// The manifest.
    pub manifest: &'a str,
    /// The trust list that the manifest pins.
    pub trust_list: &'a str,
    /// The edition of the law that the manifest pins, if it pins one.
    pub law: Option<&'a str>,
    /// The programmes that the manifest pins.
    pub programmes: &'a [String],
    /// The status lists.
    pub status_lists: &'a [String],
}

impl Snapshot<'_> {
    /// The snapshot as one JSON text. It is not signed itself: its parts are.
    ///
    /// # Errors
    /// What is wrong with the form of roots, manifest or trust list; `limit.bytes`.
    pub fn write(&self) -> Result<String, Error> {
        let read = |text: &str| json::parse(text.as_bytes(), limits::TRUST_LIST_BYTES);
        let roots = self.roots.iter().map(|root| read(root));
        let mut snapshot = Object::from_iter([
            ("snapshot", Value::from(1_i64)),
            ("roots", Value::Array(roots.collect::<Result<_, _>>()?)),
            ("manifest", read(self.manifest)?),
            ("trust_list", read(self.trust_list)?),
            ("programmes", self.programmes.to_vec().into()),
            ("status_lists", self.status_lists.to_vec().into()),
        ]);
        if let Some(law) = self.law {
            snapshot.set("law", read(law)?);
        }
        let text = json::write(&snapshot.into());
        if text.len() > limits::SNAPSHOT_BYTES {
            return Err(Error::new(Code::LimitBytes)
                .with("limit", limits::SNAPSHOT_BYTES)
                .with("found", text.len()));
        }
        Ok(text)
    }
}

fn sign(document: &Object, typ: &str, signatories: &[Signatory<'_>]) -> Result<String, Error> {
    let payload = json::write(&document.clone().into());
    let signers: Vec<_> = signatories
        .iter()
        .map(|s| (s.signer, s.header(typ)))
        .collect();
    let signed = jose::sign_general(payload.as_bytes(), &signers)?;
    Ok(json::write(&signed))
}
